/** The client session's own decisions in words: shown as notes, so that nothing it does is a surprise. */
import type { ObserverEvent } from "../../model/event.ts";
import { formatCount, formatDuration } from "../kit/words.ts";
import { labelChannel } from "./display.ts";
import type { MonitorPolicy } from "./monitor.ts";

export function reconnectScheduled(inMs: number, policy: MonitorPolicy): ObserverEvent {
  return {
    kind: "reconnectScheduled",
    level: "note",
    title: `next check in ${formatDuration(inMs)} (${policy.title})`,
    explanation:
      "Like the official client, this session does not connect again at once: its monitor looks from time to time whether " +
      "the connection is stale (nothing received for 6 s, and ended at least 6 s ago), and only then opens a new one.",
    measures: { afterMs: Math.round(inMs) },
  };
}

export function reconnectPostponed(why: string, inMs: number, policy: MonitorPolicy): ObserverEvent {
  return {
    kind: "reconnectPostponed",
    level: "note",
    title: `${why}: next check in ${formatDuration(inMs)} (${policy.title})`,
    explanation: "The monitor looked, and by its rules it is too early to connect again.",
    measures: { afterMs: Math.round(inMs) },
  };
}

export function reconnecting(attempt: number, silentMs: number, policy: MonitorPolicy): ObserverEvent {
  return {
    kind: "reconnecting",
    level: "note",
    title: `attempt ${attempt}: nothing received for ${formatDuration(silentMs)} (${policy.title})`,
    explanation:
      "The monitor found the connection stale. If it is still open it is closed first and opened again 500 ms later.",
    measures: { attempt, silentMs: Math.round(silentMs) },
  };
}

export function leftConnecting(attempt: number): ObserverEvent {
  return {
    kind: "reconnectPostponed",
    level: "note",
    title: `attempt ${attempt}: still connecting, left alone`,
    explanation: "The official client never closes a socket that is still being opened.",
    measures: { attempt },
  };
}

export function stayingAway(reason: string | null): ObserverEvent {
  return {
    kind: "reconnectStopped",
    level: "note",
    title: `not connecting again, as the server asked${reason === null ? "" : ` (${reason})`}`,
    explanation:
      "The server's disconnect message asks to stay away, so the official client switches its monitor off. “Reconnect” tries again.",
  };
}

export function closeUnanswered(): ObserverEvent {
  return {
    kind: "connectionGivenUp",
    level: "note",
    title: "our close was not answered within 500 ms: connection cut",
    explanation:
      "The official client does not wait either: it opens its next socket 500 ms after it asked the old one to close.",
  };
}

export function resendStopped(identifier: string, count: number): ObserverEvent {
  return {
    kind: "resendStopped",
    level: "note",
    title: `subscribe was sent ${formatCount(count, "time")}: not again`,
    explanation:
      "Without an answer the official client sends subscribe again every 500 ms for ever. This session stops here, to keep " +
      `the timeline readable; it still waits for ${labelChannel(identifier)}.`,
    channel: identifier,
    measures: { count },
  };
}

export function keptUnsupported(subprotocol: string | undefined): ObserverEvent {
  return {
    kind: "keptUnsupported",
    level: "note",
    title: `kept open, though the official client would close: subprotocol ${subprotocol ?? "none"}`,
    explanation:
      "The official client reads nothing unless actioncable-v1-json was agreed on. This session stays to show you the frames, " +
      "and does not connect again by itself when the connection ends.",
  };
}

export function identifierWarning(): ObserverEvent {
  return {
    kind: "sendWarned",
    level: "warning",
    title: "`identifier` is an object: Rails will not answer",
    explanation:
      "Rails takes the identifier as a string of JSON. With an object it logs a type error and stays silent (rails#28447). " +
      "The text is sent as you wrote it.",
    advice: ['Write it as a string: "identifier":"{\\"channel\\":\\"ChatChannel\\"}".'],
  };
}
