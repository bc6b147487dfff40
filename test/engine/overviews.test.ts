/** A capture at a glance, through the engine: of a file, live, filtered, cleared, and beyond its largest size. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openCapture } from "../../src/capture/opening.ts";
import { Overview } from "../../src/capture/overview.ts";
import type { EngineUnderTest } from "./engines.ts";
import { endpoint, newCapturesFolder, newEngine } from "./engines.ts";
import { startWebSocketPeer } from "./peers.ts";

const start = Date.UTC(2026, 10, 25, 14);
const lobby = '{"channel":"ChatChannel","room":"lobby"}';
const everything = { filter: "", foldHeartbeats: false };

/** 10 000 messages, one in 100 followed by a gap, the last of which is an error. */
function writeGaps(path: string): void {
  const capture = openCapture(path);
  capture.describe({ title: "Chat", url: "ws://x/cable", protocol: "action-cable", startedAt: start });
  const data = JSON.stringify({ identifier: lobby, message: { body: "hello" } });
  for (let n = 1; n <= 10_000; n += 1) {
    const at = start + n * 10;
    const frame = capture.frame(at, 1, { kind: "text", direction: "received", data });
    const message = { kind: "message", channel: lobby, eventId: String(n) };
    capture.message(at, 1, "received", "message", message, frame, frame, data.length);
    if (n % 100 !== 0) continue;
    const level = n === 10_000 ? "error" : "warning";
    const words = { title: `after ${n}`, explanation: "lost", evidence: [n] };
    capture.event(at, 1, { kind: "gapFound", level, mark: "gap", channel: lobby, ...words });
  }
  capture.close();
}

async function opened({ engine, witness }: EngineUnderTest): Promise<string> {
  const path = join(newCapturesFolder(), "gaps.framescope");
  writeGaps(path);
  const { id } = await engine.openCapture(path);
  const { entries, scanned } = await engine.overview(id, 100);
  if (scanned < entries) await witness.until(() => witness.overviews.at(-1)?.scanned === entries);
  return id;
}

describe("a capture from a file", () => {
  it("is summed up in the background", async () => {
    const under = newEngine();
    const { engine } = under;
    const id = await opened(under);
    const overview = await engine.overview(id, 100);
    expect(overview).toMatchObject({ entries: 10_100, scanned: 10_100, fromAt: start + 10, toAt: start + 100_000 });
    expect(overview.verdicts.reduce((sum, { count }) => sum + count, 0)).toBe(100);
    expect(overview.kinds).toEqual([
      { kind: "gapFound", level: "warning", count: 99 },
      { kind: "gapFound", level: "error", count: 1 },
    ]);
    const [channel] = await engine.channels(id);
    expect(channel).toMatchObject({ channel: lobby, label: "ChatChannel lobby", messages: 10_000, lastId: "10000" });
    expect(channel).toMatchObject({ gaps: 100, lastGapSeq: 10_100, ratePerSecond: 0 });
    const series = await engine.series(id);
    expect(series.messages.reduce((sum, count) => sum + count, 0)).toBe(10_000);
  });

  it("has its verdicts in pages, with their words", async () => {
    const under = newEngine();
    const id = await opened(under);
    const page = await under.engine.verdicts(id, {}, 0, 2);
    expect(page).toMatchObject({ total: 100, from: 0 });
    expect(page.items.map(({ title, channelLabel, level }) => [title, channelLabel, level])).toEqual([
      ["after 10000", "ChatChannel lobby", "error"],
      ["after 9900", "ChatChannel lobby", "warning"],
    ]);
    expect((await under.engine.verdicts(id, { level: "warning" }, 98, 10)).items).toMatchObject([
      { title: "after 100" },
    ]);
  });

  it("has a lane beside all rows, and beside those that a filter leaves", async () => {
    const under = newEngine();
    const { engine, witness } = under;
    const id = await opened(under);
    const { view } = await engine.openView(id, everything);
    const lane = await engine.lane(view, 10);
    expect(lane.marks.map(({ slot, count }) => [slot, count])).toEqual(
      Array.from({ length: 10 }, (_, slot) => [slot, 10]),
    );
    expect(lane.marks.at(-1)).toMatchObject({ level: "error", seq: 10_100 });
    const filtered = await engine.setView(view, { ...everything, filter: '"after 5000" or "after 100"' });
    if (filtered.scanned < 10_100) await witness.until(() => witness.states.at(-1)?.scanned === 10_100);
    const { rows, marks } = await engine.lane(view, 1_000);
    const shown = (await engine.rows(view, 0, rows)).rows.filter(({ kind }) => kind === "gapFound");
    expect(marks.map(({ seq }) => seq)).toEqual(shown.map(({ seq }) => seq));
    expect(marks.length).toBeGreaterThan(1);
    await engine.setView(view, { ...everything, filter: "kind:message" });
    expect((await engine.lane(view, 10)).marks).toEqual([]);
  });
});

describe("a live session", () => {
  it("tells when there is more, and begins anew after a clear", async () => {
    const { engine, witness } = newEngine();
    const peer = await startWebSocketPeer((socket) => socket.send("hello"));
    const { id } = await engine.connect(endpoint(peer, "websocket"));
    await engine.overview(id, 10);
    await witness.until(() => (witness.overviews.at(-1)?.scanned ?? 0) >= 2);
    const { spans, generation } = await engine.overview(id, 10);
    expect(spans.map(({ kind, toAt }) => [kind, toAt === undefined])).toContainEqual(["open", true]);
    await engine.clear(id);
    await witness.until(() => witness.overviews.at(-1)?.generation === generation + 1);
    expect(await engine.overview(id, 10)).toMatchObject({ entries: 0, scanned: 0, spans: [], verdicts: [] });
  });
});

describe("rows that a size limit took", () => {
  it("take their verdicts along, while the counts of channels stay", () => {
    const capture = openCapture(join(newCapturesFolder(), "a.framescope"), { maxBytes: () => 1_000_000 });
    const overview = new Overview(capture);
    for (let n = 1; n <= 5_000; n += 1) {
      const frame = capture.frame(start + n, 1, { kind: "text", direction: "received", data: "x".repeat(400) });
      capture.message(start + n, 1, "received", "message", { kind: "message", channel: "a" }, frame, frame, 400);
      if (n % 10 === 0) capture.event(start + n, 1, { kind: "gapFound", level: "warning", title: "", explanation: "" });
      if (n % 500 !== 0) continue;
      capture.commit();
      while (overview.scanSlice());
    }
    const { firstSeq, lastSeq, entries } = capture;
    expect(firstSeq).toBeGreaterThan(1);
    expect(overview.scanned).toBe(entries);
    expect(overview.verdicts.worstBetween(1, firstSeq - 1)).toBeUndefined();
    expect(overview.verdicts.worstBetween(1, lastSeq)?.count).toBe(overview.verdicts.length);
    expect(overview.verdicts.length).toBeLessThan(500);
    expect(overview.channels.list().map(({ messages }) => messages)).toEqual([5_000]);
    expect(overview.fromAt).toBe(capture.reader.entryAt(firstSeq));
    capture.close();
  });
});
