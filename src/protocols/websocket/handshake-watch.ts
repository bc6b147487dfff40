/** Judges what a client and a server agreed on when a WebSocket opened. */
import type { ObserverEvent } from "../../model/event.ts";
import type { Handshake } from "../../model/frame.ts";
import { headerValue } from "../kit/headers.ts";
import { nothing } from "../kit/nothing.ts";
import { extensionNotOffered, redirected, subprotocolNotChosen, subprotocolNotOffered } from "./verdicts.ts";

export function judgeHandshake(handshake: Handshake, entry: number): ObserverEvent[] {
  const { offered, subprotocol, redirects, request } = handshake;
  const events: ObserverEvent[] = [];
  if (redirects && redirects.length > 0) events.push(redirected(redirects, request.url, entry));
  if (subprotocol === undefined && offered.length > 0) events.push(subprotocolNotChosen(offered, entry));
  if (subprotocol !== undefined && !offered.includes(subprotocol))
    events.push(subprotocolNotOffered(subprotocol, offered, entry));
  const asked = extensionNames(headerValue(request.headers, "sec-websocket-extensions"));
  for (const name of extensionNames(handshake.extensions))
    if (!asked.includes(name)) events.push(extensionNotOffered(name, entry));
  return events;
}

/** Without their parameters (RFC 6455 section 9.1). */
function extensionNames(header: string | undefined): readonly string[] {
  if (!header) return nothing;
  return header
    .split(",")
    .map((extension) => extension.split(";")[0]?.trim().toLowerCase() ?? "")
    .filter((name) => name !== "");
}
