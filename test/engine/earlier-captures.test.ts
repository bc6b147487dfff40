/** What a process that was killed in the middle of recording leaves behind, and how it is found again. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { WebSocket } from "ws";
import { openRecordedCapture } from "../../src/capture/opening.ts";
import { endpoint, newCapturesFolder, newEngine } from "./engines.ts";
import { startWebSocketPeer } from "./peers.ts";

const recorder = fileURLToPath(new URL("./killed-recorder.ts", import.meta.url));
const payload = "x".repeat(200);

/** Some thousand messages a second, numbered, as long as the client is there. */
function flood(client: WebSocket): void {
  let n = 0;
  const timer = setInterval(() => {
    for (let burst = 0; burst < 100; burst += 1) client.send(`${n++} ${payload}`);
  }, 10);
  client.once("close", () => clearInterval(timer));
}

interface Told {
  readonly id: string;
  readonly entries: number;
  readonly at: number;
}

/** Runs a recorder until it has so many entries, and kills it with no word. Returns what it told, and when it died. */
async function recordAndKill(folder: string, entries: number, captureBytes?: number) {
  const origin = await startWebSocketPeer(flood);
  const args = [recorder, `${origin}/ws`, folder, ...(captureBytes === undefined ? [] : [String(captureBytes)])];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const told: Told[] = [];
  for await (const line of createInterface(child.stdout)) {
    const now = JSON.parse(line) as Told;
    told.push(now);
    if (now.entries >= entries && now.at - (told[0]?.at ?? now.at) > 1_500) break;
  }
  const killedAt = Date.now();
  child.kill("SIGKILL");
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return { told, killedAt };
}

describe("a recording whose process was killed", () => {
  it("is found with all but its last moment, whole and in order, twice over", async () => {
    const folder = newCapturesFolder();
    const runs = [await recordAndKill(folder, 3_000), await recordAndKill(folder, 3_000)];
    const { engine } = newEngine(folder);
    const found = await engine.earlierCaptures();
    expect(found).toHaveLength(2);
    for (const { told, killedAt } of runs) {
      const capture = found.find(({ session }) => session === told[0]?.id);
      const aSecondBefore = told.findLast(({ at }) => at <= killedAt - 1_000)?.entries ?? 0;
      expect(capture).toMatchObject({ brokeOff: true, protocol: "websocket", title: expect.stringContaining("/ws") });
      expect(capture?.entries).toBeGreaterThanOrEqual(aSecondBefore);
      expect(readdirSync(folder).filter((name) => /-(wal|shm)$/.test(name))).toEqual([]);
      const opened = openRecordedCapture(capture?.path ?? "");
      const { reader, firstSeq, lastSeq } = opened;
      const entries = reader.entriesBetween(firstSeq, lastSeq);
      expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => firstSeq + index));
      const texts = entries
        .filter(({ source }) => source === "message")
        .map((entry) => reader.frames.get(entry.firstFrame)?.data);
      expect(texts).toEqual(texts.map((_, n) => `${n} ${payload}`));
      opened.close();
      const session = await engine.openCapture(capture?.path ?? "");
      expect(session).toMatchObject({ entries: capture?.entries, state: "stopped" });
    }
  });

  it("is as whole when it had reached its largest size", async () => {
    const folder = newCapturesFolder();
    await recordAndKill(folder, 1_500, 600_000);
    const [capture] = await newEngine(folder).engine.earlierCaptures();
    const opened = openRecordedCapture(capture?.path ?? "");
    const { reader, firstSeq, lastSeq } = opened;
    expect(firstSeq).toBeGreaterThan(1);
    const entries = reader.entriesBetween(firstSeq, lastSeq);
    expect(entries).toHaveLength(lastSeq - firstSeq + 1);
    for (const entry of entries) {
      if (entry.source === "message") expect(reader.frames.get(entry.firstFrame)?.data).toContain(payload);
    }
    opened.close();
  });
});

describe("earlier captures", () => {
  it("are not those that somebody records, nor empty or spoilt ones; one that was ended is told apart", async () => {
    const folder = newCapturesFolder();
    const origin = await startWebSocketPeer((client) => client.send("hello"));
    const first = newEngine(folder);
    const { id } = await first.engine.connect(endpoint(`${origin}/ws`, "websocket"));
    await first.witness.until(() => (first.witness.sessions.get(id)?.entries ?? 0) >= 2);
    writeFileSync(join(folder, "text.framescope"), "no capture");
    writeFileSync(join(folder, "empty.framescope"), "");
    const other = newEngine(folder);
    expect(await other.engine.earlierCaptures()).toEqual([]);
    await first.engine.shutdown();
    expect(await other.engine.earlierCaptures()).toMatchObject([{ session: id, brokeOff: false }]);
  });

  it("can be deleted, but nothing else can", async () => {
    const folder = newCapturesFolder();
    await recordAndKill(folder, 500);
    const { engine } = newEngine(folder);
    const [capture] = await engine.earlierCaptures();
    const path = capture?.path ?? "";
    const elsewhere = join(newCapturesFolder(), "a.framescope");
    copyFileSync(path, elsewhere);
    await expect(engine.deleteEarlierCapture(elsewhere)).rejects.toThrow("is not a capture that Framescope keeps.");
    await expect(engine.deleteEarlierCapture(join(folder, "../x.framescope"))).rejects.toThrow("is not a capture");
    await engine.deleteEarlierCapture(path);
    expect([existsSync(path), existsSync(elsewhere)]).toEqual([false, true]);
  });
});
