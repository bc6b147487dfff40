/**
 * How the calls of `timeline-api.ts` cross `postMessage`, for both ends. Knows neither a webview nor the extension.
 *
 * VS Code sends webview messages as JSON, in which an `Error` is `{}`: errors travel as their sentence and become
 * errors again on the other side.
 */
import type { TimelineEvents } from "./timeline-api.ts";

/** A call without an answer rejects after this long. */
export const timelineCallTimeoutMs = 10_000;

/** Sent without waiting for an answer. */
export const timelineEventNames = [
  "sessionChanged",
  "viewChanged",
  "overviewChanged",
  "mockChanged",
  "preparedChanged",
  "filterAsked",
  "act",
] as const satisfies readonly (keyof TimelineEvents)[];

/** birpc's own packet; `e` is the error of an answer. */
interface Packet {
  readonly e?: unknown;
}

/** For birpc's `serialize`. */
export function packTimelinePacket(packet: Packet): unknown {
  if (packet.e === undefined) return packet;
  return { ...packet, e: packet.e instanceof Error ? packet.e.message : String(packet.e) };
}

/** For birpc's `deserialize`. */
export function unpackTimelinePacket(packet: Packet): unknown {
  return packet.e === undefined ? packet : { ...packet, e: new Error(String(packet.e)) };
}
