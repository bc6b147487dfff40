/** What faults make of AnyCable, and what `@anycable/core` does about it. What befalls topics is told in topic-faults.test.ts. */
import { EventSource } from "eventsource";
import { describe, expect, it, onTestFinished } from "vitest";
import { ManualClock } from "../../../src/clock/manual-clock.ts";
import type { Fault } from "../../../src/model/fault.ts";
import { AnyCableClient, type Told } from "../anycable-client.ts";
import { Mailbox } from "../mailbox.ts";
import type { TestOptions } from "../running-mock.ts";
import { openSocket } from "../socket-client.ts";
import { type FaultyMock, startFaulty } from "./faulty-mock.ts";

const cableOf = ({ origin }: FaultyMock, query = "") => `${origin.replace("http", "ws")}/cable${query}`;
const isMessage = (told: Told) => told.kind === "message";
const hasConnected = ({ kind }: Told) => kind === "connect";
const textsOf = ({ strikes }: FaultyMock) => strikes.all.map(({ text }) => text);
const messagesIn = (told: Mailbox<Told>) =>
  told.all.flatMap((one) => (one.kind === "message" ? [[one.data, one.position?.slice(5)]] : []));

async function subscribed(options: TestOptions = {}) {
  const mock = await startFaulty(options);
  const client = new AnyCableClient(cableOf(mock));
  const { told, channel } = client.subscribe("a");
  expect(await told.takeUntil(hasConnected)).toEqual({ kind: "connect", restored: false });
  return { mock, client, told, channel };
}

describe("messages", () => {
  it.each<[string, Fault, (string | undefined)[][], string[]]>([
    [
      "lost: a hole in the offsets",
      { times: 1, kinds: ["message"], does: { kind: "drop" } },
      [["b", "2"]],
      ['Dropped "message"'],
    ],
    [
      "twice: the app is told twice",
      { times: 1, does: { kind: "duplicate", copies: 1 } },
      [
        ["a", "1"],
        ["a", "1"],
        ["b", "2"],
      ],
      ['Sent "message" twice'],
    ],
    [
      "in another order",
      { does: { kind: "reorder", among: 2 } },
      [
        ["b", "2"],
        ["a", "1"],
      ],
      ["Sent 2 messages in another order"],
    ],
    [
      "in fragments, and whole again",
      { times: 1, does: { kind: "fragment", bytes: 50 } },
      [
        ["a", "1"],
        ["b", "2"],
      ],
      ['Sent "message" in 3 fragments'],
    ],
  ])("%s", async (_, fault, received, texts) => {
    const { mock, told } = await subscribed();
    mock.fault(fault);
    for (const text of ["a", "b"]) await mock.publish("chat:a", text);
    for (const _each of received) await told.takeUntil(isMessage);
    expect(messagesIn(told)).toEqual(received);
    expect(textsOf(mock)).toEqual(texts);
  });
});

describe("what keeps the conversation going", () => {
  it("pings that are withheld: the client calls the connection stale, and is restored on the next", async () => {
    const mock = await startFaulty();
    const client = new AnyCableClient(cableOf(mock, "?pi=0.02"), { pingInterval: 100 });
    const { told } = client.subscribe("a");
    await told.takeUntil(hasConnected);
    mock.fault({ kinds: ["ping"], client: 1, does: { kind: "drop" } });
    expect(await told.takeUntil(hasConnected)).toEqual({ kind: "connect", restored: true });
    expect(new Set(textsOf(mock))).toEqual(new Set(['Dropped "ping"']));
    expect(mock.faults()).toEqual([]);
  });

  it("a late welcome, over the extended protocol", async () => {
    const clock = new ManualClock();
    const mock = await startFaulty({ clock });
    mock.fault({ protocol: "anycable", kinds: ["welcome"], does: { kind: "delay", byMs: 4000 } });
    const { told } = new AnyCableClient(cableOf(mock)).subscribe("a");
    expect((await mock.strikes.take()).text).toBe('Held "welcome" back for 4 s');
    expect(told.all).toEqual([]);
    clock.advance(4000);
    expect(await told.takeUntil(hasConnected)).toEqual({ kind: "connect", restored: false });
  });

  it("a lost confirmation of history: by its own kind, while the subscription is confirmed", async () => {
    const mock = await startFaulty();
    mock.fault({ kinds: ["confirm_history"], does: { kind: "drop" } });
    const { told } = new AnyCableClient(cableOf(mock)).subscribe("a");
    await told.takeUntil(hasConnected);
    expect((await mock.strikes.take()).text).toBe('Dropped "confirm_history"');
    await mock.publish("chat:a", 1);
    await told.takeUntil(isMessage);
    expect(told.all.some(({ kind }) => kind === "info")).toBe(false);
  });

  it("kinds are known in MessagePack as well", async () => {
    const mock = await startFaulty();
    mock.fault({ kinds: ["welcome"], does: { kind: "duplicate", copies: 1 } });
    const { messages } = await openSocket(`${mock.origin}/cable`, ["actioncable-v1-ext-msgpack"]);
    const [first, second] = [await messages.take(), await messages.take()];
    expect(Buffer.isBuffer(first)).toBe(true);
    expect(first).toEqual(second);
    expect(textsOf(mock)).toEqual(['Sent "welcome" twice']);
  });
});

