/** What befalls topics, as the clients of each protocol find it. */
import { EventSource } from "eventsource";
import { describe, expect, it, onTestFinished } from "vitest";
import { AnyCableClient, type Told } from "../anycable-client.ts";
import { Mailbox } from "../mailbox.ts";
import { type FaultyMock, startFaulty } from "./faulty-mock.ts";

const cableOf = ({ origin }: FaultyMock) => `${origin.replace("http", "ws")}/cable`;
const isMessage = (told: Told) => told.kind === "message";
const isBack = ({ kind }: Told) => kind === "connect" || kind === "info";

interface Reply {
  readonly cursor: number;
  readonly items: readonly { readonly id: number; readonly data: unknown }[];
  readonly missed?: number;
  readonly reset?: boolean;
}

const poll = async ({ origin }: FaultyMock, cursor: number): Promise<Reply> =>
  (await (await fetch(`${origin}/poll/chat?cursor=${cursor}`)).json()) as Reply;

async function busPoll({ origin }: FaultyMock, position: number) {
  const body = new URLSearchParams({ "/chat": String(position), __seq: "1" });
  const response = await fetch(`${origin}/message-bus/c/poll?dlp=t`, { method: "POST", body });
  const items = (await response.json()) as { channel: string; message_id: number; data: unknown }[];
  return items.map(({ channel, message_id, data }) => [channel, message_id, data]);
}

/** A mock with three publications on `chat` and one elsewhere. */
async function startWithHistory(): Promise<FaultyMock> {
  const mock = await startFaulty();
  for (const n of [1, 2, 3]) await mock.publish("chat", n);
  await mock.publish("news", 1);
  return mock;
}

describe("evict", () => {
  it("gives the history up: a poll from before is told how many it missed", async () => {
    const mock = await startWithHistory();
    mock.fault({ topic: "chat", does: { kind: "evict" } });
    expect(mock.faults()).toEqual([]);
    expect(mock.strikes.all).toMatchObject([{ kind: "evict", text: "Gave up the history of chat", topic: "chat" }]);
    await mock.publish("chat", 4);
    expect(await poll(mock, 1)).toMatchObject({ items: [{ id: 4, data: 4 }], missed: 2 });
    expect(await busPoll(mock, 1)).toEqual([["/chat", 4, 4]]);
  });

  it("makes @anycable/core say that history was not found", async () => {
    const mock = await startWithHistory();
    const client = new AnyCableClient(cableOf(mock));
    const { told } = client.stream("chat");
    await told.takeUntil(({ kind }) => kind === "connect");
    await mock.publish("chat", 4);
    expect(await told.takeUntil(isMessage)).toMatchObject({ position: expect.stringMatching(/\/4$/) });
    (client.cable.transport as unknown as { ws: { terminate(): void } }).ws.terminate();
    await mock.when(({ clients }) => clients.length === 0);
    await mock.publish("chat", 5);
    mock.fault({ topic: "ch*", does: { kind: "evict" } });
    const back = [await told.takeUntil(isBack), await told.takeUntil(isBack)];
    expect(back).toContainEqual({ kind: "connect", restored: true });
    expect(back).toContainEqual({ kind: "info", event: expect.objectContaining({ type: "history_not_found" }) });
    await mock.publish("chat", 6);
    expect(await told.takeUntil(isMessage)).toMatchObject({ data: 6, position: expect.stringMatching(/\/6$/) });
  });
});

describe("trim", () => {
  it("keeps the newest so many", async () => {
    const mock = await startWithHistory();
    mock.fault({ topic: "chat", does: { kind: "trim", keep: 1 } });
    expect(mock.strikes.all.map(({ text }) => text)).toEqual(["Gave up the history of chat but the newest 1"]);
    expect(await poll(mock, 0)).toMatchObject({ items: [{ id: 3, data: 3 }], missed: 2 });
    expect(await busPoll(mock, 0)).toEqual([["/chat", 3, 3]]);
  });
});

describe("renewEpoch", () => {
  it("begins offsets again: a poll is told to start over, MessageBus moves the position back", async () => {
    const mock = await startWithHistory();
    const before = (await fetch(`${mock.origin}/poll/chat?cursor=3`)).headers.get("etag");
    mock.fault({ topic: "chat", does: { kind: "renewEpoch" } });
    expect(await busPoll(mock, 3)).toEqual([["/__status", -1, { "/chat": 0 }]]);
    await mock.publish("chat", "new");
    expect(await poll(mock, 3)).toMatchObject({ cursor: 1, items: [{ id: 1, data: "new" }], reset: true });
    const after = (await fetch(`${mock.origin}/poll/chat?cursor=1`)).headers.get("etag");
    expect(after).toMatch(/^"\w{4}-1"$/);
    expect(after?.slice(1, 5)).not.toBe(before?.slice(1, 5));
    expect((await poll(mock, 0)).items).toHaveLength(1);
  });

  it("is told to @anycable/core as a history that is not found, and its position follows the new epoch", async () => {
    const mock = await startWithHistory();
    const client = new AnyCableClient(cableOf(mock));
    const { told } = client.stream("chat");
    await told.takeUntil(({ kind }) => kind === "connect");
    await mock.publish("chat", 4);
    const before = (await told.takeUntil(isMessage)) as Extract<Told, { kind: "message" }>;
    (client.cable.transport as unknown as { ws: { terminate(): void } }).ws.terminate();
    await mock.when(({ clients }) => clients.length === 0);
    mock.fault({ topic: "chat", does: { kind: "renewEpoch" } });
    await mock.publish("chat", "in the new one");
    const info = await told.takeUntil(({ kind }) => kind === "info");
    expect(info).toMatchObject({ event: { type: "history_not_found" } });
    await mock.when(({ clients }) => clients.length === 1);
    await mock.publish("chat", "live");
    const live = (await told.takeUntil(isMessage)) as Extract<Told, { kind: "message" }>;
    expect(live).toMatchObject({ data: "live", position: expect.stringMatching(/^\w{4}\/2$/) });
    expect(live.position?.slice(0, 4)).not.toBe(before.position?.slice(0, 4));
  });
});

describe("jump", () => {
  it("leaves ids out of the topic, seen by an EventSource and by MessageBus", async () => {
    const mock = await startWithHistory();
    const ids = new Mailbox<string>();
    const source = new EventSource(`${mock.origin}/events?topic=chat`);
    onTestFinished(() => source.close());
    source.onmessage = ({ lastEventId }) => ids.put(lastEventId);
    await mock.when(({ topics }) => topics.some(({ topic, subscribers }) => topic === "chat" && subscribers === 1));
    await mock.publish("chat", 4);
    mock.fault({ topic: "chat", does: { kind: "jump", by: 10 } });
    await mock.publish("chat", 5);
    expect([await ids.take(), await ids.take()]).toEqual(["4", "15"]);
    expect(await busPoll(mock, 3)).toEqual([
      ["/chat", 4, 4],
      ["/chat", 15, 5],
    ]);
    expect(mock.strikes.all.map(({ text }) => text)).toEqual(["Left out 10 ids of chat"]);
    expect((await poll(mock, 15)).items).toEqual([]);
  });
});

it("befalls every topic that fits, a strike each, and none where no topic fits", async () => {
  const mock = await startWithHistory();
  mock.fault({ does: { kind: "evict" } });
  expect(mock.strikes.all.map(({ topic }) => topic).sort()).toEqual(["chat", "news"]);
  expect(mock.addFault({ topic: "nothing:*", does: { kind: "evict" } }, "control").strikes).toBe(0);
});
