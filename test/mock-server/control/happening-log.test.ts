/** The log of what clients did: its numbers, its bounds, and what it says of what it has lost. */
import { describe, expect, it } from "vitest";
import { HappeningLog } from "../../../mock-server/control/happening-log.ts";
import type { NotedHappening } from "../../../mock-server/control/noted-happening.ts";

const client = { id: 3, door: "/cable", protocol: { id: "action-cable" } };
const command = (data: unknown) => ({ on: "command", topic: "chat", action: "speak", data }) as const;
const numbers = (happenings: readonly NotedHappening[]) => happenings.map(({ number }) => number);

describe("the log", () => {
  it("writes down who did what when, and goes on after a number", () => {
    const log = new HappeningLog(() => 42);
    log.add(client, { on: "subscribe", topic: "chat" });
    log.add(client, command("hi"));
    const who = { client: 3, door: "/cable", protocol: "action-cable" };
    expect(log.list(0, 10)).toEqual({
      happenings: [
        { number: 1, at: 42, ...who, on: "subscribe", topic: "chat" },
        { number: 2, at: 42, ...who, on: "command", topic: "chat", action: "speak", data: "hi" },
      ],
      last: 2,
      lost: 0,
    });
    expect(numbers(log.list(1, 10).happenings)).toEqual([2]);
    expect(numbers(log.list(0, 1).happenings)).toEqual([1]);
    expect(numbers(log.list(9, 10).happenings)).toEqual([]);
  });

  it("keeps the newest 5000, and says how many are lost of those that are asked for", () => {
    const log = new HappeningLog(() => 0);
    for (let i = 0; i < 5_007; i += 1) log.add(client, { on: "disconnect" });
    expect(log.since(0)).toHaveLength(5_000);
    expect(log.list(0, 1)).toMatchObject({ happenings: [{ number: 8 }], last: 5_007, lost: 7 });
    expect(log.list(5, 1).lost).toBe(2);
    expect(log.list(7, 1).lost).toBe(0);
  });

  it("keeps 16 Mi characters of what was said, and the newest in any case", () => {
    const log = new HappeningLog(() => 0);
    for (const size of [4, 6, 8]) log.add(client, command("x".repeat(size * 1024 * 1024)));
    expect(numbers(log.since(0))).toEqual([2, 3]);
    log.add(client, command("x".repeat(17 * 1024 * 1024)));
    expect(numbers(log.since(0))).toEqual([4]);
  });

  it("forgets all when it is cleared, but never gives a number twice", () => {
    const log = new HappeningLog(() => 0);
    for (let i = 0; i < 5_001; i += 1) log.add(client, { on: "disconnect" });
    log.clear();
    expect(log.list(0, 10)).toEqual({ happenings: [], last: 5_001, lost: 0 });
    log.add(client, { on: "disconnect" });
    expect(numbers(log.list(0, 10).happenings)).toEqual([5_002]);
  });

  it("tells who listens, until they stop", () => {
    const log = new HappeningLog(() => 0);
    const heard: number[] = [];
    const stop = log.onAdded(({ number }) => heard.push(number));
    log.add(client, { on: "disconnect" });
    stop();
    log.add(client, { on: "disconnect" });
    expect(heard).toEqual([1]);
  });
});