describe("goodbyes", () => {
  it.each<[string, Fault]>([
    ["a cut", { does: { kind: "cut" } }],
    ["a TCP reset", { does: { kind: "reset" } }],
    ["a close frame", { does: { kind: "close", code: 1011 } }],
  ])("%s: the session is restored, and history brings what was missed", async (_, fault) => {
    const { mock, told } = await subscribed();
    await mock.publish("chat:a", "seen");
    await told.takeUntil(isMessage);
    mock.fault(fault);
    await mock.when(({ clients }) => clients.length === 0);
    await mock.publish("chat:a", "missed");
    expect(await told.takeUntil(isMessage)).toMatchObject({ data: "missed" });
    expect(told.all).toContainEqual({ kind: "connect", restored: true });
  });

  it.each(["remote", "server_restart"])("disconnect to come back (%s): a new session", async (reason) => {
    const { mock, told } = await subscribed();
    mock.fault({ does: { kind: "disconnect", reason, reconnect: true } });
    expect(await told.takeUntil(({ kind }) => kind === "disconnect")).toEqual({ kind: "disconnect" });
    expect(await told.takeUntil(hasConnected)).toEqual({ kind: "connect", restored: false });
  });

  it("unauthorized, for good: the client closes and stays away", async () => {
    const { mock, client, told } = await subscribed();
    const closed = new Promise((resolve) => client.cable.on("close", resolve));
    mock.fault({ does: { kind: "disconnect", reason: "unauthorized", reconnect: false } });
    expect(await closed).toMatchObject({ reason: "unauthorized" });
    expect(await told.takeUntil(({ kind }) => kind === "disconnect")).toEqual({ kind: "disconnect" });
    expect(client.cable.state).toBe("closed");
  });

  it("reject after confirm: on the wire, and who is present is told that it left", async () => {
    const mock = await startFaulty();
    const { socket, messages } = await openSocket(`${mock.origin}/cable`, ["actioncable-v1-ext-json"]);
    const identifier = '{"channel":"ChatChannel","room":"a"}';
    socket.send(JSON.stringify({ command: "subscribe", identifier, presence: { id: "ada", info: {} } }));
    await messages.takeUntil((text) => String(text).includes('"presence"'));
    const other = new AnyCableClient(cableOf(mock)).subscribe("a").told;
    await other.takeUntil(hasConnected);
    mock.fault({ client: 1, does: { kind: "reject" } });
    expect(await messages.takeUntil((text) => String(text).includes("reject"))).toBe(
      `{"type":"reject_subscription","identifier":${JSON.stringify(identifier)}}`,
    );
    expect(await other.takeUntil(({ kind }) => kind === "presence")).toMatchObject({
      event: { type: "leave", id: "ada" },
    });
    expect((await mock.publish("chat:a", 1)).subscribers).toBe(1);
  });

  it("reject after confirm: @anycable/core knows it only as an answer, stays subscribed, and hears nothing more", async () => {
    const { mock, told, channel } = await subscribed();
    mock.fault({ does: { kind: "reject" } });
    expect((await mock.publish("chat:a", "unheard")).subscribers).toBe(0);
    expect(channel.state).toBe("connected");
    expect(messagesIn(told)).toEqual([]);
  });

  it("half-open: the client finds it stale and is on another connection, the first one stays", async () => {
    const mock = await startFaulty();
    const client = new AnyCableClient(cableOf(mock, "?pi=0.02"), { pingInterval: 100 });
    const { told } = client.subscribe("a");
    await told.takeUntil(hasConnected);
    mock.fault({ client: 1, does: { kind: "silent" } });
    await told.takeUntil(hasConnected);
    expect(mock.state().clients.map(({ id }) => id)).toEqual([1, 2]);
  });

  it("over an event stream: an event, and a retry that keeps the client away", async () => {
    const mock = await startFaulty();
    const source = new EventSource(`${mock.origin}/anycable/events?stream=a`);
    onTestFinished(() => source.close());
    const farewells = new Mailbox<string>();
    source.addEventListener("disconnect", ({ data }) => farewells.put(data));
    await mock.when(({ topics }) => topics.some(({ subscribers }) => subscribers === 1));
    mock.fault({ does: { kind: "disconnect", reason: "unauthorized", reconnect: false } });
    expect(JSON.parse(await farewells.take())).toEqual({
      type: "disconnect",
      reason: "unauthorized",
      reconnect: false,
    });
    await mock.when(({ clients }) => clients.length === 0);
  });
});
