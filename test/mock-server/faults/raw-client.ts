/** A client that knows TCP and nothing else: what it receives is exactly what was on the wire. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import { Mailbox } from "../mailbox.ts";

export interface RawClient {
  readonly socket: Socket;
  /** Each read of the socket by itself. */
  readonly received: Mailbox<Buffer>;
  /** `end` where the peer ended it, or the code of the error. */
  readonly ended: Promise<string>;
  /** All that came so far. */
  bytes(): Buffer;
  /** Waits until the text is among what came, as latin1. */
  until(text: string): Promise<Buffer>;
}

function rawConnect(port: number): RawClient {
  const socket = connect({ port, host: "127.0.0.1" });
  onTestFinished(() => {
    socket.destroy();
  });
  const received = new Mailbox<Buffer>();
  socket.on("data", received.put);
  const ended = new Promise<string>((resolve) => {
    socket.on("end", () => resolve("end"));
    socket.on("error", (error) => resolve("code" in error ? String(error.code) : error.message));
  });
  const bytes = () => Buffer.concat(received.all);
  async function until(text: string): Promise<Buffer> {
    while (!bytes().includes(text, "latin1")) await received.take();
    return bytes();
  }
  return { socket, received, ended, bytes, until };
}

export const upgradeLines = [
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
];

/** Asks for one page, with these header lines besides. */
export async function rawRequest(port: number, path: string, headers: readonly string[] = []): Promise<RawClient> {
  const client = rawConnect(port);
  await once(client.socket, "connect");
  client.socket.write([`GET ${path} HTTP/1.1`, "Host: 127.0.0.1", ...headers, "", ""].join("\r\n"));
  return client;
}

/** What stands behind the head of an answer. */
export function behindHead(bytes: Buffer): Buffer {
  return bytes.subarray(bytes.indexOf("\r\n\r\n") + 4);
}

/** Resolves when the answer's head is there; what comes behind it is what `bytes` gives. */
export async function rawUpgrade(port: number, path: string, subprotocol?: string): Promise<RawClient> {
  const client = await rawRequest(port, path, [
    ...upgradeLines,
    ...(subprotocol === undefined ? [] : [`Sec-WebSocket-Protocol: ${subprotocol}`]),
  ]);
  await client.until("\r\n\r\n");
  return { ...client, bytes: () => behindHead(client.bytes()) };
}
