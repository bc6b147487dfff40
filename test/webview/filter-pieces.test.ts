import { describe, expect, it } from "vitest";
import { parseFilter } from "../../src/filter/parse.ts";
import { piecesOf } from "../../webview/filter-pieces.ts";

/** `text:token` of each piece, with a `!` where a fault lies on it. */
function pieces(text: string): string[] {
  return piecesOf(text, parseFilter(text)).map(
    (piece) => `${piece.text}${piece.token ? `:${piece.token}` : ""}${piece.faulty ? "!" : ""}`,
  );
}

describe("the pieces of a filter's text", () => {
  it("are its tokens and what is between them", () => {
    expect(pieces('-kind:ping $.body ~ "hello"')).toEqual([
      "-:not",
      "kind::field",
      "ping:value",
      " ",
      "$.body:path",
      " ",
      "~:operator",
      " ",
      '"hello":value',
    ]);
  });

  it("say where the faults are, on the character before where something is missing", () => {
    expect(pieces("a (b").filter((piece) => piece.endsWith("!"))).toEqual(["(:parenthesis!"]);
    expect(pieces("kind:").filter((piece) => piece.endsWith("!"))).toEqual([":: field!".replace(" ", "")]);
  });

  it("make the whole text again, whatever is typed", () => {
    for (const text of ["", "   ", '"', "((", "size:>", "$.", "a or", "🙂 or -", "time:99", "/(/ x"])
      expect(
        piecesOf(text, parseFilter(text))
          .map((piece) => piece.text)
          .join(""),
      ).toBe(text);
  });
});
