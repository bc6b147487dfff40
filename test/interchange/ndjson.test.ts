import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ndjsonSchema } from "../../src/interchange/ndjson/lines.ts";
import { Renumbering } from "../../src/interchange/ndjson/renumbering.ts";
import { newEngine } from "../engine/engines.ts";
import { exported, imported, rowsOf, written } from "./transfers.ts";

const header = { type: "framescope", version: 1, protocol: "action-cable", url: "wss://app.example/cable" };
const frame = (id: number, at: number, text: string, more: object = {}) => ({
  type: "frame",
  id,
  at,
  connection: 1,
  direction: "received",
  kind: "text",
  text,
  ...more,
});
const file = (...lines: object[]) =>
  written("made.ndjson", `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`);

async function read(path: string) {
  const under = newEngine();
  const report = await imported(under, path);
  return { report, rows: await rowsOf(under, String(report.captures[0]?.session)) };
}

describe("frames alone", () => {
  it("are decoded and judged, silences included", async () => {
    const at = 1767261600000;
    const { report, rows } = await read(
      file(header, frame(1, at, '{"type":"welcome"}'), frame(2, at + 9_000, '{"type":"ping","message":1}')),
    );
    expect(rows.map(({ kind }) => kind)).toEqual(["open", "welcome", "wentStale", "ping", "silenceEnded", "closed"]);
    expect(report.remarks).toEqual(["The file has frames alone: they were decoded and judged now."]);
    expect(report.captures[0]).toMatchObject({ title: "app.example/cable", connections: 1 });
  });

  it("are of an address whose secrets are masked before anything is written down", async () => {
    const under = newEngine();
    const url = "wss://ana:hunter2@app.example/cable?token=hunter3&room=1";
    const report = await imported(under, file({ ...header, url }, frame(1, 1767261600000, '{"type":"welcome"}')));
    const session = String(report.captures[0]?.session);
    const { text } = await exported(under, session, "ndjson");
    expect(text).toContain("app.example/cable?token=redacted-7-characters&room=1");
    expect(text + JSON.stringify(await rowsOf(under, session)) + JSON.stringify(report)).not.toMatch(/hunter/);
  });

  it("of HTTP open with the answer's head and end with the file", async () => {
    const head = { status: 200, reason: "OK", httpVersion: "1.1", headers: [["Content-Type", "text/event-stream"]] };
    const request = { method: "GET", url: "http://app.example/events", httpVersion: "1.1", headers: [] };
    const { rows } = await read(
      file(
        { ...header, protocol: "sse" },
        frame(1, 1, "", { direction: "sent", kind: "request", head: request, text: undefined }),
        frame(2, 2, "", { kind: "response", head, text: undefined }),
        frame(3, 3, "id: 7\ndata: x\n\n", { kind: "chunk" }),
      ),
    );
    expect(rows.map(({ kind, eventId }) => [kind, eventId])).toEqual([
      ["open", undefined],
      ["event", "7"],
      ["closed", undefined],
    ]);
  });
});

describe("what is wrong is told with its place", () => {
  it.each([
    ["another kind of file", ['{"hello":1}'], 'made.ndjson cannot be read as a HAR: there is no "log"'],
    ["a newer form", [{ ...header, version: 2 }], "A newer Framescope wrote this (form 2; this one reads up to 1)."],
    ["a protocol that there is not", [{ ...header, protocol: "telnet" }], 'Line 1: no protocol is called "telnet".'],
    ["a line that is not JSON", [header, "{", frame(1, 1, "x")], "Line 2 is not JSON:"],
    ["a field of another kind", [header, frame(1, 1, "x", { at: "noon" })], 'Line 2, "at": Invalid input'],
    ["a word that is none", [header, frame(1, 1, "x", { direction: "up" })], 'Line 2, "direction": Invalid option'],
    ["a type that is none", [header, { type: "note" }], 'Line 2, "type": Invalid discriminator'],
  ])("%s", async (_what, lines, sentence) => {
    const text = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");
    await expect(read(written("made.ndjson", text))).rejects.toThrow(sentence);
  });
});

it("a file that ends within a line is read up to there, and says so", async () => {
  const lines = [header, frame(1, 1767261600000, '{"type":"welcome"}'), '{"type":"frame","id":2,"at":17672'];
  const text = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");
  const { report, rows } = await read(written("made.ndjson", text));
  expect(report.remarks).toContain("The file ends within line 3: all before it is here.");
  expect(rows.map(({ kind }) => kind)).toContain("welcome");
});

it("numbers are mapped as runs", () => {
  const numbers = new Renumbering();
  for (const [old, now] of [
    [5, 1],
    [6, 2],
    [9, 3],
  ] as const)
    numbers.add(old, now);
  expect([4, 5, 6, 7, 9, 10].map((old) => numbers.of(old))).toEqual([undefined, 1, 2, undefined, 3, undefined]);
});

// UPDATE_SCHEMA=1 writes it anew.
it("docs/ndjson.schema.json is made from the schema that reads the lines", () => {
  const text = `${JSON.stringify(ndjsonSchema(), null, 2)}\n`;
  if (process.env.UPDATE_SCHEMA === "1") writeFileSync("docs/ndjson.schema.json", text);
  expect(JSON.parse(readFileSync("docs/ndjson.schema.json", "utf8"))).toEqual(JSON.parse(text));
});
