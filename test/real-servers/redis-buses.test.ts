/**
 * A mock server beside MessageBus and AnyCable on a real Redis. Neither can be installed here: MessageBus is played by the
 * commands that message_bus 4.5.2 was recorded to send, AnyCable's broadcaster by its one PUBLISH.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Mailbox } from "../mock-server/mailbox.ts";
import { redisIsMissing } from "./available.ts";
import { RedisServer } from "./redis-server.ts";
import { listen, startShared, whenRedis } from "./shared-mocks.ts";

type Client = Awaited<ReturnType<RedisServer["client"]>>;

const forEveryone = '"user_ids":null,"group_ids":null,"client_ids":null';

/** `MessageBus.publish`, command for command. */
async function busPublish(client: Client, channel: string, data: unknown, targets = forEveryone): Promise<number> {
  const script = `
    local gid, id = redis.call('INCR', KEYS[1]), redis.call('INCR', KEYS[2])
    local text = gid .. '|' .. id .. '|' .. ARGV[1]
    redis.call('ZADD', KEYS[3], id, text)
    redis.call('EXPIRE', KEYS[3], 604800)
    redis.call('ZADD', KEYS[4], gid, id .. '|' .. ARGV[2])
    redis.call('EXPIRE', KEYS[4], 604800)
    redis.call('PUBLISH', KEYS[5], text)
    redis.call('EXPIRE', KEYS[2], 604800)
    return id`;
  const keys = [
    ...["__mb_global_id_n", `__mb_backlog_id_n_${channel}`, `__mb_backlog_n_${channel}`],
    ...["__mb_global_backlog_n", "_message_bus_0"],
  ];
  const text = `${channel.replaceAll("|", () => "$$123$$")}|{"data":${JSON.stringify(data)},${targets}}`;
  return Number(await client.eval(script, { keys, arguments: [text, channel] }));
}

