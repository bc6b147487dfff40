/** The words of every event that the observer can report. Decides nothing. */
import type { ObserverEvent } from "../../model/event.ts";
import type { Close, CloseFrameInfo, Redirect } from "../../model/frame.ts";
import { closeCodeMeaning } from "../kit/close-codes.ts";
import { formatBytes, formatCount, formatDuration, oneLine } from "../kit/words.ts";
import { advise } from "./advice.ts";

export function subprotocolNotChosen(offered: readonly string[], entry: number): ObserverEvent {
  return {
    kind: "subprotocolNotChosen",
    level: "warning",
    title: `${offered.join(", ")} offered, none chosen`,
    explanation:
      "Readings differ. RFC 6455 lets the connection open without a subprotocol. Browsers and most client libraries fail " +
      "it instead (WHATWG WebSockets), so a page would see an error here. The connection is kept open to show what comes.",
    advice: [
      "Offer a name that the server knows, or offer none.",
      "Have the server answer with one of the offered names.",
    ],
    evidence: [entry],
  };
}

export function subprotocolNotOffered(chosen: string, offered: readonly string[], entry: number): ObserverEvent {
  return {
    kind: "subprotocolNotOffered",
    level: "error",
    title: `the server chose ${chosen}, which was not offered`,
    explanation: `Offered was ${offered.length > 0 ? offered.join(", ") : "nothing"}. A client must fail the connection (RFC 6455 section 4.1).`,
    advice: ["Have the server choose only among the offered names, or send no Sec-WebSocket-Protocol at all."],
    evidence: [entry],
  };
}

export function extensionNotOffered(name: string, entry: number): ObserverEvent {
  return {
    kind: "extensionNotOffered",
    level: "error",
    title: `the server turned on ${name}, which was not offered`,
    explanation:
      "A client must fail the connection when an extension comes that it did not offer (RFC 6455 section 9.1).",
    advice: ["Look for a proxy on the way that drops Sec-WebSocket-Extensions from requests but not from answers."],
    evidence: [entry],
  };
}

export function redirected(hops: readonly Redirect[], url: string, entry: number): ObserverEvent {
  const [first] = hops;
  return {
    kind: "redirected",
    level: "note",
    title: `redirected (${hops.map((hop) => hop.status).join(", ")}) to ${hops.at(-1)?.to ?? url}`,
    explanation: `The address ${first?.from ?? url} answered with ${formatCount(hops.length, "redirect")}. They were followed as asked; a browser fails instead.`,
    advice: ["Give clients the final address."],
    evidence: [entry],
  };
}

export function blindWindow(
  level: "note" | "warning",
  fromAt: number,
  toAt: number,
  evidence: readonly number[],
): ObserverEvent {
  return {
    kind: "blindWindow",
    level,
    title: `blind for ${formatDuration(toAt - fromAt)}`,
    explanation:
      "Between the last sign of the old connection and the opening of this one, messages may have been sent that never " +
      "came. WebSocket has no ids and no replay, so whether any were lost cannot be told from the wire.",
    advice: ["Have the application fetch what it missed after each reconnect."],
    evidence,
    fromAt,
    toAt,
    measures: { blindMs: toAt - fromAt },
  };
}

export function pongMissing(by: "server" | "client", waitedMs: number, entry: number): ObserverEvent {
  const explanation =
    by === "server"
      ? "A peer must answer a ping as soon as it can (RFC 6455 section 5.5.2). The server is gone, stuck, or drowned in work; " +
        "without a ping the operating system may take minutes to notice."
      : "The client did not answer the server's ping. Many servers close such a connection as dead (often with 1011).";
  return {
    kind: "pongMissing",
    level: "warning",
    title: `no pong from the ${by} within ${formatDuration(waitedMs)}`,
    explanation,
    advice:
      by === "server"
        ? ["Reconnect, and look at the server's load."]
        : ["Look for a client whose event loop is blocked."],
    evidence: [entry],
    measures: { waitedMs },
  };
}

export function pongLate(latencyMs: number, evidence: readonly number[]): ObserverEvent {
  return {
    kind: "pongLate",
    level: "note",
    title: `the pong came after ${formatDuration(latencyMs)}`,
    explanation: "The peer is alive after all, but was slow to answer.",
    evidence,
    measures: { latencyMs },
  };
}

export function largeMessage(sizeBytes: number, entry: number): ObserverEvent {
  return {
    kind: "largeMessage",
    level: "note",
    title: `a message of ${formatBytes(sizeBytes)}`,
    explanation:
      "While one large message is on its way, nothing else can pass, pings included. Receivers have limits as well: ws takes " +
      "100 MiB, many servers 1 MiB or less, and close with 1009 beyond.",
    evidence: [entry],
    measures: { sizeBytes },
  };
}

