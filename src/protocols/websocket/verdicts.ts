/** The words of every event about openings and what travels. Decides nothing. */
import type { ObserverEvent } from "../../model/event.ts";
import type { Direction, Redirect } from "../../model/frame.ts";
import { formatBytes, formatCount, formatDuration } from "../kit/words.ts";

export function subprotocolNotChosen(offered: readonly string[], entry: number): ObserverEvent {
  return {
    kind: "subprotocolNotChosen",
    level: "warning",
    title: `${offered.join(", ")} offered, none chosen`,
    explanation:
      "Readings differ. RFC 6455 lets the connection open without a subprotocol. Browsers and most client libraries fail " +
      "it instead (WHATWG WebSockets), so a page would see an error here. The connection is kept open to show what comes.",
    advice: [
      "Offer a name that the server knows, or offer none.",
      "Have the server answer with one of the offered names.",
    ],
    evidence: [entry],
  };
}

export function subprotocolNotOffered(chosen: string, offered: readonly string[], entry: number): ObserverEvent {
  return {
    kind: "subprotocolNotOffered",
    level: "error",
    title: `the server chose ${chosen}, which was not offered`,
    explanation: `Offered was ${offered.length > 0 ? offered.join(", ") : "nothing"}. A client must fail the connection (RFC 6455 section 4.1).`,
    advice: ["Have the server choose only among the offered names, or send no Sec-WebSocket-Protocol at all."],
    evidence: [entry],
  };
}

export function extensionNotOffered(name: string, entry: number): ObserverEvent {
  return {
    kind: "extensionNotOffered",
    level: "error",
    title: `the server turned on ${name}, which was not offered`,
    explanation:
      "A client must fail the connection when an extension comes that it did not offer (RFC 6455 section 9.1).",
    advice: ["Look for a proxy on the way that drops Sec-WebSocket-Extensions from requests but not from answers."],
    evidence: [entry],
  };
}

export function redirected(hops: readonly Redirect[], url: string, entry: number): ObserverEvent {
  const [first] = hops;
  return {
    kind: "redirected",
    level: "note",
    title: `redirected (${hops.map((hop) => hop.status).join(", ")}) to ${hops.at(-1)?.to ?? url}`,
    explanation: `The address ${first?.from ?? url} answered with ${formatCount(hops.length, "redirect")}. They were followed as asked; a browser fails instead.`,
    advice: ["Give clients the final address."],
    evidence: [entry],
  };
}

export function blindWindow(
  level: "note" | "warning",
  fromAt: number,
  toAt: number,
  evidence: readonly number[],
): ObserverEvent {
  return {
    kind: "blindWindow",
    level,
    mark: "blind",
    title: `blind for ${formatDuration(toAt - fromAt)}`,
    explanation:
      "Between the last sign of the old connection and the opening of this one, messages may have been sent that never " +
      "came. WebSocket has no ids and no replay, so whether any were lost cannot be told from the wire.",
    advice: ["Have the application fetch what it missed after each reconnect."],
    evidence,
    fromAt,
    toAt,
    measures: { blindMs: toAt - fromAt },
  };
}

export function pongMissing(by: "server" | "client", fromAt: number, toAt: number, entry: number): ObserverEvent {
  const waitedMs = toAt - fromAt;
  const explanation =
    by === "server"
      ? "A peer must answer a ping as soon as it can (RFC 6455 section 5.5.2). The server is gone, stuck, or drowned in work; " +
        "without a ping the operating system may take minutes to notice."
      : "The client did not answer the server's ping. Many servers close such a connection as dead (often with 1011).";
  return {
    kind: "pongMissing",
    level: "warning",
    mark: "stale",
    title: `no pong from the ${by} within ${formatDuration(waitedMs)}`,
    explanation,
    advice:
      by === "server"
        ? ["Reconnect, and look at the server's load."]
        : ["Look for a client whose event loop is blocked."],
    evidence: [entry],
    fromAt,
    toAt,
    measures: { waitedMs },
  };
}

export function pongLate(fromAt: number, toAt: number, evidence: readonly number[]): ObserverEvent {
  const latencyMs = toAt - fromAt;
  return {
    kind: "pongLate",
    level: "note",
    mark: "stale",
    title: `the pong came after ${formatDuration(latencyMs)}`,
    explanation: "The peer is alive after all, but was slow to answer.",
    evidence,
    fromAt,
    toAt,
    measures: { latencyMs },
  };
}

export function largeMessage(sizeBytes: number, entry: number): ObserverEvent {
  return {
    kind: "largeMessage",
    level: "note",
    title: `a message of ${formatBytes(sizeBytes)}`,
    explanation:
      "While one large message is on its way, nothing else can pass, pings included. Receivers have limits as well: ws takes " +
      "100 MiB, many servers 1 MiB or less, and close with 1009 beyond.",
    evidence: [entry],
    measures: { sizeBytes },
  };
}

export function invalidText(direction: Direction, reason: string, entry: number): ObserverEvent {
  return {
    kind: "invalidText",
    level: "error",
    title: `text that is ${reason}`,
    explanation:
      direction === "received"
        ? "Text frames must be UTF-8. A browser closes the connection with 1007 at this frame (RFC 6455 section 8.1); here it " +
          "is kept open, so that what follows can be seen."
        : "Text frames must be UTF-8. A server closes the connection with 1007 at this frame, or cuts it (RFC 6455 section 8.1).",
    advice: ["Send bytes as binary frames.", "Look for text that was cut in the middle of a character before sending."],
    evidence: [entry],
  };
}
