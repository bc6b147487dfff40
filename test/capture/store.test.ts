import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { openDatabase } from "../../src/capture/database.ts";
import { openCapture } from "../../src/capture/opening.ts";
import { prepareSchema } from "../../src/capture/schema.ts";
import { Capture, captureFileSuffixes } from "../../src/capture/store.ts";
import type { Frame, Handshake } from "../../src/model/frame.ts";
import type { Message, TransportMessage } from "../../src/model/message.ts";
import { newCapture, newFolder } from "./capture-files.ts";

const at = 1_795_577_369_233.125;

const handshake: Handshake = {
  request: { method: "GET", url: "ws://host/cable?token=abc", httpVersion: "1.1", headers: [["Cookie", "a=secret"]] },
  response: { status: 101, reason: "Switching Protocols", httpVersion: "1.1", headers: [] },
  offered: ["actioncable-v1-json"],
  subprotocol: "actioncable-v1-json",
};

describe("entries", () => {
  test("a message of one whole frame keeps no text of its own", () => {
    const capture = newCapture();
    const message: Message = { kind: "message", channel: "chat", eventId: "7" };
    const seq = capture.message(at, 2, "received", "message", message, 4, 4, 209);
    expect(capture.reader.entry(seq)).toEqual({
      seq: 1,
      at,
      previousAt: undefined,
      source: "message",
      connection: 2,
      direction: "received",
      kind: "message",
      channel: "chat",
      eventId: "7",
      sizeBytes: 209,
      heartbeat: false,
      level: undefined,
      firstFrame: 4,
      lastFrame: 4,
      hasBody: false,
    });
    expect(capture.reader.body(seq)).toBeUndefined();
  });

  test("a message with raw text keeps it, the empty one too", () => {
    const capture = newCapture();
    const event = capture.message(at, 1, "received", "message", { kind: "event", raw: "data: 1" }, 1, 2, 7);
    const empty = capture.message(at, 1, "received", "message", { kind: "event", raw: "" }, 2, 2, 0);
    expect(capture.reader.body(event)).toBe("data: 1");
    expect(capture.reader.body(empty)).toBe("");
  });

  test("a transport unit is kept as JSON, masked", () => {
    const capture = newCapture();
    const message: TransportMessage = { kind: "open", handshake, attempt: 2 };
    const seq = capture.message(at, 1, "received", "transport", message, 1, 2, 0);
    const body = String(capture.reader.body(seq));
    expect(JSON.parse(body)).toMatchObject({
      kind: "open",
      attempt: 2,
      handshake: { offered: ["actioncable-v1-json"] },
    });
    expect(body).not.toContain("secret");
    expect(body).not.toContain("abc");
  });

  test("an event is kept as JSON, with addresses masked", () => {
    const capture = newCapture();
    const seq = capture.event(at, 0, {
      kind: "gapFound",
      level: "warning",
      title: "3 missing",
      explanation: "See https://host/x?api_key=12345.",
      channel: "chat",
      eventId: "9",
      evidence: [1, 2],
      measures: { missing: 3 },
    });
    expect(capture.reader.entry(seq)).toMatchObject({
      source: "event",
      direction: undefined,
      level: "warning",
      sizeBytes: undefined,
      eventId: "9",
    });
    expect(JSON.parse(String(capture.reader.body(seq)))).toMatchObject({
      explanation: "See https://host/x?api_key=redacted-5-characters.",
      evidence: [1, 2],
      measures: { missing: 3 },
    });
  });

  test("an event of routine is marked as a heartbeat too", () => {
    const capture = newCapture();
    const event = { kind: "polled", level: "note", title: "", explanation: "" } as const;
    const [routine, other] = [capture.event(at, 1, { ...event, heartbeat: true }), capture.event(at, 1, event)];
    expect(capture.reader.entry(routine)).toMatchObject({ source: "event", level: "note", heartbeat: true });
    expect(capture.reader.entry(other)).toMatchObject({ heartbeat: false });
  });

  test("heartbeats are marked, and the entry before is known", () => {
    const capture = newCapture();
    capture.message(at, 1, "received", "message", { kind: "ping", heartbeat: true }, 1, 1, 20);
    capture.message(at + 3000, 1, "received", "message", { kind: "ping", heartbeat: true }, 2, 2, 20);
    expect(capture.reader.entry(2)).toMatchObject({ heartbeat: true, previousAt: at });
  });

  test("names that no UTF-8 can hold do no harm", () => {
    const capture = newCapture();
    const kind = { kind: "\ud800 lone", channel: "\udfff" };
    const first = capture.message(at, 1, "received", "message", kind, 1, 1, 1);
    const second = capture.message(at, 1, "received", "message", kind, 1, 1, 1);
    expect(capture.reader.entry(first)?.kind).toBe("\ufffd lone");
    expect(capture.reader.entry(second)?.channel).toBe("\ufffd");
  });

  test("a server that makes up channel names without end gets each name back", () => {
    const capture = newCapture();
    const names = 20_500;
    for (let n = 0; n < names; n += 1) channelMessage(`channel ${n}`);
    channelMessage("channel 0");
    expect(capture.reader.entry(1)?.channel).toBe("channel 0");
    expect(capture.reader.entry(names)?.channel).toBe(`channel ${names - 1}`);
    expect(capture.reader.entry(names + 1)?.channel).toBe("channel 0");

    function channelMessage(channel: string): void {
      capture.message(at, 1, "received", "message", { kind: "message", channel }, 1, 1, 1);
    }
  });
});

