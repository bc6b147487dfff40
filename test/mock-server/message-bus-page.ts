/**
 * A page with the official MessageBus client, in a real browser: what its subscribers hear and what it asks for can be
 * awaited.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page, Request } from "playwright-core";
import { onTestFinished } from "vitest";
import { Mailbox } from "./mailbox.ts";
import { servePage } from "./own-page.ts";

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
  const address = await servePage(
    officialClient,
    ajaxAdapter,
    `Object.assign(MessageBus, { baseUrl: "${origin}/", alwaysLongPoll: true, ...${options} });
      const hear = (channel, from) =>
        MessageBus.subscribe(channel, (data, _, id) => report(channel + " " + JSON.stringify(data) + " " + id), from);
      ${subscribe}`,
  );
  const page = await browser.newPage();
  onTestFinished(() => page.close());
  const [heard, polls] = [new Mailbox<string>(), new Mailbox<Asked>()];
  page.on("request", (request) => {
    if (request.url().startsWith(`${origin}/message-bus/`) && request.method() === "POST") polls.put(asked(request));
  });
  await page.exposeFunction("report", heard.put);
  await page.goto(address);
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
