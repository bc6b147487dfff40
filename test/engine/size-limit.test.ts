/** A capture with a largest size: the oldest rows go, a row says so, and views keep their place. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { WebSocket as Peer } from "ws";
import { openCapture } from "../../src/capture/opening.ts";
import { View } from "../../src/capture/view.ts";
import { newFolder, noContext } from "../capture/capture-files.ts";
import { endpoint, hostEngine, newCapturesFolder } from "./engines.ts";
import { startWebSocketPeer } from "./peers.ts";

const maxBytes = 2_000_000;
const text = "x".repeat(400);

function fill(capture: ReturnType<typeof openCapture>, entries: number): void {
  for (let n = 0; n < entries; n += 1) {
    const at = 1_000 + n;
    const frame = capture.frame(at, 1, { kind: "text", direction: "received", data: `${n} ${text}` });
    const kind = n % 10 < 3 ? "ping" : "message";
    capture.message(at, 1, "received", "message", { kind, heartbeat: kind === "ping" }, frame, frame, text.length);
    if (n % 500 === 499) capture.commit();
  }
}

describe("a capture with a largest size", () => {
  it("stays below it, keeps the newest entries without holes, and each with its frame", () => {
    const path = join(newFolder(), "a.framescope");
    const capture = openCapture(path, { maxBytes: () => maxBytes });
    let dropped = 0;
    capture.onDropped = (count) => {
      dropped += count;
    };
    fill(capture, 20_000);
    capture.commit();
    expect(dropped).toBeGreaterThan(10_000);
    expect([capture.lastSeq, capture.firstSeq, capture.entries]).toEqual([20_000, dropped + 1, 20_000 - dropped]);
    const kept = capture.reader.entriesBetween(1, 20_000);
    expect(kept.map(({ seq }) => seq)).toEqual(Array.from({ length: 20_000 - dropped }, (_, n) => dropped + 1 + n));
    for (const entry of kept)
      expect(capture.reader.frames.get(entry.firstFrame)?.data).toBe(`${entry.seq - 1} ${text}`);
    capture.close();
    // Whatever is deleted, the file has reached its size once.
    expect(statSync(path).size).toBeLessThan(maxBytes * 1.3);
  });

  it("goes on after it is opened again, and with a limit below one row keeps that row", () => {
    const path = join(newFolder(), "a.framescope");
    const first = openCapture(path, { maxBytes: () => 1 });
    fill(first, 3_000);
    first.close();
    const again = openCapture(path, { maxBytes: () => 1 });
    expect(again.entries).toBeGreaterThan(0);
    expect(again.lastSeq).toBe(3_000);
    again.close();
  });

  it("goes by another size as soon as it is told", () => {
    let bytes = 1e9;
    const capture = openCapture(join(newFolder(), "a.framescope"), { maxBytes: () => bytes });
    fill(capture, 10_000);
    expect(capture.firstSeq).toBe(1);
    bytes = maxBytes;
    fill(capture, 10_000);
    expect(capture.entries).toBeLessThan(6_000);
    bytes = 1e9;
    const { firstSeq } = capture;
    fill(capture, 5_000);
    expect(capture.firstSeq).toBe(firstSeq);
    capture.close();
  });

  it.each([
    ["", true],
    ["", false],
    ["kind:message", false],
    ["7 or 8", true],
  ])("has views that say what went at the front: filter %j, folding %s", (filter, foldHeartbeats) => {
    const capture = openCapture(join(newFolder(), "a.framescope"), { maxBytes: () => maxBytes });
    const view = new View(capture, { filter, foldHeartbeats }, noContext);
    const seen = new Map<number, number>();
    for (let round = 0; round < 12; round += 1) {
      fill(capture, 1_000);
      capture.commit();
      while (view.scanSlice());
      const fresh = new View(capture, { filter, foldHeartbeats }, noContext);
      while (fresh.scanSlice());
      expect(view.window(0, 1e6)).toEqual(fresh.window(0, 1e6));
      expect([view.rows, view.matches, view.scanned]).toEqual([fresh.rows, fresh.matches, fresh.scanned]);
      for (const [index, { seq }] of view.window(0, 1e6).entries()) {
        const place = index + view.firstRow;
        // The oldest row may have lost its first entries, and shows another one then.
        if (index > 0) expect(seen.get(place) ?? seq).toBe(seq);
        seen.set(place, seq);
      }
    }
    expect(view.firstRow).toBeGreaterThan(1_000);
    capture.close();
  });
});

it("a session says in a row that its oldest rows went", async () => {
  const origin = await startWebSocketPeer((client) => {
    for (let n = 0; n < 4_000; n += 1) client.send(`${n} ${text}`);
  });
  const limits = { captureBytes: 400_000, totalBytes: 1e9 };
  const { engine, witness, stop } = hostEngine(newCapturesFolder(), undefined, limits);
  const { id } = await engine.connect(endpoint(`${origin}/ws`, "websocket"));
  const { view } = await engine.openView(id, { filter: "kind:oldestRowsDropped", foldHeartbeats: false });
  await witness.until(() => witness.states.some((state) => state.view === view && state.rows > 0));
  const { rows } = await engine.rows(view, 0, 1);
  expect(rows[0]).toMatchObject({ source: "event", level: "note" });
  expect(rows[0]?.summary).toMatch(/^the oldest \d+ rows went: the capture has reached 400 kB$/);
  await stop();
});

it("a session that runs goes by a size that is set meanwhile", async () => {
  const peers: Peer[] = [];
  const origin = await startWebSocketPeer((client) => {
    peers.push(client);
    for (let n = 0; n < 2_000; n += 1) client.send(`${n} ${text}`);
  });
  const { engine, witness, stop } = hostEngine(newCapturesFolder());
  const { id } = await engine.connect(endpoint(`${origin}/ws`, "websocket"));
  const { view } = await engine.openView(id, { filter: "kind:text,oldestRowsDropped", foldHeartbeats: false });
  const rows = () => witness.states.findLast((state) => state.view === view)?.rows ?? 0;
  await witness.until(() => rows() === 2_000);
  await engine.limitCaptures(300_000);
  for (let n = 0; n < 4_000; n += 1) peers[0]?.send(`more ${text}`);
  await witness.until(() => witness.states.some((state) => state.view === view && (state.firstRow ?? 0) > 1_000));
  const dropped = await engine.openView(id, { filter: "kind:oldestRowsDropped", foldHeartbeats: false });
  await witness.until(() => witness.states.some((state) => state.view === dropped.view && state.rows > 0));
  const [row] = (await engine.rows(dropped.view, 0, 1)).rows;
  expect(row?.summary).toMatch(/^the oldest \d+ rows went: the capture has reached 300 kB$/);
  await stop();
});
