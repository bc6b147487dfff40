/** The numbers that stand for words in a capture's `tags` columns: one bound value a row instead of four. */
import type { Bond, EntrySource } from "../model/capture.ts";
import type { Level, ObserverEvent } from "../model/event.ts";
import type { Direction, FrameKind } from "../model/frame.ts";

/** Bits 0 to 2 of a frame's tags. A word's place is its number: append, never reorder. */
export const frameKinds = ["request", "response", "text", "binary", "chunk", "ping", "pong", "close"] as const;

const frameKindNumbers = Object.fromEntries(frameKinds.map((kind, number) => [kind, number])) as Record<
  FrameKind,
  number
>;

/** Bit 3 of a frame's tags: received, not sent. From bit 4: the close code, 0 for none. */
export function frameTags(kind: FrameKind, direction: Direction, code: number): number {
  return frameKindNumbers[kind] | (direction === "received" ? 8 : 0) | (code << 4);
}

export function frameKindOf(tags: number): FrameKind {
  return frameKinds[tags & 7] ?? "binary";
}

export function frameDirectionOf(tags: number): Direction {
  return tags & 8 ? "received" : "sent";
}

export function frameCodeOf(tags: number): number | undefined {
  return tags >> 4 || undefined;
}

/** Bits 0 and 1 of an entry's tags. */
export const sources = ["message", "transport", "event"] as const satisfies readonly EntrySource[];
/** Bits 2 and 3: none, sent or received. */
export const directions = ["", "sent", "received"] as const;
/** Bits 5 to 7: none or a level. */
export const levels = ["", "note", "good", "warning", "error"] as const;

export const heartbeatBit = 16;
/** The entry has a row in `bodies`. */
export const bodyBit = 256;

/** The entry's bond with the one before it. */
export const faceBit = 512;
export const partBit = 1024;

export function bondTags(bond: Bond | undefined): number {
  return bond === undefined ? 0 : bond === "face" ? faceBit : partBit;
}

export function bondOf(tags: number): Bond | undefined {
  return tags & faceBit ? "face" : tags & partBit ? "part" : undefined;
}

export function messageTags(source: "message" | "transport", direction: Direction): number {
  return (source === "transport" ? 1 : 0) | (direction === "received" ? 8 : 4);
}

export function eventTags({ level, heartbeat }: Pick<ObserverEvent, "level" | "heartbeat">): number {
  return 2 | (levels.indexOf(level) << 5) | bodyBit | (heartbeat === true ? heartbeatBit : 0);
}

export function sourceOf(tags: number): EntrySource {
  return sources[tags & 3] ?? "event";
}

export function directionOf(tags: number): Direction | undefined {
  return directions[(tags >> 2) & 3] || undefined;
}

export function levelOf(tags: number): Level | undefined {
  return levels[(tags >> 5) & 7] || undefined;
}
