/** Which topic of the mock server's hub a channel is. The hub's names have colons where MessageBus has slashes. */

/** `/chat` is `chat`, `/chat/lobby` is `chat:lobby`; `/chat:lobby` too. Undefined when nothing is left of the name. */
export function topicOf(channel: string): string | undefined {
  const topic = channel.replace(/^\/+/, "").replaceAll("/", ":");
  return topic === "" ? undefined : topic;
}
