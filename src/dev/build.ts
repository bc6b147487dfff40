/**
 * Bundles what runs: extension, engine, terminal, timeline and the mock for tests into `dist/`, and with `--tests` the
 * extension host's tests into `.cache/`. Knows entries and outputs, and nothing of what they do.
 *
 * `node src/dev/build.ts [--watch] [--production] [--tests]`
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { type BuildOptions, build, context, type Plugin } from "esbuild";
import { rollUp } from "./declarations.ts";

const root = path.resolve(import.meta.dirname, "../..");
const dist = path.join(root, "dist");
const testBundles = path.join(root, ".cache/extension-host");

/** Modules of CommonJS inside an ES bundle (ws, undici) still call `require` for Node's own modules. */
const requireForEsm =
  'import { createRequire as framescopeRequire } from "node:module";\nconst require = framescopeRequire(import.meta.url);';

/** VS Code 1.123 and newer run on Node 24. */
const onNode: BuildOptions = {
  bundle: true,
  platform: "node",
  target: "node24",
  legalComments: "none",
  // ws works without these; they are native and would not be bundled anyway.
  external: ["vscode", "bufferutil", "utf-8-validate"],
  // Its CommonJS build requires its own files in a way that no bundler follows.
  alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
};

function bundles(): BuildOptions[] {
  return [
    {
      ...onNode,
      entryPoints: [path.join(root, "src/extension/extension.ts")],
      outfile: path.join(dist, "extension.cjs"),
      format: "cjs",
    },
    // Loaded by the extension with the first scenario that is opened.
    {
      ...onNode,
      entryPoints: [path.join(root, "src/scenario/assist/language.ts")],
      outfile: path.join(dist, "scenario-language.cjs"),
      format: "cjs",
    },
    {
      ...onNode,
      entryPoints: [path.join(root, "src/engine/worker.ts")],
      outfile: path.join(dist, "engine.mjs"),
      format: "esm",
      banner: { js: requireForEsm },
    },
    {
      ...onNode,
      entryPoints: [path.join(root, "src/cli/main.ts")],
      outfile: path.join(dist, "cli.mjs"),
      format: "esm",
      banner: { js: `#!/usr/bin/env node\n${requireForEsm}` },
    },
    {
      bundle: true,
      platform: "browser",
      // Chromium of VS Code 1.123.
      target: "chrome142",
      legalComments: "none",
      entryPoints: [path.join(root, "webview/main.ts")],
      outfile: path.join(dist, "webview/timeline.js"),
      format: "esm",
    },
  ];
}

/** For tests in other projects: one file for those that import it, one for those that require it (Jest). */
function mockBundles(): BuildOptions[] {
  const shared = { ...onNode, target: "node20", entryPoints: [path.join(root, "src/mock-client/entry.ts")] };
  return [
    { ...shared, outfile: path.join(dist, "mock.mjs"), format: "esm", banner: { js: requireForEsm } },
    { ...shared, outfile: path.join(dist, "mock.cjs"), format: "cjs" },
  ];
}

/** The types of those two, in one file that needs no other. False when the sources have faults, which `tsc` has told. */
function writeMockTypes(): boolean {
  const { status } = spawnSync(process.execPath, [path.join(root, "node_modules/typescript/bin/tsc"), "-b", "src"], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) return false;
  const read = (file: string) => readFileSync(path.join(root, ".cache/types", file), "utf8");
  writeFileSync(path.join(dist, "mock.d.ts"), rollUp("src/mock-client/entry.d.ts", read));
  return true;
}

/** One bundle a file, so that mocha loads and names them as files. */
function testBundle(): BuildOptions {
  const folder = path.join(root, "test/extension-host");
  const files = readdirSync(folder).filter((file) => file === "index.ts" || file.endsWith(".test.ts"));
  return {
    ...onNode,
    entryPoints: files.map((file) => path.join(folder, file)),
    outdir: testBundles,
    outExtension: { ".js": ".cjs" },
    format: "cjs",
    external: ["vscode", "mocha"],
  };
}

function copyAssets(): void {
  cpSync(path.join(root, "src/extension/media"), path.join(dist, "media"), { recursive: true });
  cpSync(path.join(root, "src/config/framescope.schema.json"), path.join(dist, "framescope.schema.json"));
  cpSync(path.join(root, "src/scenario/scenario.schema.json"), path.join(dist, "scenario.schema.json"));
  cpSync(path.join(root, "src/scenario/starters"), path.join(dist, "starters"), { recursive: true });
  cpSync(path.join(root, "docs/verdicts"), path.join(dist, "docs/verdicts"), { recursive: true });
  const codicons = path.join(root, "node_modules/@vscode/codicons/dist");
  mkdirSync(path.join(dist, "webview"), { recursive: true });
  for (const file of ["codicon.css", "codicon.ttf"])
    cpSync(path.join(codicons, file), path.join(dist, "webview", file));
}

/** Lines that the problem matcher of `.vscode/tasks.json` waits for. */
const announce: Plugin = {
  name: "announce",
  setup({ onStart, onEnd }) {
    onStart(() => console.log("build started"));
    onEnd((result) => console.log(`build finished, ${result.errors.length} errors`));
  },
};

const { values } = parseArgs({
  options: {
    watch: { type: "boolean", default: false },
    production: { type: "boolean", default: false },
    tests: { type: "boolean", default: false },
  },
});

const shared: BuildOptions = {
  absWorkingDir: root,
  logLevel: "warning",
  minify: values.production,
  sourcemap: values.production ? false : "linked",
  define: { "process.env.NODE_ENV": values.production ? '"production"' : '"development"' },
};
const wanted = [...bundles(), ...mockBundles(), ...(values.tests ? [testBundle()] : [])].map((options) => ({
  ...shared,
  ...options,
}));

rmSync(dist, { recursive: true, force: true });
if (values.tests) rmSync(testBundles, { recursive: true, force: true });
copyAssets();
if (values.watch) {
  for (const options of wanted) await (await context({ ...options, plugins: [announce] })).watch();
} else {
  // Each failure has been printed by esbuild with its place; what is left to do is to end with a failure.
  const results = await Promise.allSettled(wanted.map((options) => build(options)));
  const failed = wanted.filter((_, index) => results[index]?.status === "rejected");
  for (const options of failed) console.error(`not built: ${options.outfile ?? options.outdir}`);
  const hasTypes = writeMockTypes();
  if (!hasTypes) console.error("not built: dist/mock.d.ts");
  if (failed.length > 0 || !hasTypes) process.exitCode = 1;
}
