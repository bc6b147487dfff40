/** What is concluded about one subscription, in words for a person in the middle of a bug. */
import type { ObserverEvent } from "../../model/event.ts";
import { formatCount, formatDuration } from "../kit/words.ts";
import { labelChannel } from "./display.ts";
import { type Identifier, readIdentifier } from "./identifier.ts";

export interface Confirmation {
  readonly channel: string;
  readonly askedEntry: number;
  readonly entry: number;
  readonly latencyMs: number;
  readonly resends: number;
  /** It came after we had said that it never would. */
  readonly late: boolean;
}

export function subscribed({ channel, askedEntry, entry, latencyMs, resends, late }: Confirmation): ObserverEvent {
  const again = resends === 0 ? "" : ` (asked ${formatCount(resends + 1, "time")})`;
  return {
    kind: "subscribed",
    level: late ? "warning" : "good",
    title: `${late ? "confirmed late, " : "confirmed "}after ${formatDuration(latencyMs)}${again}`,
    explanation: late
      ? "The confirmation came at last. Rails sends it when `subscribed` has run and the pub/sub backend has acknowledged every stream: one of them was slow. What was published before may be lost."
      : "The server ran `subscribed`, and the pub/sub backend has acknowledged its streams: broadcasts reach this client from now on.",
    channel,
    evidence: [askedEntry, entry],
    measures: { latencyMs },
  };
}

export function rejected(identifier: Identifier, askedEntry: number, entry: number): ObserverEvent {
  const isTurbo = identifier.channelName === "Turbo::StreamsChannel";
  return {
    kind: "rejected",
    level: "error",
    title: "the server rejected the subscription",
    explanation: isTurbo
      ? "turbo-rails rejects a signed stream name that is missing, or whose signature does not fit its key."
      : "The channel called `reject`, in `subscribed` or in a before_subscribe callback. The official client forgets the subscription and does not ask again after a reconnect.",
    advice: isTurbo
      ? [
          "Copy the signed-stream-name of <turbo-cable-stream-source> from a fresh page.",
          "Does page and cable server share secret_key_base (or signed_stream_verifier_key)?",
        ]
      : ["Check the params and who is signed in against the channel's `subscribed`."],
    channel: identifier.text,
    evidence: askedEntry === 0 ? [entry] : [askedEntry, entry],
  };
}

export interface MissingConfirmation {
  readonly channel: string;
  readonly askedAt: number;
  readonly askedEntry: number;
  readonly resends: number;
  /** Data that came all the same, and the first of it. */
  readonly data: number;
  readonly dataEntry: number;
  /** It had been unsubscribed shortly before. */
  readonly afterUnsubscribe: boolean;
}

const silentCauses = [
  "Unknown channel: Rails answers nothing when the class does not exist or is no channel. Check the name, with its module.",
  "`subscribed` raised an error: see the server's log.",
  "The pub/sub backend did not acknowledge the stream: is Redis or PostgreSQL reachable from the cable server?",
  "The identifier is subscribed already on this connection: Rails confirms it once.",
];

export function neverConfirmed(missing: MissingConfirmation): ObserverEvent {
  const { data, resends } = missing;
  const { fault } = readIdentifier(missing.channel);
  const advice: string[] = [];
  if (fault !== undefined) {
    advice.push(`The identifier is ${fault}: Rails cannot read it, logs that, and answers nothing.`);
  }
  if (data > 0) {
    advice.push(
      "`subscribed` raised after its stream_from: see the server's log. Messages come, yet no client calls it connected.",
    );
  }
  if (missing.afterUnsubscribe) {
    advice.push(
      "Unsubscribe and subscribe came close together: Rails runs commands on several threads and may have taken them in the other order (turbo-rails#173).",
    );
  }
  advice.push(...silentCauses);
  const asked = resends === 0 ? "" : `, asked ${formatCount(resends + 1, "time")}`;
  return {
    kind: "neverConfirmed",
    level: "error",
    title: `neither confirmed nor rejected within 3 s${asked}${data > 0 ? `, yet ${formatCount(data, "message")} came` : ""}`,
    explanation:
      "Rails answers a subscribe with confirm_subscription or reject_subscription, but stays silent on every error. What may be the cause, most likely first:",
    advice,
    channel: missing.channel,
    evidence: data > 0 ? [missing.askedEntry, missing.dataEntry] : [missing.askedEntry],
    fromAt: missing.askedAt,
    toAt: missing.askedAt + 3000,
  };
}