export function invalidText(reason: string, entry: number): ObserverEvent {
  return {
    kind: "invalidText",
    level: "error",
    title: `text that is ${reason}`,
    explanation:
      "Text frames must be UTF-8. A browser closes the connection with 1007 at this frame (RFC 6455 section 8.1); here it is " +
      "kept open, so that what follows can be seen.",
    advice: ["Send bytes as binary frames.", "Look for text that was cut in the middle of a character before sending."],
    evidence: [entry],
  };
}

/** One event for the end of a connection that had opened. */
export function connectionClosed(
  close: Close & { readonly kind: "closed" },
  evidence: readonly number[],
): ObserverEvent {
  const { seen, sent, failure } = close;
  const common = { advice: advise(close), evidence };
  if (failure && isRuleBroken(failure.code)) {
    return {
      ...common,
      kind: "protocolBroken",
      level: "error",
      title: ruleBroken[failure.code] ?? failure.message,
      explanation: `The frame could not be taken, so the connection was failed. ${bothCodes(seen, sent)} Cause: ${failure.message} (${failure.code}).`,
    };
  }
  if (!seen) {
    const cause = failure ? ` Cause: ${failure.message} (${failure.code}).` : "";
    return {
      ...common,
      kind: sent ? "closedOneSided" : "closedAbnormally",
      level: sent ? "warning" : "error",
      title: sent
        ? `we closed with ${codeText(sent)}, the server never answered with its own close`
        : `cut with no close frame (1006)`,
      explanation: `${bothCodes(seen, sent)} The TCP connection ended without the server's close frame, so a browser reports 1006 whatever was meant.${cause}`,
    };
  }
  const meaning = closeCodeMeaning(seen.code ?? 1005);
  const differ = sent !== undefined && sent.code !== seen.code;
  return {
    ...common,
    kind: "closed",
    level: levelOf(seen.code),
    title: differ ? `closed: we sent ${codeText(sent)}, seen ${codeText(seen)}` : `closed with ${codeText(seen)}`,
    explanation: `${meaning.meaning} ${bothCodes(seen, sent)}`,
  };
}

function codeText(frame: CloseFrameInfo): string {
  if (frame.code === undefined) return "no code (1005)";
  const reason = frame.reason === "" ? "" : ` "${oneLine(frame.reason, 100)}"`;
  return `${frame.code} ${closeCodeMeaning(frame.code).name}${reason}`;
}

function bothCodes(seen: CloseFrameInfo | undefined, sent: CloseFrameInfo | undefined): string {
  const ours = sent ? codeText(sent) : "nothing";
  const theirs = seen ? codeText(seen) : "nothing (1006)";
  return `Sent by the client: ${ours}. Seen from the server: ${theirs}.`;
}

function levelOf(code: number | undefined): "note" | "warning" | "error" {
  if (code === undefined || code === 1000 || code === 1001) return "note";
  if (code === 1012 || code === 1013 || code >= 3000) return "warning";
  return "error";
}

function isRuleBroken(code: string): boolean {
  return code.startsWith("WS_ERR_");
}

/** By the codes of `ws` 8 (`lib/receiver.js`), in the words of RFC 6455. */
const ruleBroken: Readonly<Record<string, string>> = {
  WS_ERR_EXPECTED_FIN: "a control frame in fragments, which is not allowed",
  WS_ERR_EXPECTED_MASK: "a client's frame that is not masked",
  WS_ERR_UNEXPECTED_MASK: "a masked frame from the server, and only clients mask",
  WS_ERR_INVALID_CLOSE_CODE: "a close code that may not be sent",
  WS_ERR_INVALID_CONTROL_PAYLOAD_LENGTH:
    "a control frame of a forbidden length (over 125 bytes, or a close of one byte)",
  WS_ERR_INVALID_OPCODE: "a frame of a kind that does not exist, or a fragment out of turn",
  WS_ERR_INVALID_UTF8: "text that is not UTF-8",
  WS_ERR_UNEXPECTED_RSV_1: "a compressed frame where no compression was agreed on",
  WS_ERR_UNEXPECTED_RSV_2_3: "a frame with reserved bits set",
  WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH: "a frame longer than any machine can hold",
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: "a message over the size limit",
  WS_ERR_TOO_MANY_BUFFERED_PARTS: "a message in too many fragments",
};
