/**
 * What can be made to go wrong on a mock server: in which part of its traffic, and what happens to it. Plain data, so
 * that a scenario, the control endpoint and a view can all ask for it. Knows no protocol: what a message is called
 * there is told by the protocol's own codec.
 */
import type { HeaderList } from "./frame.ts";

/** Which part of the traffic is touched. All that is given must hold; nothing given is everything. */
export interface FaultScope {
  /** A door's path, such as `/cable`. */
  readonly door?: string | undefined;
  /** A protocol's id: protocols may share a door. */
  readonly protocol?: string | undefined;
  /** `MockClient.id`. */
  readonly client?: number | undefined;
  /** A topic's name, or a pattern as scenarios have them: `*` stands for any characters, `/…/i` is a regular expression. */
  readonly topic?: string | undefined;
  /** Kinds of messages that the server sends, as the protocol's codec names them: `ping`, `welcome`, `confirm_subscription`. */
  readonly kinds?: readonly string[] | undefined;
  /** In (0, 1]: the share of messages that is touched, or of connections where the fault is about connecting. Default 1. */
  readonly share?: number | undefined;
  /** It is over after it has struck so often. */
  readonly times?: number | undefined;
}

/** Touches how a connection comes about. */
export type ConnectingFault =
  /**
   * Instead of the session: any status, 204, 401, 403, 404, 426, 429, 500, 503, a redirect. `Retry-After` and
   * `Location` are headers.
   */
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers?: HeaderList | undefined;
      readonly body?: string | undefined;
    }
  /** The upgrade is answered with this subprotocol, offered or not. */
  | { readonly kind: "subprotocol"; readonly name: string }
  /** The session's own answer, under another type. */
  | { readonly kind: "contentType"; readonly value: string }
  /** The head of the answer is held back, and then comes in small pieces. */
  | { readonly kind: "slowHead"; readonly byMs: number };

/** Touches messages that the server sends, one by one. */
export type MessageFault =
  /** Order is kept: what comes behind a late message is late as well. `jitterMs` is drawn anew for each, up to so much on top. */
  | { readonly kind: "delay"; readonly byMs: number; readonly jitterMs?: number | undefined }
  | { readonly kind: "throttle"; readonly bytesPerSecond: number }
  | { readonly kind: "drop" }
  /** `copies` more of it, right behind it. */
  | { readonly kind: "duplicate"; readonly copies: number }
  /** So many are held, and then sent in another order. */
  | { readonly kind: "reorder"; readonly among: number }
  /** So many bytes of it are changed. */
  | { readonly kind: "corrupt"; readonly bytes: number }
  | { readonly kind: "truncate"; readonly keepBytes: number }
  /** Cut on the wire at every so many bytes, within characters and frame headers too. */
  | { readonly kind: "split"; readonly bytes: number }
  /** WebSocket fragments (RFC 6455 section 5.4) of so many bytes. */
  | { readonly kind: "fragment"; readonly bytes: number }
  /** Grown to so many bytes. */
  | { readonly kind: "oversize"; readonly toBytes: number }
  /**
   * As a buffering proxy does: nothing goes out until so many bytes wait, or so long has passed; with `gzip` the body
   * is compressed.
   */
  | {
      readonly kind: "buffer";
      readonly untilBytes?: number | undefined;
      readonly forMs?: number | undefined;
      readonly gzip?: boolean | undefined;
    };

/**
 * Befalls every connection in its scope at once, and those that come while it lasts as soon as they are open. `silent`
 * lasts; the others only where they are told how long or how many `times`.
 */
export type ConnectionFault =
  /** A close frame with any code; an HTTP body just ends. */
  | { readonly kind: "close"; readonly code: number; readonly reason?: string | undefined }
  /** TCP reset, with no close frame. */
  | { readonly kind: "reset" }
  /** TCP end, with no close frame. */
  | { readonly kind: "cut" }
  /** Half-open: what the client sends is not answered and nothing goes out any more, pings included. The socket stays. */
  | { readonly kind: "silent" }
  /** The protocol's own farewell: `unauthorized`, `server_restart`, `remote`. */
  | { readonly kind: "disconnect"; readonly reason?: string | undefined; readonly reconnect?: boolean | undefined }
  /** A subscription that was confirmed is taken back. */
  | { readonly kind: "reject" };

/** Befalls the topics in its scope at once. */
export type TopicFault =
  /** Its history is gone; positions in it are answered with "not kept". */
  | { readonly kind: "evict" }
  /** Only the newest so many stay. */
  | { readonly kind: "trim"; readonly keep: number }
  /** As after a restart of the broker: another epoch, and offsets begin again. */
  | { readonly kind: "renewEpoch" }
  /** So many ids are left out. */
  | { readonly kind: "jump"; readonly by: number };

export type FaultAction = ConnectingFault | MessageFault | ConnectionFault | TopicFault;

export interface Fault extends FaultScope {
  /** For people, in views and on the timeline. */
  readonly name?: string | undefined;
  readonly does: FaultAction;
}

/** A fault that a mock server has at work. Those that befall at once and last no longer are never seen as this. */
export interface ActiveFault {
  readonly id: string;
  readonly fault: Fault;
  /** Who asked for it. */
  readonly from: "scenario" | "person" | "control";
  /** How often it has struck. */
  readonly strikes: number;
}

/** One thing that a fault did, for the mock server's own timeline. */
export interface FaultStrike {
  /** ms since the epoch. */
  readonly at: number;
  /** `ActiveFault.id`. */
  readonly fault: string;
  readonly kind: FaultAction["kind"];
  /** A sentence in the past tense: `Held "welcome" back for 3 s`. */
  readonly text: string;
  readonly client?: number | undefined;
  readonly topic?: string | undefined;
}
