/**
 * A recorded conversation that is played again to whoever comes through its door, turn by turn. Types only.
 *
 * In a file, durations are written as everywhere (`after: 300ms`, `every: 3s`), a turn is a mapping whose first key is its
 * kind (`send: …`, `expect: …`, `close: 1000` with `reason: …`, `end: true`, `cut: true`), and its data is a text,
 * `{ base64: … }`, or `{ crlf: … }` where all of its lines end in CRLF. Frames are kept byte for byte: nothing but a hole is
 * ever filled in, so no other template is read in them.
 *
 * A *hole* is `{{name}}` with a name that `recorded` lists, or `now_seconds` or `now_ms`. In what the client sends (paths,
 * queries, bodies, `expect`) it takes any value, which it stands for from then on; where the recorded value is itself JSON
 * of an object or a list (an Action Cable identifier), it takes only such text as means the same. In what the server sends
 * it is that value, or the recorded one as long as there is none. A JSON text that is nothing but a hole becomes the value
 * with its own type. Any other `{{…}}` is text.
 */
import type { HeaderList } from "../model/frame.ts";

export interface Replay {
  /** A protocol's id. */
  readonly protocol: string;
  /** A door's path; the protocol's own door where it is left out. The recorded paths lead to it as well. */
  readonly door?: string | undefined;
  /** 1 is as recorded, 2 twice as fast, 0 without any waiting. */
  readonly speed: number;
  /**
   * What comes after the last turn: once more from the top; the close that was recorded, and nobody is let in any more;
   * or stay open with nothing but heartbeats, and who comes later gets the last connection that fits.
   */
  readonly ending: "loop" | "end" | "stay";
  /** What each hole stood for in the recording. Texts or numbers. */
  readonly recorded: Readonly<Record<string, string | number>>;
  /** Each is played once, to the first whose request it fits. */
  readonly connections: readonly RecordedConnection[];
}

export interface RecordedConnection {
  /** Upgrades are `GET`. */
  readonly method: string;
  /** With its query, percent-encoded as it was. */
  readonly path: string;
  /** HTTP: what was posted. */
  readonly body?: TurnData | undefined;
  /** Missing where none ever came: the client waits until it leaves. */
  readonly answer?: RecordedAnswer | undefined;
  /** Go on by themselves, in real time, as long as the connection is open: whatever the turns wait for. */
  readonly heartbeats: readonly Heartbeat[];
  /** HTTP: nothing but one `send` without delay and an `end` is a body of known length; any other is sent piece by piece. */
  readonly turns: readonly Turn[];
}

export interface RecordedAnswer {
  /** From the request on: what a long poll was held. */
  readonly afterMs: number;
  /** 101 where an upgrade was accepted. */
  readonly status: number;
  /** Without those of the hop (RFC 9110 section 7.6.1), of the handshake and of the body's coding. */
  readonly headers: HeaderList;
  readonly subprotocol?: string | undefined;
}

export interface Heartbeat {
  /** From the answer on. */
  readonly afterMs: number;
  readonly everyMs: number;
  readonly data: TurnData;
}

export type TurnData = string | { readonly base64: string };

export type Turn =
  /** `afterMs` counts from the turn before, or from the answer. */
  | { readonly kind: "send"; readonly afterMs: number; readonly data: TurnData }
  /** Waits for a message of the client like this one; others are noted, and kept for a turn that waits for them. */
  | { readonly kind: "expect"; readonly data: TurnData }
  | { readonly kind: "close"; readonly afterMs: number; readonly code: number; readonly reason: string }
  /** The body ends. */
  | { readonly kind: "end"; readonly afterMs: number }
  | { readonly kind: "cut"; readonly afterMs: number };
