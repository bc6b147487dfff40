/** What VS Code calls to run the tests inside its extension host. */
import { readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import Mocha from "mocha";

/** Rejects when a test failed. Names of all tests go into the file of FRAMESCOPE_TEST_RESULTS, if there is one. */
export function run(): Promise<void> {
  const mocha = new Mocha({ ui: "bdd", color: false, timeout: 20_000, reporter: "spec" });
  for (const file of readdirSync(__dirname)) if (file.endsWith(".test.cjs")) mocha.addFile(path.join(__dirname, file));
  const passed: string[] = [];
  const failed: string[] = [];
  return new Promise((resolve, reject) => {
    const runner = mocha.run((failures) => {
      const file = process.env.FRAMESCOPE_TEST_RESULTS;
      if (file) writeFileSync(file, JSON.stringify({ passed, failed }));
      if (failures > 0) reject(new Error(`${failures} tests failed`));
      else resolve();
    });
    runner.on("pass", (test) => passed.push(test.fullTitle()));
    runner.on("fail", (test) => failed.push(test.fullTitle()));
  });
}
