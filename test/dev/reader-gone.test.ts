/** A script whose reader has gone, and what it had started. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const module = fileURLToPath(new URL("../../src/dev/reader-gone.mjs", import.meta.url));

/** Closes its stdout as `head` does once it has enough. */
async function run(args: readonly string[]) {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"], timeout: 45_000 });
  child.stdout.destroy();
  let stderr = "";
  child.stderr.on("data", (piece) => {
    stderr += piece;
  });
  const [code, signal] = await once(child, "close");
  return { code, signal, stderr };
}

const writing = `await import(${JSON.stringify(module)}); setInterval(() => process.stdout.write("x"), 1);`;

it("ends as if it had been asked to, and says nothing", { timeout: 60_000 }, async () => {
  const ended = await run(["--input-type=module", "-e", writing]);
  expect(ended).toEqual({ code: null, signal: "SIGTERM", stderr: "" });
});

it("tidies up as at any other end", { timeout: 60_000 }, async () => {
  const tidying = `process.on("SIGTERM", () => { process.stderr.write("tidied"); process.exit(3); });`;
  const ended = await run(["--input-type=module", "-e", `${tidying} ${writing}`]);
  expect(ended).toEqual({ code: 3, signal: null, stderr: "tidied" });
});

it.each(["src/dev/bootstrap.mjs", "src/dev/test-run.ts", "test/bench/bench.ts"])("holds for %s", (script) => {
  expect(readFileSync(script, "utf8")).toMatch(/^import ".*\/reader-gone\.mjs";$/m);
});
