/** Exports and imports as works of their own: told how far they are, cancelled, refused. */
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newCapturesFolder, newEngine } from "../engine/engines.ts";
import { imported } from "./transfers.ts";

const everything = { kind: "all" } as const;

/** Larger than what one slice of 8 ms can read or write. */
function largeHar(messages: number): string {
  const path = join(newCapturesFolder(), "large.har");
  const list = Array.from({ length: messages }, (_, n) => ({
    type: "receive",
    time: 1767261600 + n,
    opcode: 1,
    data: `${n}`,
  }));
  const entry = {
    startedDateTime: "2026-01-01T10:00:00.000Z",
    request: { method: "GET", url: "ws://h/ws", headers: [{ name: "Host", value: "h" }] },
    response: { status: 101, headers: [{ name: "Upgrade", value: "websocket" }] },
    _webSocketMessages: list,
  };
  writeFileSync(path, JSON.stringify({ log: { entries: [entry] } }));
  return path;
}

test("an import that is cancelled leaves no session and no file", async () => {
  const under = newEngine();
  const transfer = await under.engine.importCapture(largeHar(20_000));
  await under.engine.cancelTransfer(transfer);
  expect(await under.witness.outcome(transfer)).toEqual({ kind: "cancelled" });
  expect(await under.engine.sessions()).toEqual([]);
});

test("an export tells how far it is, and leaves no file when it is cancelled", async () => {
  const under = newEngine();
  const { captures } = await imported(under, largeHar(20_000));
  const session = String(captures[0]?.session);
  const path = join(newCapturesFolder(), "out.har");
  const request = { format: "har", range: everything, redact: [], path } as const;
  const cancelled = await under.engine.exportCapture(session, request);
  await under.engine.cancelTransfer(cancelled);
  expect(await under.witness.outcome(cancelled)).toEqual({ kind: "cancelled" });
  expect(existsSync(path)).toBe(false);
  const whole = await under.witness.outcome(await under.engine.exportCapture(session, request));
  expect(whole).toMatchObject({ kind: "exported", report: { path, entries: captures[0]?.entries } });
  expect(under.witness.progress.some((progress) => progress > 0 && progress < 1)).toBe(true);
});

test("a place that cannot be written is refused with a sentence", async () => {
  const under = newEngine();
  const { captures } = await imported(under, largeHar(1));
  const path = join(newCapturesFolder(), "missing/out.har");
  const request = { format: "har", range: everything, redact: [], path } as const;
  expect(await under.witness.outcome(await under.engine.exportCapture(String(captures[0]?.session), request))).toEqual({
    kind: "failed",
    reason: `${path} cannot be written: its folder does not exist.`,
  });
});

test("an import is a capture like any other: kept in a file, and none to give commands to", async () => {
  const under = newEngine();
  const { captures } = await imported(under, largeHar(3));
  const session = String(captures[0]?.session);
  expect((await under.engine.sessions())[0]).toMatchObject({
    state: "stopped",
    detail: "imported from large.har",
    entries: 4,
  });
  await expect(under.engine.command(session, { kind: "reconnect", values: {} })).rejects.toThrow(
    "imported from a file",
  );
  await under.engine.forget(session);
  expect(await under.engine.sessions()).toEqual([]);
});

test("what is found is told before anything goes out", async () => {
  const under = newEngine();
  const path = join(newCapturesFolder(), "one.ndjson");
  const frame = {
    type: "frame",
    id: 1,
    at: 1,
    connection: 1,
    direction: "received",
    kind: "text",
    text: "to ana@example.com",
  };
  const header = { type: "framescope", version: 1, protocol: "websocket", url: "ws://h/ws" };
  writeFileSync(path, `${JSON.stringify(header)}\n${JSON.stringify(frame)}\n`);
  const { captures } = await imported(under, path);
  const outcome = await under.witness.outcome(await under.engine.findSecrets(String(captures[0]?.session), everything));
  expect(outcome).toMatchObject({ kind: "found", findings: [{ kind: "email", count: 1, distinct: 1 }] });
});
