/**
 * What travels: frames as a transport hands them over, and how a connection opens and ends.
 * Knows nothing of any protocol's meaning.
 */

/** As seen from the client, on both halves: a mock server's own output is still `received`. */
export type Direction = "sent" | "received";

/** In wire order, names as spelled on the wire; a name may occur more than once. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

export interface RequestHead {
  readonly method: string;
  /** Absolute URL; secrets in it are masked before it reaches a capture. */
  readonly url: string;
  readonly httpVersion: string;
  readonly headers: HeaderList;
}

export interface ResponseHead {
  readonly status: number;
  readonly reason: string;
  readonly httpVersion: string;
  readonly headers: HeaderList;
}

/** A piece of text or bytes. Text frames that are not valid UTF-8 keep their bytes. */
export type FrameData = string | Uint8Array;

/** The head of a request or of a response, as it was sent or came. */
export interface HeadFrame {
  readonly kind: "request" | "response";
  readonly direction: Direction;
  readonly head: RequestHead | ResponseHead;
}

/** WebSocket data, or a slice of an HTTP body (`chunk`; its sizes and borders mean arrival, not structure). */
export interface DataFrame {
  readonly kind: "text" | "binary" | "chunk";
  readonly direction: Direction;
  readonly data: FrameData;
}

/** WebSocket ping, pong and close (RFC 6455 section 5.5). A close without a code has `code` undefined. */
export interface ControlFrame {
  readonly kind: "ping" | "pong" | "close";
  readonly direction: Direction;
  readonly data: FrameData;
  readonly code?: number | undefined;
}

export type Frame = HeadFrame | DataFrame | ControlFrame;
export type FrameKind = Frame["kind"];

/** What both sides agreed on when a connection opened. For HTTP: the response head has arrived, whatever its status. */
export interface Handshake {
  readonly request: RequestHead;
  readonly response: ResponseHead;
  /** WebSocket subprotocols offered, in order. */
  readonly offered: readonly string[];
  /** The subprotocol that the server chose; undefined if it chose none. */
  readonly subprotocol?: string | undefined;
  /** Sec-WebSocket-Extensions of the answer, verbatim. */
  readonly extensions?: string | undefined;
  /** Peer address as `host:port`. */
  readonly remoteAddress?: string | undefined;
  /** Answers that redirected on the way here, in order. */
  readonly redirects?: readonly Redirect[] | undefined;
  /** What it went through, without credentials: `http://proxy.example:3128`. `remoteAddress` is then the proxy's. */
  readonly proxy?: string | undefined;
  readonly tls?: TlsInfo | undefined;
  /** HTTP: how long the parts of the exchange took until its answer's head had come. */
  readonly timing?: ExchangeTiming | undefined;
  /** HTTP/2: which of the streams that share one connection this exchange was. */
  readonly stream?: StreamInfo | undefined;
}

export interface TlsInfo {
  /** `TLSv1.3`. */
  readonly version: string;
  /** Why the server's certificate would not have been trusted; undefined when it is. Only where any was accepted. */
  readonly fault?: string | undefined;
  /** We had a client certificate to show. */
  readonly hasClientCertificate?: true | undefined;
}

/** The phases of an exchange up to its answer's head, in ms and in their order. What a recording cannot tell is missing. */
export interface ExchangeTiming {
  /** From the end of the exchange before it in the same session to the start of this one. Filled in by the recorder. */
  readonly gapMs?: number | undefined;
  /** Address look-up, TCP and TLS, redirects included; about 0 where a connection was open already. */
  readonly connectMs: number;
  /** Parts of `connectMs`, of the last hop; missing where the connection was open already. */
  readonly dnsMs?: number | undefined;
  readonly tcpMs?: number | undefined;
  /** Until a proxy had let us through. */
  readonly proxyMs?: number | undefined;
  readonly tlsMs?: number | undefined;
  /** Until all of the request, its body included, was handed to the system. */
  readonly requestMs?: number | undefined;
  /** From then on to the first byte of the answer: the server's time, or its hold. */
  readonly holdMs: number;
}

export interface StreamInfo {
  /** Counts the connections of this process, from 1: streams with the same number share one. */
  readonly connection: number;
  /** RFC 9113 section 5.1.1: odd, growing. */
  readonly id: number;
  /** Streams that were open on the connection when this one was opened, itself included. */
  readonly openStreams: number;
}

export interface Redirect {
  readonly from: string;
  readonly to: string;
  readonly status: number;
}

export interface CloseFrameInfo {
  /** Undefined: a close frame without a code (1005 in APIs). */
  readonly code?: number | undefined;
  readonly reason: string;
}

/** A network, TLS or protocol error of the transport. `code` is the system's or the library's own, such as ECONNREFUSED. */
export interface TransportFailure {
  readonly stage: "url" | "dns" | "connect" | "proxy" | "tls" | "handshake" | "protocol" | "timeout" | "reset";
  readonly code: string;
  readonly message: string;
  /** One line an address tried, with what it answered (localhost on both families). */
  readonly attempts?: readonly string[] | undefined;
}

/** How one connection ended, or why it never opened. */
export type Close =
  /** A WebSocket that had opened. No `seen` means that no close frame came (1006 in APIs). */
  | {
      readonly kind: "closed";
      readonly seen?: CloseFrameInfo | undefined;
      readonly sent?: CloseFrameInfo | undefined;
      readonly failure?: TransportFailure | undefined;
      /**
       * Messages that came after the person had left. They are counted and not recorded: a browser drops what comes
       * after its own close frame too (HTML, "a WebSocket message has been received", step 1).
       */
      readonly dropped?: number | undefined;
    }
  /** An HTTP body that ended. `failure` is set when it was cut instead of finished; `aborted` when we cut it. */
  | {
      readonly kind: "ended";
      readonly failure?: TransportFailure | undefined;
      readonly aborted?: boolean | undefined;
      /** From the answer's head to the end of its body. */
      readonly bodyMs?: number | undefined;
    }
  /** The server answered an upgrade with something other than 101. The body is cut at 64 KiB. */
  | { readonly kind: "refused"; readonly response: ResponseHead; readonly body: string }
  /** Nothing was opened, and no usable answer came. */
  | { readonly kind: "failed"; readonly failure: TransportFailure };
