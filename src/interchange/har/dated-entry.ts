/** An entry that can be placed: it has an address and a date. What the exporters write alike, and where they differ in time. */
import type { RequestHead } from "../../model/frame.ts";
import { asNumber } from "../loose-values.ts";
import type { HarEntry } from "./index-entries.ts";

/** A date in ms is larger than this, one in seconds smaller; a time since the entry began is smaller than `oldestSeconds`. */
const largestSeconds = 1e11;
const oldestSeconds = 1e8;

export interface DatedEntry extends HarEntry {
  readonly startedAt: number;
  readonly request: RequestHead;
}

export function isDated(entry: HarEntry): entry is DatedEntry {
  return entry.startedAt !== undefined && entry.request !== undefined;
}

/** Some exporters write http for a WebSocket, since its handshake is HTTP. */
export function isWebSocketEntry({ resourceType, request, response, messages }: HarEntry): boolean {
  return (
    resourceType === "websocket" ||
    messages !== undefined ||
    /^wss?:/i.test(request?.url ?? "") ||
    response?.status === 101
  );
}

export function addressOf(entry: DatedEntry): string {
  const { url } = entry.request;
  return isWebSocketEntry(entry) ? url.replace(/^http/i, "ws") : url;
}

export function startOf({ framescope, startedAt }: DatedEntry): number {
  return framescope?.startedAt ?? startedAt;
}

/** When the head of the answer had come. */
export function answerAt(entry: DatedEntry): number {
  return entry.framescope?.answeredAt ?? startOf(entry) + entry.waitMs;
}

/** When the entry is over, as far as the file tells. */
export function endOf(entry: DatedEntry): number {
  return startOf(entry) + Math.max(entry.timeMs, entry.waitMs);
}

/** Chrome, mitmproxy and HTTP Toolkit date in seconds, Playwright in ms, some since the entry began. */
export function momentOf(time: unknown, startedAt: number): number | undefined {
  const value = asNumber(time);
  if (value === undefined || value < 0) return undefined;
  if (value < oldestSeconds) return startedAt + value * 1000;
  return value > largestSeconds ? value : Math.round(value * 1e6) / 1000;
}
