/**
 * What a fault did, as a row of the mock server's own timeline: the sentence of the one who did it, what clients make of it,
 * and how to be rid of it. Does nothing itself.
 */
import type { ObserverEvent } from "../model/event.ts";
import type { FaultAction, FaultStrike } from "../model/fault.ts";

type Kind = FaultAction["kind"];

/** Loses, spoils or ends something: to be seen among many rows. */
const severe = new Set<Kind>([
  "answer",
  "subprotocol",
  "contentType",
  "drop",
  "corrupt",
  "truncate",
  "oversize",
  "close",
  "reset",
  "cut",
  "silent",
  "disconnect",
  "reject",
  "evict",
  "trim",
  "renewEpoch",
  "jump",
]);

/** What clients make of it. */
const effects: Readonly<Record<Kind, string>> = {
  answer: "The client got this answer instead of the server's own, so nothing was opened.",
  subprotocol: "A client that did not offer this subprotocol has to give the connection up (RFC 6455 section 4.1).",
  contentType: "A client that goes by the type of the answer refuses it or reads it as something else.",
  slowHead: "The client waits for the head of the answer; its own time limit may end the wait.",
  delay: "The client gets it late, and all that comes behind it on this connection as well.",
  throttle: "The client gets bytes no faster than that; what it does not get yet waits.",
  drop: "It was never sent: the client cannot know of it, but by an id that is missing.",
  duplicate: "The client gets the same more than once, and has to know that.",
  reorder: "The client gets messages in another order than they were made in.",
  corrupt: "The client gets bytes that the server never meant.",
  truncate: "The client gets only the beginning of it.",
  split: "The client gets it in pieces, cut anywhere; it has to put them together.",
  fragment: "The client gets it as WebSocket fragments (RFC 6455 section 5.4), which are one message.",
  oversize: "The client gets more than it may be ready to take; a limit of its own may end the connection.",
  buffer: "As behind a proxy that buffers, the client hears nothing until it is let go.",
  close: "The client sees its connection end with this code, and decides by it whether to come back.",
  reset: "The client sees its connection break off with no word, as when a process is killed.",
  cut: "The client sees its connection end with no close frame (code 1006 in browsers).",
  silent: "The connection stays open and says nothing any more: only a heartbeat that is missed tells the client.",
  disconnect: "The client is told goodbye in the protocol's own words, and whether to come back.",
  reject: "The client had this subscription and has it no more.",
  evict: "A client that comes back with a position in it is told that it is not kept.",
  trim: "A client that comes back with an older position has missed something.",
  renewEpoch: "Positions that clients have from before mean nothing any more, as after a restart of the broker.",
  jump: "A client that counts ids sees a gap, though nothing was lost.",
};

/** Its kind, `faultInjected`, has a page in docs/verdicts. */
export function faultEvent({ kind, text, topic }: FaultStrike): ObserverEvent {
  const level = severe.has(kind) ? "warning" : "note";
  const explanation = `${effects[kind]} It was done on purpose, by a fault of the mock server.`;
  const advice = [
    "Look at the same moment in the client's timeline: what it did then is its answer to this.",
    "Remove the fault, or change it, under Faults in the Mock Server view.",
  ];
  return { kind: "faultInjected", level, title: text, explanation, advice, channel: topic };
}
