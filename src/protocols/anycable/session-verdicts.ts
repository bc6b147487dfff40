/** What is concluded about how an AnyCable connection begins and ends, in words for a person in the middle of a bug. */
import type { ObserverEvent } from "../../model/event.ts";
import type { Handshake } from "../../model/frame.ts";
import { compactJson } from "../kit/json.ts";
import { formatCount, formatDuration, oneLine } from "../kit/words.ts";
import type { TokenClaims, TokenReading } from "./token.ts";

export function unsupportedSubprotocol(
  { subprotocol }: Handshake,
  offered: readonly string[],
  entry: number,
): ObserverEvent {
  const chosen = subprotocol === undefined ? "no subprotocol" : `subprotocol ${oneLine(subprotocol, 60)}`;
  return {
    kind: "unsupportedSubprotocol",
    level: "error",
    title: `server chose ${chosen}: no AnyCable client can go on`,
    explanation:
      `The client offered ${offered.map((name) => oneLine(name, 60)).join(", ")}. @anycable/core offers one name and reads that encoding only; ` +
      "a browser fails the handshake by itself when nothing of its offer was chosen. The frames are shown here as base JSON all the same.",
    advice: [
      "Is it Rails' own Action Cable? It knows actioncable-v1-json only.",
      "The binary encodings (msgpack, protobuf) need AnyCable Pro.",
      "A proxy or a gateway may drop Sec-WebSocket-Protocol.",
    ],
    evidence: [entry],
  };
}

/** Offered both, got the lesser. */
export function extendedDeclined(subprotocol: string, entry: number): ObserverEvent {
  return {
    kind: "extendedDeclined",
    level: "note",
    title: `server chose ${subprotocol}: no history, no presence, no restored sessions`,
    explanation:
      "The extended protocol was offered as well. A server that knows both picks by its own order; Rails knows only the base one. Offer one name to be sure.",
    evidence: [entry],
  };
}

export function authenticated(token: TokenClaims, at: number, entry: number): ObserverEvent {
  const { place, algorithm, expiresAt, identifiers, claims } = token;
  const who = identifiers === undefined ? "no `ext` claim" : compactJson(identifiers, 120);
  const expired = expiresAt !== undefined && expiresAt <= at;
  const life =
    expiresAt === undefined
      ? "never expires"
      : expired
        ? `expired ${formatDuration(at - expiresAt)} ago`
        : `expires in ${formatDuration(expiresAt - at)}`;
  const advice: string[] = [];
  if (expired) advice.push("Fetch a fresh token: the server answers with the reason token_expired.");
  if (identifiers === undefined)
    advice.push("AnyCable needs the claim `ext`: a string that holds the JSON of the connection's identifiers.");
  if (!/^HS\d+$/.test(algorithm))
    advice.push(`AnyCable takes HMAC only (HS256 by default), and this says ${algorithm}.`);
  return {
    kind: "tokenRead",
    level: advice.length > 0 ? "warning" : "note",
    title: oneLine(`token: ${who}, ${life}`, 200),
    explanation: `A JWT came by ${place}. It claims ${compactJson(claims, 600)}. Whether its signature is right only the server knows; the token itself is not kept.`,
    ...(advice.length > 0 ? { advice } : {}),
    evidence: [entry],
  };
}

export function tokenBroken({ place, fault }: TokenReading & { readonly fault: string }, entry: number): ObserverEvent {
  return {
    kind: "tokenRead",
    level: "warning",
    title: `the token is no JWT: ${fault}`,
    explanation: `It came by ${place}. AnyCable will not take it, unless another parameter name is set (jwt_param) and this is meant for the app.`,
    evidence: [entry],
  };
}

/** Case 88: the app does not see a restored session begin. */
export function restored(subscriptions: number, entry: number): ObserverEvent {
  return {
    kind: "sessionRestored",
    level: "good",
    title: `session restored with ${formatCount(subscriptions, "subscription")}`,
    explanation:
      "The server knew the session of the `sid`: its subscriptions go on without a confirmation, under a new session id. The app sees none of it: " +
      "no `connect` and no `subscribed` ran, though `disconnect` may have run for the old connection and will run again for this one (anycable#208).",
    advice: [
      "Do not count who is online by connect and disconnect callbacks: use presence (join again after a restore).",
      "Ask for history for each restored identifier: being subscribed brings nothing of the past.",
    ],
    evidence: [entry],
    measures: { subscriptions },
  };
}

export function notRestored(entry: number): ObserverEvent {
  return {
    kind: "sessionNotRestored",
    level: "note",
    title: "the old session was not restored: a new one began",
    explanation:
      "The connection asked for its old session by `sid`. The server keeps sessions for 300 s and only with a broker; it authenticated anew, and the client must subscribe to everything again.",
    evidence: [entry],
  };
}

export function connectedWithoutSid(entry: number): ObserverEvent {
  return {
    kind: "sessionNotRestorable",
    level: "note",
    title: "no session id in the welcome: it cannot be restored",
    explanation:
      "The server says no `sid`, so a reconnect begins from nothing. Rails never does; AnyCable's RPC may not either.",
    evidence: [entry],
  };
}

/** Extends what Action Cable's observer says of the reason `no_pong`. */
export function withPongs(event: ObserverEvent, pings: number, pongs: number): ObserverEvent {
  return {
    ...event,
    explanation: `${event.explanation} On this connection ${formatCount(pings, "ping")} came and ${formatCount(pongs, "pong")} went out${
      pongs === 0 ? "" : ": they may have come too late, or not reached the server"
    }.`,
    advice: [
      "Let the client send pongs: protocolOptions: { pongs: true } in @anycable/core.",
      "Or turn pong_timeout off in the server.",
    ],
    measures: { pings, pongs },
  };
}

export function stopsReading(event: ObserverEvent): ObserverEvent {
  return {
    ...event,
    level: "error",
    title: `${event.title}: AnyCable reads nothing more here`,
    explanation:
      "A frame that it cannot decode makes AnyCable stop reading from the connection for good, without closing it: pings go on, but no command is taken any more. (Rails logs such a frame and goes on.)",
    advice: ["Connect again before sending anything else."],
  };
}

export function commandIgnored(command: string, channel: string, entry: number): ObserverEvent {
  return {
    kind: "commandIgnored",
    level: "warning",
    title: `${command} ignored: not subscribed with this identifier`,
    explanation:
      "AnyCable looks for a subscription with exactly this identifier, finds none and only logs that. Subscribe first, with the same bytes.",
    channel,
    evidence: [entry],
  };
}

export function presenceUnanswered(channel: string, entry: number): ObserverEvent {
  return {
    kind: "presenceUnanswered",
    level: "warning",
    title: "no answer to the presence request within 3 s",
    explanation: "What may be the cause, most likely first:",
    advice: [
      "The channel has no presence stream: AnyCable logs that and answers nothing. Public and signed streams need it turned on.",
      "The base protocol was agreed on: presence belongs to the extended one.",
      "The server has no broker with presence.",
    ],
    channel,
    evidence: [entry],
  };
}

/** Case 89: a Turbo preview page is left while its subscribe is under way. */
export function confirmedTooLate(channel: string, entry: number): ObserverEvent {
  return {
    kind: "confirmedTooLate",
    level: "note",
    title: "confirmed after the client had unsubscribed",
    explanation:
      "The client gave this subscription up before it was confirmed, as happens when a page is left early (Turbo shows a preview first; anycable-client#18). The server takes commands in order, so the unsubscribe should end it: if messages still come, it is stale.",
    channel,
    evidence: [entry],
  };
}
