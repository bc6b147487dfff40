/** The tests inside the extension host (`test/extension-host`), run by a workbench in a browser. */
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { format } from "node:util";
import { openBrowser } from "./browser.ts";
import type { Report } from "./report.ts";
import { pageUrl, projectRoot, startServer } from "./server.ts";

const limitMs = 90_000;
const results = path.join(projectRoot, ".cache/extension-host/results.json");

interface Results {
  readonly passed: readonly string[];
  readonly failed: readonly string[];
}

export async function runMocha(report: Report): Promise<void> {
  rmSync(results, { force: true });
  const server = await startServer({ withTestDriver: true, env: { FRAMESCOPE_TEST_RESULTS: results } });
  const browser = await openBrowser();
  try {
    const page = await browser.context.newPage();
    const exit = Promise.withResolvers<number>();
    const limit = setTimeout(() => exit.reject(new Error(`No end after ${limitMs / 1000} s.`)), limitMs);
    await page.exposeFunction("codeAutomationLog", (_type: string, args: unknown[]) => {
      const text = format(...args);
      // The workbench's own noise comes the same way.
      if (text.startsWith("  ") || text.startsWith("\n")) console.log(text);
    });
    await page.exposeFunction("codeAutomationExit", (code: number) => exit.resolve(code));
    await page.goto(
      pageUrl(server, [
        ["extensionDevelopmentPath", remote(projectRoot)],
        ["extensionTestsPath", remote(path.join(projectRoot, ".cache/extension-host/index.cjs"))],
        ["skipWelcome", "true"],
        ["skipReleaseNotes", "true"],
      ]),
    );
    const code = await exit.promise;
    clearTimeout(limit);
    const { passed, failed } = JSON.parse(readFileSync(results, "utf8")) as Results;
    for (const name of passed) report.pass(name);
    for (const name of failed) report.fail(name, "see above");
    if (code !== 0 && failed.length === 0) report.fail("extension host tests", `exit code ${code}`);
  } catch (error) {
    report.fail("extension host tests", error);
  } finally {
    await browser.close();
    await server.stop();
  }
}

function remote(file: string): string {
  return `vscode-remote://remote${file}`;
}