test("what a connection agreed on is kept, masked, and its subprotocol is told", () => {
  const capture = newCapture();
  capture.connection(3, "action-cable", handshake);
  expect(capture.subprotocol).toBe("actioncable-v1-json");
  expect(capture.reader.connection(3)).toMatchObject({
    protocol: "action-cable",
    subprotocol: "actioncable-v1-json",
    handshake: { request: { url: "ws://host/cable?token=redacted-3-characters" } },
  });
  expect(capture.reader.connection(4)).toBeUndefined();
});

describe("a clear", () => {
  test("empties the capture; numbers go on and connections stay", () => {
    const capture = newCapture();
    capture.connection(1, "action-cable", handshake);
    for (let n = 0; n < 70; n += 1) record(n);
    capture.clear();
    expect(capture).toMatchObject({ entries: 0, firstSeq: 71, lastSeq: 70, generation: 1 });
    expect(capture.reader.entriesBetween(1, 70)).toEqual([]);
    expect(capture.reader.frames.get(1)).toBeUndefined();
    for (let n = 70; n < 140; n += 1) expect(record(n)).toEqual({ frame: n + 1, seq: n + 1 });
    expect(capture).toMatchObject({ entries: 70, firstSeq: 71, lastSeq: 140 });
    expect(capture.reader.entry(140)).toMatchObject({ firstFrame: 140, kind: "message" });
    expect(capture.reader.entry(71)?.previousAt).toBeUndefined();
    expect(capture.reader.frames.get(140)?.data).toBe("frame 139");
    expect(capture.reader.connection(1)?.protocol).toBe("action-cable");

    function record(n: number): { frame: number; seq: number } {
      const frame = capture.frame(at + n, 1, text(`frame ${n}`));
      return { frame, seq: capture.message(at + n, 1, "received", "message", { kind: "message" }, frame, frame, 9) };
    }
  });
});

