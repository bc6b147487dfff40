/**
 * Finds known secret values wherever they turn up, in each of the spellings that text takes on its way (JSON, URL, form,
 * HTML, base64), and puts as many asterisks in their place as they had bytes: a payload keeps its length, so that one in a
 * binary format can still be read.
 */

/** A shorter value would be found everywhere; whoever looks values up refuses such secrets. */
const shortest = 4;
/** Fewer characters of base64 would be found by chance. */
const shortestBase64 = 5;

export class SecretMask {
  /** Spellings in UTF-8 read as Latin-1, so that bytes can be searched as text. The longest goes first. */
  readonly #byteSpellings: readonly string[];
  readonly #inText: RegExp;
  readonly #inBytes: RegExp;

  constructor(secrets: readonly string[]) {
    const spellings = byLength(new Set(secrets.filter((secret) => secret.length >= shortest).flatMap(spellingsOf)));
    this.#byteSpellings = byLength(new Set(spellings.map((text) => Buffer.from(text, "utf8").toString("latin1"))));
    this.#inText = anyOf(spellings);
    this.#inBytes = anyOf(this.#byteSpellings);
  }

  text(text: string): string {
    return text.replace(this.#inText, asterisks);
  }

  bytes(data: Uint8Array): Uint8Array {
    const text = latin1(data);
    const masked = text.replace(this.#inBytes, (found) => "*".repeat(found.length));
    return masked === text ? data : Buffer.from(masked, "latin1");
  }

  /** Every text within plain data, names of properties excepted. */
  deep<T>(value: T): T {
    if (typeof value === "string") return this.text(value) as T;
    if (value instanceof Uint8Array) return this.bytes(value) as T & Uint8Array;
    if (Array.isArray(value)) return value.map((item) => this.deep(item)) as T;
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, this.deep(inner)])) as T;
  }

  /** For a body that comes in slices. */
  slices(): SliceMask {
    return new SliceMask(this.#byteSpellings, this.#inBytes);
  }
}

/** Masks what is cut across slices as well: never more than half of a secret is let through before it is known for one. */
export class SliceMask {
  readonly #spellings: readonly string[];
  readonly #pattern: RegExp;
  readonly #kept: number;
  /** The end of what came before, unmasked. */
  #before = "";

  constructor(spellings: readonly string[], pattern: RegExp) {
    this.#spellings = spellings;
    this.#pattern = pattern;
    this.#kept = Math.max(0, (spellings[0]?.length ?? 0) - 1);
  }

  mask(slice: Uint8Array): Uint8Array {
    const text = this.#before + latin1(slice);
    const offset = this.#before.length;
    const places = [...text.matchAll(this.#pattern)].map(
      ({ index, 0: found }) => [index, index + found.length] as const,
    );
    const unfinished = this.#unfinished(text);
    if (unfinished > 0) places.push([text.length - unfinished, text.length]);
    this.#before = this.#kept === 0 ? "" : text.slice(-this.#kept);
    const here = places.filter(([, end]) => end > offset);
    if (here.length === 0) return slice;
    const masked = Uint8Array.from(slice);
    for (const [start, end] of here) masked.fill(0x2a, Math.max(0, start - offset), end - offset);
    return masked;
  }

  /** How many characters at the end are the better half of a secret. */
  #unfinished(text: string): number {
    let longest = 0;
    for (const spelling of this.#spellings)
      for (let length = spelling.length - 1; length >= spelling.length / 2 && length > longest; length -= 1)
        if (text.endsWith(spelling.slice(0, length))) longest = length;
    return longest;
  }
}

function spellingsOf(secret: string): string[] {
  const once = json(secret);
  const plain = [secret, decoded(secret)];
  const spelled = plain.flatMap((text) => [
    text,
    url(text),
    url(text).replace(/%[0-9A-F]{2}/g, lower),
    form(text),
    html(text),
  ]);
  const inJson = [once, json(once), once.replaceAll("/", "\\/"), rails(once), json(rails(once)), rails(json(once))];
  return [...spelled, ...inJson, ...base64(secret)];
}

function json(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** ActiveSupport's JSON escapes what could end a script element. */
function rails(text: string): string {
  return text.replace(/[<>&\u2028\u2029]/g, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function url(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function form(text: string): string {
  return new URLSearchParams([["", text]]).toString().slice(1);
}

function lower(escaped: string): string {
  return escaped.toLowerCase();
}

function html(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (found) => entities[found] ?? found);
}

/** A cookie's value as a server reads it. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Within other text (`user:password`): the characters that stay the same wherever it begins, in both alphabets. */
function base64(secret: string): string[] {
  const bytes = Buffer.from(secret, "utf8");
  return [0, 1, 2].flatMap((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    const isCut = (before + bytes.length) % 3 !== 0;
    const core = whole.slice(Math.ceil((before * 8) / 6), isCut ? -1 : undefined);
    return core.length < shortestBase64 ? [] : [core, core.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

function byLength(texts: ReadonlySet<string>): readonly string[] {
  return [...texts].filter((text) => text.length >= shortest).sort((a, b) => b.length - a.length);
}

function anyOf(texts: readonly string[]): RegExp {
  // Without any it finds nothing.
  return new RegExp(
    texts.length === 0 ? "(?!)" : texts.map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|"),
    "g",
  );
}

function asterisks(found: string): string {
  return "*".repeat(Buffer.byteLength(found));
}

function latin1(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString("latin1");
}
