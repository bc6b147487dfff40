/** What an answer's status asks of a poller. Reads heads only, never a body. */
import type { ResponseHead } from "../../model/frame.ts";
import { headerValue } from "../kit/headers.ts";

/** `fine`: go on as planned. `later`: the server may recover, ask again after a pause. `final`: asking again gives the same. */
export type Judgement = "fine" | "later" | "final";

/** 408 is nchan's way to end a hold; 425, 429 and 5xx are temporary by their definition (RFC 9110 section 15, RFC 8470). */
export function judgeAnswer({ status }: ResponseHead): Judgement {
  if ((status >= 200 && status <= 299) || status === 304 || status === 408) return "fine";
  return status === 425 || status === 429 || (status >= 500 && status !== 501 && status !== 505) ? "later" : "final";
}

const longestPauseMs = 60 * 60 * 1000;

/** Seconds or a date (RFC 9110 section 10.2.3); a date is taken against the answer's own, so that clocks may differ. */
export function retryAfterMs({ headers }: ResponseHead, at: number): number | undefined {
  const value = headerValue(headers, "retry-after")?.trim();
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Math.min(longestPauseMs, Number(value) * 1000);
  const until = Date.parse(value);
  const now = Date.parse(headerValue(headers, "date") ?? "");
  if (Number.isNaN(until)) return undefined;
  return Math.max(0, Math.min(longestPauseMs, until - (Number.isNaN(now) ? at : now)));
}

export function statusText({ status, reason }: ResponseHead): string {
  return `${status} ${reason}`.trim();
}
