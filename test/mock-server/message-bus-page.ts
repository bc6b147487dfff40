/**
 * A page with the official MessageBus client, in a real browser: what its subscribers hear and what it asks for can be
 * awaited.
 */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { type Browser, chromium, type Page, type Request } from "playwright-core";
import { onTestFinished } from "vitest";
import { findChromium } from "../workbench/browser.ts";
import { Mailbox } from "./mailbox.ts";

const executablePath = findChromium();
// Where the tests are run for good (CI=true) a missing browser is a failure, and no reason to skip.
export const browserIsMissing = executablePath === undefined && process.env.CI !== "true";

export function launchBrowser(): Promise<Browser> {
  const args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"];
  if (executablePath === undefined) throw new Error("There is no Chromium here. Install it, or name it in CHROMIUM.");
  return chromium.launch({ executablePath, args });
}

const require = createRequire(import.meta.url);
const officialClient = readFileSync(require.resolve("message-bus-client/assets/message-bus.js"), "utf8");

/** What the gem's own adapter does, which its npm package leaves out: `jQuery.ajax` in a few lines. */
const ajaxAdapter = `MessageBus.ajax = (options) => {
  const xhr = new XMLHttpRequest();
  let isAborted = false;
  xhr.open("POST", options.url);
  for (const name in options.headers) xhr.setRequestHeader(name, options.headers[name]);
  xhr.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
  if (options.messageBus.chunked) options.messageBus.onProgressListener(xhr);
  xhr.onabort = () => { isAborted = true; };
  xhr.onloadend = () => {
    if (xhr.status >= 200 && xhr.status < 300) options.success(xhr.responseText);
    else options.error(xhr, isAborted ? "abort" : xhr.statusText);
    options.complete();
  };
  xhr.send(new URLSearchParams(options.data).toString());
  return xhr;
};`;

interface Asked {
  readonly seq: number;
  readonly mode: string;
  readonly positions: string;
}

interface Opened {
  readonly page: Page;
  /** `channel data message_id` of each call of a subscriber. */
  readonly heard: Mailbox<string>;
  readonly polls: Mailbox<Asked>;
}

export async function openPage(browser: Browser, origin: string, options: string, subscribe: string): Promise<Opened> {
  const server = createServer((_, response) => {
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.end(`<!doctype html><script>${officialClient}</script><script>${ajaxAdapter}</script><script>
      Object.assign(MessageBus, { baseUrl: "${origin}/", alwaysLongPoll: true, ...${options} });
      const hear = (channel, from) =>
        MessageBus.subscribe(channel, (data, _, id) => report(channel + " " + JSON.stringify(data) + " " + id), from);
      ${subscribe}
    </script>`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const page = await browser.newPage();
  onTestFinished(async () => {
    await page.close();
    server.close();
    server.closeAllConnections();
  });
  const [heard, polls] = [new Mailbox<string>(), new Mailbox<Asked>()];
  page.on("request", (request) => {
    if (request.url().startsWith(`${origin}/message-bus/`) && request.method() === "POST") polls.put(asked(request));
  });
  await page.exposeFunction("report", heard.put);
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return { page, heard, polls };
}

function asked(request: Request): Asked {
  const form = new URLSearchParams(request.postData() ?? "");
  const seq = Number(form.get("__seq"));
  form.delete("__seq");
  const isUnchunked = request.headers()["dont-chunk"] !== undefined;
  const mode = request.url().endsWith("?dlp=t") ? "plain" : isUnchunked ? "long" : "stream";
  return { seq, mode, positions: [...form].map(([channel, position]) => `${channel} ${position}`).join(", ") };
}
