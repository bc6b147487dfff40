/** What to try when polls fail or are held back, most likely first. Words only. */
import type { Close } from "../../model/frame.ts";
import { nothing } from "../kit/nothing.ts";

/** For a connection that failed; a refusal by status has an answer's head, see `adviseStatus`. */
export function advise(close: Close): readonly string[] {
  if (close.kind === "refused") return adviseStatus(close.response.status);
  if (close.kind === "failed" && close.failure.stage === "timeout")
    return [
      "The server holds polls for 25 s unless long_polling_interval says otherwise: look what holds this one longer.",
    ];
  return nothing;
}

export const heldBack: readonly string[] = [
  "nginx, for /message-bus/: proxy_buffering off and proxy_http_version 1.1.",
  "Leave replies of /message-bus/ uncompressed (nginx: gzip off; Rack::Deflater: not for this path).",
  "Where the proxy cannot be changed, switch streaming off (MessageBus.chunked_encoding_enabled = false): long polls get through.",
];

export function adviseStatus(status: number): readonly string[] {
  return byStatus[status] ?? (status >= 500 ? serverBroke : status >= 300 && status < 400 ? redirected : notTaken);
}

const serverBroke = [
  "Look into the server's log: it failed while it answered. A backend that is down (Redis) makes every poll fail.",
];
const redirected = ["Use the address that it redirects to: a poll is a POST, which redirects seldom survive."];
const notTaken = ["Check the address and the headers; the body of the answer may say more."];

const byStatus: Readonly<Record<number, readonly string[]>> = {
  401: ["Send the credentials that the app wants, such as its session cookie."],
  403: [
    "Check the credentials that are sent along.",
    "A check of forged requests (CSRF) may want its token as a header: MessageBus itself needs none.",
  ],
  404: [
    "Check the base address: polls go to BASE/message-bus/CLIENT/poll.",
    "Check that the gem's middleware is loaded.",
  ],
  413: ["Subscribe to fewer channels: their names and positions are the body of each poll."],
  422: ["A check of forged requests (CSRF) refuses the poll: leave /message-bus/ out of it, or send its token."],
  429: ["Leave /message-bus/ out of the app's rate limits, or raise them."],
  502: ["A proxy answers, but the app behind it does not. Check that it runs."],
  503: ["The app or its proxy is overloaded or restarting."],
  504: ["The proxy waited in vain: its time limit must be longer than long_polling_interval (25 s)."],
};
