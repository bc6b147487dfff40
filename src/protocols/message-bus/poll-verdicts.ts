/** The words of every event about polls: how they are answered, held back, replaced, and in which mode. Decides nothing. */
import type { ObserverEvent } from "../../model/event.ts";
import type { ResponseHead } from "../../model/frame.ts";
import { headerValue } from "../kit/headers.ts";
import { formatCount, formatDuration, oneLine } from "../kit/words.ts";
import { adviseStatus, heldBack } from "./advice.ts";
import { modeNames, type PollMode } from "./messages.ts";

type Evidence = readonly number[];

/** `hasCome`: something came in the end. */
export function bufferingSuspected(
  response: ResponseHead | undefined,
  waitedMs: number,
  hasCome: boolean,
  evidence: Evidence,
): ObserverEvent {
  const sign = signOf(response);
  return {
    kind: "bufferingSuspected",
    level: "warning",
    title: hasCome
      ? `held back for ${formatDuration(waitedMs)} on the way`
      : `no first block within ${formatDuration(waitedMs)}`,
    explanation:
      "A server that streams sends a first block at once, be it an empty one, and each message when it happens. Here something on the way collects the reply first, so messages come late or only when the poll ends." +
      (sign === undefined ? "" : ` A sign of it: ${sign}.`),
    advice: heldBack,
    evidence,
    measures: { waitedMs },
  };
}

function signOf(response: ResponseHead | undefined): string | undefined {
  if (!response) return undefined;
  const encoding = headerValue(response.headers, "content-encoding");
  if (encoding !== undefined) return `content-encoding: ${oneLine(encoding, 40)}`;
  const name = ["via", "x-cache", "cf-ray", "x-varnish"].find((header) => headerValue(response.headers, header));
  if (name !== undefined) return `a proxy's header, ${name}`;
  const server = headerValue(response.headers, "server");
  return server === undefined ? undefined : `server: ${oneLine(server, 60)}`;
}

export function fellBack(evidence: Evidence): ObserverEvent {
  return {
    kind: "modeChanged",
    level: "note",
    title: "long polls instead of a stream, since the stream was held back",
    explanation:
      "When no block comes within 3 s, the official client takes a proxy to be buffering, ends the poll and makes the next 30 without streaming. Then it tries again.",
    evidence,
  };
}

export function modeChanged(before: PollMode, mode: PollMode, evidence: Evidence): ObserverEvent {
  return {
    kind: "modeChanged",
    level: "note",
    title: `from ${modeNames[before]} to ${modeNames[mode]}`,
    explanation:
      mode === "plain_poll"
        ? "The client asks with dlp=t and is answered at once. The official client does so while its page is hidden, each 60 s: messages are late by design then."
        : before === "plain_poll"
          ? "The client lets the server hold its polls again, as the official one does when its page is shown."
          : mode === "stream"
            ? "The client asks for a stream again."
            : "The client asks not to be answered in blocks (Dont-Chunk).",
    evidence,
  };
}

export function notStreamed(response: ResponseHead | undefined, evidence: Evidence): ObserverEvent {
  const type = headerValue(response?.headers ?? [], "content-type") ?? "";
  const isExact = type === "application/json; charset=utf-8";
  return {
    kind: "notStreamed",
    level: isExact ? "note" : "warning",
    title: isExact ? "asked for a stream, answered in one piece" : `answered in one piece, as ${oneLine(type, 60)}`,
    explanation: isExact
      ? "The server has streaming switched off (chunked_encoding_enabled), is spoken to in HTTP/1.0 or HTTP/2, or holds no more polls. Each message costs a request then."
      : "The official client sees that a reply is no stream only by this exact content type: application/json; charset=utf-8. It takes this one for a stream, finds no blocks in it and drops all of it.",
    advice: isExact ? undefined : ["Look for a middleware or proxy that rewrites the Content-Type."],
    evidence,
  };
}

export function blockMalformed(reason: string, evidence: Evidence): ObserverEvent {
  return {
    kind: "blockMalformed",
    level: "warning",
    title: `what came cannot be read: ${reason}`,
    explanation:
      "The official client skips such a block and says so in its console only. Its positions then move on with the next message, so what the block held is never asked for again.",
    advice: [
      "Look for something on the way that changes bodies: a proxy, a debugging toolbar, a middleware that appends to pages.",
    ],
    evidence,
  };
}

