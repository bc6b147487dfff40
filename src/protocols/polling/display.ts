/** How replies look: one line for the row, facts and payload for the details. */
import type { Description, Fact, TextBlock } from "../../model/protocol.ts";
import { compactJson, parseJson } from "../kit/json.ts";
import { formatCount, oneLine } from "../kit/words.ts";
import { readBody } from "./body.ts";
import type { Items } from "./items.ts";
import type { PollingMessage, ReplyMessage } from "./messages.ts";
import type { Part } from "./multipart.ts";

const summaryLength = 300;

export function summarize(message: PollingMessage, items: Items): string {
  switch (message.kind) {
    case "reply": {
      if (message.format === "text") return oneLine(message.raw, summaryLength);
      const found = items.of(message.payload);
      const count = found === undefined ? "" : `${formatCount(found.length, "item")} `;
      return count + compactJson(message.payload, summaryLength - count.length);
    }
    case "not_modified":
      return "304: nothing new";
    case "no_content":
      return "204: nothing new";
    case "timed_out":
      return "408: the hold ran out";
    case "empty":
      return message.raw.trim() === "" ? "nothing new" : `nothing new: ${oneLine(message.raw, 120)}`;
    case "refused":
    case "rate_limited":
      return message.raw.trim() === "" ? "no body" : oneLine(message.raw, summaryLength);
    case "request_body":
      return oneLine(message.text, summaryLength);
    case "malformed":
      return `${message.reason}: ${oneLine(message.raw, 120)}`;
  }
}

export function describe(message: PollingMessage, items: Items): Description {
  switch (message.kind) {
    case "reply":
      return {
        facts: replyFacts(message, items),
        ...content(message.raw, message.parts?.map(partOf) ?? message.payload),
      };
    case "not_modified":
      return { facts: [outcome("nothing new", "304: what was read is still the newest")] };
    case "no_content":
      return { facts: [outcome("nothing new", "204: an answer without a body")] };
    case "timed_out":
      return { facts: [outcome("nothing new", "408: nchan's word for a hold that ran out")] };
    case "empty":
      return {
        facts: [outcome("nothing new", "an answer without items")],
        ...content(message.raw, readBody(message.raw).payload),
      };
    case "refused":
      return {
        facts: [outcome("refused", "the row above has the status")],
        ...content(message.raw, jsonOf(message.raw)),
      };
    case "rate_limited":
      return {
        facts: [outcome("rate limited", "429; Retry-After may say until when")],
        ...content(message.raw, jsonOf(message.raw)),
      };
    case "request_body":
      return {
        facts: [{ label: "Length", value: formatCount(message.text.length, "character") }],
        ...content(message.text, jsonOf(message.text)),
      };
    case "malformed":
      return { facts: malformedFacts(message), texts: [plain("Begins with", message.raw)] };
  }
}

function replyFacts({ format, payload, parts, raw, eventId }: ReplyMessage, items: Items): Fact[] {
  const facts: Fact[] = [
    { label: "Body", value: formatNames[format] },
    { label: "Length", value: formatCount(raw.length, "character") },
  ];
  const found = items.of(payload);
  if (found !== undefined) {
    facts.push({ label: "Items", value: String(found.length) });
    const ids = items.idsIn(payload);
    if (ids.length > 0) facts.push({ label: "Ids", value: oneLine(ids.join(", "), summaryLength) });
  }
  parts?.forEach(({ headers }, index) => {
    const told = headers.map(([name, value]) => `${name}: ${value}`).join(", ");
    facts.push({ label: `Part ${index + 1}`, value: oneLine(told, summaryLength) || "no headers" });
  });
  if (eventId !== undefined)
    facts.push({ label: "Position", value: eventId, aside: "a cursor, ETag or date of the answer" });
  return facts;
}

const formatNames: Readonly<Record<ReplyMessage["format"], string>> = {
  json: "JSON",
  "json lines": "JSON lines",
  parts: "multipart",
  text: "text",
};

/** As it is shown in the tree. */
function partOf({ headers, body }: Part): unknown {
  return { headers: Object.fromEntries(headers), body: jsonOf(body) ?? body };
}

function malformedFacts({ reason, offset }: PollingMessage & { readonly kind: "malformed" }): Fact[] {
  const fault: Fact = { label: "Fault", value: reason };
  return offset === undefined ? [fault] : [fault, { label: "Offset", value: String(offset) }];
}

function outcome(value: string, aside: string): Fact {
  return { label: "Outcome", value, aside };
}

function jsonOf(text: string): unknown {
  const json = parseJson(text);
  return json.ok ? json.value : undefined;
}

/** JSON goes into the tree, anything else into a block of text. */
function content(raw: string, payload: unknown): Pick<Description, "payload" | "texts"> {
  if (payload !== undefined) return { payload };
  if (raw === "") return {};
  return { texts: [/^\s*</.test(raw) ? { title: "Body", language: "html", text: raw } : plain("Body", raw)] };
}

function plain(title: string, text: string): TextBlock {
  return { title, language: "plaintext", text };
}
