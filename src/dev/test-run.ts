/**
 * Runs every part of `npm test` in order, a failing one too, and ends with the counts of all.
 * Expects everything to be installed (bootstrap.mjs does that); knows the parts only as commands.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import {
  isGreen,
  type Outcome,
  outcomeOfCommand,
  outcomeOfVitest,
  outcomeOfWorkbench,
  type PartOutcome,
  summarizeRun,
} from "./test-report.ts";
import "./reader-gone.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const reports = join(root, ".cache/test-reports");
/** A part that hangs is a failure, not a run that never ends. */
const partLimitMs = 15 * 60_000;

interface Part {
  readonly name: string;
  run(name: string): Promise<Outcome>;
}

const parts: readonly Part[] = [
  { name: "check", run: command(["npm", "run", "check"]) },
  { name: "build", run: command(["node", "src/dev/build.ts"]) },
  { name: "unit", run: vitest([]) },
  { name: "real-servers", run: vitest(["--config", "test/real-servers/vitest.config.ts"]) },
  { name: "extension-host", run: workbench("mocha") },
  { name: "workbench", run: workbench("e2e") },
];

function command(line: readonly string[]): Part["run"] {
  return async (name) => outcomeOfCommand(name, (await run(line)).exitCode);
}

function vitest(args: readonly string[]): Part["run"] {
  return async (name) => {
    const report = join(reports, `${name}.json`);
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const { exitCode } = await run(["vitest", "run", ...args, ...reporters]);
    return outcomeOfVitest(name, existsSync(report) ? readFileSync(report, "utf8") : undefined, exitCode);
  };
}

function workbench(mode: "mocha" | "e2e"): Part["run"] {
  return async (name) => {
    const { exitCode, output } = await run(["node", "test/workbench/run.mjs", mode]);
    return outcomeOfWorkbench(name, output, exitCode);
  };
}

/** Shows what the command prints and keeps it. The command and all that it started end with it. */
function run(line: readonly string[]): Promise<{ exitCode: number; output: string }> {
  const [program = "", ...args] = line;
  const child = spawn(program, args, { cwd: root, stdio: ["ignore", "pipe", "inherit"], detached: true });
  const kill = (signal: NodeJS.Signals) => {
    try {
      if (child.pid) process.kill(-child.pid, signal);
    } catch {
      // The group is gone already.
    }
  };
  const onSignal = (signal: NodeJS.Signals) => {
    kill(signal);
    process.exit(130);
  };
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  const limit = setTimeout(() => {
    process.stdout.write(`\nNo end after ${partLimitMs / 60_000} minutes: ${line.join(" ")}\n`);
    kill("SIGKILL");
  }, partLimitMs);
  const pieces: Buffer[] = [];
  child.stdout.on("data", (piece: Buffer) => {
    pieces.push(piece);
    process.stdout.write(piece);
  });
  return new Promise((resolve) => {
    const finish = (exitCode: number) => {
      clearTimeout(limit);
      process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
      resolve({ exitCode, output: Buffer.concat(pieces).toString() });
    };
    child.once("error", (error) => {
      process.stdout.write(`${program} could not be started: ${error.message}\n`);
      finish(127);
    });
    // What the command left running would hold its output open.
    child.once("exit", () => kill("SIGTERM"));
    child.once("close", (code) => finish(code ?? 1));
  });
}

const { values } = readArgs();
const unknown = values.only?.find((name) => !parts.some((part) => part.name === name));
if (unknown !== undefined) {
  process.stderr.write(`No part is called "${unknown}". Parts: ${parts.map((part) => part.name).join(", ")}.\n`);
  process.exit(2);
}

function readArgs() {
  try {
    return parseArgs({ options: { only: { type: "string", multiple: true } } });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\nUsage: npm test -- [--only PART]\n`);
    return process.exit(2);
  }
}

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const done: PartOutcome[] = [];
for (const part of parts) {
  if (values.only && !values.only.includes(part.name)) continue;
  process.stdout.write(`\n=== ${part.name} ===\n`);
  const startedAt = performance.now();
  const outcome = await part.run(part.name);
  done.push({ part: part.name, elapsedMs: performance.now() - startedAt, ...outcome });
}
process.stdout.write(`\n=== all ===\n${summarizeRun(done)}`);
process.exitCode = isGreen(done, process.env) ? 0 : 1;
