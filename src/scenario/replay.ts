/**
 * A recorded conversation that is played again to whoever comes through its door, turn by turn. Types only.
 *
 * `{{name}}` in a frame of the server stands for what the client sent where its own frame had the same name: ids and
 * tokens of the recording are never what they are the next time.
 */
import type { HeaderList } from "../model/frame.ts";

export interface Replay {
  /** A protocol's id. */
  readonly protocol: string;
  /** A door's path; the protocol's own door where it is left out. */
  readonly door?: string | undefined;
  /** 1 is as recorded, 2 twice as fast, 0 without any waiting. */
  readonly speed: number;
  /** After the last turn: once more from the top, close as recorded, or stay open and silent. */
  readonly ending: "loop" | "end" | "stay";
  /** The first to come gets the first, and so on; after the last one `ending` decides. */
  readonly connections: readonly RecordedConnection[];
}

export interface RecordedConnection {
  /** What the request has to be like to get this one: path, method and what is left of the query. */
  readonly method: string;
  readonly path: string;
  readonly answer: {
    readonly status: number;
    readonly headers: HeaderList;
    readonly subprotocol?: string | undefined;
  };
  readonly turns: readonly Turn[];
}

export type TurnData = string | { readonly base64: string };

export type Turn =
  /** `afterMs` counts from the turn before. */
  | { readonly kind: "send"; readonly afterMs: number; readonly data: TurnData }
  /** Waits for a message of the client like this one; others are noted and passed over. */
  | { readonly kind: "expect"; readonly data: TurnData }
  | { readonly kind: "close"; readonly afterMs: number; readonly code: number; readonly reason: string }
  /** The body ends. */
  | { readonly kind: "end"; readonly afterMs: number }
  | { readonly kind: "cut"; readonly afterMs: number };
