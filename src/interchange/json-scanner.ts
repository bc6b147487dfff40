/**
 * Goes through a JSON file of any size, value by value: what is not wanted is stepped over and never becomes a string, so
 * a file beyond V8's limit for strings (some 512 MB) is read in constant memory. Knows JSON (RFC 8259), no format in it.
 */
import { closeSync, openSync, readSync } from "node:fs";

/** Where a value stands in its file, in bytes; `to` is exclusive. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** What is wrong, where. */
export class JsonFault extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const chunkBytes = 1 << 20;
const bytesBetweenPauses = 4 << 20;

const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

export class JsonScanner {
  readonly #file: number;
  /** Bytes from `#base` on; those before `#mark` are not needed any more. */
  #buffer = Buffer.alloc(0);
  /** What `#buffer` is the filled part of. */
  #store = this.#buffer;
  #base = 0;
  #next = 0;
  #mark: number | undefined;
  readonly #end: number;

  /** Reads from `range.from` up to `range.to`. */
  constructor(path: string, range: ByteRange) {
    this.#file = openSync(path, "r");
    this.#base = range.from;
    this.#end = range.to;
    if (range.from === 0 && this.#peek() === 0xef) this.#next += 3; // A byte order mark, as some editors write.
  }

  close(): void {
    closeSync(this.#file);
  }

  /** Bytes from the file's beginning. */
  get offset(): number {
    return this.#base + this.#next;
  }

  /** Steps into an object or array. Throws a `JsonFault` where something else stands. */
  enter(bracket: "{" | "["): void {
    this.#space();
    if (this.#peek() !== bracket.charCodeAt(0)) throw this.#unexpected(bracket === "{" ? "an object" : "a list");
    this.#next += 1;
  }

  /** What kind of value comes next. */
  ahead(): "object" | "list" | "string" | "other" {
    this.#space();
    const byte = this.#peek();
    return byte === openBrace ? "object" : byte === openBracket ? "list" : byte === quote ? "string" : "other";
  }

  /** Within an object: the next name, with its value ahead; undefined at the object's end. Throws a `JsonFault`. */
  name(): string | undefined {
    if (!this.#more(closeBrace)) return undefined;
    if (this.#peek() !== quote) throw this.#unexpected("a name in quotes");
    const name = this.read() as string;
    this.#space();
    if (this.#peek() !== colon) throw this.#unexpected('":"');
    this.#next += 1;
    return name;
  }

  /** Within a list: whether another element is ahead. */
  element(): boolean {
    return this.#more(closeBracket);
  }

  /** Reads the value ahead. Throws a `JsonFault` when it is not JSON, or longer than `limitBytes`. */
  read(limitBytes = 256 * 1024 * 1024): unknown {
    this.#space();
    this.#mark = this.#next;
    const from = this.offset;
    this.skip();
    const size = this.offset - from;
    const start = this.#mark;
    this.#mark = undefined;
    if (size > limitBytes)
      throw new JsonFault(`a value of ${size} bytes, of which at most ${limitBytes} are read`, from);
    const text = this.#buffer.toString("utf8", start, start + size);
    try {
      return JSON.parse(text);
    } catch (error) {
      throw new JsonFault(reasonOf(error), from);
    }
  }

  /** Steps over the value ahead; says where it stood. Only brackets and quotes are checked. */
  skip(): ByteRange {
    const steps = this.skipping();
    for (;;) {
      const { value, done } = steps.next();
      if (done) return value;
    }
  }

  /** The same, giving way after each few MB of a large object or list. */
  *skipping(): Generator<undefined, ByteRange> {
    this.#space();
    const from = this.offset;
    const first = this.#peek();
    if (first === quote) this.#string();
    else if (first === openBrace || first === openBracket) {
      const nesting = { from, depth: 0 };
      while (!this.#nested(nesting)) yield undefined;
    } else this.#scalar();
    return { from, to: this.offset };
  }

  #more(closing: number): boolean {
    this.#space();
    if (this.#peek() === comma) {
      this.#next += 1;
      this.#space();
      if (this.#peek() === closing) throw this.#unexpected("something after the comma");
      return true;
    }
    if (this.#peek() === closing) {
      this.#next += 1;
      return false;
    }
    if (this.#atEnd()) throw new JsonFault("the file ends in the middle", this.offset);
    return true;
  }

  /** Whether its end has come; else it is to be called again. */
  #nested(nesting: { readonly from: number; depth: number }): boolean {
    const pause = this.offset + bytesBetweenPauses;
    for (;;) {
      const byte = this.#peek();
      if (byte === -1)
        throw new JsonFault(`the file ends before what was opened at byte ${nesting.from} is closed`, this.offset);
      if (byte === quote) {
        this.#string();
        if (this.offset > pause) return false;
        continue;
      }
      this.#next += 1;
      if (byte === openBrace || byte === openBracket) nesting.depth += 1;
      else if (byte === closeBrace || byte === closeBracket) {
        nesting.depth -= 1;
        if (nesting.depth === 0) return true;
      }
    }
  }

  #string(): void {
    const opened = this.offset;
    this.#next += 1;
    for (;;) {
      const found = this.#buffer.indexOf(quote, this.#next);
      if (found === -1) {
        this.#next = this.#buffer.length;
        if (!this.#fill())
          throw new JsonFault(`the file ends within the text that begins at byte ${opened}`, this.offset);
        // A quote at the chunk's beginning may be escaped by the end of the one before, which is still there: see #fill.
        continue;
      }
      let before = found - 1;
      while (before >= 0 && this.#buffer[before] === backslash) before -= 1;
      this.#next = found + 1;
      if ((found - before) % 2 === 1) return;
    }
  }

  #scalar(): void {
    const from = this.offset;
    for (;;) {
      const byte = this.#peek();
      // Digits, letters, sign and point of numbers, true, false and null.
      const isPart = (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7a) || byte === 0x45;
      if (!isPart && byte !== 0x2b && byte !== 0x2d && byte !== 0x2e) break;
      this.#next += 1;
    }
    if (this.offset === from) throw this.#unexpected("a value");
  }

  #space(): void {
    for (let byte = this.#peek(); byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09; byte = this.#peek())
      this.#next += 1;
  }

  #atEnd(): boolean {
    return this.#peek() === -1;
  }

  /** -1 at the end. */
  #peek(): number {
    if (this.#next < this.#buffer.length || this.#fill()) return this.#buffer[this.#next] as number;
    return -1;
  }

  /** Reads on. Keeps what is marked, and a few bytes more, since backslashes before a quote have to be counted. */
  #fill(): boolean {
    const left = this.#end - this.#base - this.#buffer.length;
    if (left <= 0) return false;
    let keepFrom = Math.min(this.#mark ?? this.#next, this.#next);
    if (this.#mark === undefined) while (keepFrom > 0 && this.#buffer[keepFrom - 1] === backslash) keepFrom -= 1;
    const kept = this.#buffer.length - keepFrom;
    // What is marked doubles, so that one long value is not copied again for each chunk.
    const wanted = Math.min(left, Math.max(chunkBytes, kept));
    const position = this.#base + this.#buffer.length;
    let store = this.#store;
    if (store.length < kept + wanted) {
      store = Buffer.allocUnsafe(kept + wanted);
      this.#buffer.copy(store, 0, keepFrom);
    } else store.copyWithin(0, keepFrom, this.#buffer.length);
    const read = readSync(this.#file, store, kept, wanted, position);
    this.#store = store;
    this.#buffer = store.subarray(0, kept + read);
    this.#base += keepFrom;
    this.#next -= keepFrom;
    if (this.#mark !== undefined) this.#mark -= keepFrom;
    return read > 0;
  }

  #unexpected(wanted: string): JsonFault {
    const byte = this.#peek();
    if (byte === -1) return new JsonFault(`the file ends where ${wanted} was expected`, this.offset);
    const shown = byte > 0x20 && byte < 0x7f ? `"${String.fromCharCode(byte)}"` : `byte 0x${byte.toString(16)}`;
    return new JsonFault(`${shown} stands where ${wanted} was expected`, this.offset);
  }
}

/** V8 says where in its own text, which is not where in the file. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/ in JSON at position.*$/s, "").replace(/, ".*$/s, "");
}
