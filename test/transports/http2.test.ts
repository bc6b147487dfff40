/** HTTP/2 against Node's own server: streams of one connection, and what happens where there is none. */
import { readFileSync } from "node:fs";
import {
  constants,
  createSecureServer,
  type SecureServerOptions,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import { createServer as createHttpsServer } from "node:https";
import type { Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import type { OpenRequest, Transport } from "../../src/model/transport.ts";
import { createHttpTransport } from "../../src/transports/http.ts";
import { listen } from "./support/raw-server.ts";
import { RecordingSink } from "./support/recording-sink.ts";

const fixture = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url));
const identity = { key: fixture("self-signed.key.pem"), cert: fixture("self-signed.cert.pem") };

interface Started {
  readonly url: string;
  readonly sessions: ServerHttp2Session[];
  readonly sockets: Socket[];
}

type OnStream = (stream: ServerHttp2Stream, headers: Record<string, string | string[] | undefined>) => void;

async function start(onStream: OnStream, options: SecureServerOptions = {}): Promise<Started> {
  const server = createSecureServer({ ...identity, ...options });
  const sessions: ServerHttp2Session[] = [];
  server.on("session", (session) => sessions.push(session));
  server.on("stream", (stream, headers) => {
    stream.on("error", () => {});
    onStream(stream, headers as Record<string, string>);
  });
  const sockets: Socket[] = [];
  server.on("secureConnection", (socket) => sockets.push(socket));
  const { port } = await listen(server);
  return { url: `https://localhost:${port}`, sessions, sockets };
}

function open(url: string, request: Partial<OpenRequest> = {}, transport: Transport = createHttpTransport()) {
  const sink = new RecordingSink();
  const connection = transport.open({ url, headers: [], insecure: true, ...request }, sink);
  onTestFinished(() => connection.cut());
  return { sink, connection };
}

const streaming: OnStream = (stream) => {
  stream.respond({ ":status": 200, "content-type": "text/event-stream" });
  stream.write("data: one\n\n");
};

test("an exchange is told as over HTTP/1.1, with its stream and its version", async () => {
  const { url } = await start((stream, headers) => {
    stream.additionalHeaders({ ":status": 103, link: "</a.css>" });
    stream.respond({ ":status": 200, "set-cookie": ["a=1", "b=2"], "x-path": String(headers[":path"]) });
    stream.end(`${headers["x-one"]} ${headers[":authority"]}`);
  });
  const { sink } = open(`${url}/p?q=1#part`, {
    headers: [
      ["X-One", "1"],
      ["Connection", "keep-alive"],
    ],
  });
  const handshake = await sink.whenOpened;
  expect(await sink.whenClosed).toEqual({ kind: "ended", bodyMs: expect.any(Number) });
  expect(sink.transcript).toEqual([
    "> request GET",
    "< response 103",
    "< response 200",
    "opened",
    `< chunk 1 ${new URL(url).host}`,
    "closed",
  ]);
  expect(handshake.request).toEqual({
    method: "GET",
    url: `${url}/p?q=1`,
    httpVersion: "2",
    headers: [["x-one", "1"]],
  });
  expect(handshake.response).toMatchObject({ status: 200, reason: "", httpVersion: "2" });
  expect(handshake.response.headers.slice(0, 3)).toEqual([
    ["set-cookie", "a=1"],
    ["set-cookie", "b=2"],
    ["x-path", "/p?q=1"],
  ]);
  expect(handshake.stream).toEqual({ connection: expect.any(Number), id: 1, openStreams: 1 });
  expect(handshake.timing?.connectMs).toBeGreaterThan(0);
  expect(handshake.timing?.tlsMs).toBeGreaterThan(0);
  expect(handshake.timing?.requestMs).toBeGreaterThanOrEqual(0);
  expect(handshake.remoteAddress).toMatch(/:\d+$/);
});

