/**
 * Reads cookies out of whatever a person copied: a Cookie or Set-Cookie header, a curl command, the table of a browser's
 * storage panel, a JSON list, or plain `name=value; name=value`. Pure.
 */
import type { HeaderList } from "../model/frame.ts";
import type { Cookie } from "../model/login.ts";

export type PastedCookies =
  | { readonly kind: "cookies"; readonly cookies: readonly Cookie[] }
  | { readonly kind: "wrong"; readonly reason: string };

/** RFC 6265 section 4.1.1: a name is a token. */
const pair = /^\s*([!#$%&'*+\-.^_`|~0-9A-Za-z]+)=(.*?)\s*$/s;
const attributes = /^(?:path|domain|expires|max-age|samesite|secure|httponly|partitioned|priority)$/i;

export function readPastedCookies(pasted: string): PastedCookies {
  const text = pasted.trim();
  const cookies = latest(read(text));
  if (cookies.length > 0) return { kind: "cookies", cookies };
  return {
    kind: "wrong",
    reason: "No cookie is in this. Paste name=value; name=value, or what the browser's network panel copies.",
  };
}

/** `_session, remember_token`: names only, since values are secret. */
export function cookieNames(cookies: readonly Cookie[]): string {
  return cookies.map(([name]) => name).join(", ");
}

/** With these cookies in its one Cookie header; a cookie that was there already gets the new value. */
export function withCookies(headers: HeaderList, cookies: readonly Cookie[]): HeaderList {
  if (cookies.length === 0) return headers;
  const isCookie = ([name]: readonly [string, string]): boolean => name.toLowerCase() === "cookie";
  const before = headers.filter(isCookie).flatMap(([, value]) => pairs(value));
  const line = latest([...before, ...cookies])
    .map((cookie) => cookie.join("="))
    .join("; ");
  return [...headers.filter((header) => !isCookie(header)), ["Cookie", line]];
}

function read(text: string): readonly Cookie[] {
  if (/^curl\s/i.test(text)) return fromCurl(text);
  if (text.startsWith("[") || text.startsWith("{")) return fromJson(text);
  if (text.includes("\t")) return fromTable(text);
  const headers = text.split(/\r?\n/).filter((line) => /^(?:set-)?cookie\s*:/i.test(line));
  if (headers.length > 0) return headers.flatMap(fromHeader);
  return pairs(text.replace(/\r?\n/g, ";"));
}

function fromHeader(line: string): readonly Cookie[] {
  const value = line.slice(line.indexOf(":") + 1);
  return /^set-/i.test(line) ? pairs(value.split(";", 1)[0] ?? "") : pairs(value);
}

function pairs(text: string): readonly Cookie[] {
  return text.split(";").flatMap((part): readonly Cookie[] => {
    const [, name, value] = pair.exec(part) ?? [];
    return name === undefined || value === undefined || attributes.test(name) ? [] : [[name, value]];
  });
}

/** `-b`, `--cookie`, and `-H 'Cookie: …'`, quoted as Chrome and Firefox quote for bash and cmd. */
function fromCurl(text: string): readonly Cookie[] {
  const option =
    /(?:^|\s)(-b|--cookie|-H|--header)[\s=]+(?:\$?'((?:[^'\\]|\\.|'\\'')*)'|\^?"((?:[^"\\]|\\.|"")*?)\^?"|(\S+))/gs;
  return [...text.matchAll(option)].flatMap(([, name = "", single, double, bare]) => {
    const value = (single ?? double?.replace(/\^(.)/g, "$1") ?? bare ?? "")
      .replace(/'\\''/g, "'")
      .replace(/\\(['"\\])/g, "$1");
    if (name === "-b" || name === "--cookie") return pairs(value);
    return /^cookie\s*:/i.test(value) ? fromHeader(value) : [];
  });
}

/** Rows of name, value and more, with tabs between: what is copied from a storage panel. Netscape's file has the two last. */
function fromTable(text: string): readonly Cookie[] {
  return text.split(/\r?\n/).flatMap((line): readonly Cookie[] => {
    const cells = line.split("\t").map((cell) => cell.trim());
    const isNetscape = cells.length === 7 && /^(?:TRUE|FALSE)$/i.test(cells[1] ?? "");
    const [name = "", value] = isNetscape ? cells.slice(5) : cells;
    return value === undefined || !pair.test(`${name}=${value}`) || /^name$/i.test(name) ? [] : [[name, value]];
  });
}

/** A list of objects with name and value, as Playwright and cookie editors export it, or one object of values by name. */
function fromJson(text: string): readonly Cookie[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  const listed = Array.isArray(value) ? value : (value as { readonly cookies?: unknown }).cookies;
  const entries = Array.isArray(listed)
    ? listed.map((item) => [(item as Cookies)?.name, (item as Cookies)?.value])
    : Object.entries(value as object);
  return entries.flatMap(([name, one]): readonly Cookie[] =>
    typeof name === "string" && typeof one === "string" ? [[name, one]] : [],
  );
}

interface Cookies {
  readonly name?: unknown;
  readonly value?: unknown;
}

function latest(cookies: readonly Cookie[]): readonly Cookie[] {
  return [...new Map(cookies)];
}
