/** What an answer's head means to an event source (WHATWG HTML section 9.2.3). Reads heads only, never a body. */
import type { ResponseHead } from "../../model/frame.ts";
import { headerValue } from "../kit/headers.ts";

/**
 * `stream`: read it. `stop`: 204, the server's way to say that nobody should come back. `refused`: another status.
 * `not a stream`: the status is right, the content type is not.
 */
export type Judgement = "stream" | "stop" | "refused" | "not a stream";

/** By EventSource's rules for GET; other methods are fetched by hand, where any status of 2xx will do. */
export function judgeResponse(method: string, response: ResponseHead): Judgement {
  if (response.status === 204) return "stop";
  const isOk = method === "GET" ? response.status === 200 : response.status >= 200 && response.status < 300;
  if (!isOk) return "refused";
  return isEventStream(response) ? "stream" : "not a stream";
}

/** By content type alone: parameters do not count, nor does case. */
export function isEventStream(response: ResponseHead): boolean {
  return isEventStreamType(headerValue(response.headers, "content-type") ?? "");
}

export function isEventStreamType(contentType: string): boolean {
  return contentType.split(";")[0]?.trim().toLowerCase() === "text/event-stream";
}
