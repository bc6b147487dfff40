/** The words of every event about how streams open and end. Decides nothing. */
import type { ObserverEvent } from "../../model/event.ts";
import type { Close, Redirect, ResponseHead } from "../../model/frame.ts";
import { headerValue } from "../kit/headers.ts";
import { formatCount, formatDuration, oneLine } from "../kit/words.ts";
import { advise, adviseStatus } from "./advice.ts";

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
