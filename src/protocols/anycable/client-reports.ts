/** The client session's own decisions in words: shown as notes, so that nothing it does is a surprise. */
import type { ObserverEvent } from "../../model/event.ts";
import { labelChannel } from "../action-cable/display.ts";
import { formatDuration } from "../kit/words.ts";
import { policyTitle } from "./monitor.ts";

export function reconnectScheduled(afterMs: number, attempt: number, sid: string | undefined): ObserverEvent {
  const how = sid === undefined ? "with a new session" : "asking for the old session";
  return {
    kind: "reconnectScheduled",
    level: "note",
    title: `connecting again in ${formatDuration(afterMs)}, ${how} (${policyTitle}, attempt ${attempt})`,
    explanation:
      "Like @anycable/core: between 3·2ⁿ and 3·2ⁿ⁺¹ s after the n-th failure, then up to half of it more or less, without an upper limit. (In a browser it also connects at once when the page is shown, focused or online again.)",
    measures: { afterMs: Math.round(afterMs), attempt },
  };
}

export function foundStale(silentMs: number): ObserverEvent {
  return {
    kind: "foundStale",
    level: "note",
    title: `nothing received for ${formatDuration(silentMs)}: closing`,
    explanation: "Every 3 s, a quarter more or less, the client looks; two missing pings (6 s) are too many.",
    measures: { silentMs: Math.round(silentMs) },
  };
}

export function stayingAway(reason: string | null): ObserverEvent {
  return {
    kind: "reconnectStopped",
    level: "note",
    title: `not connecting again, as the server asked${reason === null ? "" : ` (${reason})`}`,
    explanation:
      reason === "token_expired"
        ? "@anycable/core would fetch a new token once, if a tokenRefresher is set, and connect again. Put a fresh token into the address or headers, then “Reconnect”."
        : "The server's disconnect message asks to stay away. “Reconnect” tries again.",
  };
}

export function sessionForgotten(): ObserverEvent {
  return {
    kind: "sessionForgotten",
    level: "note",
    title: "session id forgotten: the next connection begins anew",
    explanation:
      "After a disconnect message the client does not ask for its old session again. Positions are kept: history can still be asked for.",
  };
}

export function closeUnanswered(): ObserverEvent {
  return {
    kind: "connectionGivenUp",
    level: "note",
    title: "our close was not answered: connection cut",
    explanation: "It is time to connect again, and the old connection is still there.",
  };
}

export function subscribeResent(identifier: string): ObserverEvent {
  return {
    kind: "subscribeResent",
    level: "note",
    title: "no answer to subscribe within 5 s: sent once more",
    explanation: `The client sends a subscribe again once and gives up after 10 s. It waits for ${labelChannel(identifier)}.`,
    channel: identifier,
  };
}

export function subscribeGivenUp(identifier: string): ObserverEvent {
  return {
    kind: "subscribeGivenUp",
    level: "note",
    title: "no answer to subscribe within 10 s: given up",
    explanation:
      "@anycable/core fails with a SubscriptionTimeoutError here. It answers a confirmation that comes later with unsubscribe; this session takes it.",
    channel: identifier,
  };
}

export function unexpectedlyConfirmed(identifier: string): ObserverEvent {
  return {
    kind: "unsubscribedAgain",
    level: "note",
    title: "confirmed, but not waited for: unsubscribed",
    explanation: "@anycable/core does this with every confirmation that it is not waiting for.",
    channel: identifier,
  };
}

/** Told together with what is sent: it cannot be taken back. */
export function deafeningText(why: string): ObserverEvent {
  return {
    kind: "sendWarned",
    level: "warning",
    title: `sent as written, but ${why}: AnyCable reads nothing more after it`,
    explanation:
      "A frame that AnyCable cannot decode makes it stop reading from the connection for good, without closing it. Rails would log it and go on. The text is sent as you wrote it.",
    advice: ["“Reconnect” before you send anything else."],
  };
}
