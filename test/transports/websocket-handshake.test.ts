/** Connections that do not open: each says what came back, at which stage, and in a sentence. */
import { readFileSync } from "node:fs";
import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { describe, expect, onTestFinished, test } from "vitest";
import { WebSocketServer } from "ws";
import type { OpenRequest } from "../../src/model/transport.ts";
import { createWebSocketTransport } from "../../src/transports/websocket.ts";
import { acceptUpgrade, listen, readHead, refusedPort, startRawServer } from "./support/raw-server.ts";
import { RecordingSink } from "./support/recording-sink.ts";

function open(url: string, request: Partial<OpenRequest> = {}) {
  const sink = new RecordingSink();
  const connection = createWebSocketTransport().open({ url, headers: [], ...request }, sink);
  onTestFinished(() => connection.cut());
  return { sink, connection };
}

async function startHttp(listener: RequestListener): Promise<number> {
  const { port } = await listen(createHttpServer(listener));
  return port;
}

describe("an address that cannot be used", () => {
  test.each([
    ["not an address", "ERR_INVALID_URL", '"not an address" is not an address.'],
    ["ftp://example.org/", "unknown-scheme", "The address has to begin with ws:// or wss://, not ftp:."],
    ["ws://127.0.0.1/#part", "fragment", "A WebSocket address cannot have a fragment: leave out # and what follows."],
  ])("%s", async (url, code, message) => {
    const { sink } = open(url);
    expect(await sink.whenClosed).toEqual({ kind: "failed", failure: { stage: "url", code, message } });
    expect(sink.transcript).toEqual(["closed"]);
  });
});

test.each([
  ["a header with a line break", { headers: [["X-Bad", "a\nb"]] as const }],
  ["a header name with a space", { headers: [["X Bad", "a"]] as const }],
  ["the same subprotocol twice", { subprotocols: ["a", "a"] }],
])("%s fails the handshake before anything is sent", async (_, request) => {
  const { sink } = open("ws://127.0.0.1:9/", request);
  expect(await sink.whenClosed).toMatchObject({ kind: "failed", failure: { stage: "handshake" } });
  expect(sink.transcript).toEqual(["closed"]);
});

test("an unknown host name fails at the lookup", async () => {
  const { sink } = open("ws://nowhere.invalid/");
  expect(await sink.whenClosed).toMatchObject({
    kind: "failed",
    failure: { stage: "dns", message: expect.stringContaining("The host name nowhere.invalid ") },
  });
});

test("a refused port says which address refused, and nothing counts as sent", async () => {
  const port = await refusedPort();
  const { sink } = open(`ws://127.0.0.1:${port}/`);
  expect(await sink.whenClosed).toEqual({
    kind: "failed",
    failure: {
      stage: "connect",
      code: "ECONNREFUSED",
      message: `Nothing listens on 127.0.0.1:${port}: the connection was refused.`,
      attempts: [`127.0.0.1:${port} refused (ECONNREFUSED)`],
    },
  });
  expect(sink.transcript).toEqual(["closed"]);
});

describe("case 47: localhost", () => {
  test.each(["127.0.0.1", "::1"])("reaches a server that listens on %s only", async (host) => {
    const http = createHttpServer();
    const { port } = await listen(http, host);
    new WebSocketServer({ server: http });
    const { sink } = open(`ws://localhost:${port}/`);
    expect((await sink.whenOpened).remoteAddress).toContain(host);
  });

  test("lists both addresses when nobody listens", async () => {
    const port = await refusedPort();
    const { sink } = open(`ws://localhost:${port}/`);
    const close = await sink.whenClosed;
    expect(close).toMatchObject({ kind: "failed", failure: { stage: "connect", code: "ECONNREFUSED" } });
    expect(close.kind === "failed" && close.failure.attempts).toEqual([
      `127.0.0.1:${port} refused (ECONNREFUSED)`,
      `[::1]:${port} refused (ECONNREFUSED)`,
    ]);
  });
});

describe("a refused upgrade", () => {
  test("keeps status, headers and body", async () => {
    const port = await startHttp((_, response) => {
      response.writeHead(404, "Not Found", { "X-Request-Id": "abc", "Content-Type": "text/plain" });
      response.end("Page not found");
    });
    const { sink } = open(`ws://127.0.0.1:${port}/cable`);
    const close = await sink.whenClosed;
    expect(close).toMatchObject({
      kind: "refused",
      response: { status: 404, reason: "Not Found", httpVersion: "1.1" },
      body: "Page not found",
    });
    expect(close.kind === "refused" && close.response.headers).toContainEqual(["X-Request-Id", "abc"]);
    expect(sink.transcript).toEqual(["> request GET", "< response 404", "< chunk Page not found", "closed"]);
  });

  test("with a body without end is cut at 64 KiB", async () => {
    const port = await startHttp((_, response) => {
      const flood = () => {
        while (response.write("x".repeat(10_000))) {}
        response.once("drain", flood);
      };
      flood();
    });
    const { sink } = open(`ws://127.0.0.1:${port}/`);
    const close = await sink.whenClosed;
    expect(close).toMatchObject({ kind: "refused", response: { status: 200 }, body: "x".repeat(64 * 1024) });
  });

  test.each([
    ["long before the handshake's own time is up", 60_000],
    ["or when that is up", 1_000],
  ])("with a body that stalls is told %s", async (_, handshakeTimeoutMs) => {
    const port = await startHttp((_, response) => {
      response.writeHead(403);
      response.write("because");
    });
    const { sink } = open(`ws://127.0.0.1:${port}/`, { handshakeTimeoutMs });
    expect(await sink.whenClosed).toMatchObject({ kind: "refused", response: { status: 403 }, body: "because" });
  });

  test("whose body is cut off keeps what came", async () => {
    const { port } = await startRawServer(async (socket) => {
      await readHead(socket);
      socket.end("HTTP/1.1 500 Oops\r\nContent-Length: 100\r\n\r\npartial");
    });
    const { sink } = open(`ws://127.0.0.1:${port}/`);
    expect(await sink.whenClosed).toMatchObject({ kind: "refused", response: { status: 500 }, body: "partial" });
  });
});

