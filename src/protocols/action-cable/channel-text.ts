/**
 * Reads what a person writes for a channel and makes the identifier of it, as the official client would.
 * Refuses, with a sentence that helps, what every Rails server would meet with silence.
 */
import { isRecord, parseJson } from "../kit/json.ts";
import { MisuseError } from "../kit/misuse-error.ts";
import { oneLine } from "../kit/words.ts";
import { readAttributes } from "./html-attributes.ts";
import { readIdentifier } from "./identifier.ts";

const example = 'ChatChannel {"room":"lobby"}';
const sourceElement = "<turbo-cable-stream-source";

/**
 * Takes `ChatChannel`, `ChatChannel {"room":"lobby"}`, a whole identifier as JSON (kept byte for byte), one that is
 * quoted as on the wire, `Turbo::StreamsChannel <signed name>`, or a `<turbo-cable-stream-source …>` element from a page.
 * Throws a `MisuseError` for anything else.
 */
export function identifierFrom(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "") throw new MisuseError("missing-channel", `Name a channel, for example ${example}.`);
  const identifier = read(trimmed);
  requireSignedName(identifier);
  return identifier;
}

function read(text: string): string {
  if (text.startsWith("{")) return wholeIdentifier(text);
  if (text.startsWith('"')) return quotedIdentifier(text);
  if (text.startsWith(sourceElement)) return fromElement(text);
  const [, name = "", rest = ""] = /^(\S+)\s*([\s\S]*)$/.exec(text) ?? [];
  requireClassName(name);
  if (rest === "") return JSON.stringify({ channel: name });
  if (name === "Turbo::StreamsChannel" && !rest.startsWith("{")) {
    return JSON.stringify({ channel: name, signed_stream_name: rest });
  }
  return JSON.stringify({ channel: name, ...paramsFrom(rest) });
}

function wholeIdentifier(text: string): string {
  const parsed = parseJson(text);
  if (parsed.ok && isRecord(parsed.value) && "command" in parsed.value) {
    throw new MisuseError(
      "whole-command",
      "This is a whole command. Give only what its `identifier` holds, or use “Send text” to send it as it is. " +
        "(`identifier` must be a string of JSON; as an object Rails logs a type error and never answers.)",
    );
  }
  const { fault } = readIdentifier(text);
  if (fault === undefined) return text;
  const offset = parsed.ok || parsed.offset === undefined ? "" : ` (at offset ${parsed.offset})`;
  throw new MisuseError(
    "bad-channel",
    `The identifier is ${fault}${offset}. It looks like {"channel":"ChatChannel","room":"lobby"}.`,
  );
}

function quotedIdentifier(text: string): string {
  const parsed = parseJson(text);
  if (parsed.ok && typeof parsed.value === "string") return read(parsed.value.trim());
  throw new MisuseError("bad-channel", `A quoted identifier must be one JSON string. Simpler: ${example}.`);
}

/** Same key order as turbo-rails' element builds it: channel, signed name, then `data-*` in snake case. */
function fromElement(text: string): string {
  const attributes = readAttributes(text, sourceElement.length)?.attributes ?? {};
  const params: Record<string, string> = {
    channel: attributes.channel ?? "Turbo::StreamsChannel",
    signed_stream_name: attributes["signed-stream-name"] ?? "",
  };
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("data-")) params[name.slice("data-".length).replaceAll("-", "_")] = value;
  }
  return JSON.stringify(params);
}

function requireClassName(name: string): void {
  // "$pubsub" is AnyCable's channel for signed and public streams.
  if (/^(?:\$\w+|[A-Z]\w*(?:::[A-Z]\w*)*)$/.test(name)) return;
  const guess = name
    .replace(/[^A-Za-z0-9_:]/g, "")
    .replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const hint = /^[A-Z]/.test(guess) ? ` Did you mean ${guess.endsWith("Channel") ? guess : `${guess}Channel`}?` : "";
  throw new MisuseError(
    "bad-channel",
    `“${oneLine(name, 60)}” cannot be a channel's Ruby class, and Rails would never answer.${hint} It looks like ${example}.`,
  );
}

function paramsFrom(text: string): Record<string, unknown> {
  const parsed = parseJson(text);
  if (!parsed.ok) {
    const place = parsed.offset === undefined ? "" : ` (at offset ${parsed.offset} of them)`;
    throw new MisuseError("bad-params", `The params are ${parsed.reason}${place}. They look like {"room":"lobby"}.`);
  }
  if (!isRecord(parsed.value)) {
    throw new MisuseError("bad-params", `The params must be a JSON object such as {"room":"lobby"}.`);
  }
  if ("channel" in parsed.value) {
    throw new MisuseError(
      "bad-params",
      "The params name a `channel` again. Give the whole identifier as JSON instead.",
    );
  }
  return parsed.value;
}

/** turbo-rails rejects the subscription without it; it can only come from the page (acli#9). */
function requireSignedName(text: string): void {
  const { channelName, params } = readIdentifier(text);
  if (channelName !== "Turbo::StreamsChannel") return;
  if (typeof params.signed_stream_name === "string" && params.signed_stream_name !== "") return;
  throw new MisuseError(
    "missing-signed-stream-name",
    "Turbo::StreamsChannel needs a signed stream name, else Rails rejects it. Copy the <turbo-cable-stream-source> " +
      "element from the page and paste it here, or write Turbo::StreamsChannel followed by its signed-stream-name.",
  );
}
