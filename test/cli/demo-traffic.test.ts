import { expect, it } from "vitest";
import { publishDemoTraffic } from "../../src/cli/demo-traffic.ts";
import type { MockState } from "../../src/model/mock.ts";

it("reaches the demo's own topics, and every other one that somebody listens to", async () => {
  const topics = new Set<string>();
  const others = [
    { topic: "my-topic", publications: 0, subscribers: 1 },
    { topic: "nobody", publications: 1, subscribers: 0 },
  ];
  await new Promise<void>((resolve) => {
    const stop = publishDemoTraffic({
      mockState: async (): Promise<MockState> => ({ running: true, doors: [], topics: others, clients: [] }),
      publish: async (topic) => {
        topics.add(topic);
        if (topics.size === 4) {
          stop();
          resolve();
        }
        return { subscribers: 1, offset: 1 };
      },
    });
  });
  expect([...topics].sort()).toEqual(["chat:lobby", "demo:board", "my-topic", "ticker"]);
});
