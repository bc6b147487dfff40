/** Servers that break the protocol, or vanish: what came is shown, the reason is told, and nothing hangs. */
import type { Socket } from "node:net";
import { deflateRawSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import type { OpenRequest } from "../../src/model/transport.ts";
import { createWebSocketTransport } from "../../src/transports/websocket.ts";
import { acceptUpgrade, frameBytes, readFrames, startRawServer } from "./support/raw-server.ts";
import { RecordingSink } from "./support/recording-sink.ts";

const fin = 0x80;
const text = 0x1;
const close = 0x8;
const ping = 0x9;

/** Frames that a client sent, as `opcode payload-in-hex`. */
type Script = (socket: Socket, seen: string[]) => void;

/** Opens a connection to a server that accepts the upgrade and then does what the script says. */
async function converse(script: Script, request: Partial<OpenRequest> = {}, extensions = "", closeTimeoutMs?: number) {
  const seen: string[] = [];
  const { port } = await startRawServer(async (socket) => {
    readFramesAfterHead(socket, seen);
    await acceptUpgrade(socket, undefined, extensions);
    script(socket, seen);
  });
  const sink = new RecordingSink();
  const transport = createWebSocketTransport({ closeTimeoutMs });
  const connection = transport.open({ url: `ws://127.0.0.1:${port}/`, headers: [], ...request }, sink);
  onTestFinished(() => connection.cut());
  await sink.whenOpened;
  return { sink, seen, connection };
}

function readFramesAfterHead(socket: Socket, seen: string[]): void {
  let head = "";
  const onData = (chunk: Buffer) => {
    head += chunk.toString("latin1");
    if (!head.includes("\r\n\r\n")) return;
    socket.off("data", onData);
    readFrames(socket, (opcode, payload) => {
      seen.push(`${opcode} ${payload.toString("hex")}`);
      // As a server should, once it has both close frames.
      if (opcode === close) socket.end();
    });
  };
  socket.on("data", onData);
}

test("case 31: a ping between two fragments is answered at once, and the text comes whole", async () => {
  const { sink, seen } = await converse((socket) => {
    socket.write(frameBytes(text, "Hel"));
    socket.write(frameBytes(fin | ping, "p"));
    socket.write(frameBytes(fin, "lo"));
  });
  await sink.until(/^< text/);
  expect(sink.conversation).toEqual(["opened", "< ping p", "> pong p", "< text Hello"]);
  await expect.poll(() => seen, { timeout: 10_000 }).toEqual(["10 70"]);
});

test("case 32: a character split over two fragments stays one character", async () => {
  const euro = Buffer.from("€");
  const { sink } = await converse((socket) => {
    socket.write(frameBytes(text, euro.subarray(0, 1)));
    socket.write(frameBytes(fin, euro.subarray(1)));
  });
  await sink.until(/^< text €$/);
});

test("a text that is not UTF-8 is shown as its bytes, and the connection goes on", async () => {
  const { sink } = await converse((socket) => {
    socket.write(frameBytes(fin | text, Buffer.from([0x61, 0xff, 0xfe])));
    socket.write(frameBytes(fin | text, "after \ufffd"));
  });
  await sink.until(/after/);
  expect(sink.conversation).toEqual(["opened", "< text bytes 61fffe", "< text after \ufffd"]);
});

test("case 34: an orderly end of TCP without a close frame has no code and says so", async () => {
  const { sink } = await converse((socket) => socket.end());
  expect(await sink.whenClosed).toMatchObject({
    kind: "closed",
    seen: undefined,
    sent: undefined,
    failure: { stage: "reset", code: "no-close-frame" },
  });
});

test("case 34: a reset is told apart from an orderly end", async () => {
  const { sink } = await converse((socket) => socket.resetAndDestroy());
  expect(await sink.whenClosed).toMatchObject({
    seen: undefined,
    failure: { stage: "reset", code: "ECONNRESET" },
  });
});

test.each([
  ["1005", Buffer.from([0x03, 0xed]), "WS_ERR_INVALID_CLOSE_CODE"],
  ["1006", Buffer.from([0x03, 0xee]), "WS_ERR_INVALID_CLOSE_CODE"],
  ["one byte", Buffer.from([0x03]), "WS_ERR_INVALID_CONTROL_PAYLOAD_LENGTH"],
])("case 35: a close frame with %s is a protocol error, answered with 1002", async (_, payload, code) => {
  const { sink, seen } = await converse((socket) => socket.write(frameBytes(fin | close, payload)));
  expect(await sink.whenClosed).toMatchObject({
    seen: undefined,
    sent: { code: 1002, reason: "" },
    failure: { stage: "protocol", code },
  });
  expect(sink.conversation).toEqual(["opened", "> close 1002", "closed"]);
  expect(seen).toEqual(["8 03ea"]);
});

test("case 37: a close reason that is not UTF-8 is shown, answered with 1007, and ends the connection", async () => {
  const { sink, seen } = await converse((socket) =>
    socket.write(frameBytes(fin | close, Buffer.from([0x03, 0xe8, 0xc3, 0x28]))),
  );
  expect(await sink.whenClosed).toMatchObject({
    seen: { code: 1000 },
    sent: { code: 1007, reason: "" },
    failure: { stage: "protocol", code: "WS_ERR_INVALID_UTF8" },
  });
  expect(seen).toEqual(["8 03ef"]);
  const received = sink.frames.find((frame) => frame.kind === "close" && frame.direction === "received");
  expect(received).toMatchObject({ code: 1000, data: Buffer.from([0xc3, 0x28]) });
});

test("case 38: a deflate bomb is stopped while it unfolds, with 1009", async () => {
  const bomb = deflateRawSync(Buffer.alloc(50 * 1024 * 1024), { finishFlush: 2 }).subarray(0, -4);
  expect(bomb.length).toBeLessThan(60_000);
  const { sink, seen } = await converse(
    (socket) => socket.write(frameBytes(fin | 0x40 | text, bomb)),
    { maxPayloadBytes: 1024 * 1024 },
    "Sec-WebSocket-Extensions: permessage-deflate\r\n",
  );
  expect(await sink.whenClosed).toMatchObject({
    sent: { code: 1009 },
    failure: {
      stage: "protocol",
      code: "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH",
      message: "A message is larger than the limit of 1048576 bytes.",
    },
  });
  expect(seen).toEqual(["8 03f1"]);
});

test("a plain message over the limit is not even read", async () => {
  const { sink } = await converse((socket) => socket.write(frameBytes(fin | text, "x".repeat(2_000))), {
    maxPayloadBytes: 1_000,
  });
  expect(await sink.whenClosed).toMatchObject({ sent: { code: 1009 }, failure: { stage: "protocol" } });
});

test.each([
  ["RSV1 without permessage-deflate", Buffer.from([fin | 0x40 | text, 1, 0x61]), "WS_ERR_UNEXPECTED_RSV_1"],
  ["a masked frame from a server", Buffer.from([fin | text, 0x81, 1, 2, 3, 4, 0x60]), "WS_ERR_UNEXPECTED_MASK"],
  ["a reserved opcode", Buffer.from([fin | 0x3, 0]), "WS_ERR_INVALID_OPCODE"],
])("case 39: %s is a protocol error, answered with 1002", async (_, bytes, code) => {
  const { sink } = await converse((socket) => socket.write(bytes));
  expect(await sink.whenClosed).toMatchObject({ sent: { code: 1002 }, failure: { stage: "protocol", code } });
});

test("case 39: bad deflate data is answered with 1007", async () => {
  const { sink } = await converse(
    (socket) => socket.write(frameBytes(fin | 0x40 | text, Buffer.from([0xff, 0xff, 0xff]))),
    {},
    "Sec-WebSocket-Extensions: permessage-deflate\r\n",
  );
  expect(await sink.whenClosed).toMatchObject({
    sent: { code: 1007 },
    failure: { stage: "protocol", code: "Z_DATA_ERROR" },
  });
});

test("case 40: a message in endless tiny fragments is stopped", async () => {
  const { sink } = await converse((socket) => {
    const fragment = frameBytes(0, "x");
    socket.write(Buffer.concat([frameBytes(text, "x"), ...Array.from({ length: 20_000 }, () => fragment)]));
  });
  expect(await sink.whenClosed).toMatchObject({
    sent: { code: 1008 },
    failure: { stage: "protocol", code: "WS_ERR_TOO_MANY_BUFFERED_PARTS" },
  });
});

test("case 50: a peer that has vanished cannot hold our close for longer than the time given", async () => {
  const seen: string[] = [];
  const { port } = await startRawServer(async (socket) => {
    await acceptUpgrade(socket);
    socket.pause();
  });
  const sink = new RecordingSink();
  const connection = createWebSocketTransport({ closeTimeoutMs: 50 }).open(
    { url: `ws://127.0.0.1:${port}/`, headers: [] },
    sink,
  );
  await sink.whenOpened;
  connection.close(1000);
  expect(await sink.whenClosed).toMatchObject({
    seen: undefined,
    sent: { code: 1000, reason: "" },
    failure: { stage: "timeout", code: "close-timeout" },
  });
  expect(seen).toEqual([]);
});

test("pings faster than they can be answered are all shown, but do not pile up pongs", async () => {
  // More pongs than the buffers of both kernels take.
  const pings = 150_000;
  const { port } = await startRawServer(async (socket) => {
    await acceptUpgrade(socket);
    // Never reads, so our pongs have nowhere to go.
    socket.pause();
    socket.write(Buffer.concat(Array.from({ length: pings }, () => frameBytes(fin | ping, "x".repeat(125)))));
    socket.write(frameBytes(fin | text, "end"));
  });
  const sink = new RecordingSink();
  const connection = createWebSocketTransport().open({ url: `ws://127.0.0.1:${port}/`, headers: [] }, sink);
  onTestFinished(() => connection.cut());
  await sink.until(/^< text end/);
  expect(sink.frames.filter((frame) => frame.kind === "ping")).toHaveLength(pings);
  expect(sink.frames.filter((frame) => frame.kind === "pong").length).toBeLessThan(pings);
});

test("a frame after the close frame is not shown: the conversation is over", async () => {
  const { sink } = await converse((socket) => {
    socket.write(Buffer.concat([frameBytes(fin | close, Buffer.from([0x03, 0xe8])), frameBytes(fin | text, "late")]));
  });
  await sink.whenClosed;
  expect(sink.conversation).toEqual(["opened", "< close 1000", "> close 1000", "closed"]);
});
