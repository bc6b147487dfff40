/** The little language of test conversations: how frames, openings and ends are written on one line. */
import type { ObserverEvent } from "../../src/model/event.ts";
import type { Close, DataFrame, Direction, FrameData, Handshake } from "../../src/model/frame.ts";

export function showEvent(event: ObserverEvent): string {
  return `${event.level} ${event.kind}: ${event.title}`;
}

export function handshakeOf(subprotocol: string | undefined, offered: readonly string[]): Handshake {
  const request = { method: "GET", url: "ws://localhost:3000/cable", httpVersion: "1.1", headers: [] };
  const response = { status: 101, reason: "Switching Protocols", httpVersion: "1.1", headers: [] };
  return { request, response, offered, subprotocol };
}

export function closeOf(verb: string, rest: string): Close {
  const [first = "", text = ""] = split(rest);
  if (verb === "failed") {
    return { kind: "failed", failure: { stage: "connect", code: first, message: text || first } };
  }
  if (verb === "refused") {
    const [reason = "", body = ""] = text.split(": ");
    const response = { status: Number(first), reason, httpVersion: "1.1", headers: [] };
    return { kind: "refused", response, body };
  }
  return first === "" ? { kind: "closed" } : { kind: "closed", seen: { code: Number(first), reason: text } };
}

/** `chunk` takes a JSON string, so that line ends can be written; `received` takes the text as it stands. */
export function frameOf(verb: string, text: string, direction: Direction): DataFrame {
  const data: FrameData = verb === "chunk" ? (JSON.parse(text) as string) : text;
  return { kind: verb === "chunk" ? "chunk" : "text", direction, data };
}

export function split(text: string): [string, string] {
  const at = text.indexOf(" ");
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
