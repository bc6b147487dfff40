/** What a transport is: it moves frames and knows no meaning. */
import type { EndpointRoute } from "./endpoint.ts";
import type { Close, Frame, FrameData, Handshake, HeaderList } from "./frame.ts";

export type TransportName = "websocket" | "http";

/** How one gets there (`EndpointRoute`) is filled in by the runner, so that no session has to hand it on. */
export interface OpenRequest extends EndpointRoute {
  readonly url: string;
  readonly headers: HeaderList;
  /** WebSocket only, in the order of preference. */
  readonly subprotocols?: readonly string[] | undefined;
  /** HTTP only. Default GET. */
  readonly method?: string | undefined;
  /** HTTP only. */
  readonly body?: FrameData | undefined;
  /**
   * HTTP only. `any` (the default) takes HTTP/2 where the server offers it in the TLS handshake (ALPN); requests of the
   * same origin then share one connection.
   */
  readonly httpVersion?: "any" | "1.1" | undefined;
  readonly followRedirects?: boolean | undefined;
  /** Default 100 MiB. Beyond it the connection is closed with 1009 and the reason is told. */
  readonly maxPayloadBytes?: number | undefined;
  /** Give up when no answer came by then. Default 10 000. */
  readonly handshakeTimeoutMs?: number | undefined;
}

/** What a session may put on an open connection. */
export type OutgoingFrame =
  | { readonly kind: "text"; readonly data: string }
  | { readonly kind: "binary" | "ping"; readonly data: Uint8Array };

/**
 * Receives what happens on one connection, in wire order: request and response heads as frames, then `opened` once, data
 * frames of both directions (what we send is handed back as it is written), then `closed` exactly once, also when nothing
 * was ever opened.
 */
export interface TransportSink {
  frame(frame: Frame): void;
  opened(handshake: Handshake): void;
  closed(close: Close): void;
}

export interface TransportConnection {
  /** Throws if the connection is not open. */
  send(frame: OutgoingFrame): void;
  /** Starts to close; `closed` follows. WebSocket: sends this code and reason. HTTP: aborts. */
  close(code?: number, reason?: string): void;
  /** Cuts the connection now, with no close frame. */
  cut(): void;
}

export interface Transport {
  /** Never throws on what the peer or the network does: that comes through the sink. */
  open(request: OpenRequest, sink: TransportSink): TransportConnection;
}