/** The official client's guarantor at work: no fault of the app. */
export function subscribeResent(channel: string, gapMs: number, evidence: readonly number[]): ObserverEvent {
  return {
    kind: "duplicateSubscribe",
    level: "note",
    title: `subscribe sent again after ${formatDuration(gapMs)}: a client's retry`,
    explanation:
      "The official client (6.1.5 and 7.0 on) sends a subscribe again every 500 ms until it is answered, AnyCable's once after " +
      "5 s. Rails ignores the repetition when the first has worked. Further ones are counted, not listed.",
    channel,
    evidence,
  };
}

const oneForEachIdentifier =
  "The server keeps one subscription for each identifier of a connection and ignores a second subscribe silently. Two " +
  "subscriptions of the page that share an identifier by chance both get every message, and one unsubscribe ends both.";
const apart = ["Give each subscription params of its own if they are meant to be apart."];

/** Before an answer, and too soon for a client's retry. */
export function subscribedTwice(channel: string, evidence: readonly number[]): ObserverEvent {
  return {
    kind: "duplicateSubscribe",
    level: "warning",
    title: "subscribe sent twice at once",
    explanation: oneForEachIdentifier,
    advice: apart,
    channel,
    evidence,
  };
}

/** After the confirmation. */
export function subscribedAgain(channel: string, evidence: readonly number[]): ObserverEvent {
  return {
    kind: "duplicateSubscribe",
    level: "warning",
    title: "subscribed already: no answer is due",
    explanation: oneForEachIdentifier,
    advice: apart,
    channel,
    evidence,
  };
}

export function confirmedUnasked(channel: string, entry: number): ObserverEvent {
  return {
    kind: "confirmedUnasked",
    level: "warning",
    title: "confirmed, though this client never subscribed",
    explanation: "No subscribe with exactly this identifier was sent on this connection.",
    channel,
    evidence: [entry],
  };
}

export function confirmedAgain(channel: string, entry: number): ObserverEvent {
  return {
    kind: "confirmedUnasked",
    level: "warning",
    title: "confirmed a second time",
    explanation: "Rails answers a subscribe once. Two servers, or a proxy that repeats, may be behind this.",
    channel,
    evidence: [entry],
  };
}

export function receivedUnconfirmed(channel: string, state: "late" | "rejected", entry: number): ObserverEvent {
  return {
    kind: "receivedUnconfirmed",
    level: "warning",
    title: state === "late" ? "data for a subscription that was never confirmed" : "data for a rejected subscription",
    explanation:
      "The stream is live although the client was not told so: in Rails this happens when `subscribed` raises after stream_from. " +
      "The official client hands the data on; others drop it.",
    advice: ["Look for an exception from `subscribed` in the server's log."],
    channel,
    evidence: [entry],
  };
}

/** Within the time that an unsubscribe takes to reach the server. */
export function receivedOnItsWay(channel: string, afterMs: number, entry: number): ObserverEvent {
  return {
    kind: "receivedUnsubscribed",
    level: "note",
    title: `data ${formatDuration(afterMs)} after the unsubscribe`,
    explanation: "It was probably on its way already: unsubscribe has no confirmation.",
    channel,
    evidence: [entry],
  };
}

export function receivedUnsubscribed(channel: string, afterMs: number, entry: number): ObserverEvent {
  return {
    kind: "receivedUnsubscribed",
    level: "warning",
    title: `data ${formatDuration(afterMs)} after the unsubscribe`,
    explanation:
      "The server still streams to this identifier. Rails may have taken an unsubscribe and a subscribe in the other order, " +
      "since commands run on several threads.",
    channel,
    evidence: [entry],
  };
}

export function receivedUnknown(channel: string, similar: string | undefined, entry: number): ObserverEvent {
  return {
    kind: "receivedUnknown",
    level: "warning",
    title:
      similar === undefined
        ? "data for an identifier that was never subscribed"
        : "data for another spelling of a subscribed identifier",
    explanation:
      similar === undefined
        ? "No subscribe with exactly this identifier was sent on this connection. The official client drops the message."
        : `It means the same as ${similar}, but identifiers are compared byte for byte: another key order or spacing is another subscription, and the official client drops the message.`,
    channel,
    evidence: [entry],
  };
}

export function commandIgnored(command: "perform" | "unsubscribe", channel: string, entry: number): ObserverEvent {
  return {
    kind: "commandIgnored",
    level: "warning",
    title: `${command} without a subscription: no answer is due`,
    explanation:
      `Rails looks for a subscription with exactly this identifier, finds none for ${labelChannel(channel)}, and only logs that. ` +
      "Subscribe first, with the same bytes.",
    channel,
    evidence: [entry],
  };
}
