/**
 * The first thing that `npm run demo`, `npm test` and `npm run bench` start: on whatever Node is there (20 or newer) and
 * with nothing installed, it installs what the mode needs, saying each step, and hands over to Node 24.
 * Knows nothing of what is run then.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { installPackages, node24In } from "./npm-packages.mjs";
import { installTools } from "./system-tools.mjs";
import "./reader-gone.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const say = (text) => process.stdout.write(`framescope: ${text}\n`);

const modes = {
  demo: { script: "src/dev/demo.ts", tools: () => [], workbench: (args) => !hasSeconds(args) },
  test: {
    script: "src/dev/test-run.ts",
    tools: () => ["chromium", "rails", "redis", "nchan", "proxies", "mitmproxy"],
    workbench: (args) => !args.includes("--only") || args.some((arg) => /workbench|extension-host/.test(arg)),
  },
  bench: { script: "test/bench/bench.ts", tools: () => ["chromium"], workbench: () => false },
};

function hasSeconds(args) {
  return args.some((arg) => arg === "--seconds" || arg.startsWith("--seconds="));
}

const [name, ...args] = process.argv.slice(2);
const mode = Object.hasOwn(modes, name ?? "") ? modes[name] : undefined;
if (!mode) {
  process.stderr.write("Usage: node src/dev/bootstrap.mjs demo|test|bench [arguments]\n");
  process.exit(2);
}

try {
  await installPackages(root, "the project's packages", say);
  const workbench = join(root, "test/workbench");
  if (mode.workbench(args) && existsSync(join(workbench, "package-lock.json")))
    await installPackages(workbench, "the browser workbench (VS Code's server, some 600 MB)", say);
  await installTools(mode.tools(), say);
  process.exitCode = await handOver(node24In(root), mode.script, args);
} catch (error) {
  process.stderr.write(`framescope: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}

/** Runs the mode's script and takes its exit code. */
function handOver(node, script, scriptArgs) {
  const path = [join(root, "node_modules/.bin"), process.env.PATH].join(delimiter);
  const env = { ...process.env, PATH: path };
  const child = spawn(node, [join(root, script), ...scriptArgs], {
    cwd: root,
    env,
    stdio: ["ignore", "inherit", "inherit"],
  });
  // A terminal's Ctrl+C reaches the child by itself; only a signal sent to this process alone has to be passed on.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 1)));
  });
}
