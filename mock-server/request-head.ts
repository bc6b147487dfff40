/** Reads what a client asked for from Node's request object. Knows no door and no session. */
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { HeaderList, RequestHead } from "../src/model/frame.ts";

/** Undefined when the request target and the Host header make no URL. */
export function readHead(request: IncomingMessage, scheme: "http" | "ws"): RequestHead | undefined {
  const target = request.url ?? "/";
  // Only a proxy is asked with an absolute URL, but RFC 9112 section 3.2.2 wants every server to take one.
  const isSecure = "encrypted" in request.socket || isHttp2(request);
  const host = request.headers.host ?? request.headers[":authority"] ?? "localhost";
  const url = target.startsWith("/") ? `${scheme}${isSecure ? "s" : ""}://${host}${target}` : target;
  if (!URL.canParse(url)) return undefined;
  const headers = pairs(request.rawHeaders).filter(([name]) => !name.startsWith(":"));
  return { method: request.method ?? "GET", url, httpVersion: request.httpVersion, headers };
}

/** Only ever spoken over TLS here. Its socket is a stand-in that does not show what it has. */
function isHttp2({ httpVersion }: IncomingMessage): boolean {
  return httpVersion.startsWith("2");
}

/** In the client's order of preference; empty when it offered none. */
export function offeredSubprotocols(head: RequestHead): readonly string[] {
  return head.headers
    .filter(([name]) => name.toLowerCase() === "sec-websocket-protocol")
    .flatMap(([, value]) => value.split(","))
    .map((subprotocol) => subprotocol.trim())
    .filter((subprotocol) => subprotocol !== "");
}

/** The peer as `host:port`. */
export function addressOf(socket: Socket): string {
  const host = socket.remoteAddress?.replace(/^::ffff:/, "") ?? "?";
  return `${host.includes(":") ? `[${host}]` : host}:${socket.remotePort ?? 0}`;
}

/** The whole body; undefined when it is larger than the limit. Rejects when the client goes away in the middle of it. */
export async function collectBody(request: IncomingMessage, limitBytes: number): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  // A body that is too large is still read to its end, and thrown away: a client that is cut while it sends never sees
  // the answer. Node ends requests that take longer than its `requestTimeout`, 300 s.
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes <= limitBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  return sizeBytes <= limitBytes ? Buffer.concat(chunks) : undefined;
}

function pairs(raw: readonly string[]): HeaderList {
  const headers: [string, string][] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) headers.push([raw[i] ?? "", raw[i + 1] ?? ""]);
  return headers;
}
