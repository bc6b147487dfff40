/** What is concluded about history and the time without a subscription, in words for a person in the middle of a bug. */
import type { ObserverEvent } from "../../model/event.ts";
import { formatCount, formatDuration } from "../kit/words.ts";
import { historyText } from "./display.ts";
import type { HistoryRequest } from "./messages.ts";

/** Defaults of AnyCable 1.6: history_ttl, history_limit. */
const ttlMs = 300_000;

export interface HistoryAnswer {
  readonly identifier: string;
  /** Messages with a position between question and answer; one of them may have been live. */
  readonly replayed: number;
  readonly repeats: number;
  readonly latencyMs: number;
  readonly evidence: readonly number[];
}

export function resumed(answer: HistoryAnswer, fromAt: number, toAt: number, request: HistoryRequest): ObserverEvent {
  const { identifier, replayed, repeats, latencyMs, evidence } = answer;
  const brought = replayed - repeats;
  return {
    kind: "resumed",
    level: "good",
    title: `${brought === 0 ? "nothing missed" : `replayed ${formatCount(brought, "message")} missed`} in ${formatDuration(toAt - fromAt)} away`,
    explanation:
      `Asked for ${historyText(request)}, and the server confirmed that this was all of it. Whoever reads by position has lost nothing.` +
      (Object.keys(request.streams).length === 0
        ? " It was asked by time only: a stream that the server does not know any more is confirmed as well, with nothing."
        : ""),
    channel: identifier,
    evidence,
    fromAt,
    toAt,
    measures: { replayed: brought, repeats, awayMs: toAt - fromAt, latencyMs },
  };
}

export function historyReceived(answer: HistoryAnswer, request: HistoryRequest): ObserverEvent {
  const { identifier, replayed, repeats, latencyMs, evidence } = answer;
  return {
    kind: "historyReceived",
    level: "note",
    title: `${formatCount(replayed, "message")} from history`,
    explanation: `Asked for ${historyText(request)}. Replayed messages look exactly like live ones; one of these may have been live.`,
    channel: identifier,
    evidence,
    measures: { replayed, repeats, latencyMs },
  };
}

export function repeatedByHistory({ identifier, repeats, evidence }: HistoryAnswer): ObserverEvent {
  return {
    kind: "duplicated",
    level: "note",
    mark: "duplicate",
    title: `${formatCount(repeats, "message")} came twice: live and in the history`,
    explanation:
      "A message that is published while history is being sent may come both ways, and history by time begins at a whole second. Clients drop repeats by stream, epoch and offset.",
    channel: identifier,
    evidence,
    measures: { repeats },
  };
}

export interface Rejection {
  readonly identifier: string;
  readonly request: HistoryRequest;
  readonly away: { readonly fromAt: number; readonly toAt: number; readonly reason: string | undefined } | undefined;
  /** Any message of this session had a position. */
  readonly hasPositions: boolean;
  readonly evidence: readonly number[];
}

export function historyRejected({ identifier, request, away, hasPositions, evidence }: Rejection): ObserverEvent {
  return {
    kind: "historyRejected",
    level: "error",
    title: away
      ? `history rejected: the messages of ${formatDuration(away.toAt - away.fromAt)} are lost`
      : "history rejected: nothing is replayed",
    explanation: `Asked for ${historyText(request)}. One position that cannot be honoured makes the server refuse the whole request. Why it may be, most likely first:`,
    advice: rejectionCauses(away, Object.keys(request.streams).length > 0, hasPositions),
    channel: identifier,
    evidence,
    ...(away ? { fromAt: away.fromAt, toAt: away.toAt } : {}),
  };
}

function rejectionCauses(away: Rejection["away"], byPosition: boolean, hasPositions: boolean): string[] {
  const noBroker =
    "The server keeps no history: no broker is set (--broker=memory), or messages come through a pub/sub adapter that goes around it (redis, nats).";
  const restarted =
    "The epoch is another one: the server was restarted, and its memory broker has forgotten everything.";
  const expired = "The stream's history has expired: it is kept 300 s by default (history_ttl).";
  const evicted = "More than 100 messages were published meanwhile: older ones are not kept (history_limit).";
  if (!hasPositions) return [noBroker, restarted, expired];
  if (!byPosition) return [noBroker, expired];
  const awayMs = away ? away.toAt - away.fromAt : 0;
  if (away?.reason === "server_restart") return [restarted, evicted, expired];
  return awayMs >= ttlMs ? [expired, restarted, evicted] : [restarted, evicted, expired];
}

export function historyUnanswered(
  identifier: string,
  request: HistoryRequest,
  extended: boolean,
  entry: number,
): ObserverEvent {
  const empty = !request.since && Object.keys(request.streams).length === 0;
  const advice = [
    "Is the subscription confirmed? History is sent for confirmed ones only.",
    "See the server's log: it answers nothing to a request that it finds wrong.",
  ];
  if (empty) advice.unshift("It names neither a time nor a position: AnyCable logs that, and answers neither way.");
  if (!extended)
    advice.unshift("The base protocol was agreed on: only the extended one (actioncable-v1-ext-json) has history.");
  return {
    kind: "historyUnanswered",
    level: "warning",
    title: "no answer to the history request within 3 s",
    explanation: `Asked for ${historyText(request)}. What may be the cause, most likely first:`,
    advice,
    channel: identifier,
    evidence: [entry],
  };
}

export function answeredUnasked(identifier: string, answer: "confirmed" | "rejected", entry: number): ObserverEvent {
  return {
    kind: "historyUnasked",
    level: "warning",
    title: `history ${answer}, though none was asked for`,
    explanation: "No history request of this connection waits for an answer on this identifier.",
    channel: identifier,
    evidence: [entry],
  };
}

export function blindWindow(
  identifier: string,
  fromAt: number,
  toAt: number,
  evidence: readonly number[],
): ObserverEvent {
  return {
    kind: "blindWindow",
    level: "warning",
    mark: "blind",
    title: `${formatDuration(toAt - fromAt)} without the channel, and no history was asked for`,
    explanation:
      "From the last thing received on the old connection until the channel was back, nothing could arrive. The extended protocol could bring what was published meanwhile, but this client did not ask.",
    advice: ["Ask for the history with the last position, or with `since`, after every reconnect."],
    channel: identifier,
    evidence: evidence.filter((seq) => seq > 0),
    fromAt,
    toAt,
    measures: { blindMs: toAt - fromAt },
  };
}