test("exchanges of one transport share a connection, also those that begin at the same moment", async () => {
  const { url, sessions } = await start(streaming);
  const transport = createHttpTransport();
  const exchanges = [open(`${url}/a`, {}, transport), open(`${url}/b`, {}, transport), open(`${url}/c`, {}, transport)];
  const streams = (await Promise.all(exchanges.map(({ sink }) => sink.whenOpened))).map(({ stream }) => stream);
  expect(new Set(streams.map((stream) => stream?.connection)).size).toBe(1);
  expect(streams.map((stream) => stream?.id).sort()).toEqual([1, 3, 5]);
  expect(Math.max(...streams.map((stream) => stream?.openStreams ?? 0))).toBe(3);
  expect(sessions).toHaveLength(1);
});

test("a stream that we end leaves the others alone, and the connection serves the next one", async () => {
  let resetCode: number | undefined;
  const { url, sessions } = await start((stream, headers) => {
    streaming(stream, headers);
    if (headers[":path"] === "/a") stream.once("close", () => (resetCode = stream.rstCode));
  });
  const transport = createHttpTransport();
  const first = open(`${url}/a`, {}, transport);
  const second = open(`${url}/b`, {}, transport);
  await Promise.all([first.sink.until(/chunk/), second.sink.until(/chunk/)]);
  first.connection.close();
  expect(await first.sink.whenClosed).toEqual({ kind: "ended", bodyMs: expect.any(Number), aborted: true });
  const third = open(`${url}/c`, {}, transport);
  expect((await third.sink.whenOpened).stream?.id).toBe(5);
  expect(second.sink.transcript.at(-1)).toContain("chunk");
  expect(sessions).toHaveLength(1);
  expect(resetCode).toBe(constants.NGHTTP2_CANCEL);
});

test("a body goes with the request, and a compressed answer is unfolded", async () => {
  const { url } = await start((stream, headers) => {
    stream.respond({ ":status": 200, "content-encoding": "gzip" });
    const parts: Buffer[] = [];
    stream.on("data", (part: Buffer) => parts.push(part));
    stream.on("end", () => stream.end(gzipSync(`${headers[":method"]} ${Buffer.concat(parts)}`)));
  });
  const { sink } = open(url, { method: "POST", body: '{"q":"grüß"}' });
  await sink.whenClosed;
  expect(sink.bodyText).toBe('POST {"q":"grüß"}');
  expect(sink.transcript.slice(0, 2)).toEqual(["> request POST", '> chunk {"q":"grüß"}']);
});

test("a stream that the server resets says with which code", async () => {
  const { url } = await start((stream, headers) => {
    if (headers[":path"] === "/late") {
      stream.respond({ ":status": 200 });
      stream.write("half");
      setImmediate(() => stream.destroy(new Error("a fault")));
    } else stream.close(constants.NGHTTP2_REFUSED_STREAM);
  });
  const target = new URL(url).host;
  const early = await open(`${url}/early`).sink.whenClosed;
  expect(early).toMatchObject({ kind: "failed", failure: { message: `${target} reset the stream: REFUSED_STREAM.` } });
  const late = await open(`${url}/late`).sink.whenClosed;
  expect(late).toMatchObject({
    kind: "ended",
    failure: { stage: "reset", message: `${target} reset the stream: INTERNAL_ERROR.` },
  });
});

test("a connection that breaks takes all of its streams down, and the next exchange opens another", async () => {
  const { url, sessions, sockets } = await start(streaming);
  const transport = createHttpTransport();
  const exchanges = [open(url, {}, transport), open(url, {}, transport)];
  await Promise.all(exchanges.map(({ sink }) => sink.until(/chunk/)));
  sockets[0]?.destroy();
  for (const { sink } of exchanges) expect(await sink.whenClosed).toMatchObject({ kind: "ended", failure: {} });
  expect((await open(url, {}, transport).sink.whenOpened).stream?.id).toBe(1);
  expect(sessions).toHaveLength(2);
});

