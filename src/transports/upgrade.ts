/** What a WebSocket upgrade request asks for, and why an answer to it was not good enough. Opens nothing. */
import type { HeaderList, ResponseHead, TransportFailure } from "../model/frame.ts";
import { headerValue, withoutHeaders } from "./headers.ts";

/** Made anew for each handshake, so copies pasted from a browser's network panel must not go along. */
const handshakeHeaders = new Set([
  "connection",
  "sec-websocket-extensions",
  "sec-websocket-key",
  "sec-websocket-protocol",
  "sec-websocket-version",
  "upgrade",
]);

export interface UpgradeWish {
  readonly offered: readonly string[];
  readonly headers: HeaderList;
}

/**
 * Without an Origin of the person's own the address's is sent, as a page of the app itself would do: Rails answers 404
 * to a missing one. A pasted Sec-WebSocket-Protocol counts as the offer if none was made.
 */
export function upgradeWish(url: URL, given: HeaderList, subprotocols: readonly string[]): UpgradeWish {
  const pasted = headerValue(given, "sec-websocket-protocol")?.split(",") ?? [];
  const headers = withoutHeaders(given, handshakeHeaders);
  return {
    offered: subprotocols.length > 0 ? subprotocols : pasted.map((name) => name.trim()).filter((name) => name !== ""),
    headers: headerValue(headers, "origin") === undefined ? [...headers, ["Origin", ownOrigin(url)]] : headers,
  };
}

function ownOrigin(url: URL): string {
  return `${url.protocol === "wss:" || url.protocol === "https:" ? "https" : "http"}://${url.host}`;
}

/** For the errors that `ws` raises about an answer with status 101; it gives them no code. */
export function handshakeFailure(
  message: string,
  offered: readonly string[],
  response?: ResponseHead,
): TransportFailure {
  const chosen = response && headerValue(response.headers, "sec-websocket-protocol");
  const offer = offered.length > 0 ? `Offered: ${offered.join(", ")}.` : "None was offered.";
  switch (message) {
    case "Server sent no subprotocol":
      // RFC 6455 section 4.1 lets this pass; the WHATWG standard, and so every browser, fails the connection.
      return fail(
        "no-subprotocol",
        `The server chose no subprotocol. ${offer} RFC 6455 allows that, but browsers drop such a connection, and so do we.`,
      );
    case "Server sent an invalid subprotocol":
    case "Server sent a subprotocol but none was requested":
      return fail("wrong-subprotocol", `The server chose the subprotocol "${chosen ?? ""}". ${offer}`);
    case "Invalid Upgrade header":
      return fail("bad-upgrade-header", "The server answered 101, but its Upgrade header does not say websocket.");
    case "Invalid Sec-WebSocket-Accept header":
      return fail("bad-accept", "The server answered 101, but its Sec-WebSocket-Accept does not match our key.");
    case "Invalid Sec-WebSocket-Extensions header":
    case "Server indicated an extension that was not requested":
      return fail("bad-extensions", `The server answered 101 with extensions that were not agreed on: ${message}.`);
    default:
      return fail("bad-handshake", `${message}.`);
  }
}

function fail(code: string, message: string): TransportFailure {
  return { stage: "handshake", code, message };
}
