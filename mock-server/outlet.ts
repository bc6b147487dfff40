/**
 * What a server session's effects do to one client's wire, and what the wire tells back. Two kinds of wire fulfil it:
 * an HTTP exchange and a WebSocket. Knows no session and no hub.
 */
import type { Writable } from "node:stream";
import type { DataFrame, FrameData, Handshake, HeaderList } from "../src/model/frame.ts";

export interface Answer {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body?: FrameData | undefined;
  /** Leave the body open for `send`, until `end`. */
  readonly stream?: boolean | undefined;
}

/** What of a message some bytes are: of HTTP bodies it means nothing. */
export interface MessagePart {
  readonly isText: boolean;
  /** False: more fragments of the same message follow (RFC 6455 section 5.4). */
  readonly isLast: boolean;
}

/** `waiting` for the session's answer; `open`: a WebSocket, or a body that goes on; `over`: nothing more can be sent. */
export type OutletPhase = "waiting" | "open" | "over";

/**
 * Each call throws when it makes no sense at that moment (a second answer, `send` before any): that is a fault of the
 * session. It does nothing once the peer is gone, which is nobody's fault.
 */
export interface Outlet {
  /** Returns undefined when the upgrade request itself was broken; it has been answered then. */
  accept(subprotocol: string | undefined, headers: HeaderList): Handshake | undefined;
  respond(answer: Answer): void;
  send(data: FrameData): void;
  /** As `send`, of bytes that need not be what they are said to be. */
  sendPart(bytes: Uint8Array, part: MessagePart): void;
  close(code: number, reason: string): void;
  end(): void;
  /** Cuts the connection at once. */
  drop(): void;
  /** Ends in the way that says "the server has a fault", as far as the wire still lets us. */
  fail(): void;
  /** Ends in the way that says "the server stops". */
  stop(): void;
  /** Says goodbye with this code where the wire has codes: a body just ends, and who was not answered is cut. */
  part(code: number, reason: string): void;
  /** Ends the TCP connection with no word of the protocol's own; of HTTP/2 only the exchange. */
  cut(): void;
  /** As `cut`, by a TCP reset. */
  reset(): void;
  /** What the peer sends waits at its end from now on. An HTTP client has said all that it had to say. */
  pause(): void;
  resume(): void;
  phase(): OutletPhase;
  /** What was agreed on, or is about to be with this answer; of a WebSocket's request nothing is known any more. */
  agreed(answer?: Answer): Handshake;
  /** What it is written to in the end. */
  wire(): Writable;
  /** Whether it is a WebSocket by now, which ends with a code. */
  hasCodes(): boolean;
  /** Bytes handed over that the peer has not taken yet. */
  pendingBytes(): number;
  /** The peer as `host:port`, as long as it is connected. */
  peerAddress(): string;
}

/** Told by an outlet; never while one of its calls is under way. */
export interface OutletEvents {
  received(frame: DataFrame): void;
  /** What went wrong on the wire, as a sentence for the log. `closed` follows. */
  broke(reason: string): void;
  /** Once, at the end. */
  closed(): void;
}
