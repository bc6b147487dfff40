/** The delays of message-bus-client 4.5.2, rule by rule, as they were seen by running it with a transport of one's own. */
import { describe, expect, it } from "vitest";
import { type PollOutcome, PollSchedule } from "../../../src/protocols/message-bus/poll-schedule.ts";

const failed: PollOutcome = { kind: "failed" };
const nothingNew: PollOutcome = { kind: "answered", gotData: false };
const data: PollOutcome = { kind: "answered", gotData: true };
const limited = (retryAfter?: string): PollOutcome => ({ kind: "rate limited", retryAfter });

const visible = () => new PollSchedule(15_000, true);

describe("after a poll", () => {
  it.each<[string, PollOutcome, number, number]>([
    ["with data in one piece: at once", data, 40, 100],
    ["that was held to its end: at once", nothingNew, 25_000, 100],
    ["that brought nothing at once: 15 s from its start", nothingNew, 40, 14_960],
    ["that was ended by the client", { kind: "aborted" }, 5, 100],
    ["that failed for the first time", failed, 1000, 14_000],
    ["with 429 and no Retry-After", limited(), 10, 15_000],
    ["with 429 and a short Retry-After", limited("2"), 10, 15_000],
    ["with 429 and a long Retry-After", limited("40"), 10, 40_000],
    ["with 429 and a date, which is not understood", limited("Wed, 21 Oct 2026 07:28:00 GMT"), 10, 15_000],
  ])("%s", (_, outcome, lastedMs, afterMs) => {
    expect(visible().next(outcome, lastedMs).afterMs).toBe(afterMs);
  });

  it("failures from the third on are spaced by their number, up to 3 min", () => {
    const schedule = visible();
    const delays = Array.from({ length: 14 }, () => schedule.next(failed, 0).afterMs);
    expect(delays).toEqual([15, 15, 45, 60, 75, 90, 105, 120, 135, 150, 165, 180, 180, 180].map((s) => s * 1000));
    schedule.delivered();
    expect(schedule.next(failed, 0).afterMs).toBe(15_000);
  });

  it("429 is no failure", () => {
    const schedule = visible();
    for (const outcome of [failed, failed, limited()]) schedule.next(outcome, 0);
    expect(schedule.next({ kind: "aborted" }, 0).afterMs).toBe(100);
    expect(schedule.next(failed, 0).afterMs).toBe(45_000);
  });

  it("case 101: a hidden page asks each 60 s, with data or without", () => {
    const hidden = new PollSchedule(60_000, false);
    expect(hidden.next(data, 40).afterMs).toBe(59_960);
    expect(hidden.next(nothingNew, 40).afterMs).toBe(59_960);
    expect([failed, failed, failed].map((outcome) => hidden.next(outcome, 0).afterMs).at(-1)).toBe(45_000);
  });
});

it("the 30 polls after a stream that was held back are not streamed", () => {
  const schedule = visible();
  expect(schedule.takeChunked()).toBe(true);
  schedule.firstChunkMissing();
  expect(Array.from({ length: 31 }, () => schedule.takeChunked()).filter(Boolean)).toEqual([true]);
  expect(schedule.unchunkedPolls).toBe(0);
});
