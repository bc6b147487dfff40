/** Captures opened from files: looked at like a session, changed by nothing; and files that are none. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../../src/capture/database.ts";
import { openCapture } from "../../src/capture/opening.ts";
import { newFolder } from "../capture/capture-files.ts";
import { newEngine } from "./engines.ts";

const identifier = '{"channel":"ChatChannel","room":"lobby"}';
const day = Date.UTC(2026, 10, 25, 14);

function written(folder = newFolder(), about: object = {}): string {
  const path = join(folder, "chat.framescope");
  const capture = openCapture(path);
  capture.describe({ title: "Chat", url: "ws://x/cable", protocol: "action-cable", startedAt: day, ...about });
  const data = JSON.stringify({ identifier, message: { body: "hello" } });
  const frame = capture.frame(day, 1, { kind: "text", direction: "received", data });
  capture.message(day, 1, "received", "message", { kind: "message", channel: identifier }, frame, frame, data.length);
  capture.event(day + 5, 1, { kind: "wentStale", level: "error", title: "no ping", explanation: "" });
  capture.close();
  return path;
}

describe("a capture opened from a file", () => {
  it("has the rows and the words that it was written with", async () => {
    const { engine: api } = newEngine();
    const path = written(newFolder(), { verdicts: 1 });
    const session = await api.openCapture(path);
    expect(session).toMatchObject({
      title: "Chat",
      url: "ws://x/cable",
      protocol: "action-cable",
      protocolTitle: "Action Cable",
      state: "stopped",
      entries: 2,
      verdicts: 1,
      startedAt: day,
      recorded: { path },
    });
    const { view } = await api.openView(session.id, { filter: "hello", foldHeartbeats: true });
    const { rows } = await api.rows(view, 0, 10);
    expect(rows.map(({ summary }) => summary)).toEqual(['{"body":"hello"}']);
    expect(JSON.parse((await api.details(session.id, 1)).payloadJson ?? "")).toEqual({ body: "hello" });
  });

  it("counts verdicts where the file does not tell them", async () => {
    const { engine: api, witness } = newEngine();
    const session = await api.openCapture(written());
    await witness.until(() => witness.sessions.get(session.id)?.verdicts === 1);
  });

  it("takes no command, cannot be cleared, and stays when it is closed", async () => {
    const { engine: api } = newEngine();
    const path = written();
    const { id } = await api.openCapture(path);
    await expect(api.command(id, { kind: "reconnect", values: {} })).rejects.toThrow("This is a recording");
    await expect(api.clear(id)).rejects.toThrow("only looked at");
    await api.forget(id);
    await expect(api.details(id, 1)).rejects.toThrow("This session is gone.");
    expect(existsSync(path)).toBe(true);
  });

  it("leaves nothing beside the file", async () => {
    const { engine: api } = newEngine();
    const folder = newFolder();
    const { id } = await api.openCapture(written(folder));
    await api.openView(id, { filter: "", foldHeartbeats: true });
    expect(readdirSync(folder)).toEqual(["chat.framescope"]);
    await api.forget(id);
    expect(readdirSync(folder)).toEqual(["chat.framescope"]);
  });

  it("has what a crash left in the log beside it", async () => {
    const { engine: api } = newEngine();
    const folder = newFolder();
    const path = join(folder, "live.framescope");
    const live = openCapture(path);
    live.event(1, 1, { kind: "gapFound", level: "warning", title: "missing", explanation: "" });
    live.commit();
    // As a process that dies leaves it: nothing was closed.
    const copy = join(newFolder(), "crashed.framescope");
    for (const suffix of ["", "-wal"]) copyFileSync(path + suffix, copy + suffix);
    live.close();
    expect((await api.openCapture(copy)).entries).toBe(1);
  });

  it("may be of a protocol that this version does not have, and of before files said what they are", async () => {
    const { engine: api } = newEngine();
    expect((await api.openCapture(written(newFolder(), { protocol: "telepathy" }))).protocol).toBe("websocket");
    const old = written();
    const database = openDatabase(old);
    database.exec("DROP TABLE about");
    database.close();
    expect(await api.openCapture(old)).toMatchObject({ title: "chat.framescope", startedAt: day, entries: 2 });
  });
});

describe("a file that is no capture", () => {
  function refused(path: string): Promise<string> {
    const opening = newEngine().engine.openCapture(path);
    return opening.then(
      () => "it was opened",
      (error: Error) => error.message,
    );
  }

  it("is refused with a sentence", async () => {
    const folder = newFolder();
    const file = (name: string, content: string) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    expect(await refused(join(folder, "missing.framescope"))).toMatch(/^There is no file .*missing\.framescope\.$/);
    expect(await refused(file("empty.framescope", ""))).toMatch(/is not a Framescope capture\.$/);
    expect(await refused(file("text.framescope", "hello ".repeat(1000)))).toMatch(/is not a Framescope capture\.$/);
    mkdirSync(join(folder, "folder.framescope"));
    expect(await refused(join(folder, "folder.framescope"))).toMatch(/cannot be opened\. May this user read it/);
    const other = openDatabase(join(folder, "other.db"));
    other.exec("CREATE TABLE t (x)");
    other.close();
    expect(await refused(join(folder, "other.db"))).toMatch(/is not a Framescope capture\.$/);
  });

  it("or a newer one, or a cut one", async () => {
    const newer = written();
    const database = openDatabase(newer);
    database.exec("PRAGMA user_version = 99");
    database.close();
    expect(await refused(newer)).toMatch(/was written by a newer Framescope \(format 99/);
    const cut = written();
    truncateSync(cut, 20_000);
    expect(await refused(cut)).toMatch(/is damaged: SQLite cannot read it/);
  });
});
