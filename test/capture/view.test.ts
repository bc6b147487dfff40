import { describe, expect, test } from "vitest";
import type { ViewOptions } from "../../src/bridge/rows.ts";
import type { Capture } from "../../src/capture/store.ts";
import { View, type ViewRow } from "../../src/capture/view.ts";
import { newCapture, noContext } from "./capture-files.ts";

/** What a view should be able to find an entry by. */
interface Known {
  readonly seq: number;
  readonly heartbeat: boolean;
  readonly texts: readonly string[];
}

const everything: ViewOptions = { filter: "", foldHeartbeats: false };

/** The same numbers for the same seed. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const kinds = ["message", "welcome", "Ping", "event"];
const channels = [undefined, "ChatChannel", "chat_%", "ÄRGER", "a'b\\c"];
const words = ["hello", "WORLD", "100%", "under_score", "grün", "", "it's", "back\\slash"];
const filters = [
  "",
  "hello",
  "HELLO",
  "world",
  "%",
  "_",
  "ä",
  "GRÜN",
  "'",
  "\\",
  "chat",
  "ping",
  "id-1",
  "title",
  "nowhere",
];

/** Writes one random entry as the recorder would. */
function record(capture: Capture, pick: (below: number) => number): Known {
  const heartbeat = pick(3) > 0;
  const kind = heartbeat ? "Ping" : (kinds[pick(kinds.length)] as string);
  const channel = heartbeat ? undefined : channels[pick(channels.length)];
  const eventId = pick(4) === 0 ? `id-${pick(20)}` : undefined;
  const text = `${words[pick(words.length)]} ${words[pick(words.length)]}`;
  const message = { kind, channel, eventId, heartbeat };
  const texts = [kind, channel ?? "", eventId ?? ""];
  const form = pick(8);
  if (form === 0) {
    const event = { kind: "gapFound", level: "warning", title: text, explanation: "", channel, eventId } as const;
    const seq = capture.event(1, 1, event);
    return { seq, heartbeat: false, texts: ["gapFound", channel ?? "", eventId ?? "", text] };
  }
  if (form === 1) {
    const seq = capture.message(1, 1, "sent", "message", { ...message, raw: text }, 0, 0, text.length);
    return { seq, heartbeat, texts: [...texts, text] };
  }
  const isBinary = form === 2;
  const data = isBinary ? new TextEncoder().encode(text) : text;
  const frame = capture.frame(1, 1, { kind: isBinary ? "binary" : "text", direction: "received", data });
  const seq = capture.message(1, 1, "received", "message", message, frame, frame, text.length);
  return { seq, heartbeat, texts: [...texts, text] };
}

/** The same view, made the slow and simple way. */
function expectedRows(entries: readonly Known[], { filter, foldHeartbeats }: ViewOptions): ViewRow[] {
  const needle = filter.toLowerCase();
  const rows: { seq: number; count: number; lastSeq: number; heartbeat: boolean }[] = [];
  for (const { seq, heartbeat, texts } of entries) {
    if (!texts.some((text) => text.toLowerCase().includes(needle))) continue;
    const above = rows.at(-1);
    if (foldHeartbeats && heartbeat && above?.heartbeat) {
      above.count += 1;
      above.lastSeq = seq;
    } else rows.push({ seq, count: 1, lastSeq: seq, heartbeat });
  }
  return rows.map(({ seq, count, lastSeq }) => ({ seq, count, firstSeq: seq, lastSeq }));
}

/** As a capture that has reached its largest size: the oldest entries count no more. Returns how many. */
function drop(capture: Capture, count: number): number {
  const { firstSeq } = capture;
  const { generation } = capture;
  const isDropped = () => capture.generation === generation;
  const first = () => firstSeq + count;
  const real = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(capture), "firstSeq")?.get;
  Object.defineProperties(capture, {
    firstSeq: { configurable: true, get: () => (isDropped() ? first() : real?.call(capture)) },
    entries: { configurable: true, get: () => capture.lastSeq + 1 - capture.firstSeq },
  });
  return count;
}

function scanAll(view: View): void {
  while (view.scanSlice());
}

describe("a view equals a plain search through all entries", () => {
  test.each(Array.from({ length: 40 }, (_, seed) => seed))("random capture %i", (seed) => {
    const pick = chance(seed);
    const capture = newCapture();
    let entries: Known[] = [];
    const views = Array.from({ length: 4 }, () => new View(capture, randomOptions(), noContext));
    for (let step = 0; step < 12; step += 1) {
      const burst = pick(60);
      for (let n = 0; n < burst; n += 1) entries.push(record(capture, pick));
      const view = views[pick(views.length)] as View;
      if (pick(3) === 0) view.options = randomOptions();
      if (pick(10) === 0) {
        capture.clear();
        entries = [];
      }
      if (pick(4) === 0) entries = entries.slice(drop(capture, pick(entries.length + 1)));
      for (const each of views) check(each);
    }

    function randomOptions(): ViewOptions {
      return { filter: filters[pick(filters.length)] as string, foldHeartbeats: pick(2) === 0 };
    }

    function check(view: View): void {
      scanAll(view);
      const rows = expectedRows(entries, view.options);
      const matches = expectedRows(entries, { ...view.options, foldHeartbeats: false });
      expect(view.rows).toBe(rows.length);
      expect(view.matches).toBe(matches.length);
      expect(view.scanned).toBe(entries.length);
      expect(view.window(0, rows.length + 10)).toEqual(rows);
      const from = pick(rows.length + 3);
      expect(view.window(from, 7)).toEqual(rows.slice(from, from + 7));
      for (const { seq } of entries) {
        const row = rows.findIndex((each) => each.lastSeq >= seq);
        expect(view.indexOf(seq)).toBe(row < 0 ? rows.length - 1 : row);
      }
    }
  });
});

