/** What the engine lets a person do with the mock server's topics, clients and faults, and how its timeline shows it. */
import { expect, it } from "vitest";
import { openSocket } from "../mock-server/socket-client.ts";
import { newEngine } from "./engines.ts";

async function startRecorded() {
  const under = newEngine();
  const { origin = "", recording = "" } = await under.engine.startMock({ record: true });
  const strikes = async () => {
    const { view } = await under.engine.openView(recording, { filter: "verdict:faultInjected", foldHeartbeats: false });
    const { rows } = await under.engine.rows(view, 0, 100);
    await under.engine.closeView(view);
    return rows;
  };
  return { ...under, origin, strikes };
}

it("a fault strikes on the wire, and the timeline names the client that it struck", async () => {
  const { engine, origin, strikes } = await startRecorded();
  const { closed } = await openSocket(`${origin}/ws?topic=a`);
  await engine.addMockFault({ client: 1, does: { kind: "close", code: 4100, reason: "on purpose" } });
  expect(await closed).toEqual({ code: 4100, reason: "on purpose" });
  const [strike] = await strikes();
  expect(strike).toMatchObject({ source: "event", level: "warning", client: { number: 1, label: "#1 /ws" } });
  expect(strike?.summary).toMatch(/4100/);
});

it("a fault that lasts is listed until it is removed", async () => {
  const { engine } = await startRecorded();
  const { id } = await engine.addMockFault({ topic: "a", name: "slow", does: { kind: "silent" } });
  expect((await engine.mockState()).faults).toMatchObject([
    { id, from: "person", fault: { name: "slow" }, strikes: 0 },
  ]);
  await engine.removeMockFault(id);
  expect((await engine.mockState()).faults).toEqual([]);
  await engine.addMockFault({ does: { kind: "silent" } });
  await engine.clearMockFaults();
  expect((await engine.mockState()).faults).toEqual([]);
  await expect(engine.addMockFault({ door: "/nowhere", does: { kind: "silent" } })).rejects.toThrow(
    /no door \/nowhere/,
  );
});

it("what befalls a topic names it, and its history is there to be looked at, the newest first", async () => {
  const { engine, strikes } = await startRecorded();
  for (const n of [1, 2, 3]) await engine.publish("a", { n });
  expect((await engine.topicHistory("a", 2)).map(({ offset, data }) => [offset, data])).toEqual([
    [3, { n: 3 }],
    [2, { n: 2 }],
  ]);
  await engine.addMockFault({ topic: "a", does: { kind: "evict" } });
  expect(await engine.topicHistory("a", 20)).toEqual([]);
  const [strike] = await strikes();
  expect(strike).toMatchObject({ source: "event", channel: "a" });
  expect(strike?.client).toBeUndefined();
});

it("one client alone can be told something", async () => {
  const { engine, origin } = await startRecorded();
  const [, two] = [await openSocket(`${origin}/ws?topic=a`), await openSocket(`${origin}/ws?topic=a`)];
  await engine.tellMockClient(2, undefined, "psst");
  expect(await two.messages.take()).toBe("psst");
  await expect(engine.tellMockClient(9, undefined, "psst")).rejects.toThrow(/No client 9/);
});
