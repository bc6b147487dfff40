/** Mock servers that share a real Redis: one history, one row of ids, and what becomes of both when Redis goes away. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { AnyCableClient } from "../mock-server/anycable-client.ts";
import { startMock } from "../mock-server/running-mock.ts";
import { redisIsMissing } from "./available.ts";
import { RedisServer } from "./redis-server.ts";
import { listen, startShared, whenRedis } from "./shared-mocks.ts";

describe.skipIf(redisIsMissing)("two mock servers on one Redis", () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterAll(() => redis?.process.stop());
  beforeEach(async () => {
    await (await redis.client()).flushAll();
  });

  it("hear what is published at the other, in one order with one row of ids", async () => {
    const [one, two] = [await startShared(redis), await startShared(redis)];
    const [atOne, atTwo] = [await listen(one, ["a", "b"]), await listen(two, ["a", "b"])];
    const published = await Promise.all(
      [0, 1, 2, 3, 4, 5, 6, 7].map((n) => (n % 2 === 0 ? one : two).publish(n < 4 ? "a" : "b", n)),
    );
    expect(published.map(({ offset }) => offset).sort()).toEqual([1, 1, 2, 2, 3, 3, 4, 4]);
    const heard = { one: [] as unknown[], two: [] as unknown[] };
    for (let n = 0; n < 8; n += 1) {
      heard.one.push(await atOne.take());
      heard.two.push(await atTwo.take());
    }
    expect(heard.one).toEqual(heard.two);
    expect(atOne.all.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(atOne.all.map(({ data }) => data).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it("let a client resume at the other by its last event id", async () => {
    const [one, two] = [await startShared(redis), await startShared(redis)];
    for (const n of [1, 2, 3]) await one.publish("a", n);
    const events = await listen(two, ["a"], 1);
    expect([await events.take(), await events.take()]).toEqual([
      { id: 2, data: 2 },
      { id: 3, data: 3 },
    ]);
  });

  it("let an AnyCable client resume at the other by epoch and offset", async () => {
    const [one, two] = [await startShared(redis), await startShared(redis)];
    const url = (mock: typeof one) => `${mock.origin.replace("http", "ws")}/cable`;
    const first = new AnyCableClient(url(one)).subscribe("a");
    await first.told.take();
    await one.publish("chat:a", "before");
    const message = await first.told.take();
    const position = message.kind === "message" ? message.position : undefined;
    await one.publish("chat:a", "missed");
    await first.told.take();

    const [epoch, offset] = (position ?? "").split("/");
    const { WebSocket } = await import("ws");
    const socket = new WebSocket(url(two), "actioncable-v1-ext-json");
    onTestFinished(() => socket.terminate());
    const identifier = '{"channel":"ChatChannel","room":"a"}';
    const streams = { "chat:a": { epoch, offset: Number(offset) } };
    socket.on("open", () => socket.send(JSON.stringify({ command: "subscribe", identifier, history: { streams } })));
    const told: Record<string, unknown>[] = [];
    await new Promise<void>((resolve) => {
      socket.on("message", (text) => {
        const message = JSON.parse(String(text));
        if (message.type !== "ping") told.push(message);
        if (message.type === "confirm_history" || message.type === "reject_history") resolve();
      });
    });
    expect(told.map(({ type, message }) => type ?? message)).toEqual([
      "welcome",
      "confirm_subscription",
      "missed",
      "confirm_history",
    ]);
  });

  it("give a MessageBus poller at the other what came after its position", async () => {
    const [one, two] = [await startShared(redis), await startShared(redis)];
    for (const n of [1, 2, 3]) await one.publish("chat:a", n);
    const answer = await fetch(`${two.origin}/message-bus/c1/poll?dlp=t`, {
      method: "POST",
      body: new URLSearchParams({ "/chat/a": "1" }),
    });
    const items = (await answer.json()) as { message_id: number; data: unknown }[];
    expect(items.map(({ message_id, data }) => [message_id, data])).toEqual([
      [2, 2],
      [3, 3],
    ]);
  });

  it("give one that comes later the history", async () => {
    const one = await startShared(redis);
    for (const n of [1, 2]) await one.publish("a", n);
    await one.stop();
    const later = await startShared(redis);
    const events = await listen(later, ["a"], 0);
    expect([await events.take(), await events.take()].map(({ data }) => data)).toEqual([1, 2]);
    expect(await later.publish("a", 3)).toEqual({ subscribers: 1, offset: 3 });
  });

  it("keep databases apart, though pub/sub is one for all", async () => {
    const [one, other] = [await startShared(redis), await startShared(redis, { database: 2 })];
    const events = await listen(other, ["a"]);
    await one.publish("a", "not here");
    await other.publish("a", "here");
    expect(await events.take()).toEqual({ id: 1, data: "here" });
  });

  it("share what befalls a topic's history", async () => {
    const [one, two] = [await startShared(redis), await startShared(redis)];
    for (const n of [1, 2, 3]) await one.publish("a", n);
    one.addFault({ topic: "a", does: { kind: "trim", keep: 1 } }, "person");
    one.addFault({ topic: "a", does: { kind: "jump", by: 10 } }, "person");
    while (two.state().topics[0]?.publications !== 13) await two.states.take();
    expect((await two.publish("a", 4)).offset).toBe(14);
    const third = await startShared(redis);
    for (const mock of [one, two, third]) {
      const events = await listen(mock, ["a"], 0);
      expect([await events.take(), await events.take()]).toEqual([
        { id: 3, data: 3 },
        { id: 14, data: 4 },
      ]);
    }
    two.addFault({ topic: "a", does: { kind: "renewEpoch" } }, "person");
    while (one.state().topics[0]?.publications !== 0) await one.states.take();
    expect((await one.publish("a", 5)).offset).toBe(1);
  });

  it("begin anew together when one is reset", async () => {
    const [one, two] = [await startShared(redis), await startShared(redis)];
    const events = await listen(two, ["a", "b"]);
    for (const n of [1, 2]) await one.publish("a", n);
    await one.perform("reset", { keepConnections: true });
    await two.logs.takeUntil((line) => line.includes("A new one begins"));
    await Promise.all([one.publish("b", 3), two.publish("b", 4)]);
    for (let n = 0; n < 4; n += 1) await events.take();
    expect(events.all.map(({ id }) => id)).toEqual([1, 2, 1, 2]);
    const anew = await listen(one, ["a", "b"], 0);
    expect((await anew.take()).id).toBe(1);
    expect(two.logs.all.some((line) => line.includes("lost"))).toBe(false);
  });

  it("refuse what is no JSON, and take what is published next", async () => {
    const mock = await startShared(redis);
    await expect(mock.publish("a", () => 1)).rejects.toThrow(/Only JSON/);
    await expect(mock.publish("", 1)).rejects.toThrow(/needs a topic/);
    expect((await mock.publish("a", 1)).offset).toBe(1);
  });

  it("write what a stranger puts into their log off as nothing", async () => {
    const mock = await startShared(redis);
    const client = await redis.client();
    const events = await listen(mock, ["a"]);
    for (const text of ["", "null", "{}", '{"life":"x","seq":1,"kind":"published"}', "not json"])
      await client.publish("framescope:1:log", text);
    await mock.publish("a", "still here");
    expect(await events.take()).toEqual({ id: 1, data: "still here" });
  });
});

describe.skipIf(redisIsMissing)("a Redis that goes away", () => {
  async function published(mock: Awaited<ReturnType<typeof startMock>>, from: number, to: number) {
    for (let n = from; n <= to; n += 1) await mock.publish("a", n);
  }

  it("and keeps its data: nothing is lost or told twice, and ids go on", async () => {
    const redis = await RedisServer.start({ saves: true });
    onTestFinished(() => redis.process.stop());
    const [one, two] = [await startShared(redis), await startShared(redis)];
    const [atOne, atTwo] = [await listen(one, ["a"]), await listen(two, ["a"])];
    await published(one, 1, 3);
    await redis.process.kill("SIGKILL");
    await Promise.all([whenRedis(one, "lost"), whenRedis(two, "lost")]);
    await expect(one.publish("a", "refused")).rejects.toThrow(/has lost its Redis \(redis:\/\/127/);
    // What clients cause is held.
    await fetch(`${one.origin}/message-bus/broadcast`, {
      method: "POST",
      body: new URLSearchParams({ channel: "/a", data: "held" }),
    });
    while (one.state().redis?.held !== 1) await one.states.take();
    await redis.process.restart();
    await Promise.all([whenRedis(one, "connected"), whenRedis(two, "connected")]);
    await published(two, 4, 5);
    for (const events of [atOne, atTwo]) {
      await events.takeUntil(({ data }) => data === 5);
      expect(events.all.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6]);
      expect(events.all.map(({ data }) => data)).toEqual([1, 2, 3, "held", 4, 5]);
    }
    const said = one.logs.all.join("\n");
    expect(said).toMatch(/Redis is lost: .* Clients stay connected/);
    expect(said).toMatch(
      /Redis is back after \d.* 1 held publication published now.*Rails and AnyCable.*was not heard/,
    );
  });

  it("in the middle of traffic: each publication is told once or refused", async () => {
    const redis = await RedisServer.start({ saves: true });
    onTestFinished(() => redis.process.stop());
    const [one, two] = [await startShared(redis), await startShared(redis)];
    const [atOne, atTwo] = [await listen(one, ["a"]), await listen(two, ["a"])];
    const accepted: number[] = [];
    const refused: number[] = [];
    let n = 0;
    const publishing = async (mock: typeof one, until: () => boolean) => {
      while (!until()) {
        n += 1;
        const mine = n;
        await mock.publish("a", mine).then(
          () => accepted.push(mine),
          () => refused.push(mine),
        );
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    let isBack = false;
    const traffic = Promise.all([publishing(one, () => isBack && n > 600), publishing(two, () => isBack && n > 600)]);
    while (n < 200) await new Promise((resolve) => setImmediate(resolve));
    await redis.process.kill("SIGKILL");
    await Promise.all([whenRedis(one, "lost"), whenRedis(two, "lost")]);
    await redis.process.restart();
    await Promise.all([whenRedis(one, "connected"), whenRedis(two, "connected")]);
    isBack = true;
    await traffic;
    await one.publish("a", "end");
    for (const events of [atOne, atTwo]) await events.takeUntil(({ data }) => data === "end");
    const heard = atOne.all.map(({ data }) => data);
    expect(atTwo.all).toEqual(atOne.all);
    expect(new Set(heard).size).toBe(heard.length);
    expect(heard.filter((data) => data !== "end").sort()).toEqual([...accepted].sort());
    expect(refused.length + accepted.length).toBe(n);
    expect(atOne.all.map(({ id }) => id)).toEqual(heard.map((_, i) => i + 1));
  });

  it("and comes back empty: a new history begins, whose ids go on, and both say so", async () => {
    const redis = await RedisServer.start();
    onTestFinished(() => redis.process.stop());
    const [one, two] = [await startShared(redis), await startShared(redis)];
    const [atOne, atTwo] = [await listen(one, ["a"]), await listen(two, ["a"])];
    await published(one, 1, 3);
    await redis.process.kill("SIGKILL");
    await Promise.all([whenRedis(one, "lost"), whenRedis(two, "lost")]);
    await redis.process.restart();
    await Promise.all([whenRedis(one, "connected"), whenRedis(two, "connected")]);
    await published(two, 4, 4);
    for (const events of [atOne, atTwo]) {
      await events.takeUntil(({ data }) => data === 4);
      expect(events.all.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    }
    expect([one, two].map(({ logs }) => logs.all.filter((line) => line.includes("A new one begins")).length)).toEqual([
      1, 1,
    ]);
    const resumed = await listen(two, ["a"], 1);
    expect((await resumed.take()).data).toBe(4);
  });

  it("is emptied while in use: both find a new history within a second or two", async () => {
    const redis = await RedisServer.start();
    onTestFinished(() => redis.process.stop());
    const [one, two] = [await startShared(redis), await startShared(redis)];
    const [atOne, atTwo] = [await listen(one, ["a"]), await listen(two, ["a"])];
    await published(one, 1, 2);
    await (await redis.client()).flushAll();
    const begun = (line: string) => line.includes("A new one begins");
    await Promise.all([one.logs.takeUntil(begun), two.logs.takeUntil(begun)]);
    await Promise.all([whenRedis(one, "connected"), whenRedis(two, "connected")]);
    await published(two, 3, 3);
    for (const events of [atOne, atTwo]) {
      await events.takeUntil(({ data }) => data === 3);
      expect(events.all.map(({ id }) => id)).toEqual([1, 2, 3]);
    }
  });

  it("is frozen, and is taken for lost", async () => {
    const redis = await RedisServer.start();
    onTestFinished(() => redis.process.stop());
    const mock = await startShared(redis);
    const frozen = redis.process.freeze();
    onTestFinished(() => frozen.thaw());
    await whenRedis(mock, "lost");
    expect(mock.logs.all.join("\n")).toMatch(/Redis is lost: The Redis does not answer in time\./);
    frozen.thaw();
    await whenRedis(mock, "connected");
    expect((await mock.publish("a", 1)).offset).toBe(1);
  });
});

describe.skipIf(redisIsMissing)("a Redis that cannot be used", () => {
  const open = (url: string) => startMock({ redis: { url } });

  it("is told from a bad address", async () => {
    await expect(open("127.0.0.1:6379")).rejects.toThrow(/is no URL|not by/);
    await expect(open("http://127.0.0.1:6379")).rejects.toThrow("A Redis is reached by redis:// or rediss:// (TLS)");
    await expect(open("redis://127.0.0.1:6379/first")).rejects.toThrow('the number of the database, not "first"');
  });

  it("is told in a sentence, in which no password stands", async () => {
    const redis = await RedisServer.start({ password: "secret-1" });
    onTestFinished(() => redis.process.stop());
    const { port } = redis.process;
    await expect(open(`redis://127.0.0.1:${port}/1`)).rejects.toThrow("The Redis asks for a password");
    await expect(open(`redis://:wrong-1@127.0.0.1:${port}/1`)).rejects.toThrow(
      `The Redis refuses the user name or the password. (redis://:***@127.0.0.1:${port}/1)`,
    );
    await expect(open(redis.url(99))).rejects.toThrow("no database of that number");
    const client = await redis.client();
    await client.sendCommand(["ACL", "SETUSER", "reader", "on", ">pw", "~*", "&*", "+@read"]);
    await expect(open(`redis://reader:pw@127.0.0.1:${port}/1`)).rejects.toThrow("The Redis user may not do what");
    const mock = await open(redis.url());
    expect(mock.state().redis).toMatchObject({ url: `redis://:***@127.0.0.1:${port}/1`, state: "connected" });
    expect(mock.logs.all.join("\n")).not.toContain("secret-1");
  });

  it("is told where nothing listens, and where something else does", async () => {
    const other = await startMock();
    await expect(open(`redis://127.0.0.1:${other.port}/0`)).rejects.toThrow("What answers there is no Redis.");
    await other.stop();
    await expect(open(`redis://127.0.0.1:${other.port}/0`)).rejects.toThrow("No Redis answers there");
  });

  it("says so when it is full, and goes on when it is not", async () => {
    const redis = await RedisServer.start();
    onTestFinished(() => redis.process.stop());
    const mock = await startShared(redis);
    await mock.publish("a", 1);
    const client = await redis.client();
    await client.configSet("maxmemory", "1");
    await expect(mock.publish("a", 2)).rejects.toThrow("The Redis is full (maxmemory)");
    await client.configSet("maxmemory", "0");
    expect((await mock.publish("a", 3)).offset).toBe(2);
  });
});