describe("without a filter and folding", () => {
  test("there is nothing to scan", () => {
    const capture = newCapture();
    const view = new View(capture, everything, noContext);
    const pick = chance(1);
    for (let n = 0; n < 5; n += 1) record(capture, pick);
    expect(view).toMatchObject({ rows: 5, matches: 5, scanned: 5, scanMs: 0 });
    expect(view.scanSlice()).toBe(false);
  });

  test("an empty capture has no rows, and no row for any entry", () => {
    const view = new View(newCapture(), everything, noContext);
    expect(view.rows).toBe(0);
    expect(view.window(0, 10)).toEqual([]);
    expect(view.indexOf(1)).toBe(-1);
  });
});

describe("a long scan", () => {
  const total = 120_000;

  function longCapture(): Capture {
    const capture = newCapture();
    for (let n = 0; n < total; n += 1) {
      const data = n % 100 === 0 ? "a needle in it" : "nothing but hay, and a lot of it, ".repeat(8);
      const frame = capture.frame(1, 1, { kind: "text", direction: "received", data });
      capture.message(1, 1, "received", "message", { kind: "message" }, frame, frame, data.length);
    }
    return capture;
  }

  test("gives its rows slice by slice, and each is right as soon as it is there", () => {
    const view = new View(longCapture(), { filter: "needle", foldHeartbeats: false }, noContext);
    let slices = 0;
    let isLeft = true;
    while (isLeft) {
      isLeft = view.scanSlice();
      slices += 1;
      expect(isLeft).toBe(view.scanned < total);
      expect(view.rows).toBe(Math.ceil(view.scanned / 100));
      if (view.rows > 0) expect(view.window(view.rows - 1, 1)[0]?.seq).toBe((view.rows - 1) * 100 + 1);
    }
    expect(slices).toBeGreaterThan(1);
    expect(view.matches).toBe(total / 100);
    expect(view.scanMs).toBeGreaterThan(0);
  });

  test("begins anew with other options", () => {
    const view = new View(longCapture(), { filter: "needle", foldHeartbeats: false }, noContext);
    view.scanSlice();
    view.options = { filter: "hay", foldHeartbeats: true };
    expect(view).toMatchObject({ rows: 0, scanned: 0, scanMs: 0 });
    scanAll(view);
    expect(view.matches).toBe(total - total / 100);
    view.options = everything;
    expect(view.rows).toBe(total);
  });

  test("stops where it is, live rows included, and goes on from there", () => {
    const capture = longCapture();
    const view = new View(capture, { filter: "needle", foldHeartbeats: false }, noContext);
    view.scanSlice();
    const { rows, scanned } = view;
    expect(scanned).toBeLessThan(total);
    view.stopSearch();
    capture.event(1, 1, { kind: "note", level: "warning", title: "a needle", explanation: "", advice: [] });
    expect(view.scanSlice()).toBe(false);
    expect(view).toMatchObject({ isStopped: true, rows, scanned });
    view.goOnSearching();
    scanAll(view);
    expect(view).toMatchObject({ isStopped: false, rows: total / 100 + 1, scanned: total + 1 });
  });

  test("that was stopped begins anew with other options, and after a clear", () => {
    const capture = longCapture();
    const view = new View(capture, { filter: "needle", foldHeartbeats: false }, noContext);
    view.stopSearch();
    view.options = { filter: "hay", foldHeartbeats: false };
    expect(view.isStopped).toBe(false);
    view.stopSearch();
    capture.clear();
    record(capture, chance(3));
    expect(view.scanned).toBe(0);
    expect(view.isStopped).toBe(false);
  });

  test("without a filter there is nothing to stop", () => {
    const view = new View(newCapture(), { filter: " ", foldHeartbeats: true }, noContext);
    view.stopSearch();
    expect(view.isStopped).toBe(false);
  });

  test("the time that live rows take later is not counted", () => {
    const capture = newCapture();
    const view = new View(capture, { filter: "x", foldHeartbeats: false }, noContext);
    scanAll(view);
    const { scanMs } = view;
    record(capture, chance(2));
    scanAll(view);
    expect(view.scanMs).toBe(scanMs);
  });
});

test("after a clear a view begins anew by itself", () => {
  const capture = newCapture();
  const pick = chance(3);
  for (let n = 0; n < 10; n += 1) record(capture, pick);
  const view = new View(capture, { filter: "", foldHeartbeats: true }, noContext);
  scanAll(view);
  capture.clear();
  expect(view).toMatchObject({ rows: 0, matches: 0, scanned: 0 });
  const { seq } = record(capture, pick);
  scanAll(view);
  expect(view.window(0, 5)).toEqual([{ seq, count: 1, firstSeq: seq, lastSeq: seq }]);
});
