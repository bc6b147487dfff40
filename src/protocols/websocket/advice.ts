/** What to try when a WebSocket did not open or broke, most likely first. Words only. */
import type { Close, ResponseHead, TransportFailure } from "../../model/frame.ts";
import { headerValue } from "../kit/headers.ts";
import { nothing } from "../kit/nothing.ts";

export function advise(close: Close): readonly string[] {
  switch (close.kind) {
    case "refused":
      return adviseStatus(close.response);
    case "failed":
      return adviseFailure(close.failure);
    case "closed":
      return close.failure ? adviseFailure(close.failure) : adviseCode(close.seen ? (close.seen.code ?? 1005) : 1006);
    case "ended":
      return nothing;
  }
}

function adviseStatus({ status, headers }: ResponseHead): readonly string[] {
  if (status >= 300 && status < 400) return redirected(headerValue(headers, "location"));
  return byStatus[status] ?? (status >= 500 ? serverBroke : notTaken);
}

function redirected(location: string | undefined): readonly string[] {
  const target = location === undefined ? "another address" : location;
  return [`Connect to ${target}, or allow redirects for this endpoint. Browsers never follow one for a WebSocket.`];
}

function adviseFailure(failure: TransportFailure): readonly string[] {
  return byFailure[failure.code] ?? nothing;
}

function adviseCode(code: number): readonly string[] {
  return byCode[code] ?? nothing;
}

const serverBroke = ["Look into the server's log: it failed while it answered the upgrade."];
const notTaken = [
  "Check the path.",
  "Check that every proxy on the way passes on the Upgrade and Connection headers.",
  "Check the Origin header: many servers refuse those that they do not know.",
];

const byStatus: Readonly<Record<number, readonly string[]>> = {
  200: ["This path answers plain requests. Check the path, and that a proxy on the way passes on the Upgrade header."],
  400: [
    "Check that a proxy on the way passes on Upgrade and Connection: without them servers answer 400.",
    "Check the subprotocols: some servers answer 400 to those that they do not know.",
  ],
  401: ["Send credentials: an Authorization header, a cookie, or the token parameter that the server expects."],
  403: [
    "Check the Origin header: many servers take only their own.",
    "Check that these credentials may use this path.",
  ],
  404: ["Check the path.", "Check the Origin header: some servers hide a refused origin behind 404."],
  405: ["This path takes other methods than GET, so it is no WebSocket. Check the path."],
  426: [
    "The server asks for another protocol or WebSocket version: see Upgrade and Sec-WebSocket-Version in the answer.",
    "Check that a proxy on the way passes on the Upgrade header.",
  ],
  429: ["Wait: the server limits how often a client may connect. See Retry-After in the answer."],
  502: ["A proxy answers, but the server behind it does not. Check that the server runs and where the proxy sends."],
  503: ["The server or its proxy is overloaded or restarting. See Retry-After in the answer."],
  504: ["A proxy waited in vain for the server behind it."],
};

/** By the codes of `ws` 8 (see its `lib/receiver.js`) and of Node. */
const byFailure: Readonly<Record<string, readonly string[]>> = {
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: [
    "Raise the endpoint's largest message, if messages of this size are meant.",
    "A small compressed frame that inflates to a huge message can also be an attack.",
  ],
  WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH: [
    "The length in the frame's header is beyond reason: suspect a broken sender.",
  ],
  WS_ERR_INVALID_UTF8: ["Send bytes as binary frames, or encode text as UTF-8."],
  WS_ERR_UNEXPECTED_RSV_1: [
    "The server compressed a frame although no compression was agreed on: a proxy may have dropped the extension.",
  ],
  WS_ERR_UNEXPECTED_MASK: [
    "Only clients mask frames. Check that the peer is a WebSocket server, not a client library.",
  ],
  WS_ERR_TOO_MANY_BUFFERED_PARTS: ["The message came in too many pieces. Send larger fragments."],
};

const byCode: Readonly<Record<number, readonly string[]>> = {
  1005: ["Close with a code and a reason on the sending side: then the next person knows why."],
  1006: [
    "Look for a proxy that cuts idle connections (nginx: proxy_read_timeout, 60 s by default).",
    "Look into the server's log for a crash or a restart at this moment.",
  ],
  1008: ["Check credentials and what the server allows this client to send."],
  1009: ["Send smaller messages, or raise the receiver's limit."],
  1011: ["Look into the server's log at this moment."],
};
