/** What peers can do to us, through one whole engine in its worker: it becomes rows with a reason, and the engine lives on. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { constants, deflateRawSync } from "node:zlib";
import { afterAll, afterEach, expect, it } from "vitest";
import type { Row } from "../../src/bridge/rows.ts";
import type { Endpoint } from "../../src/model/endpoint.ts";
import { chatEndpoint, endpoint, hostEngine, recorded } from "./engines.ts";
import { startCablePeer, startHttpPeer, startRawWebSocketPeer, startWebSocketPeer } from "./peers.ts";

const under = hostEngine(mkdtempSync(join(tmpdir(), "framescope-test-")));
afterAll(async () => {
  await under.stop();
  rmSync(under.folder, { recursive: true, force: true, maxRetries: 5 });
});

// The proof of life: a well-behaved server is still shown as ever.
afterEach(async () => {
  const target = chatEndpoint(
    await startCablePeer('{"identifier":"{\\"channel\\":\\"ChatChannel\\",\\"room\\":\\"lobby\\"}","message":"alive"}'),
  );
  const row = await rowOf(target, (one) => one.kind === "message");
  expect(row.summary).toContain("alive");
});

/** The first row that fits, as soon as it is there. */
async function rowOf(target: Endpoint, fits: (row: Row) => boolean): Promise<Row> {
  const session = await under.engine.connect(target);
  const view = await under.engine.openView(session.id, { filter: "", foldHeartbeats: false });
  let found: Row | undefined;
  while (!found) {
    const told = under.witness.states.length;
    const { rows } = await under.engine.rows(view.view, 0, 1000);
    found = rows.find(fits);
    if (!found) await under.witness.until(() => under.witness.states.length > told);
  }
  await under.engine.forget(session.id);
  return found;
}

const serverFrame = (opcode: number, payload: Buffer, rsv1 = 0) => {
  const length =
    payload.length < 126
      ? Buffer.from([payload.length])
      : payload.length < 65_536
        ? Buffer.from([126, payload.length >> 8, payload.length & 255])
        : Buffer.concat([Buffer.from([127, 0, 0, 0, 0]), lengthBytes(payload.length)]);
  return Buffer.concat([Buffer.from([0x80 | rsv1 | opcode]), length, payload]);
};

function lengthBytes(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
}

it.each([
  ["text that is not JSON", '{"type":"pi', "malformed", /JSON/],
  ["a type that does not exist", '{"type":"confirm_history","identifier":"{}"}', "unknown", /confirm_history/],
  ["an array", "[1,2]", "malformed", /array/],
  ["null", "null", "malformed", /null/],
  ["an empty frame", "", "malformed", /JSON|empty/],
  ["an identifier that is no string", '{"identifier":{"channel":"A"},"message":1}', "malformed", /identifier/],
  ["a hundred thousand nested arrays", `{"identifier":"{}","message":${"[".repeat(100_000)}`, "malformed", /JSON/],
])("shows %s as a row with its reason", async (_, text, kind, reason) => {
  const origin = await startCablePeer(text);
  const row = await rowOf(chatEndpoint(origin), (one) => one.source === "message" && one.kind === kind);
  expect(row.summary).toMatch(reason);
});

it("shows a text frame that is not UTF-8, with the place", async () => {
  const origin = await startRawWebSocketPeer((socket) => {
    socket.write(serverFrame(1, Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])));
  });
  const row = await rowOf(endpoint(origin, "websocket"), (one) => one.kind === "malformed");
  expect(row.summary).toMatch(/UTF-8.*2/);
});

it("gives up a filter whose pattern does not come to an end on a peer's text, and says where", async () => {
  const origin = await startCablePeer(`{"type":"${"a".repeat(60)}!"}`);
  const session = await under.engine.connect(chatEndpoint(origin));
  const options = { filter: "/a*a*a*a*a*a*a*b/", foldHeartbeats: false };
  const { view } = await under.engine.openView(session.id, options);
  await under.witness.until(() => under.witness.states.some((state) => state.view === view && state.failure));
  const failed = under.witness.states.findLast((state) => state.view === view && state.failure);
  expect(failed?.failure).toMatch(/^A regular expression does not come to an end on row \d+: /);
  expect(failed?.scanned).toBeLessThan(failed?.entries ?? 0);
  const mended = await under.engine.setView(view, { ...options, filter: "/a!/" });
  expect([mended.failure, mended.matches]).toEqual([undefined, 1]);
  await under.engine.forget(session.id);
});

it("takes a frame of 50 MB, and gives the timeline an excerpt of it", async () => {
  const size = 50 * 1024 * 1024;
  const origin = await startWebSocketPeer((client) => client.send("x".repeat(size)));
  const session = await under.engine.connect(endpoint(origin, "websocket"));
  const view = await under.engine.openView(session.id, { filter: "", foldHeartbeats: false });
  await recorded(under.witness, session, 2);
  const { rows } = await under.engine.rows(view.view, 0, 10);
  const row = rows.find((one) => one.kind === "text");
  expect(row?.sizeBytes).toBe(size);
  expect(row?.summary.length).toBeLessThan(1000);
  const details = await under.engine.details(session.id, row?.seq ?? 0);
  expect(details.raw).toMatchObject({ sizeBytes: size, truncated: true });
  expect(JSON.stringify(details).length).toBeLessThan(3_000_000);
  await under.engine.forget(session.id);
}, 60_000);

it("stops a deflate bomb while it inflates", async () => {
  const tenMegabytes = deflateRawSync(Buffer.alloc(10 * 1024 * 1024), { finishFlush: constants.Z_FULL_FLUSH });
  const bomb = Buffer.concat(Array.from({ length: 30 }, () => tenMegabytes));
  const origin = await startRawWebSocketPeer(
    (socket) => socket.write(serverFrame(1, bomb, 0x40)),
    "permessage-deflate",
  );
  const row = await rowOf(endpoint(origin, "websocket"), (one) => one.kind === "closed");
  expect(row.summary).toMatch(/1009|too (big|large)|exceed/i);
}, 60_000);

it("bounds an event stream whose line never ends", async () => {
  const slice = "x".repeat(1024 * 1024);
  const origin = await startHttpPeer((_, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write("data: ");
    const more = () => {
      while (!response.destroyed && response.write(slice));
      if (!response.destroyed) response.once("drain", more);
    };
    more();
  });
  const row = await rowOf(endpoint(`${origin}/events`, "sse"), (one) => one.kind === "malformed");
  expect(row.summary).toMatch(/16/);
}, 60_000);

it("shows an answer that is no WebSocket, with status and body", async () => {
  const origin = await startHttpPeer((_, response) => {
    response.writeHead(404, { "content-type": "text/plain" });
    response.end("Page not found");
  });
  const target = endpoint(`${origin.replace("http", "ws")}/cable`, "action-cable");
  const row = await rowOf(target, (one) => one.kind === "connectFailed");
  expect(row.summary).toContain("404");
});
