/** What to try when a stream did not start or broke, most likely first. Words only. */
import type { Close } from "../../model/frame.ts";
import { nothing } from "../kit/nothing.ts";
import { adviseOnStatus, type StatusAdvice, serverLogAdvice } from "../kit/status-advice.ts";

/** For a connection that failed or ended; a refusal by status has an answer's head, see `adviseStatus`. */
export function advise(close: Close): readonly string[] {
  if (close.kind === "refused") return adviseStatus(close.response.status);
  if (close.kind === "failed" && close.failure.stage === "timeout") return heldBack;
  if (close.kind === "ended" && close.failure) return cut;
  return nothing;
}

/** The head of the answer never came, or its body does not. */
export const heldBack = [
  "Rails with Rack::ETag or another middleware that waits for the whole body: set Last-Modified on the response, or skip it for this path.",
  "Have the server flush its headers before it has something to say.",
  "nginx: proxy_buffering off, or the response header X-Accel-Buffering: no.",
  "Turn compression off for text/event-stream, or have it flush after each event.",
];

const cut = [
  "Look for a proxy that cuts idle connections (nginx: proxy_read_timeout, 60 s by default) and send a comment every 15 s.",
  serverLogAdvice,
];

export function adviseStatus(status: number): readonly string[] {
  return adviseOnStatus(status, own);
}

const own: StatusAdvice = {
  401: ["Send credentials as a cookie, a header or a token in the URL. A page's own EventSource cannot set headers."],
  403: [
    "Check that these credentials may read this stream.",
    "Send Accept: text/event-stream (nchan answers 403 to anything else).",
  ],
  405: ["Try another method: streams of language models are usually POST."],
  406: ["The server does not answer with text/event-stream here: check the path and the Accept header."],
  415: ["Check the Content-Type of the request's body."],
  422: ["Check the request's body: its form was understood, its content was not."],
  429: ["Wait: the server limits how often a client may connect. See Retry-After in the answer."],
  500: [
    "Look into the server's log: it failed while it answered.",
    "Send Accept: text/event-stream (some frameworks fail without it).",
  ],
  504: ["A proxy waited in vain for the server behind it: have the server send its headers at once."],
};
