/** Which of the mock's topics stands behind a channel: the same name that Rails would broadcast to. */
import { compactJson } from "../kit/json.ts";
import type { Identifier } from "./identifier.ts";

/**
 * The param `topic` if there is one; the decoded name of a signed stream; else Rails' own naming (`broadcasting_for`):
 * class name without "Channel", `::` as `:`, underscored, then the params' values: `ChatChannel {"room":"lobby"}` →
 * `chat:lobby`.
 */
export function topicOf(identifier: Identifier): string {
  const { topic } = identifier.params;
  if (typeof topic === "string" && topic !== "") return topic;
  if (identifier.signed) return identifier.signed.streamName;
  const values = Object.values(identifier.params).map((value) =>
    typeof value === "string" ? value : compactJson(value, 200),
  );
  return [channelStem(identifier.channelName ?? ""), ...values].join(":");
}

/** `Chat::RoomChannel` → `chat:room`, as ActionCable::Channel::Naming does. */
function channelStem(channelName: string): string {
  return channelName
    .replace(/Channel$/, "")
    .replaceAll("::", ":")
    .replace(/([A-Z\d]+)([A-Z][a-z])/g, "$1_$2")
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .toLowerCase();
}
