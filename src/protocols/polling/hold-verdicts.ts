/** The words of every event about holds. Decides nothing. */
import type { ObserverEvent } from "../../model/event.ts";
import { formatDuration } from "../kit/words.ts";
import type { PollStyle } from "./poll-style.ts";

type Evidence = readonly number[];

export function styleFound(
  style: PollStyle,
  before: PollStyle | undefined,
  holdMs: number,
  evidence: Evidence,
): ObserverEvent {
  if (style === "long")
    return {
      kind: before === undefined ? "foundLong" : "becameLong",
      level: "note",
      title: `long polling: the server held for ${formatDuration(holdMs)}`,
      explanation:
        "The server waits with its answer until it has news or its time is up. Another poll follows at once.",
      evidence,
      measures: { holdMs },
    };
  if (before === undefined)
    return {
      kind: "foundShort",
      level: "note",
      title: `short polling: the server answered after ${formatDuration(holdMs)}`,
      explanation: "The server answers at once, also when it has nothing new. News waits for the next poll.",
      evidence,
      measures: { holdMs },
    };
  return {
    kind: "becameShort",
    level: "warning",
    title: `the server does not hold any more: it answered after ${formatDuration(holdMs)}`,
    explanation:
      "It held its answers before, and now it says at once that nothing is new. Asking again at once would be a flood.",
    advice: [
      "Look whether the server has more waiting clients than it allows: some then answer all others at once.",
      "Look whether a proxy or a cache answers in its place.",
      "If the server is stopping, this is how it lets its clients go.",
    ],
    evidence,
    measures: { holdMs },
  };
}

export function serverTimeoutFound(limitMs: number, status: number, evidence: Evidence): ObserverEvent {
  const isCut = status >= 500;
  return {
    kind: "serverTimeoutFound",
    level: "note",
    title: `the hold ends after ${formatDuration(limitMs)} with ${status}`,
    explanation:
      `Three holds in a row ended at the same age, with nothing new${isCut ? ", and not by the server itself" : ""}. ` +
      "RFC 6202 advises 30 s, since much equipment on the way gives up after 60 s.",
    advice: limitMs > 55_000 ? ["Let the server end its holds within 30 s: proxies often cut after 60 s."] : undefined,
    evidence,
    measures: { limitMs },
  };
}
