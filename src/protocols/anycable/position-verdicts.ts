/** What is concluded from positions, in words for a person in the middle of a bug. */
import type { ObserverEvent } from "../../model/event.ts";
import { oneLine } from "../kit/words.ts";
import type { Position } from "./messages.ts";
import { positionText } from "./position-text.ts";

export interface Gap {
  readonly identifier: string;
  readonly streamId: string;
  readonly epoch: string;
  readonly from: number;
  readonly to: number;
  readonly evidence: readonly number[];
  /** The messages around it came on different connections. */
  readonly acrossConnections: boolean;
}

export function gapFound({ identifier, streamId, epoch, from, to, evidence, acrossConnections }: Gap): ObserverEvent {
  const missing = to - from + 1;
  const offsets = missing === 1 ? `offset ${from}` : `offsets ${from} to ${to}`;
  return {
    kind: "gapFound",
    level: "error",
    mark: "gap",
    title: `${missing} missing: ${offsets} of ${oneLine(streamId, 60)}`,
    explanation: acrossConnections
      ? "AnyCable numbers the messages of a stream one by one. These were published while this client was away, and neither history nor anything else brought them: they are lost for it."
      : "AnyCable numbers the messages of a stream one by one, and these never came, although the connection was open.",
    advice: acrossConnections
      ? [
          "Ask for the history with the last position after a reconnect (@anycable/core does with actioncable-v1-ext-json).",
          "History has limits: 100 messages and 300 s a stream by default (history_limit, history_ttl).",
        ]
      : [
          "Several AnyCable nodes: a message may have been lost between them (pub/sub of Redis and NATS has no receipts).",
          "Is a filter, a proxy or another client half between that drops messages?",
        ],
    channel: identifier,
    eventId: positionText({ epoch, offset: from }),
    evidence: evidence.filter((seq) => seq > 0),
    measures: { missing },
  };
}

/** History against live is told with the history; this one nothing explains. */
export function duplicated(identifier: string, position: Position, entry: number): ObserverEvent {
  return {
    kind: "duplicated",
    level: "warning",
    mark: "duplicate",
    title: `offset ${position.offset} of ${oneLine(position.streamId, 60)} came again`,
    explanation:
      "The same position of the same stream came before on this subscription, and no history was asked for. Further ones are not told until the stream moves on.",
    advice: [
      "Clients can drop repeats by stream, epoch and offset.",
      "Is one publication broadcast through two adapters?",
    ],
    channel: identifier,
    eventId: positionText(position),
    evidence: [entry],
  };
}

export function newEpoch(
  identifier: string,
  { streamId, epoch, offset }: Position,
  before: { readonly epoch: string; readonly offset: number },
  evidence: readonly number[],
): ObserverEvent {
  return {
    kind: "newEpoch",
    level: "warning",
    mark: "reset",
    title: `${oneLine(streamId, 60)} starts over: new epoch ${epoch}, was ${before.epoch}`,
    explanation:
      `It was at offset ${before.offset} and is now at ${offset}. The server has forgotten the stream's history: its memory broker begins with every start, a Redis one when its keys are gone. ` +
      "What was published in between and never came cannot be counted. It is no gap of the old epoch.",
    advice: [
      "Was AnyCable restarted or deployed? With the memory broker every restart does this.",
      "Fetch the current state again: a position of the old epoch is rejected.",
    ],
    channel: identifier,
    eventId: positionText({ epoch, offset }),
    evidence: evidence.filter((seq) => seq > 0),
  };
}
