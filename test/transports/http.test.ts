/** HTTP exchanges with real servers, good ones and bad ones. */
import { readFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { brotliCompressSync, createGzip, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import type { OpenRequest } from "../../src/model/transport.ts";
import { createHttpTransport } from "../../src/transports/http.ts";
import { listen, readHead, refusedPort, startRawServer } from "./support/raw-server.ts";
import { RecordingSink } from "./support/recording-sink.ts";

function open(url: string, request: Partial<OpenRequest> = {}) {
  const sink = new RecordingSink();
  const connection = createHttpTransport().open({ url, headers: [], ...request }, sink);
  onTestFinished(() => connection.cut());
  return { sink, connection };
}

async function start(listener: RequestListener): Promise<string> {
  const { port } = await listen(createServer(listener));
  return `http://127.0.0.1:${port}`;
}

/** Answers each request with these bytes and then ends the connection, or leaves it open. */
async function startRaw(answer: string | readonly string[], end: "end" | "stay" | "reset" = "end"): Promise<string> {
  const { port } = await startRawServer(async (socket) => {
    await readHead(socket);
    for (const part of typeof answer === "string" ? [answer] : answer) {
      await new Promise((resolve) => socket.write(Buffer.from(part, "latin1"), resolve));
    }
    if (end === "end") socket.end();
    if (end === "reset") socket.resetAndDestroy();
  });
  return `http://127.0.0.1:${port}`;
}

describe("an ordinary exchange", () => {
  test("is told in wire order, chunk by chunk as they arrive", async () => {
    let more: () => void = () => {};
    const url = await start((_, response) => {
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      response.write("data: one\n\n");
      more = () => response.end("data: two\n\n");
    });
    const { sink } = open(`${url}/events?topic=chat`, { headers: [["Accept", "text/event-stream"]] });
    await sink.until(/^< chunk/);
    expect(sink.transcript).toEqual(["> request GET", "< response 200", "opened", "< chunk data: one\n\n"]);
    more();
    expect(await sink.whenClosed).toEqual({ kind: "ended", bodyMs: expect.any(Number) });
    expect(sink.transcript.slice(4)).toEqual(["< chunk data: two\n\n", "closed"]);
  });

  test("tells how long each phase took", async () => {
    // Server and client share a thread: only what happens after what the client has seen is surely that much later.
    const atLeast = async (ms: number) => {
      for (const from = performance.now(); performance.now() - from < ms; ) await sleep(ms / 4);
    };
    const finish = Promise.withResolvers<void>();
    const url = await start((request, response) => {
      request.resume().on("end", async () => {
        await atLeast(60);
        response.writeHead(200).write("first");
        await finish.promise;
        response.end();
      });
    });
    const { sink } = open(url.replace("127.0.0.1", "localhost"), { method: "POST", body: "x".repeat(4_000_000) });
    const { timing } = await sink.whenOpened;
    expect(timing?.dnsMs).toBeGreaterThanOrEqual(0);
    expect(timing?.tcpMs).toBeGreaterThan(0);
    expect(timing?.tlsMs).toBeUndefined();
    expect(timing?.connectMs).toBeGreaterThanOrEqual(timing?.tcpMs ?? Number.NaN);
    expect(timing?.requestMs).toBeGreaterThan(0);
    expect(timing?.holdMs).toBeGreaterThan(0);
    expect((timing?.requestMs ?? 0) + (timing?.holdMs ?? 0)).toBeGreaterThanOrEqual(60);
    await atLeast(40);
    finish.resolve();
    const close = await sink.whenClosed;
    expect(close.kind === "ended" ? close.bodyMs : undefined).toBeGreaterThanOrEqual(40);
  });

  test("opens with both heads, in wire order and spelling, and the peer's address", async () => {
    const url = await startRaw("HTTP/1.1 200 Fine\r\nX-B: 1\r\nx-a: 2\r\nX-B: 3\r\nX-Name: J\xc3\xbcrgen\r\n\r\nbody");
    const { sink } = open(`${url}/p?q=1#part`, {
      headers: [
        ["X-One", "1"],
        ["x-two", "2"],
      ],
    });
    const { request, response, offered, remoteAddress } = await sink.whenOpened;
    expect(request).toMatchObject({ method: "GET", url: `${url}/p?q=1`, httpVersion: "1.1" });
    expect(request.headers[0]).toEqual(["host", new URL(url).host]);
    expect(request.headers.slice(-2)).toEqual([
      ["X-One", "1"],
      ["x-two", "2"],
    ]);
    expect(response).toEqual({
      status: 200,
      reason: "Fine",
      httpVersion: "1.1",
      headers: [
        ["X-B", "1"],
        ["x-a", "2"],
        ["X-B", "3"],
        ["X-Name", "Jürgen"],
      ],
    });
    expect(offered).toEqual([]);
    expect(remoteAddress).toBe(new URL(url).host);
  });

  test("with a body sends it whole, records it, and keeps the method (26)", async () => {
    const url = await start((request, response) => request.pipe(response));
    const { sink } = open(url, {
      method: "POST",
      headers: [
        ["Content-Type", "application/json"],
        ["Content-Length", "999"],
      ],
      body: '{"prompt":"grüß"}',
    });
    await sink.whenClosed;
    expect(sink.transcript).toEqual([
      "> request POST",
      '> chunk {"prompt":"grüß"}',
      "< response 200",
      "opened",
      '< chunk {"prompt":"grüß"}',
      "closed",
    ]);
    expect(sink.requestHeads()[0]?.headers).toContainEqual(["content-length", "19"]);
  });

  test.each([204, 304, 404, 503])(
    "opens with status %i too: what it means is not for the transport to say",
    async (status) => {
      const url = await start((_, response) => {
        response.writeHead(status);
        response.end();
      });
      const { sink } = open(url);
      expect((await sink.whenOpened).response.status).toBe(status);
      expect(await sink.whenClosed).toEqual({ kind: "ended", bodyMs: expect.any(Number) });
    },
  );

  test("an early hint is a frame of its own before the answer", async () => {
    const url = await start((_, response) => {
      response.writeEarlyHints({ link: "</a.css>; rel=preload" });
      response.end("x");
    });
    const { sink } = open(url);
    await sink.whenClosed;
    expect(sink.transcript).toEqual([
      "> request GET",
      "< response 103",
      "< response 200",
      "opened",
      "< chunk x",
      "closed",
    ]);
  });

  test("case 12: a header value beyond ASCII goes out as UTF-8 bytes and is recorded as text", async () => {
    const seen: string[] = [];
    const url = await start((request, response) => {
      const id = String(request.headers["last-event-id"]);
      seen.push(Buffer.from(id, "latin1").toString("utf8"));
      response.end();
    });
    const { sink } = open(url, { headers: [["Last-Event-ID", "größe-€-🎈"]] });
    await sink.whenClosed;
    expect(seen).toEqual(["größe-€-🎈"]);
    expect(sink.requestHeads()[0]?.headers).toContainEqual(["Last-Event-ID", "größe-€-🎈"]);
  });

  test("an HTTP/1.0 answer without a length ends with its connection, and says its version", async () => {
    const url = await startRaw("HTTP/1.0 200 OK\r\n\r\nall of it");
    const { sink } = open(url);
    expect((await sink.whenOpened).response.httpVersion).toBe("1.0");
    expect(await sink.whenClosed).toEqual({ kind: "ended", bodyMs: expect.any(Number) });
    expect(sink.bodyText).toBe("all of it");
  });

  test("a user and password in the address become an Authorization header", async () => {
    const seen: (string | undefined)[] = [];
    const url = await start((request, response) => {
      seen.push(request.headers.authorization);
      response.end();
    });
    const { sink } = open(url.replace("http://", "http://me:%zz%20word@"));
    await sink.whenClosed;
    expect(seen).toEqual([`Basic ${btoa("me:%zz word")}`]);
    expect(sink.requestHeads()[0]?.url).toBe(`${url}/`);
  });
});

describe("a body with a content-encoding", () => {
  const body = "data: größe\n\n".repeat(1_000);
  test.each([
    ["gzip", gzipSync(body)],
    ["deflate", deflateSync(body)],
    ["deflate", deflateRawSync(body)],
    ["br", brotliCompressSync(body)],
    ["zstd", zstdCompressSync(body)],
    ["identity", Buffer.from(body)],
    ["x-own-invention", Buffer.from(body)],
  ])("%s is handed over readable", async (encoding, bytes) => {
    const url = await start((_, response) => {
      response.writeHead(200, { "Content-Encoding": encoding });
      response.end(bytes);
    });
    const { sink } = open(url);
    expect(await sink.whenClosed).toEqual({ kind: "ended", bodyMs: expect.any(Number) });
    expect(sink.bodyText).toBe(body);
  });

  test("case 24: comes piece by piece if the server flushes", async () => {
    let finish: () => void = () => {};
    const url = await start((_, response) => {
      response.writeHead(200, { "Content-Encoding": "gzip" });
      const gzip = createGzip();
      gzip.pipe(response);
      gzip.write("data: first\n\n");
      gzip.flush();
      finish = () => gzip.end("data: last\n\n");
    });
    const { sink } = open(url);
    await sink.until(/^< chunk data: first/);
    finish();
    await sink.whenClosed;
    expect(sink.bodyText).toBe("data: first\n\ndata: last\n\n");
  });

  test("that is not what it claims to be is a failure with a reason", async () => {
    const url = await start((_, response) => {
      response.writeHead(200, { "Content-Encoding": "gzip" });
      response.end("data: plain\n\n");
    });
    const { sink } = open(url);
    expect(await sink.whenClosed).toEqual({
      kind: "ended",
      bodyMs: expect.any(Number),
      failure: {
        stage: "protocol",
        code: "Z_DATA_ERROR",
        message: "The body is not valid gzip: incorrect header check.",
      },
    });
  });

  test("that unfolds beyond the limit is stopped on the way", async () => {
    const url = await start((_, response) => {
      response.writeHead(200, { "Content-Encoding": "gzip" });
      response.end(gzipSync(Buffer.alloc(50 * 1024 * 1024)));
    });
    const { sink } = open(url, { maxPayloadBytes: 1024 * 1024 });
    expect(await sink.whenClosed).toMatchObject({
      kind: "ended",
      failure: { stage: "protocol", code: "body-too-large" },
    });
    expect(sink.bodyText.length).toBeLessThanOrEqual(1024 * 1024);
  });

  test("that is empty just ends", async () => {
    const url = await start((_, response) => {
      response.writeHead(200, { "Content-Encoding": "gzip", "Content-Length": "0" });
      response.end();
    });
    const { sink } = open(url);
    expect(await sink.whenClosed).toEqual({ kind: "ended", bodyMs: expect.any(Number) });
  });

  test("that is large and slow to take is read without loss", async () => {
    const large = Buffer.alloc(20 * 1024 * 1024, "abcdefghij");
    const url = await start((_, response) => {
      response.writeHead(200, { "Content-Encoding": "gzip" });
      response.end(gzipSync(large));
    });
    const { sink } = open(url);
    expect(await sink.whenClosed).toEqual({ kind: "ended", bodyMs: expect.any(Number) });
    expect(sink.bodyText.length).toBe(large.length);
  });
});

describe("a body that is cut", () => {
  test.each([
    ["before its length is reached", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ndata: one\n\n", "end"],
    ["before its last chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\ndata: one\n\n\r\n", "end"],
    ["by a reset", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\ndata: one\n\n\r\n", "reset"],
  ] as const)("%s keeps what came and says that it was cut", async (_, answer, end) => {
    // A reset may overtake data, so the server waits until its bytes have been seen.
    let cut: () => void = () => {};
    const { port } = await startRawServer(async (socket) => {
      await readHead(socket);
      socket.write(answer);
      cut = () => (end === "end" ? socket.end() : socket.resetAndDestroy());
    });
    const { sink } = open(`http://127.0.0.1:${port}`);
    await sink.until(/^< chunk/);
    cut();
    expect(await sink.whenClosed).toMatchObject({ kind: "ended", failure: { stage: "reset" } });
    expect(sink.bodyText).toBe("data: one\n\n");
  });

  test("by broken chunking is a protocol failure", async () => {
    const url = await startRaw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n", "stay");
    const { sink } = open(url);
    expect(await sink.whenClosed).toMatchObject({
      kind: "ended",
      failure: { stage: "protocol", message: expect.stringContaining("is not HTTP: Invalid character in chunk size.") },
    });
  });

  test("by us is aborted, and nothing more comes", async () => {
    const ended = Promise.withResolvers<void>();
    const url = await start((_, response) => {
      response.write("x");
      response.on("close", ended.resolve);
    });
    const { sink, connection } = open(url);
    await sink.until(/^< chunk/);
    connection.close();
    expect(await sink.whenClosed).toEqual({ kind: "ended", bodyMs: expect.any(Number), aborted: true });
    await ended.promise;
    expect(sink.transcript.at(-1)).toBe("closed");
  });
});

describe("an exchange that never opens", () => {
  test.each([
    ["not an address", "ERR_INVALID_URL"],
    ["ws://127.0.0.1/", "unknown-scheme"],
  ])("%s fails at the address", async (url, code) => {
    const { sink } = open(url);
    expect(await sink.whenClosed).toMatchObject({ kind: "failed", failure: { stage: "url", code } });
  });

  test.each([
    ["a header with a line break", { headers: [["X-Bad", "a\nb"]] as const }],
    ["a header name with a space", { headers: [["X Bad", "a"]] as const }],
    ["a method with a space", { method: "GET IT" }],
  ])("%s fails before anything is sent", async (_, request) => {
    const url = await start((_, response) => response.end());
    const { sink } = open(url, request);
    expect(await sink.whenClosed).toMatchObject({ kind: "failed", failure: { code: "UND_ERR_INVALID_ARG" } });
    expect(sink.transcript).toEqual(["closed"]);
  });

  test("an unknown host name fails at the lookup", async () => {
    const { sink } = open("http://nowhere.invalid/");
    expect(await sink.whenClosed).toMatchObject({
      kind: "failed",
      failure: { stage: "dns", message: expect.stringContaining("The host name nowhere.invalid ") },
    });
  });

  test("case 47: localhost is tried on both families", async () => {
    const port = await refusedPort();
    const refused = open(`http://localhost:${port}/`);
    const close = await refused.sink.whenClosed;
    expect(close.kind === "failed" && close.failure.attempts).toEqual([
      `127.0.0.1:${port} refused (ECONNREFUSED)`,
      `[::1]:${port} refused (ECONNREFUSED)`,
    ]);
    const { port: v6Port } = await listen(
      createServer((_, response) => response.end()),
      "::1",
    );
    const reached = open(`http://localhost:${v6Port}/`);
    expect((await reached.sink.whenOpened).remoteAddress).toBe(`[::1]:${v6Port}`);
  });

  test("a server that never answers runs into the time limit, trickled headers or not", async () => {
    const { port } = await startRawServer(async (socket) => {
      await readHead(socket);
      socket.write("HTTP/1.1 200 OK\r\n");
      const trickle = setInterval(() => socket.write("X: y\r\n"), 20);
      socket.once("close", () => clearInterval(trickle));
    });
    const { sink } = open(`http://127.0.0.1:${port}/`, { handshakeTimeoutMs: 300 });
    expect(await sink.whenClosed).toMatchObject({ kind: "failed", failure: { stage: "timeout", code: "ETIMEDOUT" } });
  });

  test("a body may be silent for longer than the answer may take", async () => {
    const url = await start((_, response) => {
      response.write("first ");
      setTimeout(() => response.end("second"), 1_100);
    });
    const { sink } = open(url, { handshakeTimeoutMs: 1_000 });
    expect(await sink.whenClosed).toEqual({ kind: "ended", bodyMs: expect.any(Number) });
    expect(sink.bodyText).toBe("first second");
  });

  test.each([
    ["not HTTP", "SSH-2.0-OpenSSH_9.7\r\n", "HTTPParserError"],
    ["headers without end", `HTTP/1.1 200 Ok\r\nX: ${"x".repeat(20_000)}`, "UND_ERR_HEADERS_OVERFLOW"],
    ["nothing", "", "UND_ERR_SOCKET"],
  ])("an answer that is %s fails the handshake", async (_, answer, code) => {
    const { sink } = open(await startRaw(answer));
    expect(await sink.whenClosed).toMatchObject({ kind: "failed", failure: { stage: "handshake", code } });
  });

  test("an exchange that we give up on is nobody's fault", async () => {
    const { port } = await startRawServer(() => {});
    const { sink, connection } = open(`http://127.0.0.1:${port}/`);
    await sink.until(/^> request/);
    connection.cut();
    expect(await sink.whenClosed).toMatchObject({ kind: "failed", failure: { code: "aborted" } });
    expect(() => connection.send({ kind: "text", data: "x" })).toThrow("takes nothing");
  });

  test("a self-signed certificate fails, and opens if any certificate will do", async () => {
    const fixture = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url));
    const https = createHttpsServer(
      { key: fixture("self-signed.key.pem"), cert: fixture("self-signed.cert.pem") },
      (_, response) => response.end("secret"),
    );
    const { port } = await listen(https);
    const strict = open(`https://localhost:${port}/`);
    expect(await strict.sink.whenClosed).toMatchObject({
      failure: { stage: "tls", code: "DEPTH_ZERO_SELF_SIGNED_CERT" },
    });
    const lax = open(`https://localhost:${port}/`, { insecure: true });
    await lax.sink.whenClosed;
    expect(lax.sink.bodyText).toBe("secret");
    expect(lax.sink.requestHeads()[0]?.url).toBe(`https://localhost:${port}/`);
  });
});

describe("a redirect", () => {
  async function startRedirecting(status: number) {
    const seen: { method?: string; url?: string; authorization?: string; body: string }[] = [];
    const target = await start(async (request, response) => {
      const body = (await request.toArray()).join("");
      const { authorization } = request.headers;
      seen.push({
        ...(request.method !== undefined && { method: request.method }),
        ...(request.url !== undefined && { url: request.url }),
        ...(authorization !== undefined && { authorization }),
        body,
      });
      response.end("there");
    });
    const url = await start((request, response) => {
      const location = request.url === "/far" ? `${target}/new` : "/far";
      response.writeHead(status, { Location: location });
      response.end("moved");
    });
    return { url, target, seen };
  }

  test("is shown and not followed by default", async () => {
    const { url } = await startRedirecting(302);
    const { sink } = open(`${url}/near`);
    expect((await sink.whenOpened).response.status).toBe(302);
    await sink.whenClosed;
    expect(sink.bodyText).toBe("moved");
  });

  test.each([
    [301, "POST", "GET", ""],
    [302, "PUT", "PUT", "body"],
    [303, "PUT", "GET", ""],
    [307, "POST", "POST", "body"],
    [308, "POST", "POST", "body"],
  ])("with %i turns %s into %s, hop by hop", async (status, method, followed, body) => {
    const { url, target, seen } = await startRedirecting(status);
    const { sink } = open(`${url}/near`, {
      method,
      body: "body",
      followRedirects: true,
      headers: [["Authorization", "Bearer secret"]],
    });
    const handshake = await sink.whenOpened;
    expect(handshake.redirects).toEqual([
      { from: `${url}/near`, to: `${url}/far`, status },
      { from: `${url}/far`, to: `${target}/new`, status },
    ]);
    await sink.whenClosed;
    expect(sink.responseHeads().map((head) => head.status)).toEqual([status, status, 200]);
    expect(sink.bodyText).toBe("there");
    // Credentials stay with the host that they were given for.
    expect(seen).toEqual([{ method: followed, url: "/new", body }]);
    expect(sink.requestHeads()[1]?.headers).toContainEqual(["Authorization", "Bearer secret"]);
  });

  test("that leads round in circles ends after ten", async () => {
    const url = await start((request, response) => {
      response.writeHead(302, { Location: request.url });
      response.end();
    });
    const { sink } = open(url, { followRedirects: true });
    expect(await sink.whenClosed).toMatchObject({ kind: "failed", failure: { code: "too-many-redirects" } });
  });
});
