/** What faults make of Action Cable: what is on the wire, and what Rails' own client does about it. */
import { describe, expect, it, onTestFinished } from "vitest";
import { ManualClock } from "../../../src/clock/manual-clock.ts";
import type { Fault } from "../../../src/model/fault.ts";
import { type Callback, RailsClient } from "../rails-client.ts";
import type { TestOptions } from "../running-mock.ts";
import { openSocket } from "../socket-client.ts";
import { type FaultyMock, startFaulty } from "./faulty-mock.ts";

const lobby = { channel: "ChatChannel", room: "lobby" };
const identifier = JSON.stringify(lobby);
const confirmed: Callback = { kind: "connected", reconnected: false };
const isReceived = ({ kind }: Callback) => kind === "received";
const cableOf = ({ origin }: FaultyMock) => `${origin.replace("http", "ws")}/cable`;
const textsOf = ({ strikes }: FaultyMock) => strikes.all.map(({ text }) => text);

/** Rails' client, subscribed, and a socket that shows the same on the wire. */
async function subscribed(options: TestOptions = {}) {
  const mock = await startFaulty(options);
  const client = new RailsClient(cableOf(mock));
  const { callbacks } = client.subscribe(lobby);
  expect(await callbacks.take()).toEqual(confirmed);
  return { mock, client, callbacks };
}

async function subscribedSocket(mock: FaultyMock) {
  const client = await openSocket(`${mock.origin}/cable`, ["actioncable-v1-json"]);
  await client.messages.takeUntil((text) => String(text).includes("welcome"));
  client.socket.send(JSON.stringify({ command: "subscribe", identifier }));
  await client.messages.takeUntil((text) => String(text).includes("confirm_subscription"));
  return client;
}

/** Lets the mock's time run much faster than the client's: it pings every few milliseconds. */
function runFast(clock: ManualClock): void {
  const running = setInterval(() => clock.advance(3000), 20);
  onTestFinished(() => clearInterval(running));
}

describe("messages", () => {
  it.each<[string, Fault, string[], string[], string[]]>([
    ["lost", { times: 1, topic: "chat:*", does: { kind: "drop" } }, ["a", "b"], ["b"], ['Dropped "message"']],
    ["twice", { does: { kind: "duplicate", copies: 1 } }, ["a"], ["a", "a"], ['Sent "message" twice']],
    [
      "in another order",
      { kinds: ["message"], does: { kind: "reorder", among: 2 } },
      ["a", "b"],
      ["b", "a"],
      ["Sent 2 messages in another order"],
    ],
    [
      "cut at every byte, and whole again",
      { does: { kind: "split", bytes: 1 } },
      ["ü"],
      ["ü"],
      ['Cut "message" on the wire at every byte'],
    ],
    [
      "in fragments, and whole again",
      { does: { kind: "fragment", bytes: 30 } },
      ["ü"],
      ["ü"],
      ['Sent "message" in 3 fragments'],
    ],
    [
      "grown, and still read",
      { does: { kind: "oversize", toBytes: 90_000 } },
      ["a"],
      ["a"],
      ['Grew "message" from 79 to 90000 bytes'],
    ],
  ])("%s", async (_, fault, published, received, texts) => {
    const { mock, callbacks } = await subscribed();
    mock.fault(fault);
    for (const text of published) await mock.publish("chat:lobby", text);
    for (const data of received) expect(await callbacks.take()).toEqual({ kind: "received", data });
    expect(textsOf(mock)).toEqual(texts);
    mock.clearFaults();
    await mock.publish("chat:lobby", "end");
    expect(await callbacks.take()).toEqual({ kind: "received", data: "end" });
  });

  it("only of the topics in scope", async () => {
    const { mock, client, callbacks } = await subscribed();
    const news = client.subscribe({ channel: "NewsChannel" }).callbacks;
    expect(await news.take()).toEqual(confirmed);
    mock.fault({ topic: "news", does: { kind: "drop" } });
    await mock.publish("news", 1);
    await mock.publish("chat:lobby", 2);
    expect(await callbacks.take()).toEqual({ kind: "received", data: 2 });
    expect(news.all).toEqual([confirmed]);
    expect(mock.strikes.all).toMatchObject([{ topic: "news", client: 1 }]);
  });
});

