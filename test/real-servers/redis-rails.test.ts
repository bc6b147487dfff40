/** A mock server beside a real Rails on the redis adapter: each hears what the other publishes, once. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Callback, RailsClient } from "../mock-server/rails-client.ts";
import { railsRedisIsMissing } from "./available.ts";
import { RailsServer } from "./rails-server.ts";
import { RedisServer } from "./redis-server.ts";
import { listen, startShared, whenRedis } from "./shared-mocks.ts";

const lobby = { channel: "ChatChannel", room: "lobby" };

describe.skipIf(railsRedisIsMissing).each([["myapp_test"], [""]])("beside Rails with prefix %j", (prefix) => {
  let redis: RedisServer;
  let rails: RailsServer;
  beforeAll(async () => {
    redis = await RedisServer.start();
    rails = await RailsServer.start({ redis: { url: redis.url(), prefix } });
  });
  afterAll(async () => {
    await rails?.process.stop();
    await redis?.process.stop();
  });
  beforeEach(async () => {
    await (await redis.client()).flushAll();
  });

  async function subscribed(url: string) {
    const { callbacks, subscription } = new RailsClient(url).subscribe(lobby);
    await callbacks.takeUntil(({ kind }) => kind === "connected");
    return { callbacks, subscription };
  }
  const dataOf = (all: readonly Callback[]) => all.flatMap((one) => (one.kind === "received" ? [one.data] : []));
  const is = (data: unknown) => (one: Callback) => one.kind === "received" && one.data === data;

  it("reaches clients of both from both, each once and in order", async () => {
    const mock = await startShared(redis, { prefix });
    const atRails = await subscribed(rails.cableUrl());
    const atMock = await subscribed(`${mock.origin.replace("http", "ws")}/cable`);
    await rails.broadcast("chat:lobby", { from: "rails", html: "<b>é</b>" });
    await atMock.callbacks.take();
    await mock.publish("chat:lobby", { from: "mock", html: "<i>é</i>" });
    await rails.broadcast("chat:lobby", "end");
    await Promise.all([atRails.callbacks.takeUntil(is("end")), atMock.callbacks.takeUntil(is("end"))]);
    const all = [{ from: "rails", html: "<b>é</b>" }, { from: "mock", html: "<i>é</i>" }, "end"];
    expect(dataOf(atRails.callbacks.all)).toEqual(all);
    expect(dataOf(atMock.callbacks.all)).toEqual(all);
  });

  it("lets what a client says at one be heard at the other", async () => {
    const mock = await startShared(redis, { prefix });
    const atRails = await subscribed(rails.cableUrl());
    const atMock = await subscribed(`${mock.origin.replace("http", "ws")}/cable`);
    atMock.subscription.perform("speak", { body: "from the mock's client" });
    expect(dataOf([await atRails.callbacks.take()])).toEqual([{ body: "from the mock's client" }]);
    await atMock.callbacks.take();
    atRails.subscription.perform("speak", { body: "from Rails' client" });
    expect(dataOf([await atMock.callbacks.take()])).toEqual([{ user: "alice", body: "from Rails' client" }]);
  });

  it("brings a broadcast in once where several mock servers hear it, and keeps it for those who come later", async () => {
    const [one, two] = [await startShared(redis, { prefix }), await startShared(redis, { prefix })];
    const [atOne, atTwo] = [await listen(one, ["chat:lobby"]), await listen(two, ["chat:lobby"])];
    for (const n of [1, 1, 2]) await rails.broadcast("chat:lobby", n);
    await atOne.takeUntil(({ data }) => data === 2);
    await two.publish("chat:lobby", "end");
    for (const events of [atOne, atTwo]) {
      await events.takeUntil(({ data }) => data === "end");
      expect(events.all.map(({ id, data }) => [id, data])).toEqual([
        [1, 1],
        [2, 1],
        [3, 2],
        [4, "end"],
      ]);
    }
    const later = await listen(await startShared(redis, { prefix }), ["chat:lobby"], 0);
    await later.takeUntil(({ data }) => data === "end");
    expect(later.all).toHaveLength(4);
  });

  it("goes on with what was heard where the mock server that brought it in has stopped", async () => {
    const [one, two] = [await startShared(redis, { prefix }), await startShared(redis, { prefix })];
    const events = await listen(two, ["chat:lobby"]);
    await rails.broadcast("chat:lobby", 1);
    await events.take();
    await Promise.all([one.stop(), rails.broadcast("chat:lobby", 2)]);
    await rails.broadcast("chat:lobby", 3);
    await events.takeUntil(({ data }) => data === 3);
    expect(events.all.map(({ data }) => data)).toEqual([1, 2, 3]);
  });

  it("brings in what it heard once the one that had the ear is known to be dead", async () => {
    const client = await redis.client();
    // A mock server that was killed: its claim runs out, and nobody gives it back.
    await client.set(`framescope:ear:${prefix === "" ? "*" : `${prefix}:*`}`, "killed", { PX: 1_500 });
    const mock = await startShared(redis, { prefix });
    const events = await listen(mock, ["chat:lobby"]);
    for (const n of [1, 2]) await rails.broadcast("chat:lobby", n);
    expect([await events.take(), await events.take()].map(({ data }) => data)).toEqual([1, 2]);
  });

  // The last one: Rails 6.1 does not survive the loss of its own subscription.
  it("says that Rails was not heard while Redis was lost", async () => {
    const mock = await startShared(redis, { prefix });
    const events = await listen(mock, ["chat:lobby"]);
    const client = await redis.client();
    await rails.broadcast("chat:lobby", 1);
    await events.take();
    await client.sendCommand(["CLIENT", "KILL", "TYPE", "pubsub"]);
    await mock.logs.takeUntil((line) => line.includes("Redis is back after"));
    await whenRedis(mock, "connected");
    await mock.publish("chat:lobby", 2);
    expect((await events.take()).data).toBe(2);
    expect(mock.logs.all.join("\n")).toContain("What Rails and AnyCable published meanwhile was not heard");
  });
});
