/** A request by its parts, as patterns ask for them and templates show them. */
import type { RequestHead } from "../model/frame.ts";
import { readUrl } from "../protocols/kit/url.ts";
import { tokenClaims } from "./token-claims.ts";

export interface RequestParts {
  readonly path: string;
  /** All values of a name, in order. */
  readonly query: ReadonlyMap<string, readonly string[]>;
  readonly cookies: ReadonlyMap<string, readonly string[]>;
  /** By names in small letters. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly token: Readonly<Record<string, unknown>> | undefined;
}

/** A request is read once, however many rules look at it. */
const known = new WeakMap<RequestHead, RequestParts>();

export function requestParts(request: RequestHead): RequestParts {
  let parts = known.get(request);
  if (!parts) {
    parts = read(request);
    known.set(request, parts);
  }
  return parts;
}

function read(request: RequestHead): RequestParts {
  const url = readUrl(request.url);
  const headers = byName(request.headers.map(([name, value]) => [name.toLowerCase(), value]));
  return {
    path: url?.pathname ?? "/",
    query: byName([...(url?.searchParams ?? [])]),
    cookies: byName((headers.get("cookie") ?? []).flatMap(cookiePairs)),
    headers,
    token: tokenClaims(request),
  };
}

function byName(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) values.set(name, [...(values.get(name) ?? []), value]);
  return values;
}

function cookiePairs(header: string): readonly (readonly [string, string])[] {
  return header.split(";").flatMap((part) => {
    const at = part.indexOf("=");
    return at < 1 ? [] : [[part.slice(0, at).trim(), decoded(part.slice(at + 1).trim())] as const];
  });
}

/** Rails writes cookies URL-encoded; what is not stays as it is. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
