/** The words of every event about items. Decides nothing. */
import type { ObserverEvent } from "../../model/event.ts";
import { formatCount, oneLine } from "../kit/words.ts";
import type { Diff } from "./json-diff.ts";

type Evidence = readonly number[];

export function itemsMissed(holes: readonly string[], evidence: Evidence): ObserverEvent {
  return {
    kind: "itemsMissed",
    level: "warning",
    mark: "gap",
    title: `${oneLine(holes.join(", "), 120)} missing`,
    explanation: "The ids of items had no holes until now, and these were never delivered to us.",
    advice: [
      "Look whether the server takes the position from the request before it takes the items: what comes in between is lost.",
      "Look whether the server keeps enough history for the time between two polls.",
      "If other readers' items are filtered out, holes are normal here.",
    ],
    evidence,
    measures: { holes: holes.length },
  };
}

export function itemsRepeated(ids: readonly string[], evidence: Evidence): ObserverEvent {
  return {
    kind: "itemsRepeated",
    level: "warning",
    mark: "duplicate",
    title: `${formatCount(ids.length, "item")} came again: ${oneLine(ids.join(", "), 100)}`,
    explanation: "The poll asked from a later position, but the reply holds items that an earlier reply had.",
    advice: [
      "Look whether the server gives items from the position on (at or after) instead of after it.",
      "Look whether the position is a time with a resolution of a second: items of that second come twice.",
      "Have the client drop ids that it has.",
    ],
    evidence,
    measures: { repeated: ids.length },
  };
}

export function startedOver(highest: number, before: number, evidence: Evidence): ObserverEvent {
  return {
    kind: "startedOver",
    level: "warning",
    mark: "reset",
    title: `ids start over: ${highest} after ${before}`,
    explanation:
      "The server has begun to count anew, so it has forgotten what it had. What was published before, and not yet read, is lost.",
    advice: [
      "Look whether the server was restarted, or another one answered that does not share its memory.",
      "Have the client take what comes now for a new beginning, and load the state anew.",
    ],
    evidence,
    measures: { highest, before },
  };
}

export function changed({ changes, isComplete }: Diff, evidence: Evidence): ObserverEvent {
  const paths = changes.map(({ path }) => path).join(", ");
  const marks = { added: "+", removed: "-", changed: "~" };
  const count = formatCount(changes.length, "change");
  return {
    kind: "changed",
    level: "note",
    title: `${isComplete ? count : `more than ${count}`}: ${oneLine(paths, 200)}`,
    explanation:
      `Against the reply before, ${isComplete ? "" : "as far as was compared, "}with + added, - removed, ~ changed:\n` +
      changes.map(({ kind, path, text }) => `${marks[kind]} ${path}: ${text}`).join("\n"),
    evidence,
    measures: { changes: changes.length },
  };
}
