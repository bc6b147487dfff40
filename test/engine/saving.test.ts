/** Saving a capture under another name, while it goes on being recorded. */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TransferOutcome } from "../../src/bridge/transfer.ts";
import { type EngineUnderTest, endpoint, newCapturesFolder, newEngine } from "./engines.ts";
import { startWebSocketPeer } from "./peers.ts";

let under: EngineUnderTest;
let session: string;
let timer: NodeJS.Timeout;
let sent = 0;

beforeEach(async () => {
  sent = 0;
  const origin = await startWebSocketPeer((client) => {
    const send = () => client.send(`${sent++} ${"x".repeat(2_000)}`);
    for (let n = 0; n < 3_000; n += 1) send();
    timer = setInterval(send, 1);
  });
  under = newEngine();
  session = (await under.engine.connect(endpoint(`${origin}/ws`, "websocket"))).id;
  await under.witness.until(() => (under.witness.sessions.get(session)?.entries ?? 0) > 3_000);
});

afterEach(() => clearInterval(timer));

async function save(path: string, id = session): Promise<TransferOutcome> {
  return under.witness.outcome(await under.engine.saveCapture(id, path));
}

describe("a capture that is saved", () => {
  it("is one whole file, and the session goes on", async () => {
    const folder = newCapturesFolder();
    const path = join(folder, "saved.framescope");
    writeFileSync(path, "what was there before");
    const saved = await save(path);
    expect(saved).toMatchObject({ kind: "saved", path });
    expect(readdirSync(folder)).toEqual(["saved.framescope"]);
    const before = under.witness.sessions.get(session)?.entries ?? 0;
    await under.witness.until(() => (under.witness.sessions.get(session)?.entries ?? 0) > before);
    const opened = await under.engine.openCapture(path);
    expect(opened.entries).toBeGreaterThan(3_000);
    expect(opened).toMatchObject({ protocol: "websocket", recorded: { path } });
    const { view } = await under.engine.openView(opened.id, { filter: '"2999 x"', foldHeartbeats: false });
    await expect.poll(async () => (await under.engine.rows(view, 0, 5)).rows.length).toBe(1);
  });

  it("can be saved again from the saved file", async () => {
    const folder = newCapturesFolder();
    await save(join(folder, "one.framescope"));
    const { id, entries } = await under.engine.openCapture(join(folder, "one.framescope"));
    expect(await save(join(folder, "two.framescope"), id)).toMatchObject({ kind: "saved", entries });
  });

  it("says what is wrong with a place, and leaves nothing there", async () => {
    const folder = newCapturesFolder();
    expect(await save(join(folder, "missing/a.framescope"))).toMatchObject({
      kind: "failed",
      reason: expect.stringMatching(/a\.framescope cannot be written\. Is there such a folder/),
    });
    mkdirSync(join(folder, "folder.framescope"));
    expect(await save(join(folder, "folder.framescope"))).toMatchObject({ kind: "failed" });
    expect(readdirSync(folder)).toEqual(["folder.framescope"]);
    const opened = join(newCapturesFolder(), "one.framescope");
    await save(opened);
    const { id } = await under.engine.openCapture(opened);
    expect(await save(opened, id)).toMatchObject({ kind: "failed", reason: expect.stringContaining("over itself") });
  });

  it("can be given up", async () => {
    const folder = newCapturesFolder();
    const transfer = await under.engine.saveCapture(session, join(folder, "a.framescope"));
    await under.engine.cancelTransfer(transfer);
    expect(await under.witness.outcome(transfer)).toEqual({ kind: "cancelled" });
    expect(readdirSync(folder)).toEqual([]);
  });
});
