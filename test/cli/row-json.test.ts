import { describe, expect, it } from "vitest";
import { endJson, rowJson } from "../../src/cli/row-json.ts";
import { details, row } from "./rows.ts";

const parsed = (changes: Parameters<typeof details>[0]) => JSON.parse(rowJson(details(changes)));

describe("a row as JSON", () => {
  it("has the documented fields, undefined ones left out", () => {
    const entry = row({ at: 1.5, channel: '{"channel":"A"}', channelLabel: "A", eventId: "7", sizeBytes: 9 });
    expect(parsed({ row: entry, payloadJson: '{"a":1}' })).toEqual({
      type: "row",
      seq: 1,
      at: 1.5,
      source: "message",
      direction: "received",
      kind: "message",
      channel: '{"channel":"A"}',
      eventId: "7",
      sizeBytes: 9,
      heartbeat: false,
      summary: "hello",
      payload: { a: 1 },
    });
  });

  it("has numbers as they travelled", () => {
    const payloadJson = '{"id":9007199254740993,"price":1.0}';
    expect(rowJson(details({ row: row({}), payloadJson }))).toContain(`"payload":${payloadJson}`);
  });

  it("gives text or bytes where there is no JSON, and says when they are cut", () => {
    const raw = { sizeBytes: 5, truncated: false, text: "plain", base64: "cGxhaW4=" };
    expect(parsed({ row: row({}), raw })).toMatchObject({ text: "plain" });
    const bytes = { sizeBytes: 5000, truncated: true, base64: "AAA=" };
    expect(parsed({ row: row({}), raw: bytes })).toMatchObject({ base64: "AAA=", truncated: true });
    const cut = parsed({
      row: row({}),
      raw: { ...raw, truncated: true },
      payloadJson: '{"a":',
      payloadTruncated: true,
    });
    expect(cut).toMatchObject({ text: "plain", truncated: true });
    expect(cut).not.toHaveProperty("payload");
  });

  it("gives an event's words and evidence", () => {
    const verdict = {
      title: "blind",
      explanation: "Messages may have been lost.",
      advice: ["Reload."],
      level: "warning" as const,
      evidence: [3, 9],
      fromAt: 1,
      toAt: 2,
      measures: { blindMs: 1 },
    };
    expect(parsed({ row: row({ source: "event", direction: undefined }), verdict })).toMatchObject({
      source: "event",
      level: "warning",
      explanation: "Messages may have been lost.",
      advice: ["Reload."],
      evidence: [3, 9],
      fromAt: 1,
      toAt: 2,
      measures: { blindMs: 1 },
    });
  });

  it("stays one line that a terminal does not obey", () => {
    const line = rowJson(details({ row: row({ summary: "\u001b[2J\n\u009b\u2028" }) }));
    expect(line).toContain("\\u001b[2J\\n\\u009b\\u2028");
    expect(JSON.parse(line).summary).toBe("\u001b[2J\n\u009b\u2028");
  });

  it("ends with the outcome", () => {
    expect(endJson({ connected: true, rows: 2, verdicts: 1 })).toBe(
      '{"type":"end","connected":true,"rows":2,"verdicts":1}',
    );
  });
});
