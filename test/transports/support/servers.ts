/** The three ways that transports go, each with a server for it: what is true of one must be true of all. */
import { createServer as createHttpServer } from "node:http";
import { createSecureServer } from "node:http2";
import { createServer as createHttpsServer } from "node:https";
import type { TlsOptions } from "node:tls";
import { onTestFinished } from "vitest";
import { WebSocketServer } from "ws";
import type { OpenRequest } from "../../../src/model/transport.ts";
import { createHttpTransport } from "../../../src/transports/http.ts";
import { createWebSocketTransport } from "../../../src/transports/websocket.ts";
import { identity } from "./authority.ts";
import { listen } from "./raw-server.ts";
import { RecordingSink } from "./recording-sink.ts";

export type Way = "ws" | "wss" | "http" | "https" | "h2";
export const allWays: readonly Way[] = ["ws", "wss", "http", "https", "h2"];
export const secureWays: readonly Way[] = ["wss", "https", "h2"];

/** Answers with `hello`, or greets with it. Returns the address. */
export async function startServer(way: Way, tls: TlsOptions = {}): Promise<string> {
  const options = { ...identity("server"), ...tls };
  const server =
    way === "h2"
      ? createSecureServer(options, (_, response) => response.end("hello"))
      : way === "https" || way === "wss"
        ? createHttpsServer(options, (_, response) => response.end("hello"))
        : createHttpServer((_, response) => response.end("hello"));
  server.on("tlsClientError", () => {});
  if (way === "ws" || way === "wss") {
    new WebSocketServer({ server: server as ReturnType<typeof createHttpServer> }).on("connection", (client) => {
      client.send("hello");
      client.close(1000);
    });
  }
  const { port } = await listen(server as ReturnType<typeof createHttpServer>);
  return `${way === "h2" ? "https" : way}://localhost:${port}/`;
}

export function open(url: string, request: Partial<OpenRequest> = {}): RecordingSink {
  const sink = new RecordingSink();
  const transport = url.startsWith("ws") ? createWebSocketTransport() : createHttpTransport();
  const connection = transport.open({ url, headers: [], ...request }, sink);
  onTestFinished(() => connection.cut());
  return sink;
}

/** What the server said, once it has. */
export async function heard(sink: RecordingSink): Promise<string> {
  await sink.whenClosed;
  return sink.bodyText || sink.transcript.filter((line) => line.startsWith("< text")).join();
}
