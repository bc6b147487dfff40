/**
 * Masks secrets in heads, handshakes and addresses before anything is written. The mask tells how long the secret was,
 * since an empty or cut token is a usual cause of trouble. Payloads are not touched: they are the recording.
 */
import type { Close, Handshake, HeaderList, RequestHead, ResponseHead } from "../model/frame.ts";
import type { TransportMessage } from "../model/message.ts";

/** Compared without case, hyphens and underscores: `X-Api-Key`, `access_token` and `authToken` are all caught. */
const secretName =
  /(?:token|secret|passw(?:or)?d|passphrase|api-?key|(?:access|private|secret|auth|shared)key|signature|credentials?|jwt|jid|sess(?:ion)?(?:id|key))$|^(?:key|sig|auth|authorization|proxyauthorization|pwd|pass)$/;

/** Headers whose value is an address. */
const addressHeaders = new Set(["location", "content-location", "referer"]);

/**
 * An address within other text or JSON, without the punctuation after it. A path with a query counts too: servers redirect
 * to one, and say "Cannot GET /ws?token=…".
 */
const addressInText = /(?:\b(?:wss?|https?):\/\/|\/[^\s"'<>\\?]*\?)[^\s"'<>\\]*[^\s"'<>\\.,;:!?)\]]/gi;

/** AnyCable's way to bring a JWT where headers cannot be set. */
const tokenPrefix = "anycable-token.";
/** A JWT and what RFC 7230 allows in a token, but for punctuation that ends a sentence. */
const tokenInText = /anycable-token\.[\w!#$%&'*+.^`|~-]*[\w]/g;

export function redactUrl(url: string): string {
  const [, start = "", query = "", fragment = ""] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(url) ?? [];
  return redactUserInfo(start) + redactParameters(query) + redactParameters(fragment);
}

export function redactHead<Head extends RequestHead | ResponseHead>(head: Head): Head {
  const headers = redactHeaders(head.headers);
  return "url" in head ? { ...head, url: redactUrl(head.url), headers } : { ...head, headers };
}

export function redactHandshake(handshake: Handshake): Handshake {
  return {
    ...handshake,
    request: redactHead(handshake.request),
    response: redactHead(handshake.response),
    offered: handshake.offered.map(redactSubprotocol),
    subprotocol: handshake.subprotocol === undefined ? undefined : redactSubprotocol(handshake.subprotocol),
    redirects: handshake.redirects?.map((hop) => ({ ...hop, from: redactUrl(hop.from), to: redactUrl(hop.to) })),
  };
}

export function redactTransport(message: TransportMessage): TransportMessage {
  if (message.kind === "open") return { ...message, handshake: redactHandshake(message.handshake) };
  if (message.kind === "closed") return { ...message, close: redactClose(message.close) };
  return message;
}

/** For words of ours that may quote an address or a subprotocol: errors, explanations, JSON of them. */
export function redactWords(text: string): string {
  const addressed = text.includes("/") ? text.replace(addressInText, redactUrl) : text;
  return addressed.includes(tokenPrefix) ? addressed.replace(tokenInText, redactSubprotocol) : addressed;
}

function redactClose(close: Close): Close {
  if (close.kind === "refused") return { ...close, response: redactHead(close.response) };
  const { failure } = close;
  if (failure === undefined) return close;
  const attempts = failure.attempts?.map(redactWords);
  return { ...close, failure: { ...failure, message: redactWords(failure.message), attempts } };
}

function redactHeaders(headers: HeaderList): HeaderList {
  return headers.map(([name, value]) => [name, redactHeaderValue(name.toLowerCase(), value)] as const);
}

function redactHeaderValue(name: string, value: string): string {
  if (name === "cookie") return value.split(/;\s*/).map(redactPair).join("; ");
  if (name === "set-cookie") {
    const [pair = "", ...attributes] = value.split(";");
    return [redactPair(pair), ...attributes].join(";");
  }
  if (name === "sec-websocket-protocol") return value.split(/,\s*/).map(redactSubprotocol).join(", ");
  if (addressHeaders.has(name)) return redactUrl(value);
  return isSecretName(name) ? redactCredentials(value) : redactWords(value);
}

/** Keeps the scheme: `Bearer` in place of `Basic` is worth seeing. */
function redactCredentials(value: string): string {
  const [, scheme = "", secret = ""] = /^((?:Basic|Bearer|Digest|Negotiate|Token)\s+)?(.*)$/is.exec(value) ?? [];
  return scheme + mask(secret);
}

/** `name=value`, whatever the name. */
function redactPair(pair: string): string {
  const equals = pair.indexOf("=");
  return equals < 0 ? mask(pair) : pair.slice(0, equals + 1) + mask(pair.slice(equals + 1));
}

function redactSubprotocol(subprotocol: string): string {
  if (!subprotocol.startsWith(tokenPrefix)) return subprotocol;
  return tokenPrefix + mask(subprotocol.slice(tokenPrefix.length));
}

function redactUserInfo(start: string): string {
  return start.replace(
    /^([^/]*\/\/)([^/]*)@/,
    (_all, scheme: string, userInfo: string) => `${scheme}${mask(userInfo)}@`,
  );
}

/** With its leading `?` or `#`; an OAuth answer carries its token in the fragment. */
function redactParameters(text: string): string {
  return text.replace(/(^[?#]|[&;])([^=&;]*)=([^&;]*)/g, (all, before: string, name: string, value: string) =>
    isSecretName(decoded(name)) ? `${before}${name}=${mask(value)}` : all,
  );
}

function isSecretName(name: string): boolean {
  return secretName.test(name.toLowerCase().replace(/[-_\s[\]]/g, ""));
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** Brackets-free, so that it is valid in a URL, a header and a cookie. */
function mask(secret: string): string {
  return secret === "" ? "" : `redacted-${secret.length}-characters`;
}