describe.skipIf(redisIsMissing)("beside MessageBus", () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterAll(() => redis?.process.stop());
  beforeEach(async () => {
    await (await redis.client()).flushAll();
  });

  async function poll(origin: string, positions: Record<string, string>) {
    const body = new URLSearchParams(positions);
    const answer = await fetch(`${origin}/message-bus/c1/poll?dlp=t`, { method: "POST", body });
    const items = (await answer.json()) as { channel: string; message_id: number; data: unknown }[];
    return items.map(({ channel, message_id, data }) => [channel, message_id, data]);
  }

  it("hears what the app publishes, under the app's own message ids", async () => {
    const client = await redis.client();
    await busPublish(client, "/redisfacts", "before the mock came");
    const mock = await startShared(redis);
    const events = await listen(mock, ["redisfacts"]);
    await busPublish(client, "/redisfacts", { a: "é<b>" });
    expect(await events.take()).toEqual({ id: 2, data: { a: "é<b>" } });
    expect(await poll(mock.origin, { "/redisfacts": "0" })).toEqual([
      ["/redisfacts", 1, "before the mock came"],
      ["/redisfacts", 2, { a: "é<b>" }],
    ]);
    expect(await poll(mock.origin, { "/redisfacts": "1" })).toHaveLength(1);
  });

  it("is heard and kept by the app's bus, to the letter as recorded", async () => {
    const [mock, client, bus] = [await startShared(redis), await redis.client(), await redis.client()];
    const heard = new Mailbox<string>();
    await bus.subscribe(["_message_bus_0", "_message_bus_1"], (text, channel) => heard.put(`${channel} ${text}`));
    await mock.publish("redisfacts", { a: "é<b>" });
    const text = `1|1|/redisfacts|{"data":{"a":"é<b>"},${forEveryone}}`;
    expect([await heard.take(), await heard.take()].sort()).toEqual([
      `_message_bus_0 ${text}`,
      `_message_bus_1 ${text}`,
    ]);
    expect(await client.zRangeWithScores("__mb_backlog_n_/redisfacts", 0, -1)).toEqual([{ value: text, score: 1 }]);
    expect(await client.zRangeWithScores("__mb_global_backlog_n", 0, -1)).toEqual([
      { value: "1|/redisfacts", score: 1 },
    ]);
    expect(await client.mGet(["__mb_global_id_n", "__mb_backlog_id_n_/redisfacts"])).toEqual(["1", "1"]);
    for (const key of ["__mb_backlog_n_/redisfacts", "__mb_global_backlog_n", "__mb_backlog_id_n_/redisfacts"])
      expect(await client.ttl(key)).toBe(604_800);
    expect(await client.ttl("__mb_global_id_n")).toBe(-1);
  });

  it("counts in one row with the app, whoever publishes, and tells each once", async () => {
    const [one, two, client] = [await startShared(redis), await startShared(redis), await redis.client()];
    const [atOne, atTwo] = [await listen(one, ["chat:lobby"]), await listen(two, ["chat:lobby"])];
    await Promise.all([
      ...[0, 1, 2, 3].map((n) => busPublish(client, "/chat/lobby", n)),
      ...[4, 5].map((n) => one.publish("chat:lobby", n)),
      ...[6, 7].map((n) => two.publish("chat:lobby", n)),
    ]);
    await one.publish("chat:lobby", "end");
    for (const events of [atOne, atTwo]) {
      await events.takeUntil(({ data }) => data === "end");
      expect(events.all.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
      expect(new Set(events.all.map(({ data }) => data)).size).toBe(9);
    }
    expect(atOne.all).toEqual(atTwo.all);
    const kept = await client.zRange("__mb_backlog_n_/chat/lobby", 0, -1);
    const texts = kept.map((text) => JSON.parse(text.split("|").slice(3).join("|")).data);
    expect(texts).toEqual(atOne.all.map(({ data }) => data));
  });

  it("catches up with what the app published while Redis' connection was lost", async () => {
    const [mock, client] = [await startShared(redis), await redis.client()];
    const events = await listen(mock, ["chat"]);
    await busPublish(client, "/chat", 1);
    await events.take();
    await client.sendCommand(["CLIENT", "KILL", "TYPE", "pubsub"]);
    await busPublish(client, "/chat", 2);
    await mock.logs.takeUntil((line) => line.includes("Redis is back after"));
    await whenRedis(mock, "connected");
    await busPublish(client, "/chat", 3);
    await events.takeUntil(({ data }) => data === 3);
    expect(events.all.map(({ id, data }) => [id, data])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  it("leaves out what is for certain clients, and the keepalive", async () => {
    const [mock, client] = [await startShared(redis), await redis.client()];
    const events = await listen(mock, ["chat"]);
    await busPublish(client, "/__mb_keepalive__/", 4711, '"user_ids":[-1],"group_ids":null,"client_ids":null');
    await busPublish(client, "/chat", "one tab's", '"user_ids":null,"group_ids":null,"client_ids":["abc"]');
    await busPublish(client, "/chat", "some users'", '"user_ids":[1,2],"group_ids":null,"client_ids":null');
    expect((await events.take()).data).toBe("some users'");
    expect(mock.state().topics.map(({ topic }) => topic)).toEqual(["chat"]);
  });

  it("begins anew with the app, whose bus was reset", async () => {
    const [mock, client] = [await startShared(redis), await redis.client()];
    const events = await listen(mock, ["chat"]);
    for (const n of [1, 2]) await busPublish(client, "/chat", n);
    await events.takeUntil(({ data }) => data === 2);
    // MessageBus.reset!
    await client.del(await client.keys("__mb_*"));
    await busPublish(client, "/chat", "anew");
    expect(await events.take()).toEqual({ id: 1, data: "anew" });
    expect(await poll(mock.origin, { "/chat": "0" })).toEqual([["/chat", 1, "anew"]]);
  });

  it("takes a channel that is no topic's own for the topic all the same", async () => {
    const [mock, client] = [await startShared(redis), await redis.client()];
    const events = await listen(mock, ["chat:lobby"]);
    await busPublish(client, "/chat/lobby", 1);
    await busPublish(client, "/chat:lobby", 2);
    await busPublish(client, "/chat/lobby$|$site", 3);
    await busPublish(client, "/chat/lobby", 4);
    await events.takeUntil(({ data }) => data === 4);
    expect(events.all.map(({ data }) => data)).toEqual([1, 2, 3, 4]);
  });
});

describe.skipIf(redisIsMissing)("beside AnyCable", () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterAll(() => redis?.process.stop());

  it("hears the app's broadcasts, single or in a batch, once at each mock server", async () => {
    const [one, two, client] = [await startShared(redis), await startShared(redis), await redis.client()];
    const [atOne, atTwo] = [await listen(one, ["room_7"]), await listen(two, ["room_7"])];
    await client.publish("__anycable__", '{"stream":"room_7","data":"{\\"text\\":\\"hi\\"}"}');
    await client.publish("__anycable__", '[{"stream":"room_7","data":"1"},{"stream":"room_7","data":"\\"end\\""}]');
    for (const events of [atOne, atTwo]) {
      await events.takeUntil(({ data }) => data === "end");
      expect(events.all.map(({ data }) => data)).toEqual([{ text: "hi" }, 1, "end"]);
    }
  });

  it("tells AnyCable's own server, and does not hear itself", async () => {
    const [mock, client] = [await startShared(redis), await redis.client()];
    const heard = new Mailbox<string>();
    await client.subscribe("__anycable__", heard.put);
    const events = await listen(mock, ["room_7"]);
    await mock.publish("room_7", { text: "<é>" });
    await mock.publish("room_7", "end");
    expect(JSON.parse(await heard.take())).toEqual({ stream: "room_7", data: '{"text":"<é>"}' });
    await events.takeUntil(({ data }) => data === "end");
    expect(events.all).toHaveLength(2);
  });

  it("says once what it cannot use", async () => {
    const [mock, client] = [await startShared(redis), await redis.client()];
    for (let n = 0; n < 2; n += 1)
      await client.publish("__anycable__", '{"command":"disconnect","payload":{"identifier":"{}"}}');
    const events = await listen(mock, ["a"]);
    await client.publish("__anycable__", '{"stream":"a","data":"1"}');
    await events.take();
    expect(mock.logs.all.filter((line) => line.includes('remote command "disconnect"'))).toHaveLength(1);
  });
});
