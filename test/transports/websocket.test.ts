import { createServer } from "node:http";
import { describe, expect, onTestFinished, test } from "vitest";
import { WebSocketServer } from "ws";
import type { OpenRequest } from "../../src/model/transport.ts";
import { createWebSocketTransport } from "../../src/transports/websocket.ts";
import { listen } from "./support/raw-server.ts";
import { RecordingSink } from "./support/recording-sink.ts";

async function startEcho(options: ConstructorParameters<typeof WebSocketServer>[0] = {}) {
  const http = createServer();
  const { port } = await listen(http);
  const server = new WebSocketServer({ server: http, ...options });
  return { server, url: `ws://127.0.0.1:${port}/cable?room=1` };
}

function open(url: string, request: Partial<OpenRequest> = {}) {
  const sink = new RecordingSink();
  const connection = createWebSocketTransport().open({ url, headers: [], ...request }, sink);
  onTestFinished(() => connection.cut());
  return { sink, connection };
}

describe("an ordinary conversation", () => {
  test("is told in wire order, with what we sent handed back", async () => {
    const { server, url } = await startEcho();
    server.on("connection", (ws) => {
      ws.send("hello");
      ws.on("message", (data, isBinary) => ws.send(data, { binary: isBinary }));
    });
    const { sink, connection } = open(url);
    await sink.until(/^< text hello/);
    connection.send({ kind: "text", data: "grüße" });
    connection.send({ kind: "binary", data: Buffer.from("bin") });
    connection.send({ kind: "ping", data: Buffer.from("pi") });
    await sink.until(/^< pong/);
    connection.close(1000, "done");
    expect(await sink.whenClosed).toEqual({
      kind: "closed",
      seen: { code: 1000, reason: "done" },
      sent: { code: 1000, reason: "done" },
      failure: undefined,
    });
    expect(sink.transcript).toEqual([
      "> request GET",
      "< response 101",
      "opened",
      "< text hello",
      "> text grüße",
      "> binary bin",
      "> ping pi",
      "< text grüße",
      "< binary bin",
      "< pong pi",
      "> close 1000 done",
      "< close 1000 done",
      "closed",
    ]);
  });

  test("the handshake names what was offered, chosen and agreed", async () => {
    const { url } = await startEcho({
      perMessageDeflate: true,
      handleProtocols: () => "v1",
    });
    const { sink } = open(url, { subprotocols: ["v2", "v1"] });
    const handshake = await sink.whenOpened;
    expect(handshake.offered).toEqual(["v2", "v1"]);
    expect(handshake.subprotocol).toBe("v1");
    expect(handshake.extensions).toBe("permessage-deflate");
    expect(handshake.remoteAddress).toBe(new URL(url).host);
    expect(handshake.redirects).toBeUndefined();
  });

  test("case 44: a base subprotocol chosen from an extended offer opens", async () => {
    const { url } = await startEcho({ handleProtocols: () => "actioncable-v1-json" });
    const { sink } = open(url, { subprotocols: ["actioncable-v1-ext-json", "actioncable-v1-json"] });
    expect((await sink.whenOpened).subprotocol).toBe("actioncable-v1-json");
  });

  test("a compressed message comes as it was written, and a large one too", async () => {
    const { server, url } = await startEcho({ perMessageDeflate: { threshold: 0 } });
    server.on("connection", (ws) => {
      ws.send("x".repeat(50_000));
      ws.send(Buffer.alloc(50 * 1024 * 1024, 7));
    });
    const { sink } = open(url);
    await sink.until(/^< binary/);
    expect(sink.frames.slice(2).map((frame) => "data" in frame && frame.data.length)).toEqual([
      50_000,
      50 * 1024 * 1024,
    ]);
  });

  test("case 34: no code in a close frame stays no code, never 1005", async () => {
    const { server, url } = await startEcho();
    server.on("connection", (ws) => ws.close());
    const { sink } = open(url);
    expect(await sink.whenClosed).toEqual({
      kind: "closed",
      seen: { code: undefined, reason: "" },
      sent: { code: undefined, reason: "" },
      failure: undefined,
    });
    expect(sink.conversation).toEqual(["opened", "< close", "> close", "closed"]);
  });

  test("the server's close is seen before our echo of it", async () => {
    const { server, url } = await startEcho();
    server.on("connection", (ws) => ws.close(4001, "tschüß"));
    const { sink } = open(url);
    await sink.whenClosed;
    expect(sink.conversation).toEqual(["opened", "< close 4001 tschüß", "> close 4001 tschüß", "closed"]);
  });

  test("cut leaves no close frame and blames nobody", async () => {
    const { server, url } = await startEcho();
    const seen = new Promise<number>((resolve) => {
      server.on("connection", (ws) => ws.on("close", resolve));
    });
    const { sink, connection } = open(url);
    await sink.whenOpened;
    connection.cut();
    expect(await sink.whenClosed).toEqual({ kind: "closed", seen: undefined, sent: undefined, failure: undefined });
    expect(await seen).toBe(1006);
  });

  test("sending on a connection that is not open throws", async () => {
    const { url } = await startEcho();
    const { sink, connection } = open(url);
    expect(() => connection.send({ kind: "text", data: "early" })).toThrow("not open");
    await sink.whenOpened;
    connection.close();
    expect(() => connection.send({ kind: "text", data: "late" })).toThrow("not open");
    await sink.whenClosed;
    expect(sink.conversation).toEqual(["opened", "> close", "< close", "closed"]);
  });

  test("a code that must not be sent is refused, and nothing is recorded", async () => {
    const { url } = await startEcho();
    const { sink, connection } = open(url);
    await sink.whenOpened;
    expect(() => connection.close(1005)).toThrow("valid error code");
    expect(sink.conversation).toEqual(["opened"]);
  });
});

