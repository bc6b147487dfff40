import { describe, expect, test } from "vitest";
import { Overview } from "../../src/capture/overview.ts";
import type { Capture } from "../../src/capture/store.ts";
import type { ObserverEvent } from "../../src/model/event.ts";
import type { Close, Handshake } from "../../src/model/frame.ts";
import { newCapture } from "./capture-files.ts";

const start = Date.UTC(2026, 10, 25, 14, 0, 0);
const handshake: Handshake = {
  request: { method: "GET", url: "ws://h/", httpVersion: "1.1", headers: [] },
  response: { status: 101, reason: "Switching Protocols", httpVersion: "1.1", headers: [] },
  offered: [],
};
const close = { kind: "closed" } as Close;

function message(capture: Capture, at: number, channel: string | undefined, sizeBytes = 100, eventId?: string): number {
  return capture.message(
    at,
    1,
    "received",
    "message",
    { kind: "message", channel, eventId, raw: "x" },
    0,
    0,
    sizeBytes,
  );
}

function open(capture: Capture, at: number, connection: number, heartbeat?: true): number {
  const opening = { kind: "open", handshake, attempt: 1, heartbeat } as const;
  return capture.message(at, connection, "received", "transport", opening, 0, 0, 0);
}

function closed(capture: Capture, at: number, connection: number, heartbeat?: true): number {
  return capture.message(
    at,
    connection,
    "received",
    "transport",
    { kind: "closed", close, heartbeat } as never,
    0,
    0,
    0,
  );
}

function event(capture: Capture, at: number, change: Partial<ObserverEvent>): number {
  return capture.event(at, 1, { kind: "gapFound", level: "warning", title: "", explanation: "", ...change });
}

function summed(capture: Capture): Overview {
  const overview = new Overview(capture);
  while (overview.scanSlice());
  return overview;
}

/** As `open 0-1000`, in ms since the start; an end that is missing is still to come. */
function spansOf(overview: Overview): string[] {
  return overview.spans().map(({ kind, fromAt, toAt, count }) => {
    const until = toAt === undefined ? "" : toAt - start;
    return `${kind} ${fromAt - start}-${until}${count > 1 ? ` ×${count}` : ""}`;
  });
}

describe("connections", () => {
  test("are open from their opening to their end, and as long as they last", () => {
    const capture = newCapture();
    open(capture, start, 1);
    closed(capture, start + 1000, 1);
    open(capture, start + 3000, 2);
    message(capture, start + 4000, "a");
    expect(spansOf(summed(capture))).toEqual(["open 0-1000", "open 3000-"]);
  });

  test("that were asked for are opening until they are open or have failed", () => {
    const capture = newCapture();
    const asked = capture.frame(start, 1, {
      kind: "request",
      direction: "sent",
      head: { method: "GET", url: "ws://h/", httpVersion: "1.1", headers: [] },
    });
    const failed = { kind: "closed", close } as never;
    capture.message(start + 200, 1, "received", "transport", failed, asked, asked, 0);
    expect(spansOf(summed(capture))).toEqual(["opening 0-200"]);
  });

  test("of polling are one stretch as long as the polls go well", () => {
    const capture = newCapture();
    open(capture, start, 1);
    closed(capture, start + 100, 1, true);
    for (let poll = 2; poll < 50; poll += 1) {
      open(capture, start + poll * 1000, poll, true);
      closed(capture, start + poll * 1000 + 900, poll, true);
    }
    closed(capture, start + 60_000, 50);
    open(capture, start + 70_000, 51);
    message(capture, start + 71_000, "a");
    expect(spansOf(summed(capture))).toEqual(["open 0-60000", "open 70000-"]);
  });

  test("in very large numbers are told as neighbours", () => {
    const capture = newCapture();
    for (let connection = 1; connection <= 5_000; connection += 1) {
      open(capture, start + connection * 1000, connection);
      closed(capture, start + connection * 1000 + 500, connection);
    }
    const spans = summed(capture).spans();
    expect(spans.length).toBeLessThanOrEqual(1_000);
    expect(spans.reduce((sum, { count }) => sum + count, 0)).toBe(5_000);
    expect(spans[0]?.fromAt).toBe(start + 1000);
    expect(spans.at(-1)?.toAt).toBe(start + 5_000_500);
  });
});

