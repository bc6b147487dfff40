/** What to try when a poll failed, most likely first. Words only. */
import type { Close } from "../../model/frame.ts";
import { nothing } from "../kit/nothing.ts";
import { adviseOnStatus, type StatusAdvice, serverLogAdvice } from "../kit/status-advice.ts";

/** For a poll that failed or was cut; a refusal by status has an answer's head, see `adviseStatus`. */
export function advise(close: Close): readonly string[] {
  if (close.kind === "refused") return adviseStatus(close.response.status);
  if (close.kind === "failed" && close.failure.stage === "timeout") return neverAnswered;
  if (close.kind === "ended" && close.failure) return cut;
  return nothing;
}

const neverAnswered = [
  "If the server holds longer than that, ask for less by the setting Hold (Prefer: wait).",
  "Look whether the server ends its holds by itself: it must answer, with nothing, before anyone on the way gives up.",
];

const cut = [
  "Look for a proxy that cuts what is silent for too long (nginx: proxy_read_timeout, 60 s by default).",
  serverLogAdvice,
];

export function adviseStatus(status: number): readonly string[] {
  return adviseOnStatus(status, own);
}

const own: StatusAdvice = {
  401: ["Send credentials as a cookie, a header or a token in the URL.", "A session may have ended: get a new one."],
  403: ["Check that these credentials may read this."],
  406: ["Check the Accept header: the server has nothing of that type here."],
  410: ["What was polled is gone for good: nchan says so when a channel was deleted."],
  412: ["A position by ETag goes with GET only: choose another cursor."],
  429: [
    "Poll less often, or use long polling.",
    "Look whether several clients share the limit, such as tabs or workers.",
  ],
  504: [
    "A proxy gave up waiting for the server behind it: have the server end its holds earlier, or the proxy wait longer.",
  ],
  524: ["Cloudflare gave up after 100 s: have the server end its holds earlier."],
};
