/**
 * Runs the extension host tests in a desktop VS Code: `npm run test:electron`. Takes the VS Code named in
 * VSCODE_EXECUTABLE, or has @vscode/test-electron download one.
 */
import { spawnSync } from "node:child_process";
import path from "node:path";
import process from "node:process";
import { runTests } from "@vscode/test-electron";

const root = path.resolve(import.meta.dirname, "../..");
const { status } = spawnSync(process.execPath, ["src/dev/build.ts", "--tests"], { cwd: root, stdio: "inherit" });
if (status !== 0) process.exit(1);

const executable = process.env.VSCODE_EXECUTABLE;
try {
  await runTests({
    ...(executable ? { vscodeExecutablePath: executable } : {}),
    extensionDevelopmentPath: root,
    extensionTestsPath: path.join(root, ".cache/extension-host/index.cjs"),
    launchArgs: ["--disable-extensions", "--disable-workspace-trust"],
  });
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
