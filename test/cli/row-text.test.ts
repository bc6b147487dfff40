import { describe, expect, it } from "vitest";
import type { VerdictDetails } from "../../src/bridge/rows.ts";
import { RowPrinter } from "../../src/cli/row-text.ts";
import { row } from "./rows.ts";

const plain = { paint: (_: string, text: string) => text };
const tagged = { paint: (tint: string, text: string) => (text === "" ? "" : `<${tint}>${text}</${tint}>`) };

const verdict: VerdictDetails = {
  title: "never confirmed within 3 s",
  explanation: "The server has not answered the subscription.",
  advice: ["Check the channel's class name.", "See the server's log."],
  level: "warning",
  evidence: [3],
  measures: {},
};

describe("a row as text", () => {
  it("aligns time, direction, kind, channel and summary", () => {
    const printer = new RowPrinter(plain);
    expect(printer.print(row({ kind: "welcome", summary: "" }))).toBe("12:01:02.034 ← welcome");
    expect(printer.print(row({ channelLabel: "ChatChannel lobby", eventId: "7" }))).toBe(
      "12:01:02.034 ← message              ChatChannel lobby [7] hello",
    );
    expect(printer.print(row({ direction: "sent", kind: "perform", channelLabel: "TickChannel" }))).toBe(
      "12:01:02.034 → perform              TickChannel       hello",
    );
  });

  it("puts a verdict's explanation and advice below it", () => {
    const lines = new RowPrinter(plain)
      .print(row({ source: "event", direction: undefined, kind: "neverConfirmed", level: "warning" }), verdict)
      .split("\n");
    expect(lines).toEqual([
      "12:01:02.034 ! neverConfirmed       hello",
      "               The server has not answered the subscription.",
      "               try: Check the channel's class name.",
      "               try: See the server's log.",
    ]);
  });

  it("cuts at the width of the terminal, and wraps explanations", () => {
    const printer = new RowPrinter({ ...plain, width: 60 });
    const lines = printer
      .print(row({ source: "event", level: "error", summary: "x".repeat(100) }), {
        ...verdict,
        explanation: "word ".repeat(30).trim(),
      })
      .split("\n");
    expect(lines[0]).toHaveLength(60);
    expect(lines[0]?.at(-1)).toBe("…");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  it("does not let a peer command the terminal", () => {
    const text = new RowPrinter(plain).print(
      row({ summary: "\u001b[2J\u009b31m a\nb \u202egnp", channel: "\u001b]0;x\u0007" }),
    );
    expect(text).toContain("␛[2J\\u{9b}31m a␊b \\u{202e}gnp");
    expect(text).toContain("␛]0;x␇");
    expect(text.split("\n")).toHaveLength(1);
  });

  it("colours by level and direction, and dims heartbeats", () => {
    const printer = new RowPrinter(tagged);
    expect(printer.print(row({ heartbeat: true, kind: "ping", summary: "" }))).toMatch(/^<dim>.*<\/dim>$/);
    expect(printer.print(row({ source: "event", level: "error" }))).toContain("<red>hello</red>");
    expect(printer.print(row({ source: "event", level: "good" }))).toContain("<green>hello</green>");
    expect(printer.print(row({ direction: "sent" }))).toContain("<cyan>hello</cyan>");
    expect(printer.print(row({ eventId: "7" }))).toContain("<cyan>[7] </cyan>hello");
  });
});
