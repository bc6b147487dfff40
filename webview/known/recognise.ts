/** Tells what a value is beyond its text: the list of all recognisers, the most certain first. */
import { formatSize } from "../format.ts";
import { numberOf } from "../json-value.ts";
import { decodeBase64, decodeBase64Text } from "./base64.ts";
import { jwtKnown } from "./jwt.ts";
import type { Known, KnownPart } from "./known.ts";
import { isTimeKey, momentKnown, readEpoch, readMoment } from "./moment.ts";
import { globalIdKnown, signedKnown } from "./rails.ts";

/** Shorter ones are words; longer ones are no names. */
const shortestBase64 = 12;
const longestText = 100_000;
const decodedShown = 600;
const bytesShown = 32;

/** Stretches that may be known within a longer text. */
const candidates = /ey[\w-]+\.ey[\w-]+\.[\w-]*|gid:\/\/[^\s"'\\<>]+|[A-Za-z0-9+/_-]{8,}={0,2}--[0-9a-f]{40,128}\b/g;

export interface Surroundings {
  /** The moment that ages count from, ms since the epoch. */
  readonly rowAt?: number | undefined;
  /** What the value is called. */
  readonly key?: string | undefined;
}

/** For a whole value: a string, or a number. */
export function recognise(value: unknown, { rowAt, key }: Surroundings): Known | undefined {
  const number = numberOf(value);
  if (number !== undefined) {
    const moment = readEpoch(number);
    // Other numbers may look like moments too; then only a name or a fine unit makes it likely. Ids of 19 digits do as well.
    return moment && (isTimeKey(key) || (number > 1e11 && number < 1e17)) ? momentKnown(moment, rowAt) : undefined;
  }
  if (typeof value !== "string" || value.length > longestText || value.length < 6) return undefined;
  const moment = readMoment(value) ?? (/^\d{10,16}(\.\d+)?$/.test(value) ? readEpoch(Number(value)) : undefined);
  if (moment) return momentKnown(moment, rowAt);
  return jwtKnown(value, rowAt) ?? globalIdKnown(value) ?? signedKnown(value) ?? base64Known(value);
}

/** For a text with more in it. Parts are in order and do not overlap. */
export function recogniseWithin(text: string, surroundings: Surroundings): readonly KnownPart[] {
  const whole = recognise(text, surroundings);
  if (whole) return [{ from: 0, to: text.length, known: whole }];
  if (text.length > longestText) return [];
  return [...text.matchAll(candidates)].flatMap((match) => {
    const { rowAt } = surroundings;
    const known = jwtKnown(match[0], rowAt) ?? globalIdKnown(match[0]) ?? signedKnown(match[0]);
    return known ? [{ from: match.index, to: match.index + match[0].length, known }] : [];
  });
}

/** Text is certain enough from twelve characters on; bytes only where padding or both cases and digits speak for it. */
function base64Known(text: string): Known | undefined {
  if (text.length < shortestBase64 || /^[0-9a-f-]+$/i.test(text) || /^[A-Za-z]+$/.test(text)) return undefined;
  const bytes = decodeBase64(text);
  if (!bytes) return undefined;
  const size = { label: "Size", value: formatSize(bytes.length) };
  const decoded = decodeBase64Text(text);
  if (decoded !== undefined) {
    const shown = decoded.length > decodedShown ? `${decoded.slice(0, decodedShown)}…` : decoded;
    return { title: "Base64 text", lines: [{ label: "Decoded", value: shown }, size], decoded };
  }
  const speaksForIt = /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text) && text.length >= 24;
  if (!speaksForIt && !text.endsWith("=")) return undefined;
  const hex = Array.from(bytes.subarray(0, bytesShown), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  return {
    title: "Base64 bytes",
    lines: [{ label: "Bytes", value: bytes.length > bytesShown ? `${hex} …` : hex }, size],
  };
}
