/** What can be told of an AnyCable connection from its handshake alone. */
import type { ObserverEvent } from "../../model/event.ts";
import type { Handshake } from "../../model/frame.ts";
import { headerValue } from "../kit/headers.ts";
import { nothing } from "../kit/nothing.ts";
import { readUrl } from "../kit/url.ts";
import * as verdicts from "./session-verdicts.ts";
import { dialectOf, subprotocols, tokenPrefix } from "./subprotocols.ts";
import { readToken } from "./token.ts";

/** Action Cable's observer calls a connection stale after so many seconds. */
const staleAfterSeconds = 6;

export interface Wishes {
  /** The address asks for pings more rarely than clients call stale, or for none (`?pi=`). */
  readonly pingsRarely: boolean;
  /** It names a session to go on with. */
  readonly asksRestore: boolean;
}

export function wishesOf({ request }: Handshake): Wishes {
  const query = readUrl(request.url)?.searchParams;
  const seconds = query?.get("pi");
  const sid = query?.get("sid") || headerValue(request.headers, "x-anycable-restore-sid");
  return {
    pingsRarely: seconds === "0" || Number(seconds ?? 3) >= staleAfterSeconds,
    asksRestore: sid !== undefined && sid !== "",
  };
}

export function judgeOpening(handshake: Handshake, at: number, entry: number): readonly ObserverEvent[] {
  return [...judgeAgreement(handshake, entry), ...judgeToken(handshake, at, entry)];
}

function judgeAgreement(handshake: Handshake, entry: number): readonly ObserverEvent[] {
  const offered = handshake.offered.filter((name) => !name.startsWith(tokenPrefix));
  const { subprotocol } = handshake;
  if (offered.length === 0 && subprotocol === undefined) return nothing;
  if (subprotocol === undefined || !subprotocols.includes(subprotocol)) {
    return [verdicts.unsupportedSubprotocol(handshake, offered, entry)];
  }
  const declined = !dialectOf(subprotocol).extended && offered.some((name) => dialectOf(name).extended);
  return declined ? [verdicts.extendedDeclined(subprotocol, entry)] : nothing;
}

function judgeToken(handshake: Handshake, at: number, entry: number): readonly ObserverEvent[] {
  const token = readToken(handshake);
  if (token === undefined) return nothing;
  return ["fault" in token ? verdicts.tokenBroken(token, entry) : verdicts.authenticated(token, at, entry)];
}
