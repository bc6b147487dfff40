/** Following the shared log: told of entries live and late, reading what is between, in any order of both. */
import { expect, it } from "vitest";
import { LogFollower } from "../../../mock-server/redis/follower.ts";
import type { LogEntry } from "../../../mock-server/redis/log-entry.ts";

const entry = (seq: number, life = "x"): LogEntry => ({ life, seq, kind: "trimmed", topic: "a", count: 0, epoch: "e" });

/** A log from `first` to `last`, whose readings are answered when the test says so. */
function following(first: number, last: number) {
  const applied: number[] = [];
  const missed: number[] = [];
  const readings: (() => void)[] = [];
  const log = { last };
  const follower = new LogFollower({
    apply: ({ seq }) => applied.push(seq),
    missed: (count) => missed.push(count),
    read: (from, count) => {
      // As Redis does: what it holds at this moment.
      const found: LogEntry[] = [];
      for (let seq = Math.max(from, first); seq <= log.last && found.length < count; seq += 1) found.push(entry(seq));
      return new Promise((resolve) => readings.push(() => resolve(found)));
    },
  });
  follower.enter("x");
  return { follower, applied, missed, readings, log };
}

it("hands on what is told in order at once", () => {
  const { follower, applied } = following(1, 0);
  for (const seq of [1, 2, 2, 1, 3]) follower.told(entry(seq));
  expect(applied).toEqual([1, 2, 3]);
});

it("reads what lies between, and hands on each once", async () => {
  const { follower, applied, missed, readings } = following(1, 5);
  follower.told(entry(1));
  follower.told(entry(4));
  follower.told(entry(5));
  const done = follower.readUpTo(5);
  readings.shift()?.();
  await done;
  expect([applied, missed]).toEqual([[1, 2, 3, 4, 5], []]);
});

it("reads again what it is told of while a reading is under way, and takes none of it for trimmed", async () => {
  const { follower, applied, missed, readings, log } = following(1, 3);
  const done = follower.readUpTo(3);
  log.last = 4;
  follower.told(entry(4));
  readings.shift()?.();
  await new Promise(setImmediate);
  readings.shift()?.();
  await done;
  expect([applied, missed]).toEqual([[1, 2, 3, 4], []]);
});

it("reads in pages", async () => {
  const { follower, applied, readings } = following(1, 1_200);
  const done = follower.readUpTo(1_200);
  for (let page = 0; page < 3; page += 1) {
    readings.shift()?.();
    await new Promise(setImmediate);
  }
  await done;
  expect(applied).toHaveLength(1_200);
});

it("says how many were trimmed of what it should have heard, and nothing of what was before it came", async () => {
  const late = following(10, 12);
  const first = late.follower.readUpTo(12);
  late.readings.shift()?.();
  await first;
  expect([late.applied, late.missed]).toEqual([[10, 11, 12], []]);

  const away = following(10, 12);
  away.follower.told(entry(1));
  const again = away.follower.readUpTo(12);
  away.readings.shift()?.();
  await again;
  expect([away.applied, away.missed]).toEqual([[1, 10, 11, 12], [8]]);
});

it("waits for nothing in a log that is gone", async () => {
  const { follower, applied, missed, readings } = following(1, 0);
  follower.told(entry(1));
  const done = follower.readUpTo(7);
  readings.shift()?.();
  await done;
  expect([applied, missed, follower.seq]).toEqual([[1], [6], 7]);
});

it("hears nothing of another history, and begins at its first entry when it enters that", () => {
  const { follower, applied } = following(1, 0);
  follower.told(entry(1));
  follower.told(entry(2, "y"));
  expect([follower.enter("x"), follower.enter("y")]).toEqual([false, true]);
  follower.told(entry(2));
  follower.told(entry(1, "y"));
  expect(applied).toEqual([1, 1]);
});
