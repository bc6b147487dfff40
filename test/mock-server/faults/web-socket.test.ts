/** What faults make of plain WebSockets, and what the `ws` package does about it, which is what the standard asks of a client. */
import { once } from "node:events";
import { connect as connectTls } from "node:tls";
import { describe, expect, it, onTestFinished } from "vitest";
import { WebSocket } from "ws";
import { ManualClock } from "../../../src/clock/manual-clock.ts";
import type { Fault } from "../../../src/model/fault.ts";
import type { TransportSink } from "../../../src/model/transport.ts";
import { Mailbox } from "../mailbox.ts";
import type { TestOptions } from "../running-mock.ts";
import { openSocket, refusedUpgrade } from "../socket-client.ts";
import { type FaultyMock, startFaulty } from "./faulty-mock.ts";
import { rawRequest, upgradeLines } from "./raw-client.ts";

const textsOf = ({ strikes }: FaultyMock) => strikes.all.map(({ text }) => text);

/** A client that will have a reason to leave: why, and the code of its close frame as the server sees it. */
async function startFailing({ maxPayload, ...options }: TestOptions & { readonly maxPayload?: number } = {}) {
  const closeCodes = new Mailbox<number | undefined>();
  const sink: TransportSink = {
    opened: () => {},
    closed: () => {},
    frame: (frame) => {
      if (frame.kind === "close" && frame.direction === "sent") closeCodes.put(frame.code);
    },
  };
  const mock = await startFaulty({ witness: { came: () => sink, missedDoor: () => {}, struck: () => {} }, ...options });
  const socket = new WebSocket(`${mock.origin}/ws?topic=t`, { maxPayload });
  onTestFinished(() => socket.terminate());
  await once(socket, "open");
  const failed = new Promise<string | undefined>((resolve) => {
    socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code));
  });
  return { mock, failed, closeCodes };
}

describe("frames that a client must not take", () => {
  it("corrupt: text that is no UTF-8 ends with 1007", async () => {
    const { mock, failed, closeCodes } = await startFailing({ random: () => 0.6 });
    mock.fault({ does: { kind: "corrupt", bytes: 1 } });
    await mock.publish("t", "hello");
    expect(await failed).toBe("WS_ERR_INVALID_UTF8");
    expect(await closeCodes.take()).toBe(1007);
    expect(textsOf(mock)).toEqual(['Changed 1 byte of "text"']);
  });

  it("truncate: within a character as well", async () => {
    const { mock, closeCodes } = await startFailing();
    mock.fault({ does: { kind: "truncate", keepBytes: 1 } });
    await mock.publish("t", "ü");
    expect(await closeCodes.take()).toBe(1007);
  });

  it("oversize: more than the client takes ends with 1009", async () => {
    const { mock, failed, closeCodes } = await startFailing({ maxPayload: 1000 });
    mock.fault({ does: { kind: "oversize", toBytes: 1001 } });
    await mock.publish("t", { n: 1 });
    expect(await failed).toBe("WS_ERR_UNSUPPORTED_MESSAGE_LENGTH");
    expect(await closeCodes.take()).toBe(1009);
    expect(textsOf(mock)).toEqual(['Grew "json" from 7 to 1001 bytes']);
  });
});

