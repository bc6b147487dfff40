/** What faults make of HTTP bodies: of streams slice by slice, of whole answers at once; on the wire, and over HTTP/2. */
import { once } from "node:events";
import { connect as connectHttp2 } from "node:http2";
import { gunzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { ManualClock } from "../../../src/clock/manual-clock.ts";
import type { Fault, MessageFault } from "../../../src/model/fault.ts";
import { type FaultyMock, startFaulty } from "./faulty-mock.ts";
import { behindHead, type RawClient, rawRequest } from "./raw-client.ts";

const events = "/events?topic=t";
const textsOf = ({ strikes }: FaultyMock) => strikes.all.map(({ text }) => text);
const headOf = ({ bytes }: RawClient) => bytes().subarray(0, bytes().indexOf("\r\n\r\n")).toString();

async function start(random: () => number = () => 0) {
  const clock = new ManualClock();
  const mock = await startFaulty({ clock, random });
  return { mock, clock };
}

/** A stream that has begun, with the fault at work from then on. */
async function stream(mock: FaultyMock, fault: Fault): Promise<RawClient> {
  const client = await rawRequest(mock.port, events);
  await client.until("retry: 1000\n\n\r\n");
  mock.fault(fault);
  return client;
}

/** One chunk of a body (RFC 9112 section 7.1). */
const chunk = (text: string) => `${Buffer.byteLength(text, "latin1").toString(16)}\r\n${text}\r\n`;
const event = (id: number, data: string) => `id: ${id}\ndata: ${data}\n\n`;

describe("of a stream", () => {
  it.each<[string, MessageFault, string, string]>([
    ["drop", { kind: "drop" }, "", 'Dropped "event"'],
    ["duplicate", { kind: "duplicate", copies: 1 }, chunk(event(1, "hi")).repeat(2), 'Sent "event" twice'],
    ["corrupt", { kind: "corrupt", bytes: 1 }, chunk(event(1, "hi").replace("i", "h")), 'Changed 1 byte of "event"'],
    ["truncate", { kind: "truncate", keepBytes: 12 }, chunk("id: 1\ndata: "), 'Cut "event" off after 12 of 16 bytes'],
    [
      "oversize",
      { kind: "oversize", toBytes: 20 },
      chunk(`:  \n${event(1, "hi")}`),
      'Grew "event" from 16 to 20 bytes',
    ],
  ])("%s", async (_, does, wire, text) => {
    const { mock } = await start();
    const client = await stream(mock, { times: 1, kinds: ["event"], does });
    await mock.publish("t", "hi");
    await mock.publish("t", "end");
    const all = (await client.until(`${event(2, "end")}\r\n`)).toString("latin1");
    expect(behindHead(Buffer.from(all, "latin1")).toString("latin1")).toBe(
      chunk("retry: 1000\n\n") + wire + chunk(event(2, "end")),
    );
    expect(textsOf(mock)).toEqual([text]);
  });

  it("split: within the sizes of chunks", async () => {
    const { mock } = await start();
    const client = await stream(mock, { does: { kind: "split", bytes: 1 } });
    const before = client.received.all.length;
    await mock.publish("t", "hi");
    const all = await client.until(`${event(1, "hi")}\r\n`);
    expect(all.toString()).toContain(chunk(event(1, "hi")));
    expect(client.received.all.length - before).toBeGreaterThan(1);
  });

  it("throttle: by the clock", async () => {
    const { mock, clock } = await start();
    const client = await stream(mock, { does: { kind: "throttle", bytesPerSecond: 100 } });
    const startedAt = clock.now();
    const whole = client.bytes().length + chunk(event(1, "hi")).length;
    await mock.publish("t", "hi");
    while (client.bytes().length < whole) {
      clock.advance(50);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(clock.now() - startedAt).toBeGreaterThanOrEqual(210);
    expect(client.bytes().toString()).toContain(chunk(event(1, "hi")));
  });

  it("fragment: nothing, since only WebSockets have fragments", async () => {
    const { mock } = await start();
    const client = await stream(mock, { does: { kind: "fragment", bytes: 1 } });
    await mock.publish("t", "hi");
    await client.until(chunk(event(1, "hi")));
    expect(textsOf(mock)).toEqual([]);
  });

  it("buffer: slices that waited become one", async () => {
    const { mock, clock } = await start();
    const client = await stream(mock, { does: { kind: "buffer", forMs: 400 } });
    await mock.publish("t", "a");
    await mock.publish("t", "b");
    clock.advance(400);
    await client.until(chunk(event(1, "a") + event(2, "b")));
    expect(textsOf(mock)).toEqual(['Kept "event" in a buffer, until 400 ms have passed or nothing more comes']);
  });

  it("buffer: what is held comes before the end", async () => {
    const { mock } = await start();
    const client = await stream(mock, { does: { kind: "buffer", untilBytes: 1000 } });
    await mock.publish("t", "a");
    mock.command({ kind: "restart", values: { door: "/events" } });
    await client.until(`${chunk(event(1, "a"))}0\r\n\r\n`);
  });

  it("buffer with gzip: compressed, and nothing can be read before the end", async () => {
    const { mock } = await start();
    mock.fault({ door: "/events", does: { kind: "buffer", gzip: true } });
    const client = await rawRequest(mock.port, events, ["Accept-Encoding: br, gzip"]);
    await client.until("\r\n\r\n");
    expect(headOf(client)).toContain("Content-Encoding: gzip");
    await mock.when(({ topics }) => topics.some(({ subscribers }) => subscribers === 1));
    await mock.publish("t", "a");
    mock.command({ kind: "restart", values: { door: "/events" } });
    await client.until("0\r\n\r\n");
    expect(gunzipSync(bodyOf(client)).toString()).toBe(`retry: 1000\n\n${event(1, "a")}`);
    expect(textsOf(mock)).toEqual([
      "Compressed the answer with gzip",
      'Kept "retry" in a buffer, until nothing more comes',
    ]);
  });

  it("buffer with gzip: not for a client that cannot read it", async () => {
    const { mock } = await start();
    mock.fault({ does: { kind: "buffer", gzip: true, untilBytes: 1 } });
    const client = await rawRequest(mock.port, events, ["Accept-Encoding: gzip;q=0"]);
    await client.until(chunk("retry: 1000\n\n"));
    expect(headOf(client)).not.toContain("gzip");
  });
});

describe("of a whole answer", () => {
  const poll = ({ port }: FaultyMock, headers: readonly string[] = []) =>
    rawRequest(port, "/message-bus/c/poll?dlp=t", headers);

  it.each<[string, MessageFault, string]>([
    ["corrupt", { kind: "corrupt", bytes: 1 }, "Z]"],
    ["truncate", { kind: "truncate", keepBytes: 1 }, "["],
    ["oversize", { kind: "oversize", toBytes: 4 }, "[  ]"],
  ])("%s: with the length that it has then", async (_, does, body) => {
    const { mock } = await start();
    mock.fault({ kinds: ["empty"], does });
    const client = await poll(mock);
    const all = (await client.until(`\r\n\r\n${body}`)).toString();
    expect(all).toContain(`content-length: ${body.length}\r\n`);
    expect(mock.strikes.all).toHaveLength(1);
  });

  it.each<MessageFault>([
    { kind: "duplicate", copies: 1 },
    { kind: "reorder", among: 2 },
    { kind: "buffer", untilBytes: 1000 },
  ])("nothing is made of the one answer that an exchange has: %j", async (does) => {
    const { mock } = await start();
    mock.fault({ does });
    await (await poll(mock)).until("\r\n\r\n[]");
    expect(textsOf(mock)).toEqual([]);
  });

  it("drop: the client waits in vain, on an open connection", async () => {
    const { mock } = await start();
    mock.fault({ times: 1, door: "/message-bus", does: { kind: "drop" } });
    const client = await poll(mock);
    expect((await mock.strikes.take()).text).toBe('Dropped "empty"');
    await (await poll(mock)).until("\r\n\r\n[]");
    expect(client.bytes()).toHaveLength(0);
    expect(client.socket.readyState).toBe("open");
  });

  it("delay: by the clock", async () => {
    const { mock, clock } = await start();
    mock.fault({ does: { kind: "delay", byMs: 2000 } });
    const client = await poll(mock);
    expect((await mock.strikes.take()).text).toBe('Held "empty" back for 2 s');
    expect(client.bytes()).toHaveLength(0);
    clock.advance(2000);
    await client.until("\r\n\r\n[]");
  });

  it("buffer with gzip: compressed", async () => {
    const { mock } = await start();
    mock.fault({ does: { kind: "buffer", gzip: true } });
    const response = await fetch(`${mock.origin}/poll/t`, { headers: { "Accept-Encoding": "gzip" } });
    expect(response.headers.get("content-encoding")).toBe("gzip");
    expect(await response.json()).toEqual({ cursor: 0, items: [] });
  });

  it("a browser's question before is no message", async () => {
    const { mock } = await start();
    mock.fault({ does: { kind: "drop" } });
    expect((await fetch(`${mock.origin}/poll/t`, { method: "OPTIONS" })).status).toBe(204);
    expect(textsOf(mock)).toEqual([]);
  });
});

describe("over HTTP/2", () => {
  async function open(mock: FaultyMock, path: string) {
    const session = connectHttp2(mock.origin, { rejectUnauthorized: false });
    onTestFinished(() => session.destroy());
    const stream = session.request({ ":path": path, "accept-encoding": "gzip" });
    const slices: Buffer[] = [];
    stream.on("data", (slice: Buffer) => slices.push(slice));
    const ended = new Promise<string>((resolve) => {
      stream.on("error", (error) => resolve(error.message));
      stream.on("end", () => resolve("end"));
    });
    await once(stream, "response");
    return { slices, ended, text: () => Buffer.concat(slices).toString() };
  }

  it("split: into data frames", async () => {
    const mock = await startFaulty({ tls: true });
    mock.fault({ does: { kind: "split", bytes: 1 } });
    const { slices, ended, text } = await open(mock, "/poll/t");
    expect(await ended).toBe("end");
    expect(text()).toBe('{"cursor":0,"items":[]}');
    expect(slices.length).toBeGreaterThan(1);
  });

  it("reset: the one stream, with an error code", async () => {
    const mock = await startFaulty({ tls: true });
    const { ended } = await open(mock, events);
    mock.fault({ door: "/events", does: { kind: "reset" } });
    expect(await ended).toContain("NGHTTP2_INTERNAL_ERROR");
  });
});

/** What chunks hold. */
function bodyOf(client: RawClient): Buffer {
  const parts: Buffer[] = [];
  for (let rest = behindHead(client.bytes()); rest.length > 0; ) {
    const line = rest.indexOf("\r\n");
    const size = Number.parseInt(rest.subarray(0, line).toString(), 16);
    parts.push(rest.subarray(line + 2, line + 2 + size));
    rest = rest.subarray(line + 4 + size);
  }
  return Buffer.concat(parts);
}