describe("the file", () => {
  test("a commit comes by itself, and both its begin and its end are told", async () => {
    const capture = newCapture();
    let told = 0;
    const committed = new Promise<void>((resolve) => {
      capture.onChange = () => {
        told += 1;
        if (told === 2) resolve();
      };
    });
    capture.frame(at, 1, text("hello"));
    expect(told).toBe(1);
    await committed;
    expect(rowsOf(capture.path, "SELECT data FROM frames")).toEqual([{ data: "hello" }]);
  });

  test("is one file after closing, and can be opened again", () => {
    const capture = newCapture();
    capture.frame(at, 1, text("hello"));
    capture.message(at, 1, "received", "message", { kind: "message" }, 1, 1, 5);
    capture.close();
    expect(captureFileSuffixes.map((suffix) => existsSync(capture.path + suffix))).toEqual([true, false, false]);
    const again = newCapture(capture.path);
    expect(again).toMatchObject({ entries: 1, firstSeq: 1, lastSeq: 1 });
    expect(again.frame(at, 1, text("more"))).toBe(2);
    expect(again.reader.frames.get(1)?.data).toBe("hello");
  });

  test("writes after closing are ignored", () => {
    const capture = newCapture();
    capture.close();
    expect(capture.frame(at, 1, text("late"))).toBe(0);
    expect(capture.message(at, 1, "received", "message", { kind: "message" }, 1, 1, 5)).toBe(0);
    capture.connection(1, "action-cable", handshake);
    capture.commit();
    expect(rowsOf(capture.path, "SELECT * FROM frames")).toEqual([]);
  });

  test("deleting leaves nothing behind", () => {
    const capture = newCapture();
    capture.frame(at, 1, text("hello"));
    capture.delete();
    expect(captureFileSuffixes.some((suffix) => existsSync(capture.path + suffix))).toBe(false);
  });

  test("people can read it with sqlite3", () => {
    const capture = newCapture();
    const frame = capture.frame(Date.UTC(2026, 0, 2, 3, 4, 5, 678), 1, text('{"type":"ping"}'));
    const ping = { kind: "ping", channel: "chat", heartbeat: true };
    capture.message(Date.UTC(2026, 0, 2, 3, 4, 5, 678), 1, "received", "message", ping, frame, frame, 15);
    capture.event(at, 1, { kind: "wentStale", level: "error", title: "went stale", explanation: "" });
    capture.frame(at, 1, { kind: "close", direction: "sent", data: "", code: 1000 });
    capture.close();
    expect(rowsOf(capture.path, "SELECT * FROM timeline")).toMatchObject([
      {
        seq: 1,
        time: "2026-01-02 03:04:05.678",
        source: "message",
        direction: "received",
        kind: "ping",
        channel: "chat",
        size: 15,
        level: null,
        payload: '{"type":"ping"}',
      },
      { seq: 2, source: "event", direction: null, kind: "wentStale", level: "error" },
    ]);
    expect(rowsOf(capture.path, "SELECT kind, direction, code FROM frames")).toEqual([
      { kind: "text", direction: "received", code: null },
      { kind: "close", direction: "sent", code: 1000 },
    ]);
    expect(rowsOf(capture.path, "SELECT heartbeat FROM entries")).toEqual([{ heartbeat: 1 }, { heartbeat: 0 }]);
  });

  test("of somebody else is refused", () => {
    const folder = newFolder();
    const other = join(folder, "other.db");
    const database = new DatabaseSync(other);
    database.exec("CREATE TABLE t (a)");
    database.close();
    expect(() => openCapture(other)).toThrow(`${other} is not a Framescope capture.`);
    const noDatabase = join(folder, "text.framescope");
    writeFileSync(noDatabase, "hello ".repeat(1000));
    expect(() => openCapture(noDatabase)).toThrow("file is not a database");
  });

  test("of a newer Framescope is refused with both formats", () => {
    const capture = newCapture();
    capture.close();
    const database = new DatabaseSync(capture.path);
    database.exec("PRAGMA user_version = 9");
    database.close();
    expect(() => openCapture(capture.path)).toThrow("newer Framescope (format 9; this one reads up to 1)");
  });
});

test("a full disk ends the recording with a sentence, and what was committed can still be read", () => {
  const path = join(newFolder(), "full.framescope");
  const database = openDatabase(path);
  prepareSchema(database, path);
  database.exec("PRAGMA max_page_count = 40");
  const capture = new Capture(database, path);
  const failures: string[] = [];
  capture.onFailure = (reason) => failures.push(reason);
  capture.frame(at, 1, text("kept"));
  capture.message(at, 1, "received", "message", { kind: "message", channel: "first" }, 1, 1, 4);
  capture.commit();
  for (let n = 0; n < 200 && failures.length === 0; n += 1) {
    capture.frame(at, 1, text("x".repeat(100_000)));
    capture.message(at, 1, "received", "message", { kind: "message", channel: `made up ${n}` }, 2 + n, 2 + n, 100_000);
  }
  expect(capture.frame(at, 1, text("late"))).toBe(0);
  expect(capture.message(at, 1, "received", "message", { kind: "message" }, 0, 0, 4)).toBe(1);
  expect(failures).toEqual(["The capture cannot be written any more: database or disk is full."]);
  expect(capture).toMatchObject({ entries: 1, lastSeq: 1 });
  expect(capture.reader.entry(1)).toMatchObject({ channel: "first" });
  expect(capture.reader.frames.get(1)?.data).toBe("kept");
  capture.close();
});

function text(data: string): Frame {
  return { kind: "text", direction: "received", data };
}

function rowsOf(path: string, sql: string): unknown[] {
  const database = new DatabaseSync(path, { readOnly: true });
  const rows = database.prepare(sql).all();
  database.close();
  return rows.map((row) => ({ ...row }));
}
