/** The steps of one HAR entry, read from the file when their turn comes. Knows what several exporters write, and no protocol. */
import type { Close, Frame, FrameData, Handshake, RequestHead } from "../../model/frame.ts";
import { headerValue } from "../../protocols/kit/headers.ts";
import { formatBytes } from "../../protocols/kit/words.ts";
import { type ByteRange, JsonScanner } from "../json-scanner.ts";
import { asNumber, asText, isRecord } from "../loose-values.ts";
import type { Remark, Step } from "../step.ts";
import type { HarBody, HarEntry } from "./index-entries.ts";

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

/** When the entry is over, as far as the file tells. */
export function endOf(entry: DatedEntry): number {
  return (entry.framescope?.startedAt ?? entry.startedAt) + Math.max(entry.timeMs, entry.waitMs);
}

export function* entrySteps(entry: DatedEntry, path: string, connection: number): Generator<Step> {
  const startedAt = entry.framescope?.startedAt ?? entry.startedAt;
  const sent = readText(path, entry.requestBody);
  const head: RequestHead = { ...entry.request, url: addressOf(entry) };
  const request = sent === undefined ? head : withLength(head, sent);
  const frame = (at: number, frame: Frame): Step => ({ kind: "frame", at, connection, frame });
  if (request.headers.length > 0 || !isWebSocketEntry(entry))
    yield frame(startedAt, { kind: "request", direction: "sent", head: request });
  if (sent !== undefined && sent.length > 0) yield frame(startedAt, { kind: "chunk", direction: "sent", data: sent });
  const body = isWebSocketEntry(entry)
    ? webSocketSteps(entry, request, path, startedAt, connection)
    : httpSteps(entry, request, path, startedAt, connection);
  yield* body;
}

/** Some exporters leave it out, though no body goes without (RFC 9112 section 6.3): a decoder has to know when it is whole. */
function withLength(request: RequestHead, body: FrameData): RequestHead {
  const { headers } = request;
  const isTold = ["content-length", "transfer-encoding"].some((name) => headerValue(headers, name) !== undefined);
  return isTold ? request : { ...request, headers: [...headers, ["content-length", String(sizeOf(body))]] };
}

function sizeOf(data: FrameData): number {
  return typeof data === "string" ? Buffer.byteLength(data) : data.length;
}

function* webSocketSteps(
  entry: DatedEntry,
  request: RequestHead,
  path: string,
  startedAt: number,
  connection: number,
): Generator<Step> {
  const { response, messages, close, error } = entry;
  const first = messages && firstMoment(path, messages, startedAt);
  const openedAt = Math.min(answerAt(entry, startedAt), first ?? Number.POSITIVE_INFINITY);
  if (response)
    yield {
      kind: "frame",
      at: openedAt,
      connection,
      frame: { kind: "response", direction: "received", head: response },
    };
  if (response && response.status !== 101 && first === undefined) {
    const refusal = readText(path, entry.body);
    const text = typeof refusal === "string" ? refusal : refusal ? Buffer.from(refusal).toString() : "";
    yield {
      kind: "closed",
      at: openedAt,
      connection,
      close: { kind: "refused", response, body: text.slice(0, 65_536) },
    };
    return;
  }
  if (!response && first === undefined) {
    yield { kind: "closed", at: endOf(entry), connection, close: failed(error) };
    return;
  }
  const handshake = handshakeOf(request, response, entry);
  const isPresumed = !response || response.headers.length === 0;
  yield { kind: "opened", at: openedAt, connection, handshake, isPresumed };
  if (isPresumed || request.headers.length === 0)
    yield { kind: "remarked", at: openedAt, connection, remark: noHandshake };
  let at = openedAt;
  let seen: { code: number | undefined; reason: string } | undefined;
  let broken: string | undefined;
  for (const message of readList(path, messages)) {
    if (!isRecord(message)) continue;
    at = momentOf(message.time, startedAt) ?? at;
    const frame = frameOf(message);
    if (frame === undefined) {
      broken = asText(message.data) || broken;
      continue;
    }
    if (frame.kind === "close" && frame.direction === "received")
      seen = { code: frame.code, reason: String(frame.data) };
    yield { kind: "frame", at, connection, frame };
  }
  const ended = closeOf(close, seen, broken ?? error);
  if (!ended) return;
  const closedAt = close !== undefined && close !== "aborted" ? (close.at ?? endOf(entry)) : endOf(entry);
  yield { kind: "closed", at: Math.max(at, closedAt), connection, close: ended };
}

