/** Handshakes for tests, with only what a test cares about. */
import type { Handshake, HeaderList } from "../../src/model/frame.ts";

export interface HttpHandshake {
  readonly url?: string;
  readonly method?: string;
  readonly requestHeaders?: HeaderList;
  readonly status?: number;
  readonly reason?: string;
  /** Default: Content-Type: text/event-stream. */
  readonly headers?: HeaderList;
  readonly redirects?: Handshake["redirects"];
}

export function httpHandshake(parts: HttpHandshake = {}): Handshake {
  const headers = parts.headers ?? [["Content-Type", "text/event-stream"]];
  return {
    request: {
      method: parts.method ?? "GET",
      url: parts.url ?? "http://localhost/events",
      httpVersion: "1.1",
      headers: parts.requestHeaders ?? [],
    },
    response: { status: parts.status ?? 200, reason: parts.reason ?? "OK", httpVersion: "1.1", headers },
    offered: [],
    redirects: parts.redirects,
  };
}

export interface WebSocketHandshake {
  readonly url?: string;
  readonly requestHeaders?: HeaderList;
  readonly offered?: readonly string[];
  readonly subprotocol?: string;
  readonly extensions?: string;
  readonly redirects?: Handshake["redirects"];
}

export function webSocketHandshake(parts: WebSocketHandshake = {}): Handshake {
  return {
    request: {
      method: "GET",
      url: parts.url ?? "ws://localhost/ws",
      httpVersion: "1.1",
      headers: parts.requestHeaders ?? [],
    },
    response: { status: 101, reason: "Switching Protocols", httpVersion: "1.1", headers: [] },
    offered: parts.offered ?? [],
    subprotocol: parts.subprotocol,
    extensions: parts.extensions,
    redirects: parts.redirects,
  };
}