describe("what keeps the conversation going", () => {
  it("pings that are withheld: nothing else is, and the client takes the connection for stale and opens another", async () => {
    const clock = new ManualClock();
    const { mock, client, callbacks } = await subscribed({ clock });
    const wire = await subscribedSocket(mock);
    mock.fault({ kinds: ["ping"], door: "/cable", does: { kind: "drop" } });
    clock.advance(9000);
    await mock.publish("chat:lobby", "still heard");
    expect(await callbacks.take()).toEqual({ kind: "received", data: "still heard" });
    expect(await wire.messages.take()).toBe(`{"identifier":${JSON.stringify(identifier)},"message":"still heard"}`);
    expect(new Set(textsOf(mock))).toEqual(new Set(['Dropped "ping"']));
    client.hurry();
    runFast(clock);
    expect(await callbacks.take()).toEqual({ kind: "disconnected", willAttemptReconnect: true });
    expect(await callbacks.takeUntil(({ kind }) => kind === "connected")).toEqual({
      kind: "connected",
      reconnected: true,
    });
  });

  it("a late welcome: the client subscribes when it has come", async () => {
    const clock = new ManualClock();
    const mock = await startFaulty({ clock });
    mock.fault({ kinds: ["welcome"], does: { kind: "delay", byMs: 5000 } });
    const { callbacks } = new RailsClient(cableOf(mock)).subscribe(lobby);
    expect((await mock.strikes.take()).text).toBe('Held "welcome" back for 5 s');
    clock.advance(4999);
    expect(mock.state().topics).toEqual([]);
    clock.advance(1);
    expect(await callbacks.take()).toEqual(confirmed);
  });

  it("a missing welcome: the client never subscribes, and tries again when it finds the connection stale", async () => {
    const mock = await startFaulty();
    mock.fault({ times: 1, kinds: ["welcome"], does: { kind: "drop" } });
    const client = new RailsClient(cableOf(mock));
    const { callbacks } = client.subscribe(lobby);
    expect((await mock.strikes.take()).text).toBe('Dropped "welcome"');
    expect(mock.state().topics).toEqual([]);
    client.hurry();
    expect(await callbacks.takeUntil(({ kind }) => kind === "connected")).toMatchObject({ kind: "connected" });
    expect(mock.strikes.all).toHaveLength(1);
  });

  it("a missing confirmation: the client asks again, to which Rails says nothing, and it hears messages unconfirmed", async () => {
    const mock = await startFaulty();
    mock.fault({ times: 1, kinds: ["confirm_subscription"], does: { kind: "drop" } });
    const { callbacks } = new RailsClient(cableOf(mock)).subscribe(lobby);
    await mock.logs.takeUntil((line) => line.includes("already subscribed to ChatChannel lobby"));
    await mock.publish("chat:lobby", 1);
    expect(await callbacks.take()).toEqual({ kind: "received", data: 1 });
    expect(mock.strikes.all).toMatchObject([{ text: 'Dropped "confirm_subscription"', topic: "chat:lobby" }]);
  });

  it("a late confirmation", async () => {
    const clock = new ManualClock();
    const mock = await startFaulty({ clock });
    mock.fault({ kinds: ["confirm_subscription"], does: { kind: "delay", byMs: 2000 } });
    const { callbacks } = new RailsClient(cableOf(mock)).subscribe(lobby);
    await mock.strikes.take();
    expect(callbacks.all).toEqual([]);
    clock.advance(2000);
    expect(await callbacks.take()).toEqual(confirmed);
  });
});

