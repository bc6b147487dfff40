/** The pages about verdicts against the code: each kind that it can tell has its words, and no page is of a kind that is gone. */
import { globSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");
const folder = path.join(root, "docs/verdicts");
const sections = ["What it means", "How it is found", "What usually causes it", "What to check", "Example"];

/** Kinds of events as the code writes them, with whether each may be counted as a verdict. */
function emitted(): Map<string, boolean> {
  const kinds = new Map<string, boolean>();
  const files = ["src/protocols/**/*.ts", "src/runner/*.ts", "src/capture/*.ts", "src/engine/*.ts"];
  for (const file of files.flatMap((pattern) => globSync(pattern, { cwd: root }))) {
    const code = readFileSync(path.join(root, file), "utf8");
    for (const [, kind = "", level = ""] of code.matchAll(
      /\bkind: ([^\n,]+),\s+(?:as const,\s+)?level(?:: ([^\n,]+))?[,\s]/g,
    )) {
      // A level that is worked out elsewhere may be any.
      const counts = /warning|error|\w\(/.test(level) || !/note|good/.test(level);
      for (const [, name = ""] of kind.matchAll(/"(\w+)"/g)) kinds.set(name, kinds.get(name) === true || counts);
    }
  }
  // Written apart from its level.
  kinds.set("unsupportedSubprotocol", true);
  return kinds;
}

const kinds = emitted();
const pages = readdirSync(folder)
  .filter((file) => file !== "README.md")
  .map((file) => file.replace(/\.md$/, ""));
const overview = readFileSync(path.join(folder, "README.md"), "utf8");

describe("the pages about verdicts", () => {
  test("are there for each kind that may be a warning or an error", () => {
    expect(
      [...kinds]
        .filter(([, counts]) => counts)
        .map(([kind]) => kind)
        .sort(),
    ).toEqual(pages.sort());
  });

  test("are all linked from the overview, which names all other kinds as well", () => {
    expect(pages.filter((kind) => !overview.includes(`(${kind}.md)`))).toEqual([]);
    expect([...kinds].filter(([kind, counts]) => !counts && !overview.includes(`\`${kind}\``))).toEqual([]);
    const named = [...overview.matchAll(/^\| `(\w+)`/gm)].map(([, kind = ""]) => kind);
    expect(named.filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  test.each(pages)("%s: has all sections, in order, with something in each", (kind) => {
    const text = readFileSync(path.join(folder, `${kind}.md`), "utf8");
    const found = [...text.matchAll(/^## (.+)\n\n(\S)/gm)].map(([, title]) => title);
    expect(found).toEqual(sections);
    expect(text).toContain(`\`${kind}\``);
  });
});
