import { expect, it, onTestFinished, vi } from "vitest";
import { publishDemoTraffic } from "../../src/cli/demo-traffic.ts";
import type { MockState } from "../../src/model/mock.ts";

it("reaches the demo's own topics, and every other one that somebody listens to, until it is stopped", async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const topics = new Set<string>();
  const others = [
    { topic: "my-topic", publications: 0, kept: 0, epoch: "aaaa", subscribers: 1 },
    { topic: "nobody", publications: 1, kept: 1, epoch: "aaaa", subscribers: 0 },
  ];
  const stop = publishDemoTraffic({
    mockState: async (): Promise<MockState> => ({ running: true, doors: [], topics: others, clients: [], faults: [] }),
    publish: async (topic) => {
      topics.add(topic);
      return { subscribers: 1, offset: 1 };
    },
  });
  await vi.advanceTimersByTimeAsync(10_000);
  expect([...topics].sort()).toEqual(["chat:lobby", "demo:board", "my-topic", "ticker"]);
  stop();
  expect(vi.getTimerCount()).toBe(0);
});
