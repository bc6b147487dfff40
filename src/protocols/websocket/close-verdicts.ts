/** The words of the one event that ends a connection. Decides nothing but which words fit. */
import type { Level, ObserverEvent } from "../../model/event.ts";
import type { Close, CloseFrameInfo, Direction, TransportFailure } from "../../model/frame.ts";
import { closeCodeMeaning } from "../kit/close-codes.ts";
import { oneLine } from "../kit/words.ts";
import { advise } from "./advice.ts";

type Closed = Close & { readonly kind: "closed" };

/** `first` is who sent a close frame first, if anyone did. */
export function connectionClosed(
  close: Closed,
  first: Direction | undefined,
  evidence: readonly number[],
): ObserverEvent {
  return { ...wordsFor(close, first), advice: advise(close), evidence };
}

function wordsFor(close: Closed, first: Direction | undefined): Omit<ObserverEvent, "advice" | "evidence"> {
  const { seen, sent, failure } = close;
  const cause = failure ? ` Cause: ${causeText(failure)}` : "";
  if (failure?.stage === "protocol") {
    return {
      kind: "protocolBroken",
      level: "error",
      title: brokenRules[failure.code] ?? failure.message,
      explanation: `The frame could not be taken, so the connection was failed. ${bothCodes(seen, sent)}${cause}`,
    };
  }
  if (!seen && sent) {
    return {
      kind: "closedOneSided",
      level: "warning",
      title: `the client closed with ${codeText(sent)}, the server never answered with its own close`,
      explanation: `${bothCodes(seen, sent)} A browser reports 1006 here, whatever was meant (RFC 6455 section 7.1.5).${cause}`,
    };
  }
  if (!seen) {
    return {
      kind: "closedAbnormally",
      level: "error",
      title: "cut with no close frame (1006)",
      explanation: `${closeCodeMeaning(1006).meaning}${cause}`,
    };
  }
  return {
    kind: "closed",
    level: first === "sent" ? "note" : levelOf(seen.code),
    title: first === "sent" ? closedByClient(seen, sent) : `the server closed with ${codeText(seen)}`,
    explanation: `${closeCodeMeaning(seen.code ?? 1005).meaning} ${bothCodes(seen, sent)}`,
  };
}

/** Codes of `ws` and of the system can be searched for; the others are ours and the sentence says the same. */
function causeText({ message, code }: TransportFailure): string {
  return /^[A-Z_]+$/.test(code) ? `${message} (${code})` : message;
}

function closedByClient(seen: CloseFrameInfo, sent: CloseFrameInfo | undefined): string {
  const answer = sent?.code === seen.code ? "" : `, the server answered ${codeText(seen)}`;
  return `the client closed with ${codeText(sent ?? seen)}${answer}`;
}

function codeText(frame: CloseFrameInfo): string {
  const { code } = frame;
  if (code === undefined) return "no code (1005)";
  const reason = frame.reason === "" ? "" : ` "${oneLine(frame.reason, 100)}"`;
  return `${code} ${closeCodeMeaning(code).name}${reason}${isForbidden(code) ? ", which may never be sent" : ""}`;
}

function bothCodes(seen: CloseFrameInfo | undefined, sent: CloseFrameInfo | undefined): string {
  const ours = sent ? codeText(sent) : "nothing";
  const theirs = seen ? codeText(seen) : "nothing (1006)";
  return `Sent by the client: ${ours}. Seen from the server: ${theirs}.`;
}

/** RFC 6455 section 7.4: reserved for what APIs report, or outside of all ranges. */
function isForbidden(code: number): boolean {
  return code === 1005 || code === 1006 || code === 1015 || code < 1000 || code > 4999;
}

function levelOf(code: number | undefined): Level {
  if (code === undefined || code === 1000 || code === 1001) return "note";
  if (code === 1012 || code === 1013 || code >= 3000) return "warning";
  return "error";
}

/** By the codes of `ws` 8 (`lib/receiver.js`), in the words of RFC 6455. */
const brokenRules: Readonly<Record<string, string>> = {
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
