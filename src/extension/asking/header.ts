/** Request headers as a person types them. Pure; asks nobody. */
import type { HeaderList } from "../../model/frame.ts";

export type HeaderLine =
  | { readonly kind: "header"; readonly header: readonly [name: string, value: string] }
  | { readonly kind: "wrong"; readonly reason: string };

/** Set by the transport itself; a second one would only break the handshake. */
const ownedByTransport =
  /^(connection|upgrade|host|content-length|transfer-encoding|sec-websocket-(key|version|accept))$/i;
/** RFC 9110 section 5.6.2. */
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** Reads `Name: value`. */
export function readHeader(line: string): HeaderLine {
  const colon = line.indexOf(":");
  if (colon < 1) return { kind: "wrong", reason: "A header is a name, a colon and a value: X-Tenant: acme" };
  const name = line.slice(0, colon).trim();
  const value = line.slice(colon + 1).trim();
  if (!token.test(name)) return { kind: "wrong", reason: `"${name}" cannot be the name of a header` };
  if (ownedByTransport.test(name)) return { kind: "wrong", reason: `${name} is set by the connection itself` };
  if (value === "") return { kind: "wrong", reason: `${name} has no value yet` };
  return { kind: "header", header: [name, value] };
}

/** A header of the same name is replaced, in its place. */
export function withHeader(headers: HeaderList, [name, value]: readonly [string, string]): HeaderList {
  const isSame = ([other]: readonly [string, string]): boolean => other.toLowerCase() === name.toLowerCase();
  const index = headers.findIndex(isSame);
  return index < 0 ? [...headers, [name, value]] : headers.with(index, [name, value]);
}

/** Names only: values may be secrets. */
export function headerNames(headers: HeaderList): string {
  return headers.map(([name]) => name).join(", ");
}
