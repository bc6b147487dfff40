/** How messages look in rows and details. */
import type { Description, Fact } from "../../model/protocol.ts";
import { compactJson } from "../kit/json.ts";
import { formatBytes, oneLine } from "../kit/words.ts";
import { maxJsonLength } from "./codec.ts";
import type { WebSocketMessage } from "./messages.ts";

const summaryLength = 300;
const bytesInSummary = 24;

export function summarize(message: WebSocketMessage): string {
  switch (message.kind) {
    case "text":
      return message.text === "" ? "empty" : oneLine(message.text, summaryLength);
    case "json":
      return compactJson(message.value, summaryLength);
    case "binary":
      return message.bytes.length === 0 ? "empty" : hexPreview(message.bytes);
    case "malformed":
      return message.reason;
  }
}

export function describe(message: WebSocketMessage): Description {
  switch (message.kind) {
    case "text": {
      const length: Fact = { label: "Length", value: `${message.text.length} characters` };
      if (message.text.length > maxJsonLength)
        return { facts: [{ ...length, aside: `not tried as JSON: over ${formatBytes(maxJsonLength)}` }] };
      return { facts: [length], texts: [{ title: "Text", language: "plaintext", text: message.text }] };
    }
    case "json":
      return { facts: jsonFacts(message.value), payload: message.value };
    case "binary":
      return { facts: [{ label: "Length", value: formatBytes(message.bytes.length) }] };
    case "malformed":
      return {
        facts: [
          { label: "Fault", value: message.reason, aside: "RFC 6455 section 8.1: close with 1007" },
          { label: "Length", value: formatBytes(message.bytes.length) },
        ],
      };
  }
}

function hexPreview(bytes: Uint8Array): string {
  const shown = bytes.subarray(0, bytesInSummary);
  const hex = Array.from(shown, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  return bytes.length > shown.length ? `${hex} …` : hex;
}

function jsonFacts(value: object): Fact[] {
  if (Array.isArray(value)) return [{ label: "JSON", value: `array of ${value.length}` }];
  const facts: Fact[] = [{ label: "JSON", value: "object" }];
  // Names that most message formats use to tell what a message is.
  for (const name of ["type", "event", "action", "method", "op", "id"]) {
    const field = (value as Record<string, unknown>)[name];
    if (typeof field === "string" || typeof field === "number") facts.push({ label: name, value: String(field) });
  }
  return facts;
}
