/**
 * How far we have read, taken out of each reply and put into the next request by rules that a person writes:
 * `etag`, `header X-Cursor -> query since`, `json $.next -> query cursor`, `json $.items[-1].id -> header X-After`.
 */
import type { HeaderList, ResponseHead } from "../../model/frame.ts";
import { headerValue } from "../kit/headers.ts";
import { MisuseError } from "../kit/misuse-error.ts";
import { type JsonPath, parseJsonPath, valueAt } from "./json-path.ts";

type Source = { readonly kind: "header"; readonly name: string } | { readonly kind: "json"; readonly path: JsonPath };

interface Target {
  readonly kind: "query" | "header";
  readonly name: string;
}

export type CursorRule = { readonly kind: "validators" } | { readonly kind: "carry"; from: Source; to: Target };

const name = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const carry = new RegExp(`^(?:header (${name})|json (\\$\\S*)) *(?:->|→) *(query|header) (\\S+)$`, "i");

/** One rule a line; `none` stands for no rule at all. Throws a `MisuseError` that shows how a rule is written. */
export function parseCursorRules(text: string): readonly CursorRule[] {
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (lines.length === 1 && lines[0]?.toLowerCase() === "none") return [];
  return lines.map(parseRule);
}

function parseRule(line: string): CursorRule {
  if (line.toLowerCase() === "etag") return { kind: "validators" };
  const [, header, pathText, kind = "", target = ""] = carry.exec(line) ?? [];
  const path = pathText === undefined ? undefined : parseJsonPath(pathText);
  const to: Target = { kind: kind.toLowerCase() === "query" ? "query" : "header", name: target };
  const isGoodTarget = to.kind === "query" || new RegExp(`^${name}$`).test(target);
  if (header !== undefined && isGoodTarget) return { kind: "carry", from: { kind: "header", name: header }, to };
  if (path !== undefined && isGoodTarget) return { kind: "carry", from: { kind: "json", path }, to };
  throw new MisuseError(
    "invalid-cursor",
    `"${line}" is no cursor rule. Write etag, none, "header X-Cursor -> query since" or "json $.next -> query cursor".`,
  );
}

/** The position of one session. Lives across polls; a reply that was cut must not be given to it. */
export class Cursor {
  readonly #rules: readonly CursorRule[];
  readonly #carried = new Map<CursorRule, string>();
  #etag: string | undefined;
  #lastModified: string | undefined;

  constructor(rules: readonly CursorRule[]) {
    this.#rules = rules;
  }

  /**
   * Call it with each answer that is no refusal. What an answer does not say stays as it was. Returns true when the
   * position has moved.
   */
  take(response: ResponseHead, payload: unknown): boolean {
    const before = this.#text();
    this.#take(response, payload);
    return this.#text() !== before;
  }

  #text(): string {
    return JSON.stringify([this.#etag, this.#lastModified, [...this.#carried.values()]]);
  }

  #take({ headers }: ResponseHead, payload: unknown): void {
    for (const rule of this.#rules) {
      if (rule.kind === "validators") {
        this.#etag = headerValue(headers, "etag") ?? this.#etag;
        this.#lastModified = headerValue(headers, "last-modified") ?? this.#lastModified;
      } else {
        const value =
          rule.from.kind === "header" ? headerValue(headers, rule.from.name) : valueAt(rule.from.path, payload);
        if (typeof value === "number" || (typeof value === "string" && value !== ""))
          this.#carried.set(rule, String(value));
      }
    }
  }

  /** The address with the position in its query. */
  urlFrom(given: string): string {
    let url: URL | undefined;
    for (const [rule, value] of this.#carried) {
      if (rule.kind !== "carry" || rule.to.kind !== "query") continue;
      url ??= new URL(given);
      url.searchParams.set(rule.to.name, value);
    }
    return url?.href ?? given;
  }

  /** Validators go with GET and HEAD only: with other methods they mean 412 (RFC 9110 section 13.1.2). */
  headersFor(method: string): HeaderList {
    const headers: [string, string][] = [];
    if (method === "GET" || method === "HEAD") {
      if (this.#etag !== undefined) headers.push(["If-None-Match", this.#etag]);
      if (this.#lastModified !== undefined) headers.push(["If-Modified-Since", this.#lastModified]);
    }
    for (const [rule, value] of this.#carried)
      if (rule.kind === "carry" && rule.to.kind === "header" && fitsHeader(value)) headers.push([rule.to.name, value]);
    return headers;
  }
}

/** A peer's value goes into our request: it must not be able to write a header of its own. */
function fitsHeader(value: string): boolean {
  return /^[\t\x20-\x7e\x80-\uffff]*$/.test(value);
}
