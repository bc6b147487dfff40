/** Writes the few kinds of ASN.1 values that a certificate is made of, as DER (ITU-T X.690). Knows no certificate. */

export function sequence(...parts: readonly Uint8Array[]): Uint8Array {
  return value(0x30, ...parts);
}

export function setOf(part: Uint8Array): Uint8Array {
  return value(0x31, part);
}

/** Of any length; the first bit is a sign, so a leading zero keeps it positive. */
export function positiveInteger(bytes: Uint8Array): Uint8Array {
  return value(0x02, (bytes[0] ?? 0) >= 0x80 ? Uint8Array.of(0) : new Uint8Array(), bytes);
}

export function objectIdentifier(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return value(0x06, Uint8Array.from([first * 40 + second, ...rest.flatMap(base128)]));
}

export function utf8String(text: string): Uint8Array {
  return value(0x0c, Buffer.from(text));
}

/** Up to 2049 (RFC 5280 section 4.1.2.5.1); to the second. */
export function utcTime(at: number): Uint8Array {
  const digits = new Date(at).toISOString().replace(/\D/g, "").slice(2, 14);
  return value(0x17, Buffer.from(`${digits}Z`));
}

export function bitString(bytes: Uint8Array): Uint8Array {
  return value(0x03, Uint8Array.of(0), bytes);
}

export function octetString(bytes: Uint8Array): Uint8Array {
  return value(0x04, bytes);
}

/** `[number]` around whole values. */
export function explicit(number: number, ...parts: readonly Uint8Array[]): Uint8Array {
  return value(0xa0 + number, ...parts);
}

/** `[number]` in place of a plain value's own tag. */
export function implicit(number: number, bytes: Uint8Array): Uint8Array {
  return value(0x80 + number, bytes);
}

function value(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts);
  return Buffer.concat([Uint8Array.of(tag), lengthOf(content.length), content]);
}

function lengthOf(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  return length < 0x100 ? Uint8Array.of(0x81, length) : Uint8Array.of(0x82, length >> 8, length & 0xff);
}

function base128(number: number): number[] {
  const digits = [number & 0x7f];
  for (let rest = number >>> 7; rest > 0; rest >>>= 7) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
}