describe("an answer that breaks the rules", () => {
  test("case 42: no subprotocol chosen from an offer fails like in browsers, with both lists and both heads", async () => {
    const { port } = await startRawServer((socket) => void acceptUpgrade(socket));
    const { sink } = open(`ws://127.0.0.1:${port}/`, { subprotocols: ["v2", "v1"] });
    expect(await sink.whenClosed).toEqual({
      kind: "failed",
      failure: {
        stage: "handshake",
        code: "no-subprotocol",
        message:
          "The server chose no subprotocol. Offered: v2, v1. RFC 6455 allows that, but browsers drop such a connection, and so do we.",
      },
    });
    expect(sink.transcript).toEqual(["> request GET", "< response 101", "closed"]);
  });

  test("a subprotocol that was not offered", async () => {
    const { port } = await startRawServer(
      (socket) => void acceptUpgrade(socket, undefined, "Sec-WebSocket-Protocol: other\r\n"),
    );
    const { sink } = open(`ws://127.0.0.1:${port}/`, { subprotocols: ["v1"] });
    expect(await sink.whenClosed).toMatchObject({
      failure: { code: "wrong-subprotocol", message: 'The server chose the subprotocol "other". Offered: v1.' },
    });
  });

  test.each([
    [
      "a wrong Sec-WebSocket-Accept",
      "HTTP/1.1 101 Ok\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: no\r\n\r\n",
      "bad-accept",
    ],
    ["another Upgrade", "HTTP/1.1 101 Ok\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n", "bad-upgrade-header"],
    ["something that is not HTTP", "SSH-2.0-OpenSSH_9.7\r\n", "HPE_INVALID_CONSTANT"],
    ["headers without end", `HTTP/1.1 101 Ok\r\nX: ${"x".repeat(20_000)}`, "HPE_HEADER_OVERFLOW"],
  ])("%s", async (_, answer, code) => {
    const { port } = await startRawServer(async (socket) => {
      await readHead(socket);
      socket.write(answer);
    });
    const { sink } = open(`ws://127.0.0.1:${port}/`);
    expect(await sink.whenClosed).toMatchObject({ kind: "failed", failure: { stage: "handshake", code } });
  });

  test("no answer at all before the connection ends", async () => {
    const { port } = await startRawServer(async (socket) => {
      await readHead(socket);
      socket.end();
    });
    const { sink } = open(`ws://127.0.0.1:${port}/`);
    expect(await sink.whenClosed).toMatchObject({
      failure: {
        stage: "handshake",
        code: "ECONNRESET",
        message: `127.0.0.1:${port} closed the connection before it had answered.`,
      },
    });
    expect(sink.transcript).toEqual(["> request GET", "closed"]);
  });
});

describe("a slow peer", () => {
  test("that never answers runs into the time limit", async () => {
    const { port } = await startRawServer(() => {});
    const { sink } = open(`ws://127.0.0.1:${port}/`, { handshakeTimeoutMs: 500 });
    expect(await sink.whenClosed).toEqual({
      kind: "failed",
      failure: {
        stage: "timeout",
        code: "ETIMEDOUT",
        message: `127.0.0.1:${port} took longer than 0.5 s to answer the request.`,
      },
    });
  });

  test("that trickles headers does not win time by it", async () => {
    const { port } = await startRawServer(async (socket) => {
      await readHead(socket);
      socket.write("HTTP/1.1 101 Switching Protocols\r\n");
      const trickle = setInterval(() => socket.write("X: y\r\n"), 20);
      socket.once("close", () => clearInterval(trickle));
    });
    const { sink } = open(`ws://127.0.0.1:${port}/`, { handshakeTimeoutMs: 300 });
    expect(await sink.whenClosed).toMatchObject({ failure: { stage: "timeout" } });
  });

  test("that we give up on before it answered is nobody's fault", async () => {
    const { port } = await startRawServer(() => {});
    const { sink, connection } = open(`ws://127.0.0.1:${port}/`);
    await sink.until(/^> request/);
    connection.close();
    expect(await sink.whenClosed).toMatchObject({ kind: "failed", failure: { code: "aborted" } });
  });

  test("is not even dialled when we give up at once", async () => {
    const { sink, connection } = open("ws://127.0.0.1:9/");
    connection.cut();
    expect(await sink.whenClosed).toMatchObject({ kind: "failed", failure: { code: "aborted" } });
    expect(sink.transcript).toEqual(["closed"]);
  });
});

