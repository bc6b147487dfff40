/** What the client half asks for: as a browser's EventSource would, with what the person's headers say otherwise. */
import type { HeaderList } from "../../model/frame.ts";
import type { ClientOptions } from "../../model/protocol.ts";
import type { OpenRequest } from "../../model/transport.ts";
import { headerValue } from "../kit/headers.ts";
import { parseJson } from "../kit/json.ts";
import { lastEventIdHeader } from "./last-event-id.ts";
import type { Settings } from "./settings.ts";

/** EventSource waits for ever, and language models think long before they answer. */
const handshakeTimeoutMs = 60_000;

/** `lastEventId` is empty for none. */
export function buildRequest(options: ClientOptions, settings: Settings, lastEventId: string): OpenRequest {
  const { method, body } = settings;
  return {
    url: options.url,
    method,
    headers: buildHeaders(options.headers, settings, lastEventId),
    body: body === "" ? undefined : body,
    httpVersion: settings.httpVersion,
    // Fetch follows redirects for EventSource.
    followRedirects: options.followRedirects ?? true,
    handshakeTimeoutMs,
  };
}

function buildHeaders(given: HeaderList, { method, body }: Settings, lastEventId: string): HeaderList {
  const headers = given.filter(([name]) => name.toLowerCase() !== lastEventIdHeader.toLowerCase());
  const add = (name: string, value: string): void => {
    if (headerValue(headers, name) === undefined) headers.push([name, value]);
  };
  // MCP's streamable HTTP refuses a POST that does not take JSON as well.
  add("Accept", method === "GET" ? "text/event-stream" : "text/event-stream, application/json");
  add("Cache-Control", "no-cache");
  if (body !== "") add("Content-Type", parseJson(body).ok ? "application/json" : "text/plain; charset=utf-8");
  if (lastEventId !== "") headers.push([lastEventIdHeader, lastEventId]);
  return headers;
}
