/**
 * Header text as it stands on the wire and as people read it. On the wire a header is bytes; Node hands them around as
 * strings with one character per byte.
 */
import { isUtf8 } from "node:buffer";
import type { HeaderList } from "../model/frame.ts";

/** Sent only to the host that they were given for (RFC 9110 section 15.4; curl 7.77 does the same). */
const credentialNames = new Set(["authorization", "cookie", "proxy-authorization"]);

/** One character per UTF-8 byte, as Node and undici want it: the SSE standard sends Last-Event-ID so. */
export function toWire(value: string): string {
  return Buffer.from(value, "utf8").toString("latin1");
}

/** Bytes that are not UTF-8 stay what they were before UTF-8: Latin-1. */
export function fromWire(value: string): string {
  const bytes = Buffer.from(value, "latin1");
  return isUtf8(bytes) ? bytes.toString("utf8") : value;
}

/** From Node's and undici's flat list: name, value, name, value. */
export function headerList(flat: readonly (string | Uint8Array)[]): HeaderList {
  const list: [string, string][] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) list.push([headerText(flat[i]), headerText(flat[i + 1])]);
  return list;
}

export function headerValue(headers: HeaderList, name: string): string | undefined {
  return headers.find(([header]) => header.toLowerCase() === name)?.[1];
}

export function withoutHeaders(headers: HeaderList, names: ReadonlySet<string>): HeaderList {
  return headers.filter(([name]) => !names.has(name.toLowerCase()));
}

/** What may follow to another host. Host goes too: it named the first one. */
export function withoutCredentials(headers: HeaderList): HeaderList {
  return headers.filter(([name]) => !credentialNames.has(name.toLowerCase()) && name.toLowerCase() !== "host");
}

/** An object for Node's http: one array per name, in the spelling that came first. */
export function headerRecord(headers: HeaderList): Record<string, string | string[]> {
  const byName = new Map<string, [string, string[]]>();
  for (const [name, value] of headers) {
    const known = byName.get(name.toLowerCase());
    if (known) known[1].push(toWire(value));
    else byName.set(name.toLowerCase(), [name, [toWire(value)]]);
  }
  // Node refuses an array for some names (Host), so a single value stays single.
  return Object.fromEntries(
    [...byName.values()].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? "") : values]),
  );
}

function headerText(part: string | Uint8Array | undefined): string {
  if (part === undefined) return "";
  return fromWire(typeof part === "string" ? part : Buffer.from(part).toString("latin1"));
}
