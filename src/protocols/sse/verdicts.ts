/** The words of every event about the stream's course: openings, ends, silence and ids. Decides nothing. */
import type { ObserverEvent } from "../../model/event.ts";
import type { Close, Redirect, ResponseHead } from "../../model/frame.ts";
import { headerValue } from "../kit/headers.ts";
import { formatCount, formatDuration, oneLine } from "../kit/words.ts";
import { advise, adviseStatus, heldBack } from "./advice.ts";

type Evidence = readonly number[];

export function refused(response: ResponseHead, evidence: Evidence): ObserverEvent {
  const status = `${response.status} ${response.reason}`.trim();
  return {
    kind: "refused",
    level: "error",
    title: `the server answered ${status}`,
    explanation:
      "EventSource takes only 200 and stops for good at anything else: no reconnection, and the page sees an error event " +
      "without the status.",
    advice: adviseStatus(response.status),
    evidence,
  };
}

export function stopRequested(evidence: Evidence): ObserverEvent {
  return {
    kind: "stopRequested",
    level: "note",
    title: "204: the server asks not to come back",
    explanation: "204 No Content is the standard's way to end reconnecting. EventSource closes for good.",
    evidence,
  };
}

export function notEventStream(response: ResponseHead, evidence: Evidence): ObserverEvent {
  const type = headerValue(response.headers, "content-type");
  return {
    kind: "notEventStream",
    level: "error",
    title:
      type === undefined ? "the answer has no Content-Type" : `the answer is ${oneLine(type, 80)}, no event stream`,
    explanation:
      "EventSource takes only Content-Type: text/event-stream and stops for good at anything else, even if the body looks " +
      "like events.",
    advice: [
      "Have the server set Content-Type: text/event-stream before it writes.",
      "Check the path: a login page or an index page answers with text/html.",
      "Send Accept: text/event-stream, since some servers choose by it.",
    ],
    evidence,
  };
}

export function redirected(hops: readonly Redirect[], evidence: Evidence): ObserverEvent {
  return {
    kind: "redirected",
    level: "note",
    title: `redirected (${hops.map((hop) => hop.status).join(", ")}) to ${hops.at(-1)?.to ?? "another address"}`,
    explanation: "EventSource follows redirects, and asks the first address again at each reconnection.",
    evidence,
  };
}

export function noAnswer(waitedMs: number): ObserverEvent {
  return {
    kind: "noAnswer",
    level: "warning",
    title: `no answer for ${formatDuration(waitedMs)}, not even headers`,
    explanation:
      "The connection stands and the request is out, but not even the head of an answer came. A server or a proxy that " +
      "collects the whole body before it answers looks like this: for a stream that never ends, it waits for ever.",
    advice: heldBack,
  };
}

export function streamCut(
  close: Close & { readonly kind: "ended" },
  livedMs: number,
  evidence: Evidence,
): ObserverEvent {
  return {
    kind: "streamCut",
    level: "warning",
    title: `cut after ${formatDuration(livedMs)}`,
    explanation:
      `The body stopped in the middle (${close.failure?.message ?? "no reason given"}). EventSource treats it like any end: ` +
      "it reconnects after its reconnection time and asks for what came after the last id.",
    advice: advise(close),
    evidence,
    measures: { livedMs },
  };
}

export function cutAtSameAge(agesMs: readonly number[], evidence: Evidence): ObserverEvent {
  const meanMs = agesMs.reduce((sum, age) => sum + age, 0) / agesMs.length;
  return {
    kind: "cutAtSameAge",
    level: "warning",
    title: `${formatCount(agesMs.length, "connection")} in a row ended after ${formatDuration(meanMs)}`,
    explanation: "Connections that end at the same age are ended by a time limit, not by an accident.",
    advice: [
      "Look for a time limit of that length: a proxy's (nginx: proxy_read_timeout), a load balancer's, a function platform's, or the server's own.",
      "If it is a limit on silence, a comment every 15 s keeps the connection alive.",
    ],
    evidence,
    measures: { livedMs: meanMs },
  };
}

export function keepaliveMissing(silentMs: number, evidence: Evidence): ObserverEvent {
  return {
    kind: "keepaliveMissing",
    level: "warning",
    title: `nothing for ${formatDuration(silentMs)}: no event, no comment`,
    explanation:
      "Proxies cut connections that are silent, often after 30 to 60 s, and without a sign of life nobody can tell a quiet " +
      "stream from a dead one.",
    advice: ["Have the server send a comment line (:) about every 15 s."],
    evidence,
    measures: { silentMs },
  };
}

export function silentSinceHeaders(silentMs: number, encoding: string | undefined, evidence: Evidence): ObserverEvent {
  if (encoding === undefined) {
    return {
      kind: "silentSinceHeaders",
      level: "note",
      title: `headers came ${formatDuration(silentMs)} ago, and nothing since`,
      explanation:
        "The stream may just be quiet. If events should have come by now, something on the way holds them back.",
      advice: heldBack,
      evidence,
      measures: { silentMs },
    };
  }
  return {
    kind: "bufferingSuspected",
    level: "warning",
    title: `headers came ${formatDuration(silentMs)} ago, then nothing (content-encoding ${encoding})`,
    explanation:
      "The answer is compressed. A compressor collects bytes until it has a block's worth, so events wait for more to come " +
      "unless it flushes after each.",
    advice: ["Turn compression off for text/event-stream, or have it flush after each event.", ...heldBack.slice(0, 3)],
    evidence,
    measures: { silentMs },
  };
}

export function arrivingInLumps(lumps: number, sign: string | undefined, evidence: Evidence): ObserverEvent {
  return {
    kind: "bufferingSuspected",
    level: sign === undefined ? "note" : "warning",
    title: `events arrive in lumps, ${lumps} times in a row${sign === undefined ? "" : ` (${sign})`}`,
    explanation:
      "Several events came at the same instant after a silence, again and again. Either something on the way collects them, or " +
      "the server itself sends in batches; the times inside the events, if they have any, tell which.",
    advice: heldBack.slice(2),
    evidence,
    measures: { lumps },
  };
}

export function blindWindow(fromAt: number, toAt: number, lastId: string, evidence: Evidence): ObserverEvent {
  return {
    kind: "blindWindow",
    level: "warning",
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
