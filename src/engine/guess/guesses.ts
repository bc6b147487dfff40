/** Where in a message to guess: its bytes, where no protocol has decoded them, and base64 in its text or its payload. */
import type { Guess } from "../../bridge/rows.ts";
import type { Description } from "../../model/protocol.ts";
import type { Reading } from "../message-reader.ts";
import { languageOf } from "../text-language.ts";
import { guessesFrom } from "./guess.ts";

/** Texts looked at in one payload, and guesses shown of it. */
const textsLookedAt = 2_000;
const guessesShown = 5;
/** Shorter ones are words. */
const shortestBase64 = 16;
const longestBase64 = 1_400_000;

const none: readonly Guess[] = [];

export function guessesOf(reading: Reading, { payload }: Description): readonly Guess[] {
  if (reading.source !== "message" && reading.source !== "unreadable") return none;
  const { data } = reading;
  if (payload !== undefined) return guessesInside(payload);
  if (typeof data !== "string") return guessesFrom(data);
  const bytes = fromBase64(data.trim());
  if (bytes) return guessesFrom(bytes).map((guess) => ({ ...guess, path: "base64 text" }));
  return documentOf(data);
}

/** Markup is named, and shown as text; nothing ever renders it. */
function documentOf(text: string): readonly Guess[] {
  const language = languageOf(text);
  if (language !== "html" && language !== "xml") return none;
  const title = language === "html" ? "HTML" : /^\s*(<\?xml[^>]*>\s*)?<svg\b/i.test(text) ? "SVG image" : "XML";
  return [{ title, sizeBytes: Buffer.byteLength(text), why: "It begins as this format does. It is shown as text." }];
}

function guessesInside(payload: unknown): readonly Guess[] {
  const found: Guess[] = [];
  let left = textsLookedAt;
  const visit = (value: unknown, path: string): void => {
    if (left <= 0 || found.length >= guessesShown) return;
    if (typeof value === "string") {
      left -= 1;
      const bytes = fromBase64(value);
      if (bytes) found.push(...guessesFrom(bytes).map((guess) => ({ ...guess, path })));
    } else if (Array.isArray(value)) for (const [index, item] of value.entries()) visit(item, `${path}[${index}]`);
    else if (typeof value === "object" && value !== null)
      for (const [key, item] of Object.entries(value)) visit(item, path + step(key));
  };
  visit(payload, "$");
  return found.slice(0, guessesShown);
}

function step(key: string): string {
  return /^[A-Za-z_$][\w$-]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

/** RFC 4648 sections 4 and 5, with or without padding, also in a data URL. Undefined for what is none, or too short to tell. */
function fromBase64(text: string): Uint8Array | undefined {
  const body = /^data:[^,]{0,200};base64,/.test(text) ? text.slice(text.indexOf(",") + 1) : text;
  if (body.length < shortestBase64 || body.length > longestBase64) return undefined;
  if (!/^([A-Za-z0-9+/]+|[A-Za-z0-9_-]+)={0,2}$/.test(body)) return undefined;
  if (body.replace(/=+$/, "").length % 4 === 1 || (body.endsWith("=") && body.length % 4 !== 0)) return undefined;
  return Buffer.from(body, "base64");
}