describe("frames that it must take", () => {
  it.each<Fault>([
    { does: { kind: "split", bytes: 1 } },
    { does: { kind: "fragment", bytes: 1 } },
    { does: { kind: "oversize", toBytes: 70_000 } },
  ])("%j: whole again", async (fault) => {
    const mock = await startFaulty();
    const { messages } = await openSocket(`${mock.origin}/ws?topic=t`);
    mock.fault(fault);
    await mock.publish("t", { text: "ü".repeat(50) });
    expect(JSON.parse(String(await messages.take()))).toMatchObject({ text: "ü".repeat(50) });
    expect(mock.strikes.all).toHaveLength(1);
  });

  it("several faults at once touch a message in the order in which they came", async () => {
    const mock = await startFaulty();
    const { messages } = await openSocket(`${mock.origin}/ws?topic=t`);
    mock.fault({ does: { kind: "oversize", toBytes: 8 } });
    mock.fault({ does: { kind: "duplicate", copies: 1 } });
    mock.fault({ does: { kind: "truncate", keepBytes: 6 } });
    mock.fault({ does: { kind: "fragment", bytes: 4 } });
    await mock.publish("t", "abcd");
    expect([await messages.take(), await messages.take()]).toEqual(["abcd  ", "abcd  "]);
    expect(mock.strikes.all.map(({ kind }) => kind)).toEqual([
      "oversize",
      "duplicate",
      "truncate",
      "fragment",
      "truncate",
      "fragment",
    ]);
  });

  it("a share of them, by the server's own chance", async () => {
    const drawn = [0.1, 0.9, 0.1, 0.9];
    const mock = await startFaulty();
    const { messages } = await openSocket(`${mock.origin}/ws?topic=t`);
    const half = await startFaulty({ random: () => drawn.shift() ?? 0.9 });
    const other = await openSocket(`${half.origin}/ws?topic=t`);
    half.fault({ share: 0.5, does: { kind: "drop" } });
    drawn.splice(0, drawn.length, 0.1, 0.9, 0.1, 0.9);
    for (const n of [1, 2, 3, 4]) {
      await mock.publish("t", n);
      await half.publish("t", n);
    }
    for (const n of ["1", "2", "3", "4"]) expect(await messages.take()).toBe(n);
    expect([await other.messages.take(), await other.messages.take()]).toEqual(["2", "4"]);
  });
});

describe("connecting", () => {
  it.each([204, 301, 401, 403, 404, 426, 429, 500, 503])("%i instead of the upgrade", async (status) => {
    const mock = await startFaulty();
    const body = status === 204 ? "" : "not now";
    mock.fault({ does: { kind: "answer", status, headers: [["Location", "/elsewhere"]], body } });
    expect(await refusedUpgrade(`${mock.origin}/ws`)).toEqual({ status, body });
    expect(textsOf(mock)[0]).toMatch(new RegExp(`^Answered GET /ws with ${status} \\w`));
  });

  it("a redirect: with its Location, followed by a client that follows", async () => {
    const mock = await startFaulty();
    const location = `${mock.origin.replace("http", "ws")}/ws?topic=elsewhere`;
    mock.fault({ times: 1, does: { kind: "answer", status: 302, headers: [["Location", location]] } });
    const socket = new WebSocket(`${mock.origin}/ws`, { followRedirects: true });
    onTestFinished(() => socket.terminate());
    await once(socket, "open");
    expect(mock.state().topics).toMatchObject([{ topic: "elsewhere" }]);
  });

  it.each([
    ["that was not offered", ["a"], "Server sent an invalid subprotocol"],
    ["though none was offered", [], "Server sent a subprotocol but none was requested"],
  ])("a subprotocol %s: the client fails the connection", async (_, offered, reason) => {
    const mock = await startFaulty();
    mock.fault({ door: "/ws", does: { kind: "subprotocol", name: "other" } });
    const socket = new WebSocket(`${mock.origin}/ws`, [...offered]);
    const [error] = (await once(socket, "error")) as [Error];
    expect(error.message).toBe(reason);
    expect(textsOf(mock)).toEqual(['Answered the upgrade with the subprotocol "other"']);
  });

  it("a slow head: late, in small pieces, and all that was said meanwhile behind it", async () => {
    const clock = new ManualClock();
    const mock = await startFaulty({ clock });
    mock.fault({ times: 1, does: { kind: "slowHead", byMs: 3000 } });
    const raw = await rawRequest(mock.port, "/ws?topic=t", upgradeLines);
    await mock.when(({ topics }) => topics.some(({ subscribers }) => subscribers === 1));
    await mock.publish("t", "meanwhile");
    expect(raw.bytes()).toHaveLength(0);
    clock.advance(3000);
    const all = (await raw.until("meanwhile")).toString("latin1");
    expect(all.startsWith("HTTP/1.1 101 Switching Protocols\r\n")).toBe(true);
    expect(all.split("\r\n\r\n")[1]).toBe("\x81\x09meanwhile");
    expect(raw.received.all.length).toBeGreaterThan(3);
    expect((await openSocket(`${mock.origin}/ws`)).socket.readyState).toBe(WebSocket.OPEN);
  });
});

