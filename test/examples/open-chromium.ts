/** The Chromium of this machine; undefined where there is none and none is demanded (CI=true demands one). */
import { type Browser, chromium } from "playwright-core";
import { findChromium } from "../workbench/browser.ts";

const executablePath = findChromium();

export const isMissing = executablePath === undefined && process.env.CI !== "true";

export function openChromium(): Promise<Browser> {
  if (executablePath === undefined) throw new Error("There is no Chromium here. Install it, or name it in CHROMIUM.");
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"] });
}
