import { describe, expect, it } from "vitest";
import { findHighlights } from "../../src/filter/highlights.ts";
import { marksOf } from "../../webview/highlight.ts";

function marked(filter: string, text: string): string[] {
  return findHighlights(text, marksOf(filter)).map(([from, to]) => text.slice(from, to));
}

describe("marks", () => {
  it("are wherever a word is, whatever its case", () => {
    expect(marked("deploy", "Deploy, deployed")).toEqual(["Deploy", "deploy"]);
    expect(marked("/d.p/ two", "dip two dap")).toEqual(["dip", "two", "dap"]);
    expect(marked('$.body ~ "hello"', "say hello")).toEqual(["hello"]);
  });

  it("are not where every row would have them", () => {
    expect(marked("kind:ping channel:chat", "ping chat")).toEqual([]);
  });

  it("are nowhere for what is left out, and while a filter cannot be read", () => {
    expect(marked("-deploy", "deploy")).toEqual([]);
    expect(marked("(deploy", "deploy")).toEqual([]);
  });

  it("are the same object for the same filter, so that nothing is drawn anew", () => {
    expect(marksOf("deploy")).toBe(marksOf("deploy"));
  });
});
