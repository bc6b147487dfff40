import { describe, expect, it } from "vitest";
import { visibleLine, visibleText } from "../../webview/visible-text.ts";

describe("what a peer could hide behind", () => {
  it.each([
    ["a NUL and a bell", "a\0b\u0007", "a␀b␇"],
    ["line ends in a row", "a\r\n\tb", "a␍␊␉b"],
    ["DEL and C1", "\u007f\u0085", "␡‹U+0085›"],
    ["an overridden direction", "user\u202Egpj.exe", "user‹U+202E›gpj.exe"],
    ["isolates and marks", "\u2066a\u2069\u200f", "‹U+2066›a‹U+2069›‹U+200F›"],
    ["what has no width", "a\u200bb\u2060c\ufeff", "a‹U+200B›b‹U+2060›c‹U+FEFF›"],
    ["half of a surrogate pair", "a\ud83dz", "a‹U+D83D›z"],
  ])("shows %s", (_, text, shown) => {
    expect(visibleLine(text)).toBe(shown);
  });

  it.each(["plain", "שלום עולם", "👩‍👩‍👧 ok", "می‌خواهم", "é\u0301"])("leaves %s as it is", (text) => {
    expect(visibleLine(text)).toBe(text);
    expect(visibleText(text)).toBe(text);
  });

  it("keeps the lines of a text, and shows a carriage return that ends none", () => {
    expect(visibleText("a\r\n\tb\rc\nd")).toBe("a\n\tb␍c\nd");
  });
});
