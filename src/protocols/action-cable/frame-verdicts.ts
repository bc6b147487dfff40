/** What is concluded about a single frame that Action Cable does not know, and about runs of such. */
import type { ObserverEvent } from "../../model/event.ts";
import { formatCount, formatDuration, oneLine } from "../kit/words.ts";
import type { Malformed, Unknown } from "./messages.ts";
import type { StreakEnd } from "./streak.ts";

export function malformedReceived(message: Malformed, entry: number): ObserverEvent {
  return {
    kind: "malformed",
    level: "error",
    title: oneLine(message.reason, 200),
    explanation:
      "The server sent what Action Cable does not allow. The official client throws on text that is not JSON and carries on with " +
      `the next frame; a browser closes with 1007 on text that is not UTF-8. It was: ${message.excerpt || "empty"}`,
    ...(message.channel === undefined ? {} : { channel: message.channel }),
    evidence: [entry],
  };
}

export function malformedSent(message: Malformed, entry: number): ObserverEvent {
  return {
    kind: "malformed",
    level: "warning",
    title: `sent: ${oneLine(message.reason, 200)}`,
    explanation:
      "Rails logs this and answers nothing; the connection stays usable. (AnyCable stops reading from a connection that sends " +
      `text which is not JSON.) It was: ${message.excerpt || "empty"}`,
    ...(message.channel === undefined ? {} : { channel: message.channel }),
    evidence: [entry],
  };
}

export function unknownTypeReceived(message: Unknown, entry: number): ObserverEvent {
  const name = message.type === "" ? "no type and no message" : `type “${oneLine(message.type, 60)}”`;
  return {
    kind: "unknownType",
    level: "warning",
    title: `${name} is not Action Cable's`,
    explanation:
      "Rails has welcome, ping, confirm_subscription, reject_subscription and disconnect, and data without a type. The official " +
      "client hands anything else to `received`, with an undefined message.",
    advice: [
      "AnyCable's extended protocol has more types (confirm_history, presence, pong); it has a subprotocol of its own.",
    ],
    ...(message.channel === undefined ? {} : { channel: message.channel }),
    evidence: [entry],
  };
}

export function unknownCommandSent(message: Unknown, entry: number): ObserverEvent {
  const name = message.type === "" ? "no command" : `command “${oneLine(message.type, 60)}”`;
  return {
    kind: "unknownType",
    level: "warning",
    title: `sent: ${name}; no answer is due`,
    explanation:
      "Rails knows subscribe, unsubscribe and message. It logs anything else as unrecognized and answers nothing.",
    ...(message.channel === undefined ? {} : { channel: message.channel }),
    evidence: [entry],
  };
}

/** The others of a run whose first was told: same kind and level. */
export function moreOfTheSame(first: ObserverEvent, end: StreakEnd): ObserverEvent {
  const span = formatDuration(end.toAt - end.fromAt);
  return {
    kind: first.kind,
    level: first.level,
    title: `${formatCount(end.more, "more like this", "more like this")} within ${span}: ${first.title}`,
    explanation: "Told together, so that a flood does not bury the timeline; each frame has its own row.",
    ...(first.evidence === undefined ? {} : { evidence: first.evidence }),
    fromAt: end.fromAt,
    toAt: end.toAt,
    measures: { more: end.more },
  };
}
