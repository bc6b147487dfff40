/** How messages look in rows and details. Shows, never judges. */
import type { Description, Fact, TextBlock } from "../../model/protocol.ts";
import { compactJson, parseJson } from "../kit/json.ts";
import { formatCount, formatDuration, oneLine } from "../kit/words.ts";
import { readBrokerPosition } from "./broker-position.ts";
import { dataOf } from "./fields.ts";
import type { SseMessage } from "./messages.ts";

const summaryLength = 300;

export function summarize(message: SseMessage): string {
  switch (message.kind) {
    case "event":
      return message.data === "" ? "empty" : inOneLine(message.data);
    case "done":
      return "[DONE]";
    case "id":
      return message.ownId === "" ? "clears the last event id, no event" : "sets the last event id, no event";
    case "event_without_data":
      return "a type but no data: never dispatched";
    case "comment":
      return message.text === "" ? "empty comment" : oneLine(message.text, summaryLength);
    case "blank":
      return "a blank line";
    case "retry":
      return `reconnect after ${formatDuration(message.retryMs)}`;
    case "invalid_retry":
      return `ignored: "${oneLine(message.value, 60)}" is no whole number`;
    case "invalid_id":
      return "ignored: an id with U+0000 in it";
    case "unknown_field":
      return `ignored: no field is called "${oneLine(message.field, 60)}" · ${oneLine(message.raw, 200)}`;
    case "unfinished":
      return `no blank line at the end: ${oneLine(message.raw, summaryLength)}`;
    case "bom":
      return "byte order mark, dropped";
    case "body":
    case "request_body":
      return inOneLine(message.text);
    case "malformed":
      return message.reason;
  }
}

export function describe(message: SseMessage): Description {
  switch (message.kind) {
    case "event":
    case "done":
      return describeEvent(message);
    case "id":
      return { facts: [{ label: "Last event id", value: message.ownId || "none", aside: "a block without data" }] };
    case "event_without_data":
      return { facts: [{ label: "Type", value: message.channel, aside: "not dispatched: the block has no data" }] };
    case "comment":
      return { facts: [{ label: "Comment", value: message.text || "empty", aside: "clients ignore it" }] };
    case "blank":
      return { facts: [{ label: "Line", value: "blank", aside: "ends no block" }] };
    case "retry":
      return { facts: [{ label: "Reconnection time", value: formatDuration(message.retryMs), aside: "at once" }] };
    case "invalid_retry":
      return { facts: [{ label: "retry", value: message.value || "empty", aside: "ignored: digits only" }] };
    case "invalid_id":
      return { facts: [{ label: "Line", value: message.raw, aside: "ignored: U+0000 in an id" }] };
    case "unknown_field":
      return {
        facts: [
          { label: "Field", value: message.field, aside: "ignored: names are data, event, id and retry" },
          { label: "Value", value: message.value },
        ],
      };
    case "unfinished":
      return describeUnfinished(message.raw);
    case "bom":
      return { facts: [{ label: "Byte order mark", value: "EF BB BF", aside: "one is dropped, at the start only" }] };
    case "body":
    case "request_body":
      return {
        facts: [{ label: "Length", value: formatCount(message.text.length, "character") }],
        ...content(message.text, "Body"),
      };
    case "malformed":
      return { facts: [{ label: "Fault", value: message.reason }], texts: [plain("Begins with", message.raw)] };
  }
}

function describeEvent(message: SseMessage & { readonly kind: "event" | "done" }): Description {
  const facts: Fact[] = [
    message.channel === "message"
      ? { label: "Type", value: "message", aside: "onmessage" }
      : { label: "Type", value: message.channel, aside: "addEventListener only" },
  ];
  if (message.eventId !== undefined)
    facts.push(
      {
        label: "Last event id",
        value: message.eventId,
        aside: message.ownId === undefined ? "of an earlier block" : undefined,
      },
      ...brokerFacts(message.eventId),
    );
  else if (message.ownId === "") facts.push({ label: "Last event id", value: "none", aside: "cleared by this block" });
  if (message.raw.includes("\uFFFD"))
    facts.push({ label: "Encoding", value: "holds U+FFFD", aside: "bytes that were not UTF-8, or sent as such" });
  if (message.kind === "done") {
    facts.push({ label: "Data", value: "[DONE]", aside: "the customary end of a language model's stream" });
    return { facts };
  }
  return { facts, ...content(message.data, "Data") };
}

function brokerFacts(id: string): Fact[] {
  const position = readBrokerPosition(id);
  if (position === undefined) return [];
  const { offset, epoch, streamId, documented } = position;
  const order = documented
    ? "AnyCable's id as documented: offset, stream, epoch"
    : "AnyCable's id: offset, epoch, stream";
  return [
    { label: "Stream", value: streamId, aside: order },
    { label: "Offset", value: String(offset) },
    { label: "Epoch", value: epoch, aside: "with several streams, only the last one's position is remembered" },
  ];
}

function describeUnfinished(raw: string): Description {
  const data = dataOf(raw);
  const facts: Fact[] = [
    { label: "By the standard", value: "dropped", aside: "no blank line ended the block" },
    { label: "Clients that flush at the end", value: data === undefined ? "nothing" : "deliver it" },
  ];
  return { facts, texts: [plain("Block", raw)] };
}

/** JSON goes into the tree, anything else into a block of text. */
function content(text: string, title: string): Pick<Description, "payload" | "texts"> {
  const json = parseJson(text);
  if (json.ok) return { payload: json.value };
  if (text === "") return {};
  return { texts: [/^\s*</.test(text) ? { title, language: "html", text } : plain(title, text)] };
}

function plain(title: string, text: string): TextBlock {
  return { title, language: "plaintext", text };
}

/** Pretty-printed JSON is folded back; anything else keeps its words and loses its line breaks. */
function inOneLine(text: string): string {
  if (/^\s*[[{]/.test(text) && text.includes("\n") && text.length <= 64 * 1024) {
    const json = parseJson(text);
    if (json.ok) return compactJson(json.value, summaryLength);
  }
  return oneLine(text, summaryLength);
}
