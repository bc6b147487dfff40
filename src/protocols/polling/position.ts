/** Where a reply says that we stand now. Knows no rule of how to ask on from there. */
import type { ResponseHead } from "../../model/frame.ts";
import { headerValue } from "../kit/headers.ts";
import { isRecord } from "../kit/json.ts";

const cursorNames = ["cursor", "next_cursor", "nextCursor", "next", "last_id", "lastId", "since", "offset"];
const cursorHeaders = ["stream-next-offset", "x-next-cursor", "x-cursor", "x-last-id"];
const maxLength = 200;

/** The most telling of all that could be a position: a cursor in the body or a header, else the validators. */
export function positionOf({ headers }: ResponseHead, payload: unknown): string | undefined {
  const found =
    cursorIn(payload) ??
    firstHeader(cursorHeaders, headers) ??
    headerValue(headers, "etag") ??
    headerValue(headers, "last-modified");
  return found === undefined || found === "" ? undefined : found.slice(0, maxLength);
}

function cursorIn(payload: unknown): string | undefined {
  if (!isRecord(payload)) return undefined;
  for (const name of cursorNames) {
    const value = payload[name];
    if (typeof value === "number" || (typeof value === "string" && value !== "")) return String(value);
  }
  return undefined;
}

function firstHeader(names: readonly string[], headers: ResponseHead["headers"]): string | undefined {
  for (const name of names) {
    const value = headerValue(headers, name);
    if (value !== undefined) return value;
  }
  return undefined;
}