describe("times in which nothing could be heard", () => {
  test("come from the marks of events, whatever their kind; those that overlap are one", () => {
    const capture = newCapture();
    message(capture, start, "a");
    event(capture, start + 5000, { kind: "anything", mark: "blind", fromAt: start + 1000, toAt: start + 4000 });
    event(capture, start + 5000, { kind: "other", mark: "blind", fromAt: start + 1000, toAt: start + 4500 });
    event(capture, start + 9000, { level: "note", mark: "stale", fromAt: start + 6000, toAt: start + 9000 });
    event(capture, start + 9500, { kind: "blindWindow", fromAt: start, toAt: start + 1 });
    expect(spansOf(summed(capture))).toEqual(["blind 1000-4500", "stale 6000-9000"]);
  });
});

describe("verdicts", () => {
  test("are listed newest first, by kind and by level, in pages", () => {
    const capture = newCapture();
    for (let index = 0; index < 10; index += 1) event(capture, start + index, { kind: "gapFound" });
    event(capture, start + 10, { kind: "wentStale", level: "error" });
    event(capture, start + 11, { kind: "resumed", level: "good" });
    const { verdicts } = summed(capture);
    expect(verdicts.counts()).toEqual([
      { kind: "gapFound", level: "warning", count: 10 },
      { kind: "wentStale", level: "error", count: 1 },
    ]);
    expect(verdicts.newest({}, 0, 3).items.map(({ seq }) => seq)).toEqual([11, 10, 9]);
    expect(verdicts.newest({ kind: "gapFound" }, 8, 3)).toMatchObject({ total: 10, items: [{ seq: 2 }, { seq: 1 }] });
    expect(verdicts.newest({ level: "error" }, 0, 3).items).toMatchObject([{ seq: 11, kind: "wentStale" }]);
  });

  test("of one slot of time are one, with the worst of them first", () => {
    const capture = newCapture();
    for (let index = 0; index < 100; index += 1)
      event(capture, start + index * 10, { level: index === 55 ? "error" : "warning" });
    const slots = summed(capture).verdicts.bySlots(start, start + 990, 10);
    expect(slots.map(({ count }) => count)).toEqual([10, 10, 10, 10, 10, 10, 10, 10, 10, 10]);
    expect(slots[5]).toMatchObject({ seq: 56, level: "error" });
    expect(slots[4]).toMatchObject({ seq: 41, level: "warning" });
  });

  test("of a range of rows are found by their numbers", () => {
    const capture = newCapture();
    for (let index = 1; index <= 30; index += 1)
      if (index % 10 === 0) event(capture, start + index, { level: index === 20 ? "error" : "warning" });
      else message(capture, start + index, "a");
    const { verdicts } = summed(capture);
    expect(verdicts.worstBetween(1, 9)).toBeUndefined();
    expect(verdicts.worstBetween(1, 30)).toMatchObject({ seq: 20, level: "error", count: 3 });
    expect(verdicts.worstBetween(21, 30)).toMatchObject({ seq: 30, count: 1 });
  });
});

describe("channels", () => {
  test("have their messages, bytes, last id, gaps and repeats", () => {
    const capture = newCapture();
    message(capture, start, "a", 100, "1");
    message(capture, start + 1, "a", 200, "2");
    message(capture, start + 2, "b", 50);
    message(capture, start + 3, undefined, 7);
    event(capture, start + 4, { channel: "a", mark: "gap" });
    event(capture, start + 5, { channel: "a", level: "note", mark: "duplicate" });
    const overview = summed(capture);
    const told = overview.channels.list().map((state) => ({
      channel: state.channel === undefined ? undefined : overview.channelName(state.channel),
      sums: [state.messages, state.bytes, state.gaps, state.duplicates],
      id: state.lastIdSeq === undefined ? undefined : overview.eventId(state.lastIdSeq),
      go: [state.lastSeq, state.lastGapSeq, state.lastDuplicateSeq],
    }));
    expect(told).toHaveLength(3);
    expect(told).toContainEqual({ channel: "a", sums: [2, 300, 1, 1], id: "2", go: [2, 5, 6] });
    expect(told).toContainEqual({ channel: "b", sums: [1, 50, 0, 0], id: undefined, go: [3, undefined, undefined] });
    expect(told).toContainEqual({
      channel: undefined,
      sums: [1, 7, 0, 0],
      id: undefined,
      go: [4, undefined, undefined],
    });
  });

  test("have the percentiles of their latencies, within a tenth", () => {
    const capture = newCapture();
    for (let ms = 1; ms <= 100; ms += 1)
      event(capture, start + ms, { kind: "subscribed", level: "good", channel: "a", measures: { latencyMs: ms } });
    const [state] = summed(capture).channels.list();
    expect(Math.abs((state?.latency?.percentileMs(0.5) ?? 0) / 50 - 1)).toBeLessThan(0.1);
    expect(Math.abs((state?.latency?.percentileMs(0.95) ?? 0) / 95 - 1)).toBeLessThan(0.1);
  });
});

