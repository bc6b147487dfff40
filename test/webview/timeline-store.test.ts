import { describe, expect, it } from "vitest";
import type { Row, ViewOptions, ViewState } from "../../src/bridge/rows.ts";
import type { TimelineEvents, TimelineInit, TimelineState } from "../../src/bridge/timeline-api.ts";
import { noWords } from "../../src/filter/complete.ts";
import type { Host } from "../../webview/host.ts";
import { TimelineStore } from "../../webview/timeline-store.ts";
import { chat } from "./captures.ts";
import { fakeLane, fakeOverview, fakeSeries, fakeVerdicts } from "./fake-overview.ts";

const capture = chat(1000);
const everything: ViewOptions = { filter: "", foldHeartbeats: true };

function viewOf(change: Partial<ViewState> = {}): ViewState {
  const counts = { rows: 1000, entries: 1000, matches: 1000, scanned: 1000, isStopped: false, scanMs: 1 };
  return { view: 1, session: "s1", options: everything, generation: 1, firstRow: 0, ...counts, ...change };
}

/** A host whose answers are plain functions. */
function made(answers: Partial<Host> = {}, kept?: TimelineState) {
  const told: TimelineState[] = [];
  const reveals: number[] = [];
  const holds: number[] = [];
  let events: TimelineEvents | undefined;
  const session = { id: "s1", state: "open", channels: [], startedAt: 0 } as unknown as TimelineInit["session"];
  const host: Host = {
    init: async (options) => ({
      session,
      protocol: {} as TimelineInit["protocol"],
      view: viewOf({ options }),
      prepared: [],
    }),
    setView: async (options) => viewOf({ options }),
    stopSearch: async () => viewOf({ isStopped: true }),
    goOnSearching: async () => viewOf({}),
    rows: async (from, count) => ({ view: 1, generation: 1, firstRow: 0, from, rows: rowsFrom(from, count) }),
    indexOf: async (seq) => seq - 1,
    details: async (seq) => capture.details(seq),
    command: async () => {},
    savePrepared: async () => {},
    clear: async () => {},
    openPayload: async () => {},
    openDiff: async () => {},
    bytes: async (_seq, from) => ({ from, sizeBytes: 0, base64: "" }),
    previousInChannel: async () => ({ searched: 0, complete: true }),
    overview: async () => fakeOverview([], 1),
    verdicts: async (filter, from, count) => fakeVerdicts([], filter, from, count),
    channels: async () => [],
    series: async () => fakeSeries([]),
    lane: async (slots) => fakeLane([], 0, slots),
    openVerdictDocs: async () => {},
    copy: async () => {},
    exportRows: async () => {},
    run: async () => {},
    filterWords: async () => noWords,
    filters: async () => ({ recent: [], saved: [] }),
    listen: (listener) => {
      events = listener;
    },
    keptState: () => kept,
    keepState: (state) => told.push(state),
    ...answers,
  };
  const store = new TimelineStore(host);
  store.reveal = (index) => reveals.push(index);
  store.hold = (index) => holds.push(index);
  return { store, told, reveals, holds, events: events as unknown as TimelineEvents };
}

const rowsFrom = (from: number, count: number): Row[] =>
  Array.from({ length: count }, (_, index) => capture.row(from + index + 1));

