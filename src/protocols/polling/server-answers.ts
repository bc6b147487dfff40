/** What the mock's doors answer: publications as items with a cursor, or in one of three ways that nothing is new. */
import type { HeaderList } from "../../model/frame.ts";
import type { Publication } from "../../model/hub.ts";
import type { ServerEffect } from "../../model/session.ts";
import { nothing } from "../kit/nothing.ts";
import { anyPage, plainAnswer } from "../kit/plain-answer.ts";

export const shortDoorPath = "/poll";
export const longDoorPath = "/long-poll";

/** What a page from elsewhere may read besides the body. */
const shown = ["Access-Control-Expose-Headers", "ETag, X-Cursor, Preference-Applied, Retry-After"] as const;
const cors: HeaderList = [anyPage, shown];

/** How far the topic goes, as the reader is told. */
export interface ReadingPlace {
  readonly epoch: string;
  readonly offset: number;
}

export interface AnswerParts {
  readonly place: ReadingPlace;
  readonly items: readonly Publication[];
  /** Items that are not kept any more. */
  readonly missed: number;
  /** The position that was asked from is not one of this run of the server. */
  readonly isReset: boolean;
  readonly headers: HeaderList;
}

export function news({ place, items, missed, isReset, headers }: AnswerParts): ServerEffect {
  const body = {
    cursor: place.offset,
    items: items.map(({ offset, at, data }) => ({ id: offset, at: new Date(at).toISOString(), data })),
    ...(missed > 0 ? { missed } : {}),
    ...(isReset ? { reset: true } : {}),
  };
  return {
    kind: "respond",
    status: 200,
    headers: [["Content-Type", "application/json"], ...positionHeaders(place), ...headers],
    body: JSON.stringify(body),
  };
}

export function notModified(place: ReadingPlace, headers: HeaderList): ServerEffect {
  return { kind: "respond", status: 304, headers: [...positionHeaders(place), ...headers] };
}

export function noContent(place: ReadingPlace, headers: HeaderList): ServerEffect {
  return { kind: "respond", status: 204, headers: [...positionHeaders(place), ...headers] };
}

function positionHeaders({ epoch, offset }: ReadingPlace): HeaderList {
  // RFC 9111: `no-cache` may be kept, but is asked about each time, which is what the ETag is for.
  return [["ETag", `"${epoch}-${offset}"`], ["X-Cursor", String(offset)], ["Cache-Control", "no-cache"], ...cors];
}

function refusal(status: number, text: string, headers: HeaderList = nothing): ServerEffect {
  return plainAnswer(status, text, [shown, ...headers]);
}

export const topicMissing = refusal(400, `Name a topic: ${shortDoorPath}/chat or ${longDoorPath}/chat.`);
export const methodNotAllowed = refusal(405, "GET or POST, please.", [["Allow", "GET, POST, OPTIONS"]]);
export const restarting = refusal(503, "The mock server restarts.", [["Retry-After", "1"]]);
/** RFC 9110 section 15.5.11: there is nothing here any more, and there will not be. */
export function gone(reason: string | undefined): ServerEffect {
  return refusal(410, reason ?? "Do not ask again.");
}

export const preflight: ServerEffect = {
  kind: "respond",
  status: 204,
  headers: [...cors, ["Access-Control-Allow-Methods", "GET, POST"], ["Access-Control-Allow-Headers", "*"]],
};
