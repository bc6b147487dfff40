/** Reads what a poller asks of the mock's doors. Never throws: what makes no sense counts as not said. */
import type { RequestHead } from "../../model/frame.ts";
import { headerValue } from "../kit/headers.ts";
import { readUrl } from "../kit/url.ts";
import { longDoorPath, type ReadingPlace } from "./server-answers.ts";

export type EmptyAnswer = "200" | "204" | "304";

export interface PollRequest {
  readonly topic: string;
  readonly isLong: boolean;
  /** Read up to here; the epoch is unknown where a plain number was given. */
  readonly after: { readonly epoch?: string | undefined; readonly offset: number } | undefined;
  /** Newest items to give to those who name no position. */
  readonly history: number;
  readonly holdMs: number;
  /** The hold was asked for by `Prefer: wait`, which is acknowledged. */
  readonly isPreferred: boolean;
  readonly whenEmpty: EmptyAnswer;
}

const defaultHoldSeconds = 25;
const longestHoldSeconds = 120;
/** Short polls show the state of things to those who come first; long polls wait for news. */
const defaultHistory = { short: 10, long: 0 } as const;

/** Undefined when no topic is named. */
export function readPollRequest(request: RequestHead): PollRequest | undefined {
  const url = readUrl(request.url);
  const [, door = "", rest = ""] = /^(\/[^/]+)\/(.+)$/.exec(url?.pathname ?? "") ?? [];
  const topic = decoded(rest);
  if (!url || topic === "") return undefined;
  const isLong = door === longDoorPath;
  const query = url.searchParams;
  const noneMatch = headerValue(request.headers, "if-none-match");
  const preferred = wholeNumber(
    /(?:^|[,;\s])wait\s*=\s*"?(\d+)/i.exec(headerValue(request.headers, "prefer") ?? "")?.[1],
  );
  const hold = preferred ?? wholeNumber(query.get("hold")) ?? defaultHoldSeconds;
  const cursor = wholeNumber(query.get("cursor"));
  return {
    topic,
    isLong,
    after: cursor === undefined ? placeIn(noneMatch) : { offset: cursor },
    history: wholeNumber(query.get("history")) ?? (isLong ? defaultHistory.long : defaultHistory.short),
    holdMs: Math.min(longestHoldSeconds, hold) * 1000,
    isPreferred: preferred !== undefined && isLong,
    whenEmpty: readEmptyAnswer(query.get("empty")) ?? (noneMatch === undefined ? "200" : "304"),
  };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path).replace(/\/$/, "");
  } catch {
    return path;
  }
}

/** Weak or strong (RFC 9110 section 13.1.2 compares weakly); the newest of several. */
function placeIn(noneMatch: string | undefined): ReadingPlace | undefined {
  let found: ReadingPlace | undefined;
  for (const [, epoch = "", offset] of (noneMatch ?? "").matchAll(/(?:W\/)?"([^"-]*)-(\d{1,15})"/g))
    if (found === undefined || Number(offset) > found.offset) found = { epoch, offset: Number(offset) };
  return found;
}

function readEmptyAnswer(text: string | null): EmptyAnswer | undefined {
  return text === "200" || text === "204" || text === "304" ? text : undefined;
}

function wholeNumber(text: string | null | undefined): number | undefined {
  return text !== null && text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
