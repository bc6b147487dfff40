/**
 * Finds the JWT that a connection brings (AnyCable 1.6: header `x-jid` or the `anycable-token.` subprotocol, else query
 * `jid`) and reads its claims. Verifies nothing, and hands the token itself to nobody.
 */
import type { Handshake } from "../../model/frame.ts";
import { decodeBase64Text } from "../kit/base64.ts";
import { headerValue } from "../kit/headers.ts";
import { compactJson, isRecord, parseJson } from "../kit/json.ts";
import { readUrl } from "../kit/url.ts";
import { tokenPrefix } from "./subprotocols.ts";

export interface TokenClaims {
  /** Where it came from: `header x-jid`. */
  readonly place: string;
  readonly algorithm: string;
  /** ms since the epoch; undefined when it never expires. */
  readonly expiresAt: number | undefined;
  /** The `ext` claim: JSON of the connection's identifiers, inside a string. */
  readonly identifiers: unknown;
  /** Everything that it claims. */
  readonly claims: Readonly<Record<string, unknown>>;
}

export type TokenReading =
  | TokenClaims
  /** It is there, but is no JWT. `fault` is the tail of a sentence. */
  | { readonly place: string; readonly fault: string };

/** Undefined when the connection brings none. */
export function readToken({ request, offered }: Handshake): TokenReading | undefined {
  const header = headerValue(request.headers, "x-jid");
  if (header !== undefined) return decodeToken(header, "header x-jid");
  const carrier = offered.find((name) => name.startsWith(tokenPrefix));
  if (carrier !== undefined) return decodeToken(carrier.slice(tokenPrefix.length), "subprotocol anycable-token");
  const query = readUrl(request.url)?.searchParams.get("jid");
  return query ? decodeToken(query, "query jid") : undefined;
}

function decodeToken(token: string, place: string): TokenReading {
  const [head = "", body = "", signature] = token.split(".");
  if (signature === undefined) return { place, fault: "not of the form header.claims.signature" };
  const header = decodePart(head);
  const claims = decodePart(body);
  if (!header || !claims) return { place, fault: "not base64 of JSON objects" };
  const { ext, exp } = claims;
  const parsed = typeof ext === "string" ? parseJson(ext) : undefined;
  return {
    place,
    algorithm: typeof header.alg === "string" ? header.alg : compactJson(header.alg ?? null, 20),
    expiresAt: typeof exp === "number" ? exp * 1000 : undefined,
    identifiers: parsed?.ok ? parsed.value : ext,
    claims,
  };
}

function decodePart(part: string): Record<string, unknown> | undefined {
  const text = decodeBase64Text(part);
  const parsed = text === undefined ? undefined : parseJson(text);
  return parsed?.ok && isRecord(parsed.value) ? parsed.value : undefined;
}
