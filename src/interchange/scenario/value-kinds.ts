/** What a single value of a conversation is by itself: a name, chance, a masked secret, the time. */

const dayMs = 24 * 60 * 60 * 1000;

/** These tell what a message is: another value makes another message. */
const tellingKeys = /^(?:type|kind|command|action|event|op|opcode|method|channel|protocol|version|jsonrpc)$/i;

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

export function tellsWhat(key: string | undefined): boolean {
  return key !== undefined && tellingKeys.test(key);
}

/** What a mask left: the real value is never in a recording, and another one each time. */
export function isMasked(value: string | number): boolean {
  return typeof value === "string" && /redacted-\d+-characters|\[(?:jwt|signed|secret|email|ip)(?:-\d+)?\]/.test(value);
}

/** Made by chance, so another one the next time: UUIDs, long hexadecimal numbers, nonces. */
export function isByChance(value: string | number): boolean {
  if (typeof value !== "string") return false;
  if (uuid.test(value) || /^[0-9a-f]{16,}$/i.test(value)) return true;
  if (!/^[\w+/=-]{16,}$/.test(value) || !/\d/.test(value)) return false;
  return (value.match(/[a-z][A-Z0-9]|[A-Z][a-z0-9]|\d[A-Za-z]/g)?.length ?? 0) >= value.length / 5;
}

/** Long enough that it is hardly the same by accident. */
export function isTelling(value: string | number): boolean {
  return typeof value === "number"
    ? Math.abs(value) >= 100
    : value.length >= 3 && !/^(?:true|false|null|-?\d{1,2})$/.test(value);
}

/** A number that is the time at which it was said, in seconds or ms; clocks may differ by a day. */
export function clockOf(value: string | number, at: number): "now_seconds" | "now_ms" | undefined {
  const number = typeof value === "number" ? value : /^\d{10,13}(?:\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
  if (Math.abs(number * 1000 - at) < dayMs) return "now_seconds";
  return Math.abs(number - at) < dayMs ? "now_ms" : undefined;
}