describe("the request", () => {
  test("is recorded as it was written, in order and spelling", async () => {
    const http = createServer();
    const { port } = await listen(http);
    const written = new Promise<readonly string[]>((resolve) => {
      http.on("upgrade", (request, socket) => {
        resolve(request.rawHeaders);
        socket.destroy();
      });
    });
    const { sink } = open(`ws://127.0.0.1:${port}/cable`, {
      headers: [
        ["X-One", "1"],
        ["cookie", "a=1"],
        ["x-one", "2"],
        ["X-Name", "Jürgen"],
      ],
    });
    await sink.whenClosed;
    const head = sink.requestHeads()[0];
    const latin1 = (text: string) => Buffer.from(text).toString("latin1");
    expect(head?.headers.flatMap(([name, value]) => [name, latin1(value)])).toEqual(await written);
    expect(head).toMatchObject({ method: "GET", url: `ws://127.0.0.1:${port}/cable`, httpVersion: "1.1" });
    expect(head?.headers).toContainEqual(["X-Name", "Jürgen"]);
    expect(head?.headers.filter(([name]) => name === "X-One").map(([, value]) => value)).toEqual(["1", "2"]);
  });

  test("carries the address's own origin unless another was given", async () => {
    const { url } = await startEcho();
    const own = open(url);
    await own.sink.whenOpened;
    expect(own.sink.requestHeads()[0]?.headers).toContainEqual(["Origin", `http://${new URL(url).host}`]);
    const other = open(url, { headers: [["origin", "https://app.example"]] });
    await other.sink.whenOpened;
    const origins = other.sink.requestHeads()[0]?.headers.filter(([name]) => name.toLowerCase() === "origin");
    expect(origins).toEqual([["origin", "https://app.example"]]);
  });

  test("ignores handshake headers pasted from a browser, but takes their subprotocols", async () => {
    const { url } = await startEcho({ handleProtocols: (protocols) => [...protocols][1] ?? false });
    const { sink } = open(url, {
      headers: [
        ["Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="],
        ["sec-websocket-version", "8"],
        ["Sec-WebSocket-Protocol", "a, b"],
        ["connection", "keep-alive"],
      ],
    });
    expect(await sink.whenOpened).toMatchObject({ offered: ["a", "b"], subprotocol: "b" });
  });

  test("a user and password in the address become an Authorization header and are not in the recorded address", async () => {
    const { url } = await startEcho();
    const { sink } = open(url.replace("ws://", "ws://me:pass%20word@"));
    await sink.whenOpened;
    expect(sink.requestHeads()[0]?.headers).toContainEqual(["Authorization", `Basic ${btoa("me:pass word")}`]);
    expect(sink.requestHeads()[0]?.url).toBe(url);
  });
});
