import { describe, expect, it } from "vitest";
import { findHighlights } from "../../src/filter/highlights.ts";
import { marksOf } from "../../webview/highlight.ts";

/** What is marked in a column's text. */
function marked(filter: string, column: "kind" | "channel" | "event-id" | "summary", text: string): string[] {
  const pattern = marksOf(filter).columns[column];
  return pattern ? findHighlights(text, pattern).map(([from, to]) => text.slice(from, to)) : [];
}

describe("marks in rows", () => {
  it("are wherever a word is, whatever its case", () => {
    expect(marked("deploy", "summary", "Deploy, deployed")).toEqual(["Deploy", "deploy"]);
    expect(marked("chat", "channel", "ChatChannel 42")).toEqual(["Chat"]);
    expect(marked("/d.p/ two", "summary", "dip two dap")).toEqual(["dip", "two", "dap"]);
  });

  it("are only in the column of the field that is asked for", () => {
    expect(marked("kind:*ing", "kind", "pings")).toEqual(["ping"]);
    expect(marked("channel:chat", "channel", "ChatChannel 42")).toEqual(["Chat"]);
    expect(marked("kind:ping", "summary", "ping")).toEqual([]);
    expect(marked("kind:ping late", "kind", "ping late")).toEqual(["ping", "late"]);
    expect(marked("kind:ping", "kind", "ping")).toEqual([]);
    expect(marked("ping", "kind", "ping")).toEqual(["ping"]);
    expect(marked("id:42", "summary", "42")).toEqual([]);
  });

  it("are nowhere for what is left out, and while a filter cannot be read", () => {
    expect(marked("-deploy", "summary", "deploy")).toEqual([]);
    expect(marked("(deploy", "summary", "deploy")).toEqual([]);
  });

  it("are the same object for the same filter, so that nothing is drawn anew", () => {
    expect(marksOf("deploy")).toBe(marksOf("deploy"));
  });
});
