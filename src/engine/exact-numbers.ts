/**
 * Shows a message's numbers as they travelled. Decoding makes JavaScript's numbers of them, which change the last digits of
 * an id beyond 2^53, write 1.0 as 1 and have no 1e400: what is shown takes its numbers from the text that came.
 */
import { isRawNumber, parseExactly } from "../bridge/exact-json.ts";
import type { FrameData } from "../model/frame.ts";

/** Texts without such characters have no number that changes. */
const mayChange = /\d{16}|\d[.eE]|-0/;
const longDigits = /(?<![\w.])-?\d{16,}(?![\w.])/g;
/** Messages keep their payload in a property of theirs, or in one of those. */
const deepest = 3;

/** The payload, for `JSON.stringify`: where a number's own text would be another, it is written as it came. */
export function exactPayload(payload: unknown, data: FrameData): unknown {
  if (payload === undefined || typeof data !== "string" || !mayChange.test(data)) return payload;
  const whole = exactJson(data) ?? exactJson(eventData(data));
  return whole === undefined ? payload : (findAlike(whole, payload, 0) ?? payload);
}

/** One line about a message, in which long whole numbers are as they came. */
export function exactSummary(summary: string, data: FrameData): string {
  if (typeof data !== "string" || !/\d{16}/.test(summary)) return summary;
  const written = new Map<string, Set<string>>();
  for (const [digits] of data.matchAll(longDigits)) {
    const shown = String(Number(digits));
    written.set(shown, (written.get(shown) ?? new Set()).add(digits));
  }
  // Two that became the same cannot be told apart here; the details can.
  return summary.replace(longDigits, (shown) => {
    const [digits, other] = written.get(shown) ?? [];
    return digits !== undefined && other === undefined ? digits : shown;
  });
}

function exactJson(text: string): unknown {
  try {
    return parseExactly(text);
  } catch {
    return undefined;
  }
}

/** What a block of an event stream holds. */
function eventData(block: string): string {
  return block
    .split(/\r\n|\r|\n/)
    .flatMap((line) => /^data: ?(.*)$/s.exec(line)?.[1] ?? [])
    .join("\n");
}

/** The part that is the payload but for the spelling of its numbers; also within JSON in a string. */
function findAlike(exact: unknown, payload: unknown, depth: number): unknown {
  if (isAlike(exact, payload)) return exact;
  if (depth >= deepest) return undefined;
  const inner = typeof exact === "string" && mayChange.test(exact) ? [exactJson(exact)] : childrenOf(exact);
  for (const child of inner) {
    const found = findAlike(child, payload, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function childrenOf(value: unknown): readonly unknown[] {
  if (typeof value !== "object" || value === null || Array.isArray(value) || isRawNumber(value)) return [];
  return Object.values(value);
}

function isAlike(exact: unknown, plain: unknown): boolean {
  if (isRawNumber(exact)) return Number(exact.rawJSON) === plain;
  if (typeof exact !== "object" || exact === null || typeof plain !== "object" || plain === null)
    return exact === plain;
  if (Array.isArray(exact) !== Array.isArray(plain)) return false;
  const keys = Object.keys(exact);
  return (
    keys.length === Object.keys(plain).length &&
    keys.every((key) => Object.hasOwn(plain, key) && isAlike(exact[key as never], plain[key as never]))
  );
}
