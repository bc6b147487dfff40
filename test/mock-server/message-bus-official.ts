/**
 * The official MessageBus client in Node, for tests that need no page: its file as it is, with an ajax adapter over
 * `fetch`, as the file itself asks for one. Long polls only.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { runInNewContext } from "node:vm";
import { onTestFinished } from "vitest";
import { Mailbox } from "./mailbox.ts";

interface MessageBus {
  subscribe(channel: string, heard: (data: unknown, globalId: number, messageId: number) => void, from: number): void;
  start(): void;
  stop(): void;
}

interface Ajax {
  readonly url: string;
  readonly data: Record<string, string>;
  readonly headers: Record<string, string>;
  success(messages: unknown): void;
  error(request: object, reason: string): void;
  complete(): void;
}

const file = createRequire(import.meta.url).resolve("message-bus-client/assets/message-bus.js");
const source = readFileSync(file, "utf8");

/** `position`: -1 is from now on. Resolves to what its subscriber hears, as `message_id data`. */
export function hearMessageBus(origin: string, channel: string, position: number): Mailbox<string> {
  const heard = new Mailbox<string>();
  const sandbox = { document: {}, XMLHttpRequest: class {}, setTimeout, clearTimeout, console };
  const root = runInNewContext(`${source}; this.MessageBus`, Object.assign(sandbox, { window: sandbox })) as MessageBus;
  const bus = Object.assign(root, {
    baseUrl: `${origin}/`,
    enableChunkedEncoding: false,
    alwaysLongPoll: true,
    ajax,
  });
  bus.subscribe(channel, (data, _, id) => heard.put(`${id} ${JSON.stringify(data)}`), position);
  bus.start();
  onTestFinished(() => bus.stop());
  return heard;
}

function ajax({ url, data, headers, success, error, complete }: Ajax): { abort(): void } {
  const controller = new AbortController();
  const options = { method: "POST", headers, body: new URLSearchParams(data), signal: controller.signal };
  fetch(url, options)
    .then(async (response) => (response.ok ? success(await response.json()) : error(response, response.statusText)))
    .catch(() => error({}, "abort"))
    .finally(complete);
  return { abort: () => controller.abort() };
}