describe("case 46: a redirect", () => {
  async function startRedirecting(location: (port: number) => string, status = 301) {
    const target = createHttpServer();
    const seen: Record<string, unknown>[] = [];
    target.on("upgrade", (request) => seen.push(request.headers));
    const { port: targetPort } = await listen(target);
    new WebSocketServer({ server: target });
    const port = await startHttp((_, response) => {
      response.writeHead(status, { Location: location(targetPort) });
      response.end();
    });
    return { url: `ws://127.0.0.1:${port}/old`, targetPort, seen };
  }
  const headers = [
    ["Authorization", "Bearer secret"],
    ["Cookie", "session=1"],
    ["X-Kept", "yes"],
  ] as const;

  test("is shown and not followed by default", async () => {
    const { url } = await startRedirecting((port) => `ws://127.0.0.1:${port}/new`);
    const { sink } = open(url, { headers });
    expect(await sink.whenClosed).toMatchObject({ kind: "refused", response: { status: 301 } });
    expect(sink.transcript).toEqual(["> request GET", "< response 301", "closed"]);
  });

  test("is followed on request, hop by hop, without credentials for another host", async () => {
    const { url, targetPort, seen } = await startRedirecting((port) => `http://localhost:${port}/new`, 307);
    const { sink } = open(url, { headers, followRedirects: true });
    const handshake = await sink.whenOpened;
    const to = `http://localhost:${targetPort}/new`;
    expect(handshake.redirects).toEqual([{ from: url, to, status: 307 }]);
    expect(handshake.request.url).toBe(`ws://localhost:${targetPort}/new`);
    expect(sink.transcript).toEqual(["> request GET", "< response 307", "> request GET", "< response 101", "opened"]);
    expect(seen[0]).toMatchObject({ "x-kept": "yes", origin: `http://localhost:${targetPort}` });
    expect(seen[0]).not.toHaveProperty("authorization");
    expect(seen[0]).not.toHaveProperty("cookie");
  });

  test("to the same host keeps the credentials", async () => {
    const http = createHttpServer((request, response) => {
      response.writeHead(302, { Location: `${request.url}/` });
      response.end();
    });
    const { port } = await listen(http);
    const server = new WebSocketServer({ noServer: true });
    const cookies: (string | undefined)[] = [];
    http.on("upgrade", (request, socket, head) => {
      cookies.push(request.headers.cookie);
      if (request.url === "/a/") server.handleUpgrade(request, socket, head, () => {});
      else socket.end("HTTP/1.1 302 Found\r\nLocation: /a/\r\nContent-Length: 0\r\n\r\n");
    });
    const { sink } = open(`ws://127.0.0.1:${port}/a`, { headers, followRedirects: true });
    await sink.whenOpened;
    expect(cookies).toEqual(["session=1", "session=1"]);
  });

  test("that leads round in circles ends after ten", async () => {
    const port = await startHttp((request, response) => {
      response.writeHead(302, { Location: request.url });
      response.end();
    });
    const { sink } = open(`ws://127.0.0.1:${port}/`, { followRedirects: true });
    expect(await sink.whenClosed).toMatchObject({ failure: { stage: "handshake", code: "too-many-redirects" } });
    expect(sink.responseHeads()).toHaveLength(11);
  });
});

describe("TLS", () => {
  const fixture = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url));
  async function startTls() {
    const https = createHttpsServer({ key: fixture("self-signed.key.pem"), cert: fixture("self-signed.cert.pem") });
    const { port } = await listen(https);
    new WebSocketServer({ server: https });
    return port;
  }

  test("with a self-signed certificate fails, and opens if any certificate will do", async () => {
    const port = await startTls();
    const strict = open(`wss://localhost:${port}/`);
    expect(await strict.sink.whenClosed).toMatchObject({
      kind: "failed",
      failure: {
        stage: "tls",
        code: "DEPTH_ZERO_SELF_SIGNED_CERT",
        message: `The certificate of localhost:${port} is self-signed, so it is not trusted.`,
      },
    });
    expect(strict.sink.transcript).toEqual(["closed"]);
    const lax = open(`wss://localhost:${port}/`, { insecure: true });
    expect((await lax.sink.whenOpened).request.url).toBe(`wss://localhost:${port}/`);
  });

  test("spoken to a port without it is told so", async () => {
    const port = await startHttp((_, response) => response.end());
    const { sink } = open(`wss://127.0.0.1:${port}/`);
    expect(await sink.whenClosed).toMatchObject({
      failure: { stage: "tls", message: `127.0.0.1:${port} does not speak TLS.` },
    });
  });
});
