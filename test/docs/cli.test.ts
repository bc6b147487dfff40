/** The terminal's options: what each command takes, what its help says, and what the page has are the same. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { commandNames, usageText } from "../../src/cli/usage.ts";

const page = readFileSync("docs/cli.md", "utf8");

/** `--name` wherever it stands, but in words such as `half--open`. */
function optionsIn(text: string): string[] {
  return [...new Set([...text.matchAll(/(?<![\w-])--([a-z][a-z-]*)/g)].map(([, name = ""]) => name))].sort();
}

/** As `parseArgs` is given them. */
function optionsOf(command: string): string[] {
  const source = readFileSync(`src/cli/requests/${command}-request.ts`, "utf8");
  return [...source.matchAll(/(?<=[{\s])"?([a-z][a-z-]*)"?: \{ type: "(?:boolean|string)"/g)]
    .map(([, name = ""]) => name)
    .sort();
}

describe.each(commandNames)("framescope %s", (command) => {
  it("takes some options, and its help has them all and no other", () => {
    expect(optionsOf(command).length).toBeGreaterThan(0);
    expect(optionsIn(usageText(command))).toEqual(optionsOf(command));
  });
});

describe("docs/cli.md", () => {
  it("has every option of every command, and no other of ours", () => {
    // Of mitmproxy's own command line.
    const ours = page.replace(/`--set hardump=…`/g, "");
    expect(optionsIn(ours)).toEqual([...new Set(commandNames.flatMap(optionsOf))].sort());
  });
});
