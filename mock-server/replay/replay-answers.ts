/** Answers and closings of a replay that no protocol has a say in. */
import type { HeaderList, RequestHead } from "../../src/model/frame.ts";
import type { ServerEffect } from "../../src/model/session.ts";
import { isSendableCloseCode } from "../../src/protocols/kit/close-codes.ts";
import type { Heartbeat, Turn } from "../../src/scenario/replay.ts";

/** To whoever comes when a replay that ends has ended. */
export const overAnswer: ServerEffect = {
  kind: "respond",
  status: 503,
  headers: [["Content-Type", "text/plain; charset=utf-8"]],
  body: "The replay is over.\n",
};

/** A body of known length, or none. */
export function isOnePiece(turns: readonly Turn[], heartbeats: readonly Heartbeat[]): boolean {
  const last = turns.at(-1);
  if (heartbeats.length > 0 || turns.length > 2 || last?.kind !== "end" || last.afterMs > 0) return false;
  const [first] = turns;
  return turns.length === 1 || (first?.kind === "send" && first.afterMs === 0);
}

/** Codes that no endpoint may send are as if none was given. */
export function closeCode(code: number): number {
  return isSendableCloseCode(code) ? code : 1000;
}

/** A page that is developed against the mock server has another origin than the one that was recorded. */
export function withOriginOf(request: RequestHead | undefined, headers: HeaderList): HeaderList {
  const origin = request?.headers.find(([name]) => name.toLowerCase() === "origin")?.[1];
  if (origin === undefined) return headers;
  const others = headers.filter(([name]) => name.toLowerCase() !== "access-control-allow-origin");
  return [...others, ["Access-Control-Allow-Origin", origin]];
}