function* httpSteps(
  entry: DatedEntry,
  request: RequestHead,
  path: string,
  startedAt: number,
  connection: number,
): Generator<Step> {
  const { response, body } = entry;
  const endedAt = endOf(entry);
  if (!response) {
    // It may still have been waited for when the file was written.
    if (entry.error !== undefined || entry.timeMs > 0)
      yield { kind: "closed", at: endedAt, connection, close: failed(entry.error) };
    return;
  }
  const openedAt = Math.min(answerAt(entry, startedAt), endedAt);
  yield { kind: "frame", at: openedAt, connection, frame: { kind: "response", direction: "received", head: response } };
  yield {
    kind: "opened",
    at: openedAt,
    connection,
    handshake: { ...handshakeOf(request, response, entry), timing: entry.timing },
  };
  let receivedBytes = 0;
  for (const { at, data } of chunksOf(entry, path, startedAt, endedAt)) {
    receivedBytes += sizeOf(data);
    yield {
      kind: "frame",
      at: Math.max(at, openedAt),
      connection,
      frame: { kind: "chunk", direction: "received", data },
    };
  }
  const remark = bodyRemark(body, receivedBytes, entry.serverSentEvents !== undefined);
  if (remark) yield { kind: "remarked", at: endedAt, connection, remark };
  const failure = entry.error ? failed(entry.error).failure : undefined;
  const close: Close = { kind: "ended", bodyMs: Math.max(0, endedAt - openedAt), ...(failure && { failure }) };
  yield { kind: "closed", at: endedAt, connection, close };
}

function answerAt({ framescope, waitMs }: DatedEntry, startedAt: number): number {
  return framescope?.answeredAt ?? startedAt + waitMs;
}

interface Chunk {
  readonly at: number;
  readonly data: FrameData;
}

function* chunksOf(entry: DatedEntry, path: string, startedAt: number, endedAt: number): Generator<Chunk> {
  const data = readText(path, entry.body);
  if (data !== undefined && data.length > 0) {
    yield* slicesOf(data, [...readList(path, entry.chunks)], startedAt, endedAt);
    return;
  }
  // Chrome keeps no body of an event stream, but its events.
  for (const event of readList(path, entry.serverSentEvents)) {
    if (!isRecord(event)) continue;
    yield { at: momentOf(event.time, startedAt) ?? startedAt, data: eventText(event) };
  }
}

/** Ours tells when which part came; others do not, and then all of it is there at the end. */
function* slicesOf(data: FrameData, slices: readonly unknown[], startedAt: number, endedAt: number): Generator<Chunk> {
  let from = 0;
  for (const slice of slices) {
    const [afterMs, size] = Array.isArray(slice) ? slice.map(asNumber) : [];
    if (afterMs === undefined || size === undefined || size < 0) break;
    yield { at: startedAt + afterMs, data: part(data, from, from + size) };
    from += size;
  }
  if (from < data.length) yield { at: endedAt, data: part(data, from, data.length) };
}

function part(data: FrameData, from: number, to: number): FrameData {
  return typeof data === "string" ? data.slice(from, to) : data.subarray(from, to);
}

function eventText(event: Readonly<Record<string, unknown>>): string {
  const name = asText(event.eventName) ?? "";
  const id = asText(event.eventId) ?? "";
  const lines = (asText(event.data) ?? "").split("\n").map((line) => `data: ${line}\n`);
  return `${name === "" || name === "message" ? "" : `event: ${name}\n`}${id === "" ? "" : `id: ${id}\n`}${lines.join("")}\n`;
}

function handshakeOf(request: RequestHead, response: HarEntry["response"], entry: HarEntry): Handshake {
  const found = response ?? { status: 101, reason: "", httpVersion: "1.1", headers: [] };
  const offered = headerValue(request.headers, "sec-websocket-protocol")?.split(/,\s*/) ?? [];
  const extensions = headerValue(found.headers, "sec-websocket-extensions");
  return {
    request,
    response: found,
    offered,
    subprotocol: headerValue(found.headers, "sec-websocket-protocol") || undefined,
    ...(extensions !== undefined && { extensions }),
    ...(entry.serverAddress !== undefined && { remoteAddress: entry.serverAddress }),
  };
}

