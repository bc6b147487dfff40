/** The words of every event about ids: resumed or not, missing, repeated. Decides nothing. */
import type { ObserverEvent } from "../../model/event.ts";
import { formatCount, formatDuration, oneLine } from "../kit/words.ts";

type Evidence = readonly number[];

export function blindWindow(fromAt: number, toAt: number, lastId: string, evidence: Evidence): ObserverEvent {
  return {
    kind: "blindWindow",
    level: "warning",
    mark: "blind",
    title: `blind for ${formatDuration(toAt - fromAt)}`,
    explanation:
      lastId === ""
        ? "The stream has no ids, so after a reconnect nobody can ask for what was sent in between: it may be lost."
        : `The stream has ids (the last was ${oneLine(lastId, 60)}), but this request did not send Last-Event-ID: what was sent in between may be lost.`,
    advice:
      lastId === ""
        ? ["Have the server send an id with each event, and go on after the Last-Event-ID header."]
        : ["Look for a client that starts a new EventSource instead of letting the old one reconnect."],
    evidence,
    fromAt,
    toAt,
    measures: { blindMs: toAt - fromAt },
  };
}

export function resumed(after: string, first: string, isProven: boolean, evidence: Evidence): ObserverEvent {
  return {
    kind: "resumed",
    level: isProven ? "good" : "note",
    title: `resumed after ${oneLine(after, 60)}, first came ${oneLine(first, 60)}`,
    explanation: isProven
      ? "The server went on with the very next id: nothing was lost in between."
      : "The server was asked to go on after that id. Whether anything is missing cannot be told from such ids.",
    eventId: first,
    evidence,
  };
}

export function gapFound(after: number, found: number, missing: number, evidence: Evidence): ObserverEvent {
  return {
    kind: "gapFound",
    level: "warning",
    mark: "gap",
    title: `${formatCount(missing, "id")} missing between ${after} and ${found}`,
    explanation:
      "Until here ids grew by one. Either the events in between were lost or never kept, or this stream shares its counter " +
      "with others and they went elsewhere.",
    advice: [
      "Check how long the server keeps events for those who reconnect.",
      "Check whether one counter numbers several streams: then holes are normal.",
    ],
    eventId: String(found),
    evidence,
    measures: { missing },
  };
}

export function repeated(after: number | string, found: number | string, evidence: Evidence): ObserverEvent {
  return {
    kind: "repeated",
    level: "warning",
    mark: "duplicate",
    title: `id ${found} came again after ${after}`,
    explanation:
      "Either the server sends events a second time (it did not honour Last-Event-ID, or replays too much), or it restarted " +
      "and counts anew. A client that does not check ids handles these events twice.",
    advice: ["Have the server send only what came after Last-Event-ID.", "Have the client skip ids that it knows."],
    eventId: String(found),
    evidence,
  };
}

export function arrivedLate(found: number, evidence: Evidence): ObserverEvent {
  return {
    kind: "arrivedLate",
    level: "warning",
    title: `id ${found} came late`,
    explanation: "It was missing before: events arrive out of order.",
    eventId: String(found),
    evidence,
  };
}

export function idsAreSparse(evidence: Evidence): ObserverEvent {
  return {
    kind: "gapsNotJudged",
    level: "note",
    title: "ids skip now and then: gaps are no longer judged",
    explanation: "So many ids are left out that the counter must be shared with other streams.",
    evidence,
  };
}

export function idNotSent(id: string): ObserverEvent {
  return {
    kind: "idNotSent",
    level: "warning",
    title: "the last event id cannot be sent",
    explanation: `It holds control characters, which no header may carry: ${JSON.stringify(id.slice(0, 80))}. The request goes out without it, so the server cannot resume.`,
    advice: ["Have the server use ids of printable characters."],
  };
}
