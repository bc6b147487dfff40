/**
 * Reads a HAR once from end to end and keeps of each entry only its heads, its times and where its bodies and messages
 * stand in the file: those are read again when their turn comes, so that memory does not grow with them.
 */
import type { ExchangeTiming, HeaderList, RequestHead, ResponseHead } from "../../model/frame.ts";
import { type ByteRange, JsonFault, type JsonScanner } from "../json-scanner.ts";
import { asMoment, asNumber, asText } from "../loose-values.ts";
import { closeOf, headersOf, oursOf, versionOf } from "./loose-heads.ts";
import { readPhases } from "./phases.ts";

export interface HarBody {
  /** Of the JSON text in the file; undefined where the file has none. */
  readonly text: ByteRange | undefined;
  readonly isBase64: boolean;
  /** As the file tells it; undefined or negative: unknown. */
  readonly sizeBytes: number | undefined;
  /** Why there is no text, in the exporter's words. */
  readonly comment: string | undefined;
  /** Playwright: the name of a file that lies beside the HAR. */
  readonly attached: string | undefined;
}

export type HarClose =
  | "aborted"
  | { readonly code: number | undefined; readonly reason: string; readonly at: number | undefined };

export interface HarEntry {
  /** In the file, from 0. */
  readonly index: number;
  /** ms since the epoch; undefined where the file has no usable date. */
  readonly startedAt: number | undefined;
  readonly timeMs: number;
  /** Until the head of the answer; ms after `startedAt`. */
  readonly waitMs: number;
  readonly timing: ExchangeTiming | undefined;
  readonly resourceType: string | undefined;
  readonly request: RequestHead | undefined;
  readonly requestBody: HarBody | undefined;
  /** Undefined where no answer was recorded. */
  readonly response: ResponseHead | undefined;
  readonly body: HarBody;
  readonly serverAddress: string | undefined;
  readonly messages: ByteRange | undefined;
  readonly serverSentEvents: ByteRange | undefined;
  /** Ours: when the slices of the body came. */
  readonly chunks: ByteRange | undefined;
  readonly close: HarClose | undefined;
  readonly error: string | undefined;
  /** Ours. */
  readonly framescope:
    | {
        readonly protocol: string | undefined;
        /** Both to the microsecond, unlike the dates. */
        readonly startedAt: number | undefined;
        readonly answeredAt: number | undefined;
      }
    | undefined;
}

const headLimitBytes = 16 * 1024 * 1024;

/**
 * Yields each entry of `log.entries`, and nothing where it gives way. Throws a `JsonFault` where the file is no HAR, or
 * broken.
 */