/** Undefined for what is no frame: Chrome lists errors among them, with an opcode of -1. */
function frameOf(message: Readonly<Record<string, unknown>>): Frame | undefined {
  const direction = message.type === "send" ? "sent" : "received";
  const text = asText(message.data) ?? "";
  const opcode = asNumber(message.opcode) ?? 1;
  if (message.type === "error" || opcode < 0) return undefined;
  if (opcode === 1) return { kind: "text", direction, data: text };
  const bytes = Buffer.from(text, "base64");
  if (opcode === 9 || opcode === 10) return { kind: opcode === 9 ? "ping" : "pong", direction, data: bytes };
  if (opcode !== 8) return { kind: "binary", direction, data: bytes };
  if (bytes.length < 2) return { kind: "close", direction, data: "" };
  return { kind: "close", direction, data: bytes.subarray(2).toString(), code: bytes.readUInt16BE(0) };
}

/** Undefined where the file does not tell how it ended: it may have been open when the file was written. */
function closeOf(
  close: HarEntry["close"],
  seen: { code: number | undefined; reason: string } | undefined,
  error: string | undefined,
): Close | undefined {
  if (seen) return { kind: "closed", seen };
  if (close !== undefined && close !== "aborted")
    return { kind: "closed", seen: { code: close.code, reason: close.reason } };
  if (close === undefined && error === undefined) return undefined;
  return { kind: "closed", ...(error !== undefined && { failure: failed(error).failure }) };
}

/** `aborted` is the code of what a client gave up by itself: nothing that has to be explained. */
function failed(error: string | undefined): Extract<Close, { kind: "failed" }> {
  const told = /^((?:net::)?[A-Z][A-Z0-9_]{3,})(?::\s*(.+))?$/.exec(error ?? "");
  const isAborted = error === undefined || /abort|cancel/i.test(error);
  const code = isAborted ? "aborted" : (told?.[1] ?? "FAILED");
  const message = told?.[2] ?? error ?? "the file has a request and no answer to it";
  return { kind: "failed", failure: { stage: "connect", code, message } };
}

/** How such a connection ends when the next one of the same page begins. */
export const endUnknown: Close = {
  kind: "closed",
  failure: { stage: "reset", code: "NOT_RECORDED", message: "the file does not tell how it ended" },
};

const noHandshake: Remark = {
  title: "the file has no whole handshake of this connection",
  explanation:
    "The tool that wrote it kept no headers of the request or of the answer. Which subprotocol was agreed on and which " +
    "cookies were sent cannot be said: it is judged as if the usual subprotocol had been agreed on.",
};

function bodyRemark(
  { sizeBytes = -1, comment }: HarBody,
  receivedBytes: number,
  isFromEvents: boolean,
): Remark | undefined {
  if (isFromEvents && receivedBytes > 0) {
    return {
      title: "put together from the events that the file lists",
      explanation:
        "Browsers keep no body of an event stream, but the events that they read from it. Comments, retry lines and " +
        "unfinished events are not among them, and lines may have been written otherwise.",
    };
  }
  if (receivedBytes >= sizeBytes || sizeBytes <= 0) return undefined;
  const kept = receivedBytes === 0 ? "none" : formatBytes(receivedBytes);
  return {
    title: `the file holds ${kept} of the ${formatBytes(sizeBytes)} of this body`,
    explanation:
      `The tool that wrote the file left out the rest${comment ? ` ("${comment}")` : ""}. Firefox keeps the first 1 MiB ` +
      "unless devtools.netmonitor.responseBodyLimit says otherwise, HTTP Toolkit bodies up to 500 kB.",
  };
}

/** Chrome, mitmproxy and HTTP Toolkit date in seconds, Playwright in ms, some since the entry began. */
function momentOf(time: unknown, startedAt: number): number | undefined {
  const value = asNumber(time);
  if (value === undefined || value < 0) return undefined;
  if (value < oldestSeconds) return startedAt + value * 1000;
  return value > largestSeconds ? value : Math.round(value * 1e6) / 1000;
}

function firstMoment(path: string, messages: ByteRange, startedAt: number): number | undefined {
  for (const message of readList(path, messages))
    return (isRecord(message) && momentOf(message.time, startedAt)) || startedAt;
  return undefined;
}

function* readList(path: string, range: ByteRange | undefined): Generator<unknown> {
  if (!range) return;
  const scanner = new JsonScanner(path, range);
  try {
    scanner.enter("[");
    while (scanner.element()) yield scanner.read();
  } finally {
    scanner.close();
  }
}

function readText(path: string, body: HarBody | undefined): FrameData | undefined {
  if (!body?.text) return undefined;
  const scanner = new JsonScanner(path, body.text);
  try {
    const text = scanner.read();
    if (typeof text !== "string") return undefined;
    return body.isBase64 ? Buffer.from(text, "base64") : text;
  } finally {
    scanner.close();
  }
}
