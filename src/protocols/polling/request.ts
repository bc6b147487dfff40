/** What one poll asks: the person's headers, the position, and what keeps caches out. */
import type { HeaderList } from "../../model/frame.ts";
import type { ClientOptions } from "../../model/protocol.ts";
import type { OpenRequest } from "../../model/transport.ts";
import { headerValue } from "../kit/headers.ts";
import { parseJson } from "../kit/json.ts";
import type { Cursor } from "./cursor.ts";
import type { Settings } from "./settings.ts";

/** A short poll that takes longer is stuck. */
const shortTimeoutMs = 30_000;
/** RFC 6202 section 5.5 saw holds of 120 s work. */
const longTimeoutMs = 150_000;
/** What an answer may take beyond the hold that we asked for. */
const beyondHoldMs = 30_000;

export function buildRequest(options: ClientOptions, settings: Settings, cursor: Cursor): OpenRequest {
  const { method, body, httpVersion } = settings;
  return {
    url: cursor.urlFrom(options.url),
    method,
    headers: buildHeaders(options.headers, settings, cursor),
    body: body === "" ? undefined : body,
    httpVersion,
    followRedirects: options.followRedirects ?? true,
    maxPayloadBytes: options.maxPayloadBytes,
    handshakeTimeoutMs: timeoutMs(settings),
  };
}

function buildHeaders(given: HeaderList, settings: Settings, cursor: Cursor): HeaderList {
  const position = cursor.headersFor(settings.method);
  // Validators that the person gave are where to start; after that the server's own take their place.
  const headers = given.filter(([name]) => headerValue(position, name) === undefined);
  const add = (name: string, value: string): void => {
    if (headerValue(headers, name) === undefined) headers.push([name, value]);
  };
  add("Accept", "application/json, */*;q=0.8");
  // RFC 6202 section 5.6: a cache between must not answer for the server.
  add("Cache-Control", "no-cache");
  if (settings.body !== "")
    add("Content-Type", parseJson(settings.body).ok ? "application/json" : "text/plain; charset=utf-8");
  if (settings.holdSeconds !== undefined && settings.mode !== "short") add("Prefer", `wait=${settings.holdSeconds}`);
  headers.push(...position);
  return headers;
}

function timeoutMs({ mode, holdSeconds }: Settings): number {
  if (mode === "short") return shortTimeoutMs;
  return holdSeconds === undefined ? longTimeoutMs : holdSeconds * 1000 + beyondHoldMs;
}