export function notHeld(count: number, evidence: Evidence): ObserverEvent {
  return {
    kind: "notHeld",
    level: "warning",
    title: `${formatCount(count, "poll")} in a row not held: too many clients?`,
    explanation:
      "They were to be held. A server that holds as many polls as it may (max_active_clients, 1000 a process) answers the others like plain ones, without a word; so does one with long polling switched off or without Rack hijack. Messages then wait for the next poll, 15 s later.",
    advice: [
      "Count the clients for each process; raise max_active_clients or run more processes.",
      "Check MessageBus.long_polling_enabled, and that the app server supports Rack hijack (Puma, Passenger, Unicorn behind a proxy).",
    ],
    evidence,
  };
}

export function replaced(seq: number, by: number, evidence: Evidence): ObserverEvent {
  return {
    kind: "replaced",
    level: "warning",
    title: `ended by a newer poll of the same client (seq ${seq}, then ${by})`,
    explanation:
      "A server holds one poll for each client id. Nothing is lost, but two that poll under one id end each other's polls for ever.",
    advice: ["Give each page a client id of its own; the official client draws one when it loads."],
    evidence,
    measures: { seq, by },
  };
}

export function outOfDate(seq: number, than: number, evidence: Evidence): ObserverEvent {
  return {
    kind: "outOfDate",
    level: "warning",
    title: `not held: a newer poll of the same client is (seq ${seq}, held ${than})`,
    explanation:
      "The server holds the poll with the higher __seq and answers an older one at once with nothing. Two pages share a client id, or a page started to count anew under its old id.",
    advice: ["Give each page a client id of its own; the official client draws one when it loads."],
    evidence,
    measures: { seq, than },
  };
}

export function rateLimited(retryAfter: string | undefined, evidence: Evidence): ObserverEvent {
  const seconds = Number(/^\s*(\d+)/.exec(retryAfter ?? "")?.[1] ?? 0);
  const isDate = retryAfter !== undefined && seconds === 0;
  return {
    kind: "rateLimited",
    level: "warning",
    title: `429: the client polls again after ${Math.max(15, seconds)} s`,
    explanation: `The official client waits for the seconds of Retry-After, at least 15${isDate ? `; "${oneLine(retryAfter, 60)}" is no number, so it counts as none` : ""}. It is not counted as a failure. Messages wait meanwhile.`,
    advice: [
      "Leave /message-bus/ out of the app's rate limits, or raise them: a busy channel means ten polls a second.",
    ],
    evidence,
    measures: { retryAfterS: Math.max(15, seconds) },
  };
}

export function refused({ status, reason }: ResponseHead, evidence: Evidence): ObserverEvent {
  return {
    kind: "refused",
    level: "error",
    title: `the server answered ${`${status} ${reason}`.trim()}`,
    explanation:
      "MessageBus itself answers with 200 only, or 404 without a client id: this came from the app around it or from a proxy. The official client tries again, from the third failure on at growing intervals (45 s, 60 s, up to 3 min).",
    advice: adviseStatus(status),
    evidence,
  };
}

export function notMessageBus(response: ResponseHead, evidence: Evidence): ObserverEvent {
  const type = headerValue(response.headers, "content-type");
  return {
    kind: "notMessageBus",
    level: "error",
    title: type === undefined ? "the answer is no batch" : `the answer is ${oneLine(type, 80)}, no batch`,
    explanation:
      "MessageBus answers polls with application/json or text/plain. Something else answers at this address.",
    advice: [
      "Check the address: the base path before /message-bus/ too.",
      "A login page answers with text/html: send the cookie of a logged-in session.",
    ],
    evidence,
  };
}

export function streamCut(livedMs: number, evidence: Evidence): ObserverEvent {
  return {
    kind: "streamCut",
    level: "warning",
    title: `cut after ${formatDuration(livedMs)}`,
    explanation:
      "The reply stopped in the middle, as when a server is shut down (Puma cuts its streams) or a proxy runs out of patience. Nothing is lost: the next poll goes on from its positions.",
    advice: ["Look into the server's log for a restart at this moment, and for a proxy's time limit below 30 s."],
    evidence,
    measures: { livedMs },
  };
}

export function caughtUp(count: number, awayMs: number, evidence: Evidence): ObserverEvent {
  return {
    kind: "caughtUp",
    level: "good",
    title: `${formatCount(count, "message")} fetched that came while no poll was held (${formatDuration(awayMs)})`,
    explanation: "After a failure the client asked from its positions, and the backlog had what it missed.",
    evidence,
    measures: { messages: count, awayMs },
  };
}
