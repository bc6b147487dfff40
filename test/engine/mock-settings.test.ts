/** Settings of single protocols reach the mock server that the engine starts. */
import { expect, test } from "vitest";
import { newEngine } from "./engines.ts";

test("a publisher's key is asked for, and any other is refused", async () => {
  const { engine } = newEngine();
  const { origin } = await engine.startMock({ settings: { anycable: { broadcastKey: "right" } } });
  const broadcast = async (key: string) => {
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
    return (await fetch(`${origin}/_broadcast`, { method: "POST", headers, body: '{"stream":"a","data":"1"}' })).status;
  };
  expect([await broadcast("right"), await broadcast("wrong")]).toEqual([201, 401]);
});

test("settings for a protocol that is none are refused with the names of those that are", async () => {
  const { engine } = newEngine();
  await expect(engine.startMock({ settings: { "any-cable": {} } })).rejects.toThrow(/"any-cable".*anycable/);
  expect((await engine.mockState()).running).toBe(false);
});
