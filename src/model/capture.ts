/** What a recording holds and who may write to it. Its rows are entries; frames lie apart, raw. */
import type { Level, ObserverEvent } from "./event.ts";
import type { Direction, Frame, Handshake } from "./frame.ts";
import type { Message } from "./message.ts";

/** An entry is a decoded message, a transport unit (open, closed, control frame) or an event. */
export type EntrySource = "message" | "transport" | "event";

/**
 * What an entry makes with the entry right before it, so that a cycle of polling can be one row: `face` takes that one
 * along and is what is read (a reply, with its opening); `part` goes along with it (the end of a reply).
 */
export type Bond = "face" | "part";

/** The narrow part of an entry. */
export interface Entry {
  /** From 1, growing by 1; never used again after a clear. */
  readonly seq: number;
  /** ms since the epoch, with fractions. */
  readonly at: number;
  readonly source: EntrySource;
  readonly connection: number;
  readonly direction?: Direction | undefined;
  readonly kind: string;
  readonly channel?: string | undefined;
  readonly eventId?: string | undefined;
  /** Bytes on the wire of the message (payload, not framing). Undefined for events. */
  readonly sizeBytes?: number | undefined;
  readonly heartbeat: boolean;
  readonly bond?: Bond | undefined;
  readonly level?: Level | undefined;
  /** Numbers of the first and the last frame that it came from; 0 for events. */
  readonly firstFrame: number;
  readonly lastFrame: number;
}

/** What the recorder writes to. Calls are in wire order; nothing is written before it is redacted. */
export interface CaptureWriter {
  /** Returns the frame's number, from 1. */
  frame(at: number, connection: number, frame: Frame): number;
  /** A decoded message or a transport unit. Returns its `seq`. */
  message(
    at: number,
    connection: number,
    direction: Direction,
    source: "message" | "transport",
    message: Message,
    firstFrame: number,
    lastFrame: number,
    sizeBytes: number,
    bond?: Bond,
  ): number;
  /** Returns its `seq`. */
  event(at: number, connection: number, event: ObserverEvent): number;
  /** Remembers what a connection agreed on, so that its messages can be read again. */
  connection(connection: number, protocol: string, handshake: Handshake): void;
}
