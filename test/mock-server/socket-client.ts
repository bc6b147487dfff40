/** A `ws` client whose messages and end can be awaited. */
import { once } from "node:events";
import { onTestFinished } from "vitest";
import { WebSocket } from "ws";
import { Mailbox } from "./mailbox.ts";

export interface SocketClient {
  readonly socket: WebSocket;
  /** Text as strings, bytes as buffers. */
  readonly messages: Mailbox<string | Buffer>;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
}

/** Resolves when it is open. */
export async function openSocket(
  url: string,
  subprotocols: readonly string[] = [],
  headers: Readonly<Record<string, string>> = {},
): Promise<SocketClient> {
  const socket = new WebSocket(url, [...subprotocols], { headers });
  onTestFinished(() => socket.terminate());
  const messages = new Mailbox<string | Buffer>();
  socket.on("message", (data: Buffer, isBinary) => messages.put(isBinary ? data : data.toString()));
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on("close", (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  await once(socket, "open");
  return { socket, messages, closed };
}

/** What a server says that does not accept the upgrade. */
export async function refusedUpgrade(url: string): Promise<{ readonly status: number; readonly body: string }> {
  const socket = new WebSocket(url);
  socket.on("error", () => undefined);
  const [, response] = await once(socket, "unexpected-response");
  let body = "";
  for await (const chunk of response) body += chunk;
  socket.terminate();
  return { status: response.statusCode, body };
}
