/** Rails' own client against the door `/cable`. */
import { describe, expect, it } from "vitest";
import { boardSignedStreamName, boardTopic } from "../../mock-server/demo-board.ts";
import { ManualClock } from "../../src/clock/manual-clock.ts";
import { type Callback, RailsClient } from "./rails-client.ts";
import { startMock } from "./running-mock.ts";
import { openSocket } from "./socket-client.ts";

const lobby = { channel: "ChatChannel", room: "lobby" };
const confirmed: Callback = { kind: "connected", reconnected: false };

describe("@rails/actioncable", () => {
  it("subscribes, and receives what is published to the channel's topic", async () => {
    const { origin, publish } = await startMock();
    const { callbacks } = new RailsClient(`${origin.replace("http", "ws")}/cable`).subscribe(lobby);
    expect(await callbacks.take()).toEqual(confirmed);
    const data = { text: "<b>hi</b> & bye", list: [1, null, "é"] };
    expect(await publish("chat:lobby", data)).toEqual({ subscribers: 1, offset: 1 });
    expect(await callbacks.take()).toEqual({ kind: "received", data });
  });

  it("performs actions: an echo to itself, anything else to everyone", async () => {
    const { origin } = await startMock();
    const url = `${origin.replace("http", "ws")}/cable`;
    const [one, two] = [new RailsClient(url).subscribe(lobby), new RailsClient(url).subscribe(lobby)];
    expect([await one.callbacks.take(), await two.callbacks.take()]).toEqual([confirmed, confirmed]);
    one.subscription.perform("echo", { n: 1 });
    expect(await one.callbacks.take()).toEqual({ kind: "received", data: { n: 1, action: "echo" } });
    one.subscription.perform("speak", { n: 2 });
    for (const { callbacks } of [one, two])
      expect(await callbacks.take()).toEqual({ kind: "received", data: { n: 2 } });
  });

  it("hears nothing more once unsubscribed", async () => {
    const { origin, publish, when } = await startMock();
    const client = new RailsClient(`${origin.replace("http", "ws")}/cable`);
    const [left, kept] = [client.subscribe(lobby), client.subscribe({ channel: "NewsChannel" })];
    expect([await left.callbacks.take(), await kept.callbacks.take()]).toEqual([confirmed, confirmed]);
    left.subscription.unsubscribe();
    await when(({ clients }) => clients[0]?.topics.length === 1);
    expect((await publish("chat:lobby", 1)).subscribers).toBe(0);
    publish("news", 2);
    expect(await kept.callbacks.take()).toEqual({ kind: "received", data: 2 });
    expect(left.callbacks.all).toEqual([confirmed]);
  });

  it("is rejected when it asks to be", async () => {
    const { origin } = await startMock();
    const client = new RailsClient(`${origin.replace("http", "ws")}/cable`);
    expect(await client.subscribe({ ...lobby, reject: true }).callbacks.take()).toEqual({ kind: "rejected" });
  });

  it("asks again and again for a channel that nobody confirms, to which Rails says nothing", async () => {
    const { origin, logs } = await startMock();
    const { callbacks } = new RailsClient(`${origin.replace("http", "ws")}/cable`).subscribe({ channel: "Nobody" });
    const isNote = (line: string) => line.includes("no channel class is called Nobody");
    for (let i = 0; i < 2; i += 1) await logs.takeUntil(isNote);
    expect(callbacks.all).toEqual([]);
  });

  it("gives up for good when it is unauthorized", async () => {
    const { origin } = await startMock();
    const { callbacks } = new RailsClient(`${origin.replace("http", "ws")}/cable?user=nobody`).subscribe(lobby);
    expect(await callbacks.take()).toEqual({ kind: "disconnected", willAttemptReconnect: false });
  });

  it("comes back after a restart and is confirmed again, without what it missed", async () => {
    const { origin, publish, command } = await startMock();
    const client = new RailsClient(`${origin.replace("http", "ws")}/cable`);
    const { callbacks } = client.subscribe(lobby);
    expect(await callbacks.take()).toEqual(confirmed);
    command({ kind: "restart", values: { door: "/cable" } });
    expect(await callbacks.take()).toEqual({ kind: "disconnected", willAttemptReconnect: true });
    publish("chat:lobby", "missed");
    client.hurry();
    expect(await callbacks.takeUntil(({ kind }) => kind === "connected")).toEqual({
      kind: "connected",
      reconnected: true,
    });
    client.patient();
    publish("chat:lobby", "seen");
    expect(await callbacks.takeUntil(({ kind }) => kind === "received")).toEqual({ kind: "received", data: "seen" });
  });

  it("comes back when the whole server was away and is on its port again", async () => {
    const first = await startMock();
    const client = new RailsClient(`${first.origin.replace("http", "ws")}/cable`);
    const { callbacks } = client.subscribe(lobby);
    expect(await callbacks.take()).toEqual(confirmed);
    await first.stop();
    expect(await callbacks.take()).toEqual({ kind: "disconnected", willAttemptReconnect: true });
    await startMock({ port: first.port });
    client.hurry();
    expect(await callbacks.takeUntil(({ kind }) => kind === "connected")).toEqual({
      kind: "connected",
      reconnected: true,
    });
  });

  it("receives Turbo Streams through a signed stream name", async () => {
    const { origin, publish } = await startMock();
    const params = { channel: "Turbo::StreamsChannel", signed_stream_name: boardSignedStreamName };
    const { callbacks } = new RailsClient(`${origin.replace("http", "ws")}/cable`).subscribe(params);
    expect(await callbacks.take()).toEqual(confirmed);
    const html = '<turbo-stream action="remove" target="card_1"></turbo-stream>';
    publish(boardTopic, html);
    expect(await callbacks.take()).toEqual({ kind: "received", data: html });
  });
});

describe("the door /cable", () => {
  it("pings all connections at the same moment, every 3 s", async () => {
    const clock = new ManualClock();
    const { origin } = await startMock({ clock });
    const sockets = [await openSocket(`${origin}/cable`), await openSocket(`${origin}/cable`)];
    for (const { messages } of sockets) expect(await messages.take()).toBe('{"type":"welcome"}');
    clock.advance(6_000);
    const pings = await Promise.all(
      sockets.map(async ({ messages }) => [await messages.take(), await messages.take()]),
    );
    expect(pings[0]).toEqual(pings[1]);
    const [first, second] = (pings[0] ?? []).map((ping) => JSON.parse(String(ping)).message);
    expect(second - first).toBe(3);
  });

  it("answers 404 to a plain request, as Rails does", async () => {
    const { origin } = await startMock();
    const response = await fetch(`${origin}/cable`);
    expect([response.status, await response.text()]).toEqual([404, "Page not found"]);
  });
});