export function* readHarEntries(scanner: JsonScanner): Generator<HarEntry | undefined> {
  let hasLog = false;
  let index = 0;
  scanner.enter("{");
  for (let name = scanner.name(); name !== undefined; name = scanner.name()) {
    if (name !== "log") {
      scanner.skip();
      continue;
    }
    hasLog = true;
    scanner.enter("{");
    for (let part = scanner.name(); part !== undefined; part = scanner.name()) {
      if (part !== "entries") {
        scanner.skip();
        continue;
      }
      scanner.enter("[");
      while (scanner.element()) {
        yield yield* readEntry(scanner, index);
        index += 1;
      }
    }
  }
  if (!hasLog) throw new JsonFault('there is no "log", which every HAR begins with', scanner.offset);
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function* readEntry(scanner: JsonScanner, index: number): Generator<undefined, HarEntry> {
  const entry: Mutable<HarEntry> = {
    index,
    startedAt: undefined,
    timeMs: 0,
    waitMs: 0,
    timing: undefined,
    resourceType: undefined,
    request: undefined,
    requestBody: undefined,
    response: undefined,
    body: noBody,
    serverAddress: undefined,
    messages: undefined,
    serverSentEvents: undefined,
    chunks: undefined,
    close: undefined,
    error: undefined,
    framescope: undefined,
  };
  if (scanner.ahead() !== "object") {
    scanner.skip();
    return entry;
  }
  scanner.enter("{");
  for (let name = scanner.name(); name !== undefined; name = scanner.name()) {
    switch (name) {
      case "startedDateTime":
        entry.startedAt = asMoment(scanner.read(headLimitBytes));
        break;
      case "time":
        entry.timeMs = Math.max(0, asNumber(scanner.read(headLimitBytes)) ?? 0);
        break;
      case "timings":
        readTimings(scanner, entry);
        break;
      case "request":
        readRequest(scanner, entry);
        break;
      case "response":
        readResponse(scanner, entry);
        break;
      case "serverIPAddress":
        entry.serverAddress = asText(scanner.read(headLimitBytes)) || undefined;
        break;
      case "_resourceType":
        entry.resourceType = asText(scanner.read(headLimitBytes));
        break;
      case "_webSocketMessages":
        entry.messages = yield* list(scanner);
        break;
      case "_eventSourceMessages":
        entry.serverSentEvents = yield* list(scanner);
        break;
      case "_chunks":
        entry.chunks = yield* list(scanner);
        break;
      case "_webSocketClose":
        entry.close = closeOf(scanner.read(headLimitBytes));
        break;
      case "_error":
        entry.error = asText(scanner.read(headLimitBytes)) || entry.error;
        break;
      case "_framescope":
        entry.framescope = oursOf(scanner.read(headLimitBytes));
        break;
      default:
        scanner.skip();
    }
  }
  return entry;
}

const noBody: HarBody = {
  text: undefined,
  isBase64: false,
  sizeBytes: undefined,
  comment: undefined,
  attached: undefined,
};

function readRequest(scanner: JsonScanner, entry: Mutable<HarEntry>): void {
  if (scanner.ahead() !== "object") return void scanner.skip();
  let method = "GET";
  let url: string | undefined;
  let httpVersion = "";
  let headers: HeaderList = [];
  scanner.enter("{");
  for (let name = scanner.name(); name !== undefined; name = scanner.name()) {
    if (name === "method") method = asText(scanner.read(headLimitBytes)) ?? method;
    else if (name === "url") url = asText(scanner.read(headLimitBytes));
    else if (name === "httpVersion") httpVersion = versionOf(scanner.read(headLimitBytes));
    else if (name === "headers") headers = headersOf(scanner.read(headLimitBytes));
    else if (name === "postData") entry.requestBody = readBody(scanner);
    // HTTP Toolkit's, for bodies that are no text.
    else if (name === "_content") entry.requestBody = readBody(scanner);
    else scanner.skip();
  }
  if (url !== undefined) entry.request = { method, url, httpVersion, headers };
}

function readResponse(scanner: JsonScanner, entry: Mutable<HarEntry>): void {
  if (scanner.ahead() !== "object") return void scanner.skip();
  let status = 0;
  let reason = "";
  let httpVersion = "";
  let headers: HeaderList = [];
  scanner.enter("{");
  for (let name = scanner.name(); name !== undefined; name = scanner.name()) {
    if (name === "status") status = asNumber(scanner.read(headLimitBytes)) ?? 0;
    else if (name === "statusText") reason = asText(scanner.read(headLimitBytes)) ?? "";
    else if (name === "httpVersion") httpVersion = versionOf(scanner.read(headLimitBytes));
    else if (name === "headers") headers = headersOf(scanner.read(headLimitBytes));
    else if (name === "content") entry.body = readBody(scanner);
    // Chrome and mitmproxy; Playwright.
    else if (name === "_error" || name === "_failureText")
      entry.error = asText(scanner.read(headLimitBytes)) || undefined;
    else scanner.skip();
  }
  if (status > 0) entry.response = { status, reason, httpVersion, headers };
}

function readBody(scanner: JsonScanner): HarBody {
  const body: Mutable<HarBody> = { ...noBody };
  if (scanner.ahead() !== "object") {
    scanner.skip();
    return body;
  }
  scanner.enter("{");
  for (let name = scanner.name(); name !== undefined; name = scanner.name()) {
    if (name === "text" && scanner.ahead() === "string") body.text = scanner.skip();
    else if (name === "encoding") body.isBase64 = asText(scanner.read(headLimitBytes)) === "base64";
    else if (name === "size") body.sizeBytes = asNumber(scanner.read(headLimitBytes));
    else if (name === "comment") body.comment = asText(scanner.read(headLimitBytes)) || undefined;
    else if (name === "_file") body.attached = asText(scanner.read(headLimitBytes));
    else scanner.skip();
  }
  return body;
}

/** An empty list is as good as one. */
function* list(scanner: JsonScanner): Generator<undefined, ByteRange | undefined> {
  const isList = scanner.ahead() === "list";
  const range = yield* scanner.skipping();
  return isList ? range : undefined;
}

function readTimings(scanner: JsonScanner, entry: Mutable<HarEntry>): void {
  const { untilAnswerMs, timing } = readPhases(scanner.read(headLimitBytes));
  entry.waitMs = untilAnswerMs;
  entry.timing = timing;
}
