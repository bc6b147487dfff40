/**
 * What a poll gets for its position in one channel: the backlog, and where the server moves it to (message_bus 4.5.2,
 * lib/message_bus/client.rb, `backlog`). The mock has no filters, so nothing is hidden from anyone.
 */
import type { JoinRequest, Publication, TopicState } from "../../model/hub.ts";
import { positionNumber } from "./poll-request.ts";

export interface Backlog {
  readonly messages: readonly Publication[];
  /** For `/__status`; undefined when the client's position is right. */
  readonly movedTo: number | undefined;
}

/** `position` as on the wire. Positions are offsets of the topic; they name no epoch, so history is cut here. */
export function joinFor(topic: string, position: string): JoinRequest {
  const from = positionNumber(position);
  if (from === undefined || from === -1) return { topic };
  return { topic, last: from < -1 ? -from - 1 : Number.MAX_SAFE_INTEGER };
}

export function backlogOf(position: string, { lastOffset, replay }: TopicState): Backlog {
  const from = positionNumber(position);
  if (from === undefined) return { messages: [], movedTo: undefined };
  if (from === -1 || from > lastOffset) return { messages: [], movedTo: lastOffset };
  const after = from < -1 ? Math.max(lastOffset + from + 1, 0) : from;
  return { messages: replay.filter((publication) => publication.offset > after), movedTo: undefined };
}