describe("series", () => {
  test("count messages and bytes in buckets, also over days", () => {
    const capture = newCapture();
    const dayMs = 86_400_000;
    for (let day = 0; day < 3; day += 1)
      for (let index = 0; index < 100; index += 1) message(capture, start + day * dayMs + index, "a", 10);
    const series = summed(capture).series();
    expect(series.messages.length).toBeLessThanOrEqual(512);
    expect(series.messages.reduce((sum, count) => sum + count, 0)).toBe(300);
    expect(series.bytes.reduce((sum, count) => sum + count, 0)).toBe(3_000);
    expect(series.fromAt).toBeLessThanOrEqual(start);
    expect(series.fromAt + series.messages.length * series.widthMs).toBeGreaterThan(start + 2 * dayMs);
  });

  test("grow with the capture, and lose nothing when pairs of buckets become one", () => {
    const capture = newCapture();
    const overview = new Overview(capture);
    for (let index = 0; index < 400; index += 1) {
      message(capture, start + index * 3_000, "a", index);
      overview.scanSlice();
    }
    const series = overview.series();
    expect(series.messages.reduce((sum, count) => sum + count, 0)).toBe(400);
    expect(Math.max(...series.largestBytes)).toBe(399);
  });

  test("have the time from a ping of the client to its pong, and nothing where there is none", () => {
    const capture = newCapture();
    const ping = (at: number, direction: "sent" | "received", kind: "ws_ping" | "ws_pong", data: string) =>
      capture.message(at, 1, direction, "transport", { kind, data, heartbeat: true } as never, 0, 0, 0);
    ping(start, "sent", "ws_ping", "a");
    ping(start + 30, "received", "ws_pong", "a");
    ping(start + 40, "received", "ws_ping", "theirs");
    ping(start + 41, "sent", "ws_pong", "theirs");
    ping(start + 5000, "sent", "ws_ping", "b");
    ping(start + 5050, "received", "ws_pong", "b");
    const series = summed(capture).series();
    expect(series.pingMs.filter((value) => value !== null)).toEqual([30, 50]);
    expect(series.latencyMs.every((value) => value === null)).toBe(true);
  });
});

describe("what becomes of it", () => {
  test("it follows what is recorded meanwhile", () => {
    const capture = newCapture();
    const overview = new Overview(capture);
    message(capture, start, "a");
    overview.scanSlice();
    event(capture, start + 1, {});
    expect(overview.verdicts.length).toBe(0);
    overview.scanSlice();
    expect(overview.verdicts.length).toBe(1);
    expect([overview.scanned, overview.fromAt, overview.toAt]).toEqual([2, start, start + 1]);
  });

  test("after a clear it begins anew", () => {
    const capture = newCapture();
    open(capture, start, 1);
    event(capture, start + 1, { mark: "blind", fromAt: start, toAt: start + 1 });
    message(capture, start + 2, "a");
    const overview = summed(capture);
    capture.clear();
    expect([overview.scanned, overview.verdicts.length, overview.fromAt]).toEqual([0, 0, undefined]);
    expect([overview.spans(), overview.channels.list(), overview.series().messages]).toEqual([[], [], []]);
    const seq = message(capture, start + 10_000, "b");
    overview.scanSlice();
    expect([seq, overview.scanned, overview.fromAt]).toEqual([4, 1, start + 10_000]);
  });
});
