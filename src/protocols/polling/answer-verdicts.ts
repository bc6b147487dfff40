/** The words of every event about answers that are not as they should be. Decides nothing. */
import type { ObserverEvent } from "../../model/event.ts";
import type { Close, ResponseHead } from "../../model/frame.ts";
import { formatDuration, oneLine } from "../kit/words.ts";
import { advise, adviseStatus } from "./advice.ts";
import { judgeAnswer, statusText } from "./answer.ts";

type Evidence = readonly number[];

export function rateLimited(response: ResponseHead, pauseMs: number | undefined, evidence: Evidence): ObserverEvent {
  const wish = pauseMs === undefined ? "without saying for how long" : `asks to wait ${formatDuration(pauseMs)}`;
  return {
    kind: "rateLimited",
    level: "warning",
    title: `${statusText(response)}, ${wish}`,
    explanation:
      "The server limits how often it may be asked. What is published in the meantime comes late, or not at all without a position.",
    advice: adviseStatus(response.status),
    evidence,
    measures: pauseMs === undefined ? undefined : { pauseMs },
  };
}

export function refused(response: ResponseHead, holdMs: number | undefined, evidence: Evidence): ObserverEvent {
  const isFinal = judgeAnswer(response) === "final";
  const after = holdMs !== undefined && holdMs >= 1000 ? ` after ${formatDuration(holdMs)}` : "";
  return {
    kind: "refused",
    level: "error",
    title: `the server answered ${statusText(response)}${after}`,
    explanation: isFinal
      ? "Asking again would bring the same answer, so a poller should stop here."
      : "The server may recover, so a poller should come back after a pause that grows from failure to failure.",
    advice: adviseStatus(response.status),
    evidence,
    measures: holdMs === undefined ? undefined : { holdMs },
  };
}

export function replyCut(close: Close & { readonly kind: "ended" }, evidence: Evidence): ObserverEvent {
  return {
    kind: "replyCut",
    level: "warning",
    title: `cut in the middle of the body: ${close.failure?.message ?? "no reason given"}`,
    explanation: "The reply is not whole, so its position must not be taken: the next poll asks from the old one.",
    advice: advise(close),
    evidence,
  };
}

export function malformedReply(reason: string, evidence: Evidence): ObserverEvent {
  return {
    kind: "malformedReply",
    level: "error",
    title: oneLine(reason, 160),
    explanation: "The answer says that it is JSON, and a client that parses it fails here.",
    advice: ["Look into the body: an error page or a debug line before the JSON is the usual cause."],
    evidence,
  };
}

export function notAPoll(evidence: Evidence): ObserverEvent {
  return {
    kind: "notAPoll",
    level: "warning",
    title: "the answer is an event stream, not a poll",
    explanation: "It stays open and brings one event after the other. As a poll it would be read only when it ends.",
    advice: ["Connect again with the protocol Server-Sent Events."],
    evidence,
  };
}

export function servedFromCache(response: ResponseHead, how: string, evidence: Evidence): ObserverEvent {
  return {
    kind: "servedFromCache",
    level: "warning",
    title: `a cache answered (${oneLine(how, 60)})`,
    explanation: `${statusText(response)} did not come from the server itself, so it may be old news.`,
    advice: ["Have the server send Cache-Control: no-store, or no-cache with an ETag."],
    evidence,
  };
}

export function positionMissing(evidence: Evidence): ObserverEvent {
  return {
    kind: "positionMissing",
    level: "warning",
    title: "polls do not say what was read",
    explanation:
      "Neither the address nor a header changed after a reply with news. What is published between two polls is lost, unless " +
      "the server keeps track of each client.",
    advice: [
      "Let the server give a position (a cursor or an ETag) and the client send it back; here: the setting Cursor.",
    ],
    evidence,
  };
}
