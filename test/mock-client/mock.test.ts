/** What a test can do with a mock server: the same in its own process and in another one. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder } from "../mock-server/running-mock.ts";
import { openSocket } from "../mock-server/socket-client.ts";
import { openMock, ways } from "./both-mocks.ts";

const lobby = JSON.stringify({ channel: "ChatChannel", room: "lobby" });

async function openChat(url: string) {
  const client = await openSocket(url, ["actioncable-v1-json"]);
  client.socket.send(JSON.stringify({ command: "subscribe", identifier: lobby }));
  await client.messages.takeUntil((text) => String(text).includes("confirm_subscription"));
  const speak = (body: string) => {
    const data = JSON.stringify({ action: "speak", body });
    client.socket.send(JSON.stringify({ command: "message", identifier: lobby, data }));
  };
  return { ...client, speak };
}

const circle: unknown[] = [];
circle.push(circle);

const counting = `
name: Counting
seed: 7
state: { said: 0 }
topics:
  chat:lobby:
    history: [{ line: "{{ counter.line }}" }]
replies:
  - to: speak
    set: { said: "{{ state.said | plus: 1 }}" }
    send:
      data: { said: "{{ state.said }}", line: "{{ counter.line }}", chance: "{{ fake.person.firstName }}" }
`;

describe.each(ways)("a mock server that was %s", (way) => {
  it("says where to connect, by protocol or door", async () => {
    const mock = await openMock(way);
    const ws = `ws://127.0.0.1:${mock.port}`;
    expect([mock.url("action-cable"), mock.url("/ws"), mock.url("sse")]).toEqual([
      `${ws}/cable`,
      `${ws}/ws`,
      `${mock.origin}/events`,
    ]);
    expect(() => mock.url("/nowhere")).toThrow(
      /^The mock server has no door \/nowhere\. There are: action-cable, \/cable, /,
    );
  });

  it("takes and gives back what JSON makes of a value, and nothing that changes later", async () => {
    const mock = await openMock(way);
    const growing = { list: [1], at: new Date(0), left: undefined, none: Number.NaN };
    await mock.publish("t", growing);
    growing.list.push(2);
    const [kept] = (await mock.history("t")).publications;
    expect(kept?.data).toStrictEqual({ list: [1], at: "1970-01-01T00:00:00.000Z", none: null });
    Object.assign(kept?.data as object, { list: [] });
    expect((await mock.history("t")).publications[0]?.data).toMatchObject({ list: [1] });
  });

  it.each([
    ["what goes round in circles", circle],
    ["a BigInt", 1n],
  ])("says that it is told JSON only: %s", async (_, data) => {
    const mock = await openMock(way);
    await expect(mock.publish("t", data)).rejects.toMatchObject({
      code: "not-json",
      message: expect.stringMatching(/^A mock server is told JSON only: [^\n]+\.$/),
    });
  });

  it("publishes to whoever listens, and keeps it", async () => {
    const mock = await openMock(way);
    const { messages } = await openChat(mock.url("action-cable"));
    expect(await mock.publish("chat:lobby", { body: "one" })).toEqual({ subscribers: 1, offset: 1 });
    expect(await mock.publishMany([2, 3].map((n) => ({ topic: "chat:lobby", data: n })))).toEqual([
      { subscribers: 1, offset: 2 },
      { subscribers: 1, offset: 3 },
    ]);
    const last = await messages.takeUntil((text) => String(text).includes('"message":3'));
    expect(JSON.parse(String(last))).toEqual({ identifier: lobby, message: 3 });
    const history = await mock.history("chat:lobby", { last: 2 });
    expect(history).toMatchObject({ topic: "chat:lobby", publications: [{ data: 2 }, { data: 3 }] });
    expect((await mock.history("chat:lobby")).publications).toHaveLength(3);
    expect(await mock.history("never")).toEqual({ topic: "never", publications: [] });
    expect((await mock.state()).topics).toMatchObject([{ topic: "chat:lobby", publications: 3 }]);
  });

  it("tells one client alone", async () => {
    const mock = await openMock(way);
    const [ann, bob] = [await openChat(mock.url("action-cable")), await openChat(mock.url("action-cable"))];
    const [first] = await mock.clients({ door: "/cable", topic: "chat:lobby" });
    await mock.tell(first?.id ?? 0, "for Ann", { topic: "chat:lobby" });
    await mock.publish("chat:lobby", "for all");
    const hasAll = (text: unknown) => String(text).includes("for all");
    await Promise.all([ann.messages.takeUntil(hasAll), bob.messages.takeUntil(hasAll)]);
    expect([ann, bob].map(({ messages }) => messages.all.some((text) => String(text).includes("Ann")))).toEqual([
      true,
      false,
    ]);
    expect(await mock.clients({ door: "/ws" })).toEqual([]);
    await expect(mock.tell(99, 1)).rejects.toMatchObject({ code: "unknown-client" });
    await expect(mock.tell(first?.id ?? 0, 1, { topic: "news" })).rejects.toThrow(
      "does not hear news. It hears: chat:lobby.",
    );
  });

  it("lets things go wrong until they are removed", async () => {
    const mock = await openMock(way);
    const fault = await mock.fault({ name: "lossy", topic: "chat:*", kinds: ["message"], does: { kind: "drop" } });
    expect(fault).toMatchObject({ from: "control", strikes: 0, fault: { name: "lossy" } });
    const { messages } = await openChat(mock.url("action-cable"));
    await mock.publish("chat:lobby", "lost");
    expect(await mock.faults()).toMatchObject([{ id: fault.id, strikes: 1 }]);
    await fault.remove();
    await fault.remove();
    expect(await mock.faults()).toEqual([]);
    await mock.publish("chat:lobby", "heard");
    await messages.takeUntil((text) => String(text).includes("heard"));
    expect(messages.all.filter((text) => String(text).includes("lost"))).toEqual([]);
    await mock.fault({ does: { kind: "delay", byMs: 1 } });
    await mock.clearFaults();
    expect(await mock.faults()).toEqual([]);
  });

  it("ends one client's connection in each way", async () => {
    const mock = await openMock(way);
    const ends = {
      1: (id: number) => mock.disconnect(id, { reason: "remote", reconnect: false }),
      2: (id: number) => mock.close(id, 4001, "enough"),
      3: (id: number) => mock.cut(id),
      4: (id: number) => mock.cut(id, { withReset: true }),
    };
    const codes: number[] = [];
    for (const end of Object.values(ends)) {
      const { closed, socket } = await openChat(mock.url("action-cable"));
      socket.on("error", () => undefined);
      const [client] = await mock.clients();
      await end(client?.id ?? 0);
      codes.push((await closed).code);
      await mock.expect({ on: "disconnect" });
    }
    expect(codes).toEqual([1000, 4001, 1006, 1006]);
    await openChat(mock.url("action-cable"));
    const [client] = await mock.clients();
    await expect(mock.close(client?.id ?? 0, 1006)).rejects.toMatchObject({ code: "bad-fault" });
  });

  it("waits for what a client does, and answers each thing once", async () => {
    const mock = await openMock(way);
    const both = Promise.all([1, 2].map(() => mock.expect({ action: "speak" })));
    const { speak } = await openChat(mock.url("action-cable"));
    speak("one");
    speak("two");
    expect((await both).map(({ data }) => data)).toEqual([{ body: "one" }, { body: "two" }]);
    speak("three");
    expect(await mock.expect({ data: { body: "t*" } })).toMatchObject({ data: { body: "three" } });
    await expect(mock.expect({ action: "speak" }, { timeoutMs: 0 })).rejects.toMatchObject({
      code: "not-met",
      message: expect.stringMatching(/^Within 0 ms no client did this: command, action "speak"\./),
    });
    const { happenings, last } = await mock.happenings();
    expect(happenings.map(({ on }) => on)).toEqual(["connect", "subscribe", "command", "command", "command"]);
    expect((await mock.happenings({ after: last })).happenings).toEqual([]);
  });

  it("plays a scenario, and after a reset as at its beginning", async () => {
    const mock = await openMock(way);
    expect(await mock.scenario()).toBeUndefined();
    expect(await mock.play({ text: counting })).toMatchObject({ name: "Counting" });
    expect(await mock.scenario()).toMatchObject({ name: "Counting" });
    const rounds: unknown[] = [];
    for (let round = 0; round < 2; round += 1) {
      const { messages, speak } = await openChat(mock.url("action-cable"));
      speak("one");
      speak("two");
      const second = await messages.takeUntil((text) => String(text).includes('"said":2'));
      rounds.push(JSON.parse(String(second)).message, (await mock.history("chat:lobby")).publications[0]);
      await mock.reset();
    }
    expect(rounds[2]).toEqual(rounds[0]);
    expect(rounds[0]).toMatchObject({ said: 2, line: 3 });
    expect([rounds[1], rounds[3]]).toMatchObject([{ data: { line: 1 } }, { data: { line: 1 } }]);
    await mock.playNothing();
    expect(await mock.scenario()).toBeUndefined();
    await mock.reset();
    expect(await mock.scenario()).toBeUndefined();
  });

  it("plays a file, and says where it is wrong", async () => {
    const mock = await openMock(way);
    const path = join(makeFolder(), "wrong.scenario.yaml");
    writeFileSync(path, "name: Wrong\nmesages: []\n");
    await expect(mock.play(path)).rejects.toMatchObject({
      code: "bad-scenario",
      message: expect.stringMatching(`^${path}:2:1: There is no "mesages" here. Did you mean "messages".$`),
    });
    await expect(mock.play("nowhere.yaml")).rejects.toThrow(/^The scenario cannot be read: ENOENT/);
    expect(await mock.scenario()).toBeUndefined();
  });

  it("is a clean slate after a reset", async () => {
    const mock = await openMock(way);
    const { closed, speak } = await openChat(mock.url("action-cable"));
    speak("before");
    await mock.expect({ action: "speak" });
    await mock.publish("news", 1);
    await mock.reset();
    expect((await closed).code).toBe(1001);
    expect(await mock.state()).toMatchObject({ topics: [], clients: [] });
    expect((await mock.happenings()).happenings).toEqual([]);
    expect(await mock.publish("chat:lobby", "after")).toEqual({ subscribers: 0, offset: 1 });
    expect((await mock.history("chat:lobby")).publications).toMatchObject([{ globalId: 1, offset: 1, data: "after" }]);
  });

  it("keeps connections over a reset if asked so, with what they hear", async () => {
    const mock = await openMock(way);
    const { messages } = await openChat(mock.url("action-cable"));
    await mock.publish("chat:lobby", "before");
    const [before] = (await mock.history("chat:lobby")).publications;
    await mock.reset({ keepConnections: true });
    expect((await mock.history("chat:lobby")).publications).toEqual([]);
    expect(await mock.publish("chat:lobby", "after")).toEqual({ subscribers: 1, offset: 1 });
    await messages.takeUntil((text) => String(text).includes("after"));
    const [after] = (await mock.history("chat:lobby")).publications;
    expect(after?.epoch).not.toBe(before?.epoch);
  });

  it("moves its clock only when it was started so", async () => {
    const mock = await openMock(way, { clock: "manual" });
    const { messages } = await openChat(mock.url("action-cable"));
    const { now, manual } = await mock.time();
    expect(manual).toBe(true);
    expect((await mock.advance(3_000)).now).toBe(now + 3_000);
    expect(String(await messages.take())).toContain('"ping"');
    const running = await openMock(way);
    await expect(running.advance(1)).rejects.toMatchObject({ code: "clock-runs" });
  });

  it("does not wait on when it is stopped", async () => {
    const mock = await openMock(way);
    const waiting = expect(mock.expect({})).rejects.toThrow(/any more/);
    await mock.stop();
    await waiting;
  });

  it("stops by itself at the end of an `await using`", async () => {
    const mock = await openMock(way);
    {
      await using used = mock;
      await used.state();
    }
    await expect(mock.state()).rejects.toThrow();
  });
});
