/** The steps of a WebSocket's entry: its handshake, its messages, its end. */
import type { Close, Frame, RequestHead } from "../../model/frame.ts";
import type { ByteRange } from "../json-scanner.ts";
import { asNumber, asText, isRecord } from "../loose-values.ts";
import type { Step } from "../step.ts";
import { answerAt, type DatedEntry, endOf, momentOf, startOf } from "./dated-entry.ts";
import { failed, handshakeOf } from "./endings.ts";
import { readList, readText } from "./file-values.ts";
import type { HarEntry } from "./index-entries.ts";
import { noHandshake, unreadableMessages } from "./remarks.ts";

export function* webSocketSteps(
  entry: DatedEntry,
  request: RequestHead,
  path: string,
  connection: number,
): Generator<Step> {
  const { response, messages, close, error } = entry;
  const startedAt = startOf(entry);
  const first = messages && firstMoment(path, messages, startedAt);
  const openedAt = Math.min(answerAt(entry), first ?? Number.POSITIVE_INFINITY);
  if (response)
    yield {
      kind: "frame",
      at: openedAt,
      connection,
      frame: { kind: "response", direction: "received", head: response },
    };
  if (response && response.status !== 101 && first === undefined) {
    const refusal = readText(path, entry.body);
    const text = typeof refusal === "string" ? refusal : refusal ? Buffer.from(refusal).toString() : "";
    yield {
      kind: "closed",
      at: openedAt,
      connection,
      close: { kind: "refused", response, body: text.slice(0, 65_536) },
    };
    return;
  }
  if (!response && first === undefined) {
    yield { kind: "closed", at: endOf(entry), connection, close: failed(error) };
    return;
  }
  const handshake = handshakeOf(request, response, entry);
  const isPresumed = !response || response.headers.length === 0;
  yield { kind: "opened", at: openedAt, connection, handshake, isPresumed };
  if (isPresumed || request.headers.length === 0)
    yield { kind: "remarked", at: openedAt, connection, remark: noHandshake };
  let at = openedAt;
  let seen: { code: number | undefined; reason: string } | undefined;
  let broken: string | undefined;
  let unreadable = 0;
  for (const message of readList(path, messages)) {
    if (!isRecord(message) || !hasData(message)) {
      unreadable += 1;
      continue;
    }
    at = momentOf(message.time, startedAt) ?? at;
    const frame = frameOf(message);
    if (frame === undefined) {
      broken = asText(message.data) || broken;
      continue;
    }
    if (frame.kind === "close" && frame.direction === "received")
      seen = { code: frame.code, reason: String(frame.data) };
    yield { kind: "frame", at, connection, frame };
  }
  if (unreadable > 0) yield { kind: "remarked", at, connection, remark: unreadableMessages(unreadable) };
  const ended = closeOf(close, seen, broken ?? error);
  if (!ended) return;
  const closedAt = close !== undefined && close !== "aborted" ? (close.at ?? endOf(entry)) : endOf(entry);
  yield { kind: "closed", at: Math.max(at, closedAt), connection, close: ended };
}

/** Else its data is written in no way that a frame's can be: nothing is made up in its place. */
function hasData({ type, opcode = 1, data }: Readonly<Record<string, unknown>>): boolean {
  const isControl = opcode === 8 || opcode === 9 || opcode === 10;
  if (data === undefined) return isControl || type === "error";
  if (typeof data !== "string") return false;
  return opcode === 1 || opcode === -1 || /^[\w+/=\s-]*$/.test(data);
}

/** Undefined for what is no frame: Chrome lists errors among them, with an opcode of -1. */
function frameOf(message: Readonly<Record<string, unknown>>): Frame | undefined {
  const direction = message.type === "send" ? "sent" : "received";
  const text = asText(message.data) ?? "";
  const opcode = asNumber(message.opcode) ?? 1;
  if (message.type === "error" || opcode < 0) return undefined;
  if (opcode === 1) return { kind: "text", direction, data: text };
  const bytes = Buffer.from(text, "base64");
  if (opcode === 9 || opcode === 10) return { kind: opcode === 9 ? "ping" : "pong", direction, data: bytes };
  if (opcode !== 8) return { kind: "binary", direction, data: bytes };
  if (bytes.length < 2) return { kind: "close", direction, data: "" };
  return { kind: "close", direction, data: bytes.subarray(2).toString(), code: bytes.readUInt16BE(0) };
}

/** Undefined where the file does not tell how it ended: it may have been open when the file was written. */
function closeOf(
  close: HarEntry["close"],
  seen: { code: number | undefined; reason: string } | undefined,
  error: string | undefined,
): Close | undefined {
  if (seen) return { kind: "closed", seen };
  if (close !== undefined && close !== "aborted")
    return { kind: "closed", seen: { code: close.code, reason: close.reason } };
  if (close === undefined && error === undefined) return undefined;
  return { kind: "closed", ...(error !== undefined && { failure: failed(error).failure }) };
}

function firstMoment(path: string, messages: ByteRange, startedAt: number): number | undefined {
  for (const message of readList(path, messages))
    return (isRecord(message) && momentOf(message.time, startedAt)) || startedAt;
  return undefined;
}
