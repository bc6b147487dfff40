/** What the pages say to write works as it is written: every scenario, every command line, every sample of code. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { type ParseError, parse } from "jsonc-parser";
import { describe, expect, it, onTestFinished } from "vitest";
import { readRequest } from "../../src/cli/requests/request.ts";
import { commandNames, usageText } from "../../src/cli/usage.ts";
import { protocols } from "../../src/protocols/registry.ts";
import { knownProtocols } from "../../src/scenario/known-protocols.ts";
import { readScenario } from "../../src/scenario/reader.ts";

interface Snippet {
  /** `PAGE:LINE` of its fence. */
  readonly at: string;
  readonly language: string;
  readonly text: string;
  /** A file that it is a copy of, which other tests run. */
  readonly isCopy: boolean;
}

const pages = ["README.md", ...readdirSync("docs").map((file) => `docs/${file}`)].filter((file) =>
  file.endsWith(".md"),
);

const snippets = pages.flatMap((page): readonly Snippet[] => {
  const text = readFileSync(page, "utf8");
  return [...text.matchAll(/(<!-- copied from .*-->\n)?^( *)```(\w*)\n(.*?)^\2```$/gms)].map((found) => {
    const [, copied = "", indent = "", language = "", body = ""] = found;
    const line = text.slice(0, found.index + copied.length).split("\n").length;
    return { at: `${page}:${line}`, language, isCopy: copied !== "", text: body.replaceAll(`\n${indent}`, "\n") };
  });
});

const written = (...languages: string[]) => snippets.filter(({ language }) => languages.includes(language));

describe("a scenario of a page", () => {
  it.each(written("yaml"))("has nothing wrong in it: $at", ({ text }) => {
    expect(readScenario(text, knownProtocols(protocols)).problems).toEqual([]);
  });
});

describe("JSON of a page", () => {
  it.each(written("json", "jsonc"))("can be read: $at", ({ text }) => {
    const errors: ParseError[] = [];
    // A member of something larger is shown by itself.
    parse(text.startsWith('"') ? `{${text}}` : text, errors, { allowTrailingComma: true });
    expect(errors).toEqual([]);
  });

  it("is of a task that there is, with properties that it has", () => {
    const tasks = written("jsonc").flatMap(({ text }) => parse(text).tasks ?? []);
    expect(tasks).toHaveLength(1);
    const manifest = JSON.parse(readFileSync("package.json", "utf8"));
    const [definition] = manifest.contributes.taskDefinitions;
    const { type, label, ...properties } = tasks[0];
    expect([type, typeof label]).toEqual([definition?.type, "string"]);
    expect(Object.keys(definition?.properties ?? {})).toEqual(expect.arrayContaining(Object.keys(properties)));
  });
});

/** As a shell does, as far as the pages need it. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/'([^']*)'|((?:[^\s'"\\]|=(?='))+)('[^']*')?/g)].map(
    ([, quoted, plain = "", joined = ""]) => quoted ?? plain + joined.slice(1, -1),
  );
}

/** Those that are there to show what a slip looks like are followed by what is said then. */
const commands = written("", "sh").flatMap(({ at, text }) =>
  [...text.matchAll(/^(?:\$ )?framescope (.*)\n(?!framescope: )/gm)].map(([, line = ""]) => ({ at, line })),
);

describe("a command line of a page", () => {
  it("is found", () => {
    expect(commands.length).toBeGreaterThan(8);
  });

  it.each(commands)("is understood: $at framescope $line", ({ line }) => {
    const args = wordsOf(line.split(" | ")[0] ?? "");
    expect(() => readRequest(args)).not.toThrow();
    expect(commandNames).toContain(readRequest(args).kind);
  });

  const mentioned = pages.flatMap((page) =>
    [...readFileSync(page, "utf8").matchAll(/framescope (listen|import|mock|publish)\b([^`\n]*)/g)].flatMap(
      ([, command = "", rest = ""]) =>
        [...rest.matchAll(/ (--[a-z-]+)/g)].map(([, option = ""]) => ({ page, command, option })),
    ),
  );

  it.each(mentioned)("has an option that there is: $page, $command $option", ({ command, option }) => {
    expect(usageText(command as (typeof commandNames)[number])).toContain(option);
  });
});

describe("code of a page", { timeout: 120_000 }, () => {
  it("has the types that it needs", () => {
    mkdirSync(".cache", { recursive: true });
    const folder = mkdtempSync(join(".cache", "snippets-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const samples = written("ts", "js").filter(({ isCopy }) => !isCopy);
    expect(samples.length).toBeGreaterThanOrEqual(3);
    for (const { at, text } of samples) writeFileSync(join(folder, `${at.replaceAll(/\W/g, "-")}.ts`), module(text));
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({
        extends: "../../test/tsconfig.json",
        compilerOptions: {
          rootDir: "../..",
          noEmit: true,
          composite: false,
          incremental: false,
          noUnusedLocals: false,
        },
        include: ["*.ts"],
        references: [],
      }),
    );
    const tsc = join("node_modules", "typescript", "bin", "tsc");
    const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" });
    expect([status, stdout]).toEqual([0, ""]);
  });
});

/** What a sample leaves to its reader is declared; where it says the same name again, the next sample begins. */
function module(text: string): string {
  const imports = text.match(/^import .*$/gm) ?? [];
  const parts = text.replaceAll(/^import .*$/gm, "").split(/^(?=const mock = )/m);
  return [
    'import type { Mock } from "framescope/mock";',
    ...(imports.length > 0 ? imports : ['import { connectToMock, startMock } from "framescope/mock";']),
    "declare const mock: Mock;",
    "declare const controlFile: string;",
    "declare const page: { goto(address: string): Promise<void> };",
    ...parts.map((part) => `{\n${part}}`),
    "export {};",
  ].join("\n");
}
