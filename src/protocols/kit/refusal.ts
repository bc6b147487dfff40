/** How a mock's session says no over plain HTTP, where the one who runs it wants that. */
import type { RequestHead } from "../../model/frame.ts";
import type { ServerScript } from "../../model/server-script.ts";
import type { ServerEffect } from "../../model/session.ts";
import { plainAnswer } from "./plain-answer.ts";

/** The answer to a request that may not connect (401), or not hear one of its topics (403); undefined when it may. */
export function refusalOf(
  script: ServerScript | undefined,
  request: RequestHead,
  topics: readonly string[],
): ServerEffect | undefined {
  if (!script) return undefined;
  const refusal = script.connecting(request);
  if (refusal) return plainAnswer(refusal.status ?? 401, refusal.reason ?? "This client may not connect.");
  for (const topic of topics) {
    const noTopic = script.subscribing({ request, topic, channel: topic, params: {} });
    if (noTopic) return plainAnswer(noTopic.status ?? 403, noTopic.reason ?? `This client may not hear ${topic}.`);
  }
  return undefined;
}