describe("endings", () => {
  it.each([
    [
      { kind: "close", code: 1001 },
      { code: 1001, reason: "" },
    ],
    [
      { kind: "close", code: 4999, reason: "ü" },
      { code: 4999, reason: "ü" },
    ],
    [{ kind: "cut" }, { code: 1006, reason: "" }],
    [{ kind: "reset" }, { code: 1006, reason: "" }],
    [
      { kind: "disconnect", reason: "maintenance", reconnect: true },
      { code: 1012, reason: "maintenance" },
    ],
    [
      { kind: "disconnect", reconnect: false },
      { code: 1008, reason: "" },
    ],
  ] as const)("%j", async (does, end) => {
    const mock = await startFaulty();
    const { socket, closed } = await openSocket(`${mock.origin}/ws`);
    socket.on("error", () => undefined);
    mock.fault({ does });
    expect(await closed).toEqual(end);
    await mock.when(({ clients }) => clients.length === 0);
  });

  it("over TLS: a reset is a reset", async () => {
    const mock = await startFaulty({ tls: true });
    const socket = connectTls({ port: mock.port, host: "127.0.0.1", rejectUnauthorized: false });
    onTestFinished(() => {
      socket.destroy();
    });
    socket.write(["GET /ws HTTP/1.1", "Host: 127.0.0.1", ...upgradeLines, "", ""].join("\r\n"));
    await once(socket, "data");
    const failed = once(socket, "error") as Promise<[NodeJS.ErrnoException]>;
    mock.fault({ does: { kind: "reset" } });
    expect((await failed)[0].code).toBe("ECONNRESET");
  });

  it("only of clients that hear a topic in scope, those who join it later as well", async () => {
    const mock = await startFaulty();
    const [one, two] = [await openSocket(`${mock.origin}/ws?topic=a`), await openSocket(`${mock.origin}/ws?topic=b`)];
    mock.fault({ topic: "a", does: { kind: "close", code: 4000 } }, 60_000);
    expect((await one.closed).code).toBe(4000);
    expect((await (await openSocket(`${mock.origin}/ws?topic=a`)).closed).code).toBe(4000);
    expect(two.socket.readyState).toBe(WebSocket.OPEN);
    expect(mock.strikes.all.map(({ client }) => client)).toEqual([1, 3]);
  });

  it("lasts for as long as it was asked to", async () => {
    const clock = new ManualClock();
    const mock = await startFaulty({ clock });
    mock.fault({ does: { kind: "close", code: 4000 } }, 1000);
    expect((await (await openSocket(`${mock.origin}/ws`)).closed).code).toBe(4000);
    clock.advance(1000);
    expect(mock.faults()).toEqual([]);
    expect((await openSocket(`${mock.origin}/ws`)).socket.readyState).toBe(WebSocket.OPEN);
  });

  it("case 51: half-open is a frozen socket: nothing is read, answered or sent, pings neither; it thaws", async () => {
    const mock = await startFaulty();
    const { socket, messages } = await openSocket(`${mock.origin}/ws?topic=t`);
    const pongs: string[] = [];
    socket.on("pong", (data) => pongs.push(data.toString()));
    const id = mock.fault({ client: 1, does: { kind: "silent" } });
    socket.ping("unanswered");
    socket.send('"said while it was frozen"');
    await mock.publish("t", "lost");
    // Another client of the same server is served meanwhile, and hears nothing of what the frozen one said.
    const other = await openSocket(`${mock.origin}/ws?topic=t`);
    other.socket.send('"from the other"');
    expect(await other.messages.take()).toBe('"from the other"');
    expect([messages.all, pongs, socket.readyState]).toEqual([[], [], WebSocket.OPEN]);
    expect(mock.state().clients.map((client) => client.id)).toEqual([1, 2]);
    mock.removeFault(id);
    // What lay on the wire is read now; what went unsaid is lost.
    expect(await messages.take()).toBe('"said while it was frozen"');
    expect(pongs).toEqual(["unanswered"]);
  });

  it("a client that goes away takes the faults with it that were about it alone", async () => {
    const mock = await startFaulty();
    const { socket } = await openSocket(`${mock.origin}/ws`);
    mock.fault({ client: 1, does: { kind: "drop" } });
    socket.close();
    await mock.when(({ faults }) => faults.length === 0);
    expect(() => mock.fault({ client: 1, does: { kind: "drop" } })).toThrow(
      "No client of the mock server has the number 1",
    );
  });
});
