/** What docs/filter.md gives as examples can be read, and what it says of some of them is so. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseFilter } from "../../src/filter/parse.ts";

const page = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), "utf8");
const code = /`([^`\n]+)`/g;
const codesIn = (text: string) => [...text.matchAll(code)].map(([, inside]) => inside ?? "");

/** Of each table the column with whole filters: the last where the first is a field, else the first. */
function examples(): string[] {
  const rows = page("filter.md")
    .split("\n")
    .filter((line) => line.startsWith("|") && line.includes("`"))
    .map((line) => line.replaceAll("\\|", "¦").split("|").slice(1, -1));
  return rows.flatMap((cells) => codesIn((/^`\w+:`$/.test(cells[0]?.trim() ?? "") ? cells.at(-1) : cells[0]) ?? ""));
}

/** In the text only what is plainly a term. */
const inText = codesIn(page("filter.md").replace(/^\|.*$/gm, "")).filter((text) =>
  /^(?:-?\(?\$|\w+:[^\s/])/.test(text),
);

describe("docs/filter.md", () => {
  it("has examples", () => {
    expect(examples().length).toBeGreaterThan(30);
    expect(inText.length).toBeGreaterThan(15);
  });

  it.each([...new Set([...examples(), ...inText])])("%s can be read", (example) => {
    const { expression, faults } = parseFilter(example);
    expect(faults).toEqual([]);
    expect(expression).toBeDefined();
  });

  it("says which words stay words", () => {
    for (const word of ["chat:lobby", "/cable", '{"type":"ping"}', "<turbo-stream", "http://x"])
      expect(parseFilter(word).expression).toMatchObject({ kind: "text", text: word });
  });

  it("says what binds more, and what is refused", () => {
    expect(parseFilter("a b or c").expression).toMatchObject({ kind: "any", parts: [{ kind: "all" }, { text: "c" }] });
    expect(parseFilter("/(a+)+/").faults).toHaveLength(1);
  });
});

describe("docs/cli.md", () => {
  it.each(codesIn(page("cli.md")).filter((text) => text.startsWith("--filter '") || text.startsWith("--filter='")))(
    "%s can be read",
    (example) => {
      expect(parseFilter(example.replace(/^--filter[ =]'|'$/g, "")).faults).toEqual([]);
    },
  );
});
