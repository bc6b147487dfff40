/** A headless Chromium that reaches this machine's workbench and nothing else. */
import { accessSync, constants } from "node:fs";
import path from "node:path";
import process from "node:process";
import { type Browser, type BrowserContext, chromium } from "playwright-core";

const viewport = { width: 1400, height: 860 };

export interface OpenBrowser {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

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

export async function openBrowser(): Promise<OpenBrowser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error("There is no Chromium here. Install it, or name it in CHROMIUM.");
  const browser: Browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
  });
  const context = await browser.newContext({ viewport, permissions: ["clipboard-read", "clipboard-write"] });
  await context.route(
    (url) => url.hostname !== "127.0.0.1",
    (route) => route.abort(),
  );
  // Served by code-server's wrapper, which does not run here: the key that makes SecretStorage survive a reload.
  await context.route("**/mint-key", (route) =>
    route.fulfill({ contentType: "application/octet-stream", body: Buffer.alloc(32, 7) }),
  );
  return { context, close: () => browser.close() };
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
