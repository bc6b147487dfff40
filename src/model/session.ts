/**
 * Both halves of a conversation as pure state machines: inputs in, effects out; time and chance are handed in.
 * No socket, timer or clock can be reached from here.
 */
import type { ObserverEvent } from "./event.ts";
import type { Command } from "./form.ts";
import type { Close, FrameData, Handshake, HeaderList, RequestHead } from "./frame.ts";
import type { JoinRequest, Publication, TopicState } from "./hub.ts";
import type { Message } from "./message.ts";
import type { OpenRequest, OutgoingFrame } from "./transport.ts";

/** `waiting`: not connected, will try again. `stopped`: not connected, will not try again by itself. */
export type SessionState = "connecting" | "open" | "waiting" | "stopped";

export interface ChannelStatus {
  readonly channel: string;
  readonly label: string;
  readonly state: "pending" | "confirmed" | "rejected";
}

/** What a client session says of itself whenever it changes. */
export interface ClientStatus {
  readonly state: SessionState;
  /** A few words for the toolbar: `next check in 7.3 s (Rails back-off, attempt 2)`. */
  readonly detail?: string | undefined;
  /** When the next attempt is due, in ms since the epoch. */
  readonly nextAttemptAt?: number | undefined;
  /** `false` while an open connection still waits for the protocol's greeting (Action Cable's welcome). */
  readonly greeted?: false | undefined;
  readonly channels: readonly ChannelStatus[];
}

/** All moments are ms since the epoch. */
export type ClientInput<M extends Message> =
  | { readonly kind: "started"; readonly at: number }
  | { readonly kind: "opened"; readonly at: number; readonly handshake: Handshake }
  | { readonly kind: "received"; readonly at: number; readonly message: M }
  | { readonly kind: "closed"; readonly at: number; readonly close: Close }
  | { readonly kind: "woke"; readonly at: number; readonly timer: string }
  /** Besides the protocol's own commands every session takes `disconnect` and `reconnect`, with no values. */
  | { readonly kind: "commanded"; readonly at: number; readonly command: Command };

/** `wake` replaces an earlier wish of the same name; `forget` takes it back. */
export type TimerEffect =
  | { readonly kind: "wake"; readonly timer: string; readonly afterMs: number }
  | { readonly kind: "forget"; readonly timer: string };

export type ClientEffect =
  /** Only while no connection is open or opening. */
  | { readonly kind: "open"; readonly request: OpenRequest }
  | { readonly kind: "send"; readonly frame: OutgoingFrame }
  | { readonly kind: "close"; readonly code?: number | undefined; readonly reason?: string | undefined }
  /** Gives the connection up now, with no close frame: `closed` follows. For a peer that does not answer our close. */
  | { readonly kind: "cut" }
  | { readonly kind: "report"; readonly event: ObserverEvent }
  | { readonly kind: "status"; readonly status: ClientStatus }
  | TimerEffect;

export interface ClientSession<M extends Message = Message> {
  /** Throws a `MisuseError` only for `commanded`, when the command is wrong; then nothing has changed. */
  handle(input: ClientInput<M>): readonly ClientEffect[];
  /**
   * HTTP only: the request was written, so somebody has it; the answer may be held for long. Never called after the
   * answer's head has come.
   */
  requested?(input: { readonly at: number }): readonly ClientEffect[];
}

export type ServerInput<M extends Message> =
  /** An upgrade or a plain request. The body is whole (up to the listener's limit). Answer with `accept` or `respond`. */
  | { readonly kind: "requested"; readonly at: number; readonly request: RequestHead; readonly body: Uint8Array }
  | { readonly kind: "received"; readonly at: number; readonly message: M }
  | { readonly kind: "joined"; readonly at: number; readonly topic: TopicState }
  | { readonly kind: "published"; readonly at: number; readonly publication: Publication }
  | { readonly kind: "woke"; readonly at: number; readonly timer: string }
  | { readonly kind: "closed"; readonly at: number }
  /** What the person who runs the mock asks: `restart`, `kick` and the like. Unknown ones are ignored. */
  | { readonly kind: "commanded"; readonly at: number; readonly command: Command }
  /** For this client alone, as if it were published on a topic that it hears, but with no id and kept nowhere. */
  | { readonly kind: "told"; readonly at: number; readonly topic: string | undefined; readonly data: unknown };

/** The client said what an app would act on. A scenario may answer it; where none does, `otherwise` is done. */
export interface SaidEffect {
  readonly kind: "said";
  /** Where it was said; undefined where the client has joined none. */
  readonly topic: string | undefined;
  /** What is to be done with it, in protocols that name it. */
  readonly action?: string | undefined;
  /** Any JSON value. */
  readonly data: unknown;
  readonly otherwise: readonly ServerEffect[];
}

/** What is sent is about these; undefined: about the topic that the input was about, if it was. */
export type EffectTopics = readonly string[] | undefined;

export type ServerEffect =
  /** 101 with this subprotocol, or none. */
  | { readonly kind: "accept"; readonly subprotocol?: string | undefined; readonly headers?: HeaderList | undefined }
  /** A plain answer. With `stream` the body stays open for `send` until `end`. */
  | {
      readonly kind: "respond";
      readonly status: number;
      readonly headers: HeaderList;
      readonly body?: FrameData | undefined;
      readonly stream?: boolean | undefined;
      readonly topics?: EffectTopics;
    }
  /** WebSocket: one message. HTTP: one slice of the body, flushed. */
  | { readonly kind: "send"; readonly data: FrameData; readonly topics?: EffectTopics }
  | { readonly kind: "close"; readonly code: number; readonly reason: string }
  /** HTTP: finish the body. */
  | { readonly kind: "end" }
  /** Cut the TCP connection. */
  | { readonly kind: "drop" }
  | { readonly kind: "join"; readonly join: JoinRequest }
  | { readonly kind: "leave"; readonly topic: string }
  | { readonly kind: "publish"; readonly topic: string; readonly data: unknown }
  | SaidEffect
  /** Tells the sessions of this protocol that have joined the topic, this one included. Never kept; no other protocol hears it. */
  | { readonly kind: "signal"; readonly topic: string; readonly data: unknown }
  /** A line for the mock server's own log; nothing of it goes to the client. */
  | { readonly kind: "note"; readonly text: string }
  | TimerEffect;

/** What a session of the same protocol told all who have joined the topic. */
export interface Signal {
  readonly at: number;
  readonly topic: string;
  /** As the protocol itself made it. */
  readonly data: unknown;
}

export interface ServerSession<M extends Message = Message> {
  handle(input: ServerInput<M>): readonly ServerEffect[];
  signalled?(signal: Signal): readonly ServerEffect[];
}
