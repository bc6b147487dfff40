/**
 * The timeline as VS Code would show it, without VS Code: bundled, served from this machine with the real page's content
 * security policy, in a real browser, with a made-up extension behind it.
 */
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import type { BrowserContext, Page } from "playwright-core";
import { launchChromium } from "../chromium.ts";
import type { Theme } from "./themes.ts";

const root = path.resolve(import.meta.dirname, "../..");
const nonce = "dGVzdA";
/** As in the extension's page, with `'self'` for what VS Code serves. */
const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'self'; font-src 'self'`;
const types: Readonly<Record<string, string>> = { ".js": "text/javascript", ".css": "text/css", ".ttf": "font/ttf" };

const html = `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Framescope timeline</title>
<link rel="stylesheet" id="vscode-codicon-stylesheet" href="/codicon.css">
<link rel="stylesheet" href="/timeline.css"></head>
<body><script type="module" nonce="${nonce}" src="/fake-host.js"></script>
<script type="module" nonce="${nonce}" src="/timeline.js"></script></body></html>`;

export interface TimelineOptions {
  readonly capture: "chat" | "plain" | "huge" | "picture" | "hostile" | "verdicts" | "clients" | "empty" | "quiet";
  readonly theme?: Theme;
  readonly size?: readonly [width: number, height: number];
  readonly protocol?: "cable" | "stream" | "socket";
  readonly session?: Readonly<Record<string, unknown>>;
}

export interface Harness {
  /** A page with the timeline drawn. What it reports as an error is collected in `errorsOf`. */
  open(options: TimelineOptions): Promise<Page>;
  stop(): Promise<void>;
}

const errors = new WeakMap<Page, string[]>();

/** Everything that went wrong in a page: exceptions, console errors, breaches of the policy. */
export async function errorsOf(page: Page): Promise<readonly string[]> {
  return [...(errors.get(page) ?? []), ...(await page.evaluate(() => window.fake.violations))];
}

export async function startHarness(): Promise<Harness> {
  const folder = await mkdtemp(path.join(tmpdir(), "framescope-webview-"));
  await bundle(folder);
  const codicons = path.join(root, "node_modules/@vscode/codicons/dist");
  const server = createServer(async (request, response) => {
    const name = path.basename(new URL(request.url ?? "/", "http://x").pathname);
    const type = types[path.extname(name)];
    response.setHeader("Content-Security-Policy", policy);
    response.setHeader("Content-Type", type ?? "text/html");
    const file = path.join(name.startsWith("codicon.") ? codicons : folder, name);
    response.end(type ? await readFile(file) : html);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  // With its scroll bars, as VS Code has them.
  const browser = await launchChromium({ ignoreDefaultArgs: ["--hide-scrollbars"] });
  // One for all pages, which takes half the time: what the timeline keeps is kept for its own tab.
  const context = await browser.newContext({ timezoneId: "Europe/Berlin" });
  return {
    open: (options) => openPage(context, `http://127.0.0.1:${port}/`, options),
    async stop() {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}

/** Keeps a picture for people to look at. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = path.join(root, "test/webview/screenshots");
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
}

async function openPage(context: BrowserContext, origin: string, options: TimelineOptions): Promise<Page> {
  const { size = [1280, 800], theme = "dark", ...rest } = options;
  const page = await context.newPage();
  await page.setViewportSize({ width: size[0], height: size[1] });
  const heard: string[] = [];
  errors.set(page, heard);
  page.on("pageerror", (error) => heard.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") heard.push(message.text());
  });
  await page.goto(`${origin}#${encodeURIComponent(JSON.stringify({ theme, ...rest }))}`);
  await page
    .locator("timeline-composer")
    .getByRole("group")
    .or(page.locator("timeline-composer").getByRole("note"))
    .waitFor();
  return page;
}

async function bundle(outdir: string): Promise<void> {
  await build({
    bundle: true,
    format: "esm",
    target: "chrome142",
    legalComments: "none",
    entryPoints: {
      timeline: path.join(root, "webview/main.ts"),
      "fake-host": path.join(root, "test/webview/fake-host.ts"),
    },
    outdir,
    absWorkingDir: root,
  });
}
