/** The workbench runner's modes. Builds first, so that what runs is what lies here. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { findChromium } from "../chromium.ts";
import { runMocha } from "./mocha.ts";
import { Report } from "./report.ts";
import { runFlows } from "./run-flows.ts";
import { serve } from "./serve.ts";
import { projectRoot, workbenchRoot } from "./server.ts";

/** Resolves to the exit code. */
export async function main([mode = "all", ...flows]: readonly string[]): Promise<number> {
  if (!existsSync(path.join(workbenchRoot, "node_modules/code-server")))
    return failed("Its packages are missing: run `npm ci` in test/workbench (needs no compiler).");
  const built = spawnSync(process.execPath, ["src/dev/build.ts", "--tests"], { cwd: projectRoot, stdio: "inherit" });
  if (built.status !== 0) return failed("The build failed, see above.");
  if (mode === "serve") return serve();
  if (!["mocha", "e2e", "all"].includes(mode)) return failed(`There is no mode "${mode}": mocha, e2e, all or serve.`);
  const report = new Report();
  if (!findChromium()) report.skip(`${mode}: no Chromium here (install it, or name it in CHROMIUM)`);
  else {
    if (mode !== "e2e") await runMocha(report);
    if (mode !== "mocha") await runFlows(report, flows);
  }
  return report.end();
}

function failed(reason: string): number {
  console.error(`workbench: ${reason}`);
  return 1;
}
