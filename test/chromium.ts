/** The Chromium of this machine, for whatever has to be seen in a page. */
import { accessSync, constants } from "node:fs";
import path from "node:path";
import process from "node:process";
import { type Browser, chromium, type LaunchOptions } from "playwright-core";

/** Path of a Chromium: the one named in CHROMIUM, or the first on the PATH. */
export function findChromium(): string | undefined {
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const candidates = [
    process.env.CHROMIUM ?? "",
    ...names.flatMap((name) => folders.map((folder) => path.join(folder, name))),
  ];
  return candidates.find(isExecutable);
}

/** Where the tests are run for good (CI=true) a missing browser is a failure, and no reason to skip. */
export const chromiumIsMissing = findChromium() === undefined && process.env.CI !== "true";

/** Without a head. Throws with a sentence where there is none. */
export function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("There is no Chromium here. Install it, or name it in CHROMIUM.");
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
    ...options,
  });
}

function isExecutable(file: string): boolean {
  if (!path.isAbsolute(file)) return false;
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
