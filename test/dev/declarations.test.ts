/** One declaration file made of several: what goes in, what stays out, and what is refused. */
import { describe, expect, it } from "vitest";
import { rollUp } from "../../src/dev/declarations.ts";

function rolled(files: Readonly<Record<string, string>>): string {
  return rollUp("a/entry.d.ts", (path) => files[path] ?? "");
}

describe("rolling declarations up", () => {
  it("takes what the entry gives and what that needs, and leaves the rest", () => {
    const text = rolled({
      "a/entry.d.ts": 'export type { Given } from "./given.ts";\nexport { start } from "./start.ts";',
      "a/given.d.ts":
        'import type { Needed } from "../b/needed.ts";\n/** Of use. */\nexport interface Given {\n    /** In ms. */\n    readonly needed: Needed;\n}\nexport interface Unused {\n}',
      "b/needed.d.ts": "type Inner = string;\nexport type Needed = Inner | Needed[];",
      "a/start.d.ts": 'import type { Given } from "./given.ts";\nexport declare function start(): Promise<Given>;',
    });
    expect(text).toBe(
      [
        "type Inner = string;",
        "type Needed = Inner | Needed[];",
        "/** Of use. */",
        "export interface Given {",
        "    /** In ms. */",
        "    readonly needed: Needed;",
        "}",
        "export declare function start(): Promise<Given>;",
        "export {};",
        "",
      ].join("\n"),
    );
  });

  it("follows what is only passed on", () => {
    const files = {
      "a/entry.d.ts": 'export type { T } from "./pass.ts";',
      "a/pass.d.ts": 'export type { T } from "./own.ts";\nexport {};',
      "a/own.d.ts": "export type T = 1;",
    };
    expect(rolled(files)).toBe("export type T = 1;\nexport {};\n");
  });

  it.each([
    [{ "a/entry.d.ts": 'export type { T } from "zod";' }, "only files beside it can be rolled up"],
    [{ "a/entry.d.ts": 'export type { T as U } from "./b.ts";' }, "names cannot change on the way"],
    [{ "a/entry.d.ts": 'export type { T } from "./b.ts";', "a/b.d.ts": "" }, "a/b.d.ts declares no T."],
    [{ "a/entry.d.ts": "export default 1;" }, "this kind of declaration cannot be rolled up"],
    [
      {
        "a/entry.d.ts": 'export type { A } from "./a.ts";\nexport type { B } from "./b.ts";',
        "a/a.d.ts": "type Same = 1;\nexport type A = Same;",
        "a/b.d.ts": "type Same = 2;\nexport type B = Same;",
      },
      "a/a.d.ts and a/b.d.ts both declare Same",
    ],
  ])("refuses what it would get wrong: %j", (files, reason) => {
    expect(() => rolled(files)).toThrow(reason);
  });
});