describe("the timeline's state", () => {
  it("starts as it was kept, with the same row selected", async () => {
    const options = { filter: "deploy", foldHeartbeats: false };
    const { store, reveals } = made({}, { session: "s1", options, time: "delta", selectedSeq: 42 });
    await store.start();
    expect(store.view?.options).toEqual(options);
    expect(store).toMatchObject({ time: "delta", follow: false });
    expect(store.selection).toMatchObject({ seq: 42, index: 41, open: true });
    expect(reveals).toEqual([41]);
  });

  it("shows all rows where the filter of before cannot be read any more, and says so", async () => {
    const asked: string[] = [];
    const init: Host["init"] = async (options) => {
      asked.push(options.filter);
      if (options.filter !== "") throw new Error("Filter, character 3");
      return { ...(await made().store.host.init(options)) };
    };
    const { store } = made({ init }, { session: "s1", options: { ...everything, filter: "a && b" }, time: "delta" });
    await store.start();
    expect([asked, store.failure, store.options.filter]).toEqual([[""], undefined, ""]);
    expect(store.notice).toBe(
      "The filter a && b cannot be read any more, so all rows are shown. What stands side by side must all hold: leave && away, or quote it.",
    );
  });

  it("keeps what changed for the next start, and only then", async () => {
    const { store, told, events } = made();
    await store.start();
    const before = told.length;
    events.viewChanged(viewOf({ rows: 1100, entries: 1100 }));
    expect(told).toHaveLength(before);
    store.setTime();
    expect(told.at(-1)).toMatchObject({ session: "s1", time: "relative" });
  });

  it("says why there is nothing to show", async () => {
    const { store } = made({ init: () => Promise.reject(new Error("The session is over.")) });
    await store.start();
    expect(store.failure).toBe("The session is over.");
  });

  it("stands still while paused, and counts what is held back", async () => {
    const { store, events } = made();
    await store.start();
    // A live scan is always a little behind, also at the moment of the pause.
    events.viewChanged(viewOf({ entries: 1010 }));
    store.act("togglePause");
    events.viewChanged(viewOf({ rows: 2203, entries: 2210, scanned: 2203 }));
    expect(store.shown?.rows).toBe(1000);
    expect(store.heldBack).toBe(1203);
    store.act("togglePause");
    expect(store.shown?.rows).toBe(2203);
    expect(store.heldBack).toBeUndefined();
  });

  it("lets another filter through a pause, until its scan is done", async () => {
    const { store, events } = made();
    await store.start();
    store.pause();
    const options = { ...everything, filter: "x" };
    events.viewChanged(viewOf({ options, rows: 2, scanned: 500 }));
    events.viewChanged(viewOf({ options, rows: 5, scanned: 1000 }));
    events.viewChanged(viewOf({ options, rows: 9, entries: 1200, scanned: 1200 }));
    expect(store.shown?.rows).toBe(5);
    expect(store.heldBack).toBe(4);
  });

  it("finds the selected row again when the rows become others", async () => {
    const { store, holds, events } = made({ indexOf: async (seq) => Math.floor(seq / 10) });
    await store.start();
    store.select(500, 499);
    store.setFollow(false);
    events.viewChanged(viewOf({ options: { ...everything, filter: "x" }, rows: 100 }));
    await expect.poll(() => store.selection.index).toBe(50);
    expect(store.selection.seq).toBe(500);
    expect(holds).toEqual([50]);
  });

  it("looks once more when a long scan is done, and then leaves the list alone", async () => {
    const found = [-1, 20, 20];
    const { store, holds, events } = made({ indexOf: async () => found.shift() ?? 20 });
    await store.start();
    store.select(500, 499);
    store.setFollow(false);
    const options = { ...everything, filter: "x" };
    events.viewChanged(viewOf({ options, rows: 0, scanned: 0 }));
    await expect.poll(() => store.selection.index).toBeUndefined();
    events.viewChanged(viewOf({ options, rows: 100, scanned: 1000 }));
    await expect.poll(() => store.selection.index).toBe(20);
    events.viewChanged(viewOf({ options, rows: 101, scanned: 1001, entries: 1001 }));
    expect(holds).toEqual([20]);
    expect(found).toEqual([20]);
  });

  it("drops the selection with the rows when they are cleared", async () => {
    const { store, events } = made();
    await store.start();
    store.select(500, 499);
    events.viewChanged(viewOf({ generation: 2, rows: 0, entries: 0 }));
    expect(store.selection).toMatchObject({ seq: undefined, open: false });
  });

  it("says when a row to go to is hidden by the filter, and shows its details all the same", async () => {
    const { store } = made({ indexOf: async () => 10 });
    await store.start();
    await store.jump(500);
    expect(store.notice).toContain("#500");
    expect(store.selection.seq).toBe(500);
  });

  it("turns a failed call into a notice", async () => {
    const { store } = made({
      clear: () => Promise.reject(new Error("Framescope did not answer within 10 s (clear).")),
    });
    await store.start();
    await store.attempt((host) => host.clear());
    expect(store.notice).toBe("Framescope did not answer within 10 s (clear).");
    store.dismissNotice();
    expect(store.notice).toBeUndefined();
  });
});

describe("the selection", () => {
  it("asks for one entry at a time, and then for the last that was wanted", async () => {
    const asked: number[] = [];
    const answers: (() => void)[] = [];
    const { store } = made({
      details: (seq) => {
        asked.push(seq);
        return new Promise((resolve) => answers.push(() => resolve(capture.details(seq))));
      },
    });
    await store.start();
    for (let seq = 1; seq <= 50; seq++) store.select(seq, seq - 1);
    expect(asked).toEqual([1]);
    answers[0]?.();
    await expect.poll(() => asked).toEqual([1, 50]);
    answers[1]?.();
    await expect.poll(() => store.selection.details?.row.seq).toBe(50);
  });

  it("shows the reason when an entry cannot be had, and goes on with the next", async () => {
    const { store } = made({
      details: async (seq) => (seq === 1 ? Promise.reject(new Error("It is gone.")) : capture.details(seq)),
    });
    await store.start();
    store.select(1, 0);
    await expect.poll(() => store.selection.failure).toBe("It is gone.");
    store.select(2, 1);
    await expect.poll(() => store.selection.details?.row.seq).toBe(2);
    expect(store.selection.failure).toBeUndefined();
  });

  it("copies the selected row when the palette asks, and says so when there is none", async () => {
    const copied: unknown[] = [];
    const { store } = made({ exportRows: async (...asked) => void copied.push(asked) });
    await store.start();
    store.act("copyAsMarkdown");
    expect(store.notice).toBe("Choose a row first.");
    store.select(5, 4);
    store.act("copyAsMarkdown");
    store.act("copyAsCommand");
    expect(copied).toEqual([
      [[5], "markdown"],
      [[5], "command"],
    ]);
  });
});
