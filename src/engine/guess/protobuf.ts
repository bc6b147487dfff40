/**
 * Bytes read as a protobuf message without its schema: field numbers, wire types, and what each could mean
 * (protobuf.dev/programming-guides/encoding). Almost any short bytes can be read so; hence the conditions at the end.
 */
import { bytesText } from "./guess-json.ts";
import { isReadable } from "./plausible.ts";

const maxDepth = 16;
/** Numbers above are legal, up to 2^29 - 1, but nobody counts fields that far. */
const plausibleField = 1_000;
const reserved = { from: 19_000, to: 19_999 } as const;

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

interface Field {
  readonly name: string;
  readonly value: unknown;
}

/** What is read so far of a message, and what speaks for it. */
interface Tally {
  /** Characters of readable strings with a word in them. */
  characters: number;
  /** Bytes in fields of which nothing is known. */
  opaqueBytes: number;
}

/** The value has a key for each field, such as `1 string`; repeated ones are lists. Undefined where it is no message. */
export function readProtobuf(bytes: Uint8Array): { readonly value: Record<string, unknown> } | undefined {
  const tally: Tally = { characters: 0, opaqueBytes: 0 };
  const value = readMessage(bytes, tally, 0);
  if (value === undefined) return undefined;
  const isLikely =
    tally.characters >= 4 && tally.characters * 4 >= bytes.length && tally.opaqueBytes * 2 <= bytes.length;
  return isLikely ? { value } : undefined;
}

function readMessage(bytes: Uint8Array, tally: Tally, depth: number): Record<string, unknown> | undefined {
  if (bytes.length === 0 || depth > maxDepth) return undefined;
  const reader = new Reader(bytes);
  const fields: Field[] = [];
  while (!reader.done) {
    const field = readField(reader, tally, depth);
    if (field === undefined) return undefined;
    fields.push(field);
  }
  return gathered(fields);
}

function readField(reader: Reader, tally: Tally, depth: number): Field | undefined {
  const tag = reader.varint();
  if (tag === undefined || tag > 0xffff_ffffn) return undefined;
  const number = Number(tag >> 3n);
  if (number === 0 || number > plausibleField || (number >= reserved.from && number <= reserved.to)) return undefined;
  switch (Number(tag & 7n)) {
    case 0: {
      const value = reader.varint();
      return value === undefined ? undefined : { name: `${number} varint`, value: varintText(value) };
    }
    case 1: {
      const view = reader.view(8);
      return (
        view && {
          name: `${number} fixed64`,
          value: `${view.getBigUint64(0, true)} · double ${view.getFloat64(0, true)}`,
        }
      );
    }
    case 2: {
      const length = reader.varint();
      const content = length === undefined ? undefined : reader.take(Number(length));
      return content && lengthDelimited(number, content, tally, depth);
    }
    case 5: {
      const view = reader.view(4);
      const float = view && Number(view.getFloat32(0, true).toPrecision(7));
      return view && { name: `${number} fixed32`, value: `${view.getUint32(0, true)} · float ${float}` };
    }
    default:
      // Groups are gone since proto3, and 6 and 7 never were.
      return undefined;
  }
}

function lengthDelimited(number: number, content: Uint8Array, tally: Tally, depth: number): Field {
  if (content.length === 0) return { name: `${number} string`, value: "" };
  const text = textOf(content);
  if (text !== undefined) {
    if (/\p{L}{2}/u.test(text)) tally.characters += text.length;
    return { name: `${number} string`, value: text };
  }
  const inside: Tally = { characters: 0, opaqueBytes: 0 };
  const message = readMessage(content, inside, depth + 1);
  if (message === undefined) {
    tally.opaqueBytes += content.length;
    return { name: `${number} bytes`, value: bytesText(content) };
  }
  tally.characters += inside.characters;
  tally.opaqueBytes += inside.opaqueBytes;
  return { name: `${number} message`, value: message };
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = strict.decode(bytes);
    return isReadable(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Unsigned; signed (int32 and int64, two's complement) and zigzag (sint32 and sint64) where they differ from it. */
function varintText(value: bigint): number | string {
  if (value === 0n) return 0;
  const parts = [String(value)];
  const signed = BigInt.asIntN(64, value);
  if (signed !== value) parts.push(`signed ${signed}`);
  parts.push(`zigzag ${value & 1n ? -(value >> 1n) - 1n : value >> 1n}`);
  return parts.join(" · ");
}

function gathered(fields: readonly Field[]): Record<string, unknown> {
  const message: Record<string, unknown> = {};
  for (const { name, value } of fields) {
    const before = message[name];
    if (before === undefined) message[name] = value;
    else if (Array.isArray(before)) before.push(value);
    else message[name] = [before, value];
  }
  return message;
}

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** At most 64 bits, written as short as can be: every encoder does. */
  varint(): bigint | undefined {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) return undefined;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return (byte === 0 && shift > 0n) || value >= 1n << 64n ? undefined : value;
    }
    return undefined;
  }

  take(length: number): Uint8Array | undefined {
    const end = this.#at + length;
    if (end > this.#bytes.length) return undefined;
    const part = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return part;
  }

  view(length: number): DataView | undefined {
    const part = this.take(length);
    return part && new DataView(part.buffer, part.byteOffset, part.length);
  }
}
