/**
 * Replaces what is private by placeholders: the same value by the same one wherever it stands, in raw frames and in what
 * was decoded from them, so that a report stays readable. Remembers what it replaced; knows no format.
 */
import type { Finding, FindingKind } from "../../bridge/transfer.ts";
import { findingKinds } from "../../bridge/transfer.ts";
import { changeBase64 } from "./base64-text.ts";
import { type FindingPattern, findingPatterns } from "./finding-kinds.ts";

const placeholderNames: Readonly<Record<FindingKind, string>> = {
  jwt: "jwt",
  signedName: "signed",
  secret: "secret",
  email: "email",
  ip: "ip",
};

const examplesKept = 5;
/** Beyond so many different values of one kind the numbers start to repeat: memory must not grow with the capture. */
const rememberedValues = 100_000;

interface Tally {
  count: number;
  readonly placeholders: Map<string, string>;
  readonly examples: { placeholder: string; hint: string; seq: number }[];
}

export class Redactor {
  readonly #patterns: readonly FindingPattern[];
  readonly #tallies: Readonly<Record<FindingKind, Tally>>;
  /** The entry that is read, for the examples. */
  seq = 0;

  constructor(kinds: readonly FindingKind[]) {
    this.#patterns = findingPatterns.filter(({ kind }) => kinds.includes(kind));
    const tallies = findingKinds.map((kind) => [kind, { count: 0, placeholders: new Map(), examples: [] }] as const);
    this.#tallies = Object.fromEntries(tallies) as unknown as Record<FindingKind, Tally>;
  }

  get isIdle(): boolean {
    return this.#patterns.length === 0;
  }

  /** Values replaced so far, each as often as it was. */
  get masked(): number {
    return findingKinds.reduce((sum, kind) => sum + this.#tallies[kind].count, 0);
  }

  text(text: string): string {
    return this.isIdle ? text : this.#plain(changeBase64(text, (inner) => this.#plain(inner)));
  }

  #plain(text: string): string {
    let result = text;
    for (const pattern of this.#patterns)
      result = this.#replace(result, pattern, (placeholder, _length, quote) => quote + placeholder + quote);
    return result;
  }

  /**
   * Bytes that are no text (MessagePack, protobuf) tell the length of what is in them: there a placeholder is cut or filled
   * up to the length of what it replaces. Text within them is found where it is ASCII.
   */
  bytes(bytes: Uint8Array): Uint8Array {
    if (this.isIdle) return bytes;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
    let result = text;
    for (const pattern of this.#patterns)
      result = this.#replace(result, pattern, (placeholder, length, quote) =>
        quote === "" ? placeholder.slice(0, length).padEnd(length, "*") : "0".repeat(length),
      );
    return result === text ? bytes : Buffer.from(result, "latin1");
  }

  findings(): Finding[] {
    return findingKinds.flatMap((kind) => {
      const { count, placeholders, examples } = this.#tallies[kind];
      return count === 0 ? [] : [{ kind, count, distinct: placeholders.size, examples: [...examples] }];
    });
  }

  #replace(
    text: string,
    { kind, pattern, accepts }: FindingPattern,
    shaped: (to: string, length: number, quote: string) => string,
  ): string {
    pattern.lastIndex = 0;
    let result = "";
    let copied = 0;
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      const { secret, number } = match.indices?.groups ?? {};
      const [start, end] = secret ?? number ?? [match.index, match.index + match[0].length];
      const quote = number === undefined ? "" : (match.groups?.quote ?? '"');
      const from = match.indices ? start : afterEscape(text, start);
      const found = text.slice(from, end);
      if (found === "" || (accepts && !accepts(found)) || isPlaceholder(found)) continue;
      result += text.slice(copied, from) + shaped(this.#placeholder(kind, found), found.length, quote);
      copied = end;
    }
    return copied === 0 ? text : result + text.slice(copied);
  }

  #placeholder(kind: FindingKind, found: string): string {
    const tally = this.#tallies[kind];
    tally.count += 1;
    const known = tally.placeholders.get(found);
    if (known !== undefined) return known;
    const placeholder = `[${placeholderNames[kind]}-${tally.placeholders.size + 1}]`;
    if (tally.placeholders.size >= rememberedValues) return `[${placeholderNames[kind]}]`;
    tally.placeholders.set(found, placeholder);
    if (tally.examples.length < examplesKept)
      tally.examples.push({ placeholder, hint: hintOf(kind, found), seq: this.seq });
    return placeholder;
  }
}

/** In raw JSON `\n` stands before a word like a letter of it: what was decoded from it begins after. */
function afterEscape(text: string, start: number): number {
  if (text[start - 1] !== "\\") return start;
  return start + (text[start] === "u" ? 5 : 1);
}

/** Ours, or the mask that a recording puts in place of a secret. */
function isPlaceholder(found: string): boolean {
  return /^\[(?:jwt|signed|secret|email|ip)(?:-\d+)?\]$/.test(found) || /redacted-\d+-characters/.test(found);
}

/** Enough to be recognised by who knows it. */
function hintOf(kind: FindingKind, found: string): string {
  if (kind === "email") {
    const at = found.indexOf("@");
    return `${found.slice(0, 1)}…@${found.slice(at + 1, at + 2)}…${found.slice(found.lastIndexOf("."))}`;
  }
  if (kind === "ip") return found.replace(/([.:])[^.:]+$/, "$1…");
  return found.length > 12 ? `${found.slice(0, 4)}… (${found.length} characters)` : `… (${found.length} characters)`;
}
