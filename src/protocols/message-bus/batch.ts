/**
 * Reads a batch, the JSON array that every reply and every block of a stream is, into a message for each item. Keeps the
 * text of each item as it stood, which `JSON.stringify` would not.
 */
import { isRecord, parseJson } from "../kit/json.ts";
import { type MessageBusMessage, statusChannel } from "./messages.ts";

export function readBatch(text: string): readonly MessageBusMessage[] {
  const parsed = parseJson(text);
  if (!parsed.ok) return [{ kind: "malformed", reason: parsed.reason, offset: parsed.offset, raw: text }];
  if (!Array.isArray(parsed.value)) return [{ kind: "malformed", reason: faultOf(parsed.value) ?? noBatch, raw: text }];
  if (parsed.value.length === 0) return [{ kind: "empty", heartbeat: true, raw: text }];
  const texts = parsed.value.length === 1 ? [insideOf(text)] : itemTexts(text);
  return parsed.value.map((item, index) => readValue(item, texts[index] ?? ""));
}

/** One item by itself, as it was stored. */
export function readItem(raw: string): MessageBusMessage {
  const parsed = parseJson(raw);
  if (!parsed.ok) return { kind: "malformed", reason: parsed.reason, offset: parsed.offset, raw };
  return readValue(parsed.value, raw);
}

/** Of a text that was found malformed, why: the same for a block and for an item of one. */
export function malformedAgain(raw: string): MessageBusMessage {
  const item = readItem(raw);
  return item.kind === "malformed" ? item : { kind: "malformed", reason: noBatch, raw };
}

const noBatch = "a message with no batch around it";

function readValue(item: unknown, raw: string): MessageBusMessage {
  const fault = faultOf(item);
  if (fault !== undefined) return { kind: "malformed", reason: fault, raw };
  const { channel, global_id: globalId, message_id: messageId, data } = item as Item;
  if (channel === statusChannel) {
    const positions = Object.entries(data as object).filter((pair): pair is [string, number] =>
      Number.isFinite(pair[1]),
    );
    return { kind: "status", channel, positions, raw };
  }
  return { kind: "message", channel, eventId: String(messageId), globalId, messageId, data, raw };
}

interface Item {
  readonly channel: string;
  readonly global_id: number;
  readonly message_id: number;
  readonly data: unknown;
}

/** Why it is no item; undefined when it is one. */
function faultOf(item: unknown): string | undefined {
  if (Array.isArray(item)) return "a batch inside of a batch";
  if (!isRecord(item)) return "neither a batch nor a message";
  const { channel, data } = item;
  if (typeof channel !== "string") return "neither a batch nor a message: it has no channel";
  if (channel === statusChannel) return isRecord(data) ? undefined : "a status without positions";
  if (typeof item.message_id !== "number" || typeof item.global_id !== "number") return "a message without its ids";
  return "data" in item ? undefined : "a message without data";
}

function insideOf(text: string): string {
  return text.slice(text.indexOf("[") + 1, text.lastIndexOf("]")).trim();
}

/** The items of a text that is known to be a JSON array, each as it stands. */
function itemTexts(text: string): string[] {
  const texts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = text.indexOf("["); at < text.length; at += 1) {
    switch (text[at]) {
      case '"':
        at = endOfString(text, at);
        break;
      case "[":
      case "{":
        depth += 1;
        if (depth === 1) from = at + 1;
        break;
      case "]":
      case "}":
        depth -= 1;
        if (depth === 0) texts.push(text.slice(from, at).trim());
        break;
      case ",":
        if (depth !== 1) break;
        texts.push(text.slice(from, at).trim());
        from = at + 1;
    }
  }
  return texts;
}

/** Of the quote that closes the string whose opening quote is at `at`. */
function endOfString(text: string, at: number): number {
  let end = text.indexOf('"', at + 1);
  while (end !== -1) {
    let backslashes = 0;
    while (text[end - 1 - backslashes] === "\\") backslashes += 1;
    if (backslashes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return text.length;
}
