import { describe, expect, it } from "vitest";
import type { Row } from "../../src/bridge/rows.ts";
import { meaningOfKey } from "../../webview/row-keys.ts";
import { classesOf, glyphOf, kindOf, leadOf, type RowContext, summaryOf, timeOf } from "../../webview/row-words.ts";
import { chat } from "./captures.ts";

const message = chat(100).row(7);
const row = (change: Partial<Row>): Row => ({ ...message, ...change });
const context = (time: RowContext["time"]): RowContext => ({ time, zeroAt: message.at - 12_345, marks: [] });

describe("what a row says", () => {
  it.each([
    ["↓", {}],
    ["↑", { direction: "sent" }],
    ["⇄", { source: "transport", kind: "open" }],
    ["✕", { source: "transport", kind: "closed" }],
    ["✕", { source: "transport", kind: "closed", level: "error" }],
    ["♥\ufe0e", { heartbeat: true }],
    ["!", { source: "event", level: "warning" }],
    ["✓", { source: "event", level: "good" }],
  ] as const)("has the sign %s", (glyph, change) => {
    expect(glyphOf(row(change))).toBe(glyph);
  });

  it("marks an ending that nobody meant, and no other", () => {
    const closed = { source: "transport", kind: "closed" } as const;
    expect(classesOf(row({ ...closed, level: "error" }))).toContain(" error ");
    expect(classesOf(row(closed))).not.toContain("error");
    expect(classesOf(row({ isLifecycle: true }))).toContain(" lifecycle ");
    expect(classesOf(row({}))).not.toContain("lifecycle");
  });

  it("tells a fold's count, period and end", () => {
    const fold = { count: 5, lastSeq: 11, untilAt: message.at + 12_000 };
    const folded = row({ kind: "ping", heartbeat: true, fold });
    expect(kindOf(folded)).toBe("ping ×5");
    expect(summaryOf(folded)).toMatch(/^every 3 s · until \d\d:\d\d:\d\d\.\d{3}$/);
  });

  it("names the kinds of a fold that is of several", () => {
    const fold = { count: 27, lastSeq: 40, untilAt: message.at + 12_000, kinds: ["open", "no_content", "closed"] };
    const folded = row({ kind: "open", source: "transport", heartbeat: true, fold });
    expect(kindOf(folded)).toBe("routine ×27");
    expect(summaryOf(folded)).toMatch(/^open, no.content, closed · until \d\d:/);
  });

  it("marks what could not be decoded, and gives it the free columns", () => {
    expect(classesOf(row({ kind: "malformed" }))).toContain("error wide");
    expect(leadOf(row({ kind: "malformed", sizeBytes: 12 }))).toBe("12 B");
    expect(classesOf(row({ kind: "unknown" }))).toContain("warning");
    expect(leadOf(row({ source: "event", eventId: "4 210" }))).toBe("4 210 ChatChannel 42");
  });

  it("shows a cycle as its reply", () => {
    const fold = { count: 3, firstSeq: 1, lastSeq: 3, untilAt: message.at, isCycle: true as const };
    const folded = row({ kind: "reply", summary: "held for 25 s · 1 item", fold });
    expect(kindOf(folded)).toBe("reply");
    expect(summaryOf(folded)).toBe("held for 25 s · 1 item");
  });

  it("counts time from the session's start, or from the row above and its fold's end", () => {
    expect(timeOf(message, undefined, context("relative"))).toBe("+00:12.345");
    const above = row({ at: message.at - 900, fold: { count: 2, lastSeq: 6, untilAt: message.at - 400 } });
    expect(timeOf(message, above, context("delta"))).toBe("+00:00.400");
    expect(timeOf(message, undefined, context("delta"))).toBe("");
  });

  it("cuts a summary that is too long to be seen, and shows its controls", () => {
    expect(summaryOf(row({ summary: `\u202E${"x".repeat(1_000_000)}` })).length).toBeLessThan(700);
    expect(summaryOf(row({ summary: "a\nb" }))).toBe("a␊b");
  });
});

describe("what a key means in the list", () => {
  const state = { count: 10_000_000, from: 5_000_000, firstVisible: 4_999_990, lastVisible: 5_000_020, page: 30 };
  it.each([
    ["ArrowDown", { kind: "select", index: 5_000_001 }],
    ["ArrowUp", { kind: "select", index: 4_999_999 }],
    ["PageDown", { kind: "select", index: 5_000_030 }],
    ["PageUp", { kind: "select", index: 4_999_970 }],
    ["Home", { kind: "select", index: 0 }],
    ["End", { kind: "end" }],
    ["Enter", { kind: "open" }],
    ["Escape", { kind: "close" }],
    ["a", undefined],
  ])("%s", (key, meaning) => {
    expect(meaningOfKey(key, state)).toEqual(meaning);
  });

  it("starts at what is to be seen, and stops at both ends", () => {
    expect(meaningOfKey("ArrowDown", { ...state, from: undefined })).toEqual({ kind: "select", index: 4_999_990 });
    expect(meaningOfKey("ArrowUp", { ...state, from: undefined })).toEqual({ kind: "select", index: 5_000_020 });
    expect(meaningOfKey("PageUp", { ...state, from: 3 })).toEqual({ kind: "select", index: 0 });
    expect(meaningOfKey("PageDown", { ...state, from: 9_999_990 })).toEqual({ kind: "select", index: 9_999_999 });
    expect(meaningOfKey("ArrowDown", { ...state, count: 0 })).toBeUndefined();
  });
});
