/**
 * The one TCP listener of a mock server: opens it, says in a sentence what is in the way when it cannot, and frees its
 * port at once on close. Knows nothing of what is asked for.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createSecureServer } from "node:http2";
import type { AddressInfo, Server as NetServer, Socket } from "node:net";
import { MisuseError } from "../src/protocols/kit/misuse-error.ts";
import type { Identity } from "./certificate.ts";

export interface RequestHandlers {
  /** A promise that rejects costs the client its connection. */
  request(request: IncomingMessage, response: ServerResponse): Promise<void>;
  upgrade(request: IncomingMessage, socket: Socket, firstBytes: Buffer): void;
  /** What a rejected `request` said. */
  requestFailed(reason: string): void;
}

export interface Listener {
  readonly port: number;
  /** Under which the machine itself reaches it, such as `http://127.0.0.1:4010`. */
  readonly origin: string;
  /** Takes no new connection, lets `endClients` finish, cuts every connection that is left, and frees the port. */
  close(endClients: () => Promise<void>): Promise<void>;
}

/**
 * `port` 0 takes any free one. With an identity it speaks TLS, and HTTP/2 with those who want it. Rejects with a
 * `MisuseError` (`bad-port`, `port-in-use`, `port-not-allowed`, `host-not-here`).
 */
export async function openListener(
  port: number,
  host: string,
  handlers: RequestHandlers,
  identity?: Identity | undefined,
): Promise<Listener> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new MisuseError("bad-port", `${port} is no port. Ports go from 1 to 65535; 0 takes any free one.`);
  }
  const sockets = new Set<Socket>();
  const server = createListener(identity, (request, response) => {
    handlers.request(request, response).catch((error: unknown) => {
      handlers.requestFailed(error instanceof Error ? error.message : String(error));
      response.destroy();
    });
  });
  server.on("upgrade", (request: IncomingMessage, socket: Socket, firstBytes: Buffer) =>
    handlers.upgrade(request, socket, firstBytes),
  );
  server.on("connection", (socket) => {
    // Slices of a stream must leave when they are written, never wait to be merged (Nagle).
    socket.setNoDelay(true);
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  const address = await listen(server, port, host);

  async function close(endClients: () => Promise<void>): Promise<void> {
    const closed = new Promise<unknown>((resolve) => server.close(resolve));
    await endClients();
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  return { port: address.port, origin: originOf(identity ? "https" : "http", host, address.port), close };
}

function createListener(
  identity: Identity | undefined,
  listener: (request: IncomingMessage, response: ServerResponse) => void,
): NetServer {
  if (!identity) return createServer(listener);
  const { key, certificate: cert } = identity;
  // HTTP/2 requests come as look-alikes of HTTP/1.1's, made for listeners that know only those.
  const forBoth = listener as unknown as Parameters<typeof createSecureServer>[1];
  const server = createSecureServer({ key, cert, allowHTTP1: true }, forBoth);
  // A client that goes away in the middle is no news.
  server.on("sessionError", () => {});
  return server;
}

function listen(server: NetServer, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    const failed = (error: unknown) => reject(explain(error, port, host));
    server.once("error", failed);
    server.listen(port, host, () => {
      server.off("error", failed);
      resolve(server.address() as AddressInfo);
    });
  });
}

/** An address that stands for all of the machine's own is no address to connect to. */
function originOf(scheme: "http" | "https", host: string, port: number): string {
  if (host === "0.0.0.0" || host === "") return `${scheme}://127.0.0.1:${port}`;
  if (host === "::") return `${scheme}://[::1]:${port}`;
  return `${scheme}://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function explain(error: unknown, port: number, host: string): unknown {
  switch (error instanceof Error && "code" in error ? error.code : undefined) {
    case "EADDRINUSE":
      return new MisuseError(
        "port-in-use",
        `Port ${port} on ${host} is already in use. Stop the program that has it, choose another port, or 0 for any free one.`,
      );
    case "EACCES":
      return new MisuseError(
        "port-not-allowed",
        `This user may not open port ${port}. Choose one above 1023, or 0 for any free one.`,
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return new MisuseError("host-not-here", `This machine has no address ${host}. 127.0.0.1 always works.`);
    default:
      return error;
  }
}
