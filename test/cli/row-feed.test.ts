import { describe, expect, it } from "vitest";
import type { EngineApi } from "../../src/bridge/engine-api.ts";
import type { ViewState } from "../../src/bridge/rows.ts";
import { RowFeed } from "../../src/cli/row-feed.ts";
import { row } from "./rows.ts";

const options = { filter: "", foldHeartbeats: false };

/** An engine with one capture that grows when told. */
function growingCapture() {
  let entries = 0;
  const state = (): ViewState => ({
    ...{ view: 1, session: "s", options, rows: entries, entries, matches: entries, scanned: entries },
    ...{ isStopped: false, scanMs: 0, generation: 0, firstRow: 0 },
  });
  const api = {
    openView: async () => state(),
    rows: async (_view: number, from: number, count: number) => ({
      ...{ view: 1, generation: 0, firstRow: 0, from },
      rows: Array.from({ length: Math.min(count, entries - from) }, (_, index) => row({ seq: from + index + 1 })),
    }),
  } as unknown as EngineApi;
  const feed = new RowFeed(api, "s");
  const grow = (by: number) => {
    entries += by;
    feed.viewChanged(state());
  };
  const fail = (failure: string) => feed.viewChanged({ ...state(), scanned: entries - 1, failure });
  return { feed, grow, fail };
}

async function seqs(feed: RowFeed): Promise<number[]> {
  const seen: number[] = [];
  for await (const batch of feed.batches(options)) seen.push(...batch.map(({ seq }) => seq));
  return seen;
}

describe("a feed of rows", () => {
  it("gives each row once and in order, whenever it comes, and ends when all have been read", async () => {
    const { feed, grow } = growingCapture();
    grow(3);
    const seen = seqs(feed);
    await new Promise(setImmediate);
    grow(1200);
    grow(2);
    feed.finish(1205);
    expect(await seen).toEqual(Array.from({ length: 1205 }, (_, index) => index + 1));
  });

  it("waits for entries that are announced but not there yet", async () => {
    const { feed, grow } = growingCapture();
    const seen = seqs(feed);
    feed.finish(2);
    await new Promise(setImmediate);
    grow(2);
    expect(await seen).toEqual([1, 2]);
  });

  it("fails with the engine's sentence when the search is given up, after the rows that there are", async () => {
    const { feed, grow, fail } = growingCapture();
    const seen: number[] = [];
    const reading = (async () => {
      for await (const batch of feed.batches(options)) seen.push(...batch.map(({ seq }) => seq));
    })();
    await new Promise(setImmediate);
    grow(2);
    fail("It does not come to an end.");
    await expect(reading).rejects.toThrow("It does not come to an end.");
    expect(seen).toEqual([1, 2]);
  });

  it("ends at once when it is abandoned", async () => {
    const { feed, grow } = growingCapture();
    grow(2);
    const seen = seqs(feed);
    await new Promise(setImmediate);
    feed.abandon();
    expect(await seen).toEqual([1, 2]);
  });

  it("ignores what concerns other views", async () => {
    const { feed, grow } = growingCapture();
    const seen = seqs(feed);
    await new Promise(setImmediate);
    feed.viewChanged({
      view: 2,
      session: "s",
      options,
      rows: 9,
      entries: 9,
      isStopped: false,
      matches: 9,
      scanned: 9,
      scanMs: 0,
      generation: 0,
      firstRow: 0,
    });
    grow(1);
    feed.finish(1);
    expect(await seen).toEqual([1]);
  });
});