describe("goodbyes", () => {
  it("reject after confirm: the client is told, and hears nothing more", async () => {
    const { mock, client, callbacks } = await subscribed();
    const wire = await subscribedSocket(mock);
    const news = client.subscribe({ channel: "NewsChannel" }).callbacks;
    await news.take();
    mock.fault({ topic: "chat:*", does: { kind: "reject" } });
    expect(await callbacks.take()).toEqual({ kind: "rejected" });
    expect(await wire.messages.take()).toBe(
      `{"identifier":${JSON.stringify(identifier)},"type":"reject_subscription"}`,
    );
    expect((await mock.publish("chat:lobby", 1)).subscribers).toBe(0);
    await mock.publish("news", 2);
    expect(await news.take()).toEqual({ kind: "received", data: 2 });
    expect(mock.strikes.all).toMatchObject([
      { text: "Took the subscription to chat:lobby back", topic: "chat:lobby", client: 1 },
      { client: 2 },
    ]);
  });

  it("reject while it lasts: each subscription is confirmed and taken back", async () => {
    const mock = await startFaulty();
    mock.fault({ times: 1, does: { kind: "reject" } });
    const client = new RailsClient(cableOf(mock));
    const { callbacks } = client.subscribe(lobby);
    expect([await callbacks.take(), await callbacks.take()]).toEqual([confirmed, { kind: "rejected" }]);
    expect(mock.faults()).toEqual([]);
  });

  it.each<[string, string | undefined, boolean]>([
    ["unauthorized", "unauthorized", false],
    ["server_restart", "server_restart", true],
    ["remote, to come back", "remote", true],
    ["remote, for good", undefined, false],
  ])("disconnect: %s", async (_, reason, reconnect) => {
    const { mock, client, callbacks } = await subscribed();
    const wire = await subscribedSocket(mock);
    mock.fault({ does: { kind: "disconnect", reason, reconnect } });
    expect(await wire.messages.take()).toBe(
      `{"type":"disconnect","reason":"${reason ?? "remote"}","reconnect":${reconnect}}`,
    );
    expect((await wire.closed).code).toBe(1000);
    expect(await callbacks.take()).toEqual({ kind: "disconnected", willAttemptReconnect: reconnect });
    expect(mock.strikes.all).toHaveLength(2);
    if (!reconnect) return;
    client.hurry();
    expect(await callbacks.takeUntil(({ kind }) => kind === "connected")).toMatchObject({ reconnected: true });
  });

  it("disconnect while it lasts: who comes meets it as well, after the welcome", async () => {
    const mock = await startFaulty();
    mock.fault({ times: 1, does: { kind: "disconnect", reason: "unauthorized", reconnect: false } });
    const { messages } = await openSocket(`${mock.origin}/cable`);
    expect(await messages.take()).toBe('{"type":"welcome"}');
    expect(await messages.take()).toBe('{"type":"disconnect","reason":"unauthorized","reconnect":false}');
    const { callbacks } = new RailsClient(cableOf(mock)).subscribe(lobby);
    expect(await callbacks.take()).toEqual(confirmed);
  });

  it.each<[string, Fault]>([
    ["close with any code", { does: { kind: "close", code: 4123, reason: "why not" } }],
    ["a TCP reset", { does: { kind: "reset" } }],
    ["a cut", { does: { kind: "cut" } }],
  ])("%s: the client comes back", async (_, fault) => {
    const { mock, client, callbacks } = await subscribed();
    mock.fault(fault);
    expect(await callbacks.take()).toEqual({ kind: "disconnected", willAttemptReconnect: true });
    client.hurry();
    expect(await callbacks.takeUntil(({ kind }) => kind === "connected")).toMatchObject({ reconnected: true });
    client.patient();
    await mock.publish("chat:lobby", "again");
    expect(await callbacks.takeUntil(isReceived)).toEqual({ kind: "received", data: "again" });
  });

  it("half-open: the client hears nothing, not even pings, and opens another connection without a word to the app", async () => {
    const clock = new ManualClock();
    const { mock, client, callbacks } = await subscribed({ clock });
    mock.fault({ client: 1, does: { kind: "silent" } });
    await mock.publish("chat:lobby", "never heard");
    client.hurry();
    runFast(clock);
    // Its close frame is never answered, so the app is not told that it was disconnected: only that it is connected again.
    expect(await callbacks.take()).toEqual({ kind: "connected", reconnected: true });
    expect(mock.strikes.all).toHaveLength(1);
  });
});

describe("connecting", () => {
  it.each([401, 403, 404, 500, 503])(
    "%i instead of the upgrade: the client tries again until it is let in",
    async (status) => {
      const mock = await startFaulty();
      mock.fault({ times: 2, door: "/cable", does: { kind: "answer", status } });
      const client = new RailsClient(cableOf(mock));
      const { callbacks } = client.subscribe(lobby);
      client.hurry();
      expect(await callbacks.takeUntil(({ kind }) => kind === "connected")).toMatchObject({ kind: "connected" });
      expect(textsOf(mock)).toHaveLength(2);
      expect(textsOf(mock)[0]).toMatch(new RegExp(`^Answered GET /cable with ${status} `));
    },
  );

  it("the subprotocol actioncable-unsupported: the client gives up for good", async () => {
    const mock = await startFaulty();
    mock.fault({ door: "/cable", does: { kind: "subprotocol", name: "actioncable-unsupported" } });
    const { callbacks } = new RailsClient(cableOf(mock)).subscribe(lobby);
    expect(await callbacks.take()).toEqual({ kind: "disconnected", willAttemptReconnect: false });
    expect(textsOf(mock)).toEqual(['Answered the upgrade with the subprotocol "actioncable-unsupported"']);
  });
});
