/** Answers requests in place of the session: as a server that is overloaded, a gateway, or a login page does. */
import { STATUS_CODES } from "node:http";
import type { HeaderList, RequestHead } from "../../src/model/frame.ts";
import type { ServerEffect } from "../../src/model/session.ts";
import type { FaultBook } from "./fault-book.ts";
import type { Place } from "./scope.ts";

/** A page from elsewhere may see what went wrong, as it may see the session's own answers. */
const cors: HeaderList = [
  ["Access-Control-Allow-Origin", "*"],
  ["Access-Control-Expose-Headers", "*"],
];

export function answerInstead(
  book: FaultBook,
  place: Place,
  { method, url }: RequestHead,
): readonly ServerEffect[] | undefined {
  // A browser that is told no before it asks never asks, and shows neither status nor headers.
  if (method === "OPTIONS") return undefined;
  for (const entry of book.at("connecting", place)) {
    const { does } = entry.fault;
    if (does.kind !== "answer" || !book.draws(entry)) continue;
    const { status, headers = [], body } = does;
    const what = `${method} ${new URL(url).pathname}`;
    book.struck(entry, {
      text: `Answered ${what} with ${status} ${STATUS_CODES[status] ?? ""}`.trim(),
      client: place.id,
    });
    return [{ kind: "respond", status, headers: withDefaults(headers), body }];
  }
  return undefined;
}

function withDefaults(headers: HeaderList): HeaderList {
  const given = new Set(headers.map(([name]) => name.toLowerCase()));
  return [...headers, ...cors.filter(([name]) => !given.has(name.toLowerCase()))];
}
