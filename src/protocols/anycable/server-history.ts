/** What of a stream's history the mock replays, with the limits and refusals of AnyCable's memory broker. */
import type { Publication, TopicState } from "../../model/hub.ts";
import type { HistoryRequest } from "./messages.ts";
import type { ServerState } from "./server-state.ts";

/** `history_limit` and `history_ttl` of AnyCable. */
export const historyLimit = 100;
const ttlMs = 300_000;

export type HistoryReply =
  | { readonly kind: "confirmed"; readonly replay: readonly Publication[] }
  | { readonly kind: "rejected"; readonly why: string }
  /** Neither a time nor a position: AnyCable logs an error and answers nothing. */
  | { readonly kind: "ignored" };

/** `topic` must have been asked for its newest `historyLimit` publications. */
export function historyReply(topic: TopicState, request: HistoryRequest, state: ServerState, at: number): HistoryReply {
  const base = state.baseOf(topic.topic, topic.epoch);
  const kept = topic.replay.filter(({ offset, at: publishedAt }) => offset > base && at - publishedAt <= ttlMs);
  const from = request.streams[topic.topic];
  if (from === undefined) {
    if (!request.since) return { kind: "ignored" };
    const sinceAt = request.since * 1000;
    return { kind: "confirmed", replay: kept.filter((publication) => publication.at >= sinceAt) };
  }
  const last = topic.lastOffset - base;
  if (from.epoch !== state.epochOf(topic.epoch)) return rejected(`epoch ${from.epoch} is over`);
  if (from.offset > last) return rejected(`offset ${from.offset} was never reached`);
  const oldest = kept[0];
  if (oldest === undefined) return rejected("nothing of the stream is kept any more");
  if (from.offset < oldest.offset - base - 1) return rejected(`offset ${from.offset} is not kept any more`);
  return { kind: "confirmed", replay: kept.filter(({ offset }) => offset - base > from.offset) };
}

function rejected(why: string): HistoryReply {
  return { kind: "rejected", why };
}
