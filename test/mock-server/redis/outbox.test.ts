/** What waits for the shared log: sent once a way, told once, and given up with a reason. */
import { describe, expect, it } from "vitest";
import type { Published } from "../../../mock-server/hub.ts";
import { Outbox, type Outcome } from "../../../mock-server/redis/outbox.ts";

const wish = (data: unknown) => ({ topic: "a", data, json: JSON.stringify(data) });
const published = { subscribers: 1 } as Published;

it("sends in order without waiting, and again by another way what has not come back", async () => {
  const outbox = new Outbox();
  const sent: unknown[] = [];
  const write = async ({ n, data }: { n: number; data: unknown }): Promise<Outcome> => {
    sent.push([n, data]);
    return "unsure";
  };
  const [one, two] = [outbox.put(wish("one")), outbox.put(wish("two"))];
  outbox.send(write);
  outbox.send(write);
  outbox.cameBack(1, (held) => {
    expect(held?.data).toBe("one");
    return published;
  });
  outbox.sendAgain();
  outbox.send(write);
  expect(sent).toEqual([
    [1, "one"],
    [2, "two"],
    [2, "two"],
  ]);
  expect(await one).toBe(published);
  expect(outbox.size).toBe(1);
  outbox.cameBack(2, () => published);
  expect(await two).toBe(published);
});

it("hands on the very data that was wished: what a session remembers by it stays true", () => {
  const outbox = new Outbox();
  const data = { a: 1 };
  outbox.put(wish(data));
  outbox.cameBack(1, (held) => {
    expect(held?.data).toBe(data);
    return published;
  });
});

it("knows nothing of what has come back before", () => {
  const outbox = new Outbox();
  outbox.cameBack(7, (held) => {
    expect(held).toBeUndefined();
    return published;
  });
});

describe("refuses", () => {
  it("what Redis refuses, with its reason, and goes on with the next", async () => {
    const outbox = new Outbox();
    const [bad, good] = [outbox.put(wish(1)), outbox.put(wish(2))];
    outbox.send(async ({ n }) => (n === 1 ? { refusedBecause: "The Redis is full." } : "written"));
    await expect(bad).rejects.toThrow("The Redis is full.");
    outbox.cameBack(2, () => published);
    expect(await good).toBe(published);
  });

  it("more than a thousand, and more than 8 MiB of JSON", () => {
    const many = new Outbox();
    for (let n = 0; n < 1_000; n += 1) many.put(wish(n));
    expect(() => many.put(wish(1))).toThrow("1000 publications wait for Redis already; this one, on a, is refused.");
    const large = new Outbox();
    large.put(wish("x".repeat(8 * 1024 * 1024 - 2)));
    expect(() => large.put(wish(""))).toThrow("wait for Redis already");
    large.cameBack(1, () => published);
    large.put(wish(""));
  });

  it("all that is left, when it is given up", async () => {
    const outbox = new Outbox();
    const waiting = [outbox.put(wish(1)), outbox.put(wish(2))];
    const outcomes = Promise.allSettled(waiting);
    expect(outbox.giveUp("It stopped.")).toBe(2);
    expect((await outcomes).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(outbox.size).toBe(0);
  });
});