test("a server that says goodbye is not asked again on that connection", async () => {
  const { url, sessions } = await start(streaming);
  const transport = createHttpTransport();
  const first = open(url, {}, transport);
  await first.sink.until(/chunk/);
  sessions[0]?.goaway(constants.NGHTTP2_NO_ERROR);
  // The goodbye and a ping's answer travel in order.
  await new Promise((resolve) => sessions[0]?.ping(resolve));
  const second = open(url, {}, transport);
  expect((await second.sink.whenOpened).stream?.id).toBe(1);
  expect(sessions).toHaveLength(2);
});

test("a full connection is joined by a second one", async () => {
  const { url, sessions } = await start(streaming, { settings: { maxConcurrentStreams: 1 } });
  const transport = createHttpTransport();
  await open(url, {}, transport).sink.until(/chunk/);
  await open(url, {}, transport).sink.until(/chunk/);
  expect(sessions).toHaveLength(2);
});

test("a server without HTTP/2 is spoken to over HTTP/1.1, a connection each", async () => {
  const ports: (number | undefined)[] = [];
  const https = createHttpsServer(identity, (request, response) => {
    ports.push(request.socket.remotePort);
    response.write(request.httpVersion);
  });
  const { port } = await listen(https);
  const transport = createHttpTransport();
  const exchanges = [0, 1, 2].map(() => open(`https://localhost:${port}`, {}, transport));
  for (const { sink } of exchanges) {
    const { request, stream } = await sink.whenOpened;
    expect(request.httpVersion).toBe("1.1");
    expect(stream).toBeUndefined();
  }
  expect(new Set(ports).size).toBe(3);
});

test("HTTP/1.1 can be wished for", async () => {
  const server = createSecureServer({ ...identity, allowHTTP1: true }, (_, response) => response.end("hi"));
  const { port } = await listen(server);
  const wished = await open(`https://localhost:${port}`, { httpVersion: "1.1" }).sink.whenOpened;
  expect(wished.response.httpVersion).toBe("1.1");
  const any = await open(`https://localhost:${port}`).sink.whenOpened;
  expect(any.response.httpVersion).toBe("2");
});

test("a connection that was not checked is none for those who check", async () => {
  const { url } = await start(streaming);
  const transport = createHttpTransport();
  await open(url, {}, transport).sink.until(/chunk/);
  const strict = open(url, { insecure: false }, transport);
  expect(await strict.sink.whenClosed).toMatchObject({ kind: "failed", failure: { stage: "tls" } });
});

test("redirects are followed over the same connection", async () => {
  const { url, sessions } = await start((stream, headers) => {
    if (headers[":path"] === "/from") stream.respond({ ":status": 302, location: "/to" }, { endStream: true });
    else streaming(stream, headers);
  });
  const { sink } = open(`${url}/from`, { followRedirects: true });
  const { redirects, stream } = await sink.whenOpened;
  expect(redirects).toEqual([{ from: `${url}/from`, to: `${url}/to`, status: 302 }]);
  expect(stream?.id).toBe(3);
  expect(sessions).toHaveLength(1);
});

test("a header that HTTP/2 forbids is the caller's to mend, and breaks nothing else", async () => {
  const { url } = await start(streaming);
  const transport = createHttpTransport();
  const bad = open(url, { headers: [["TE", "gzip"]] }, transport);
  expect(await bad.sink.whenClosed).toMatchObject({ kind: "failed", failure: { stage: "handshake" } });
  await open(url, {}, transport).sink.until(/chunk/);
});

test("an exchange that gives up while it dials lets those who wait for it dial themselves", async () => {
  const { url } = await start(streaming);
  const transport = createHttpTransport();
  const first = open(url, {}, transport);
  const second = open(url, {}, transport);
  // Both have begun at the next tick: the first dials, the second waits.
  await new Promise((resolve) => process.nextTick(resolve));
  first.connection.close();
  expect(await first.sink.whenClosed).toMatchObject({ kind: "failed", failure: { code: "aborted" } });
  await second.sink.until(/chunk/);
});
