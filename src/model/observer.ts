/** What an observer is: passive, so that live traffic, a tap and an imported file are judged alike. */
import type { ObserverEvent } from "./event.ts";
import type { Close, Direction, Handshake } from "./frame.ts";
import type { Message, TransportMessage } from "./message.ts";

/**
 * Moments are ms since the epoch and never run backwards. `entry` is the sequence number of the row that the input is,
 * to be named as evidence.
 */
export type ObserverInput<M extends Message> =
  | {
      readonly kind: "opened";
      readonly at: number;
      readonly connection: number;
      readonly entry: number;
      readonly handshake: Handshake;
    }
  | {
      readonly kind: "message";
      readonly at: number;
      readonly connection: number;
      readonly entry: number;
      /** Number of the (last) frame it came in: messages of one arrival share it. */
      readonly frame: number;
      readonly direction: Direction;
      readonly message: M | TransportMessage;
    }
  | {
      readonly kind: "closed";
      readonly at: number;
      readonly connection: number;
      readonly entry: number;
      readonly close: Close;
    }
  /** Time passed. Live: at least every 250 ms. Import: before each frame, and once at the end. */
  | { readonly kind: "ticked"; readonly at: number };

/** Lives as long as its session, across reconnects. Never throws on what a peer did. */
export interface Observer<M extends Message = Message> {
  observe(input: ObserverInput<M>): readonly ObserverEvent[];
}
