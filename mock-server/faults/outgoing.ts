/** What goes out to one client, as faults see it: messages, which may be touched, and what only keeps its place among them. */
import type { FrameData } from "../../src/model/frame.ts";
import type { Answer } from "../outlet.ts";
import type { Pace } from "./paced-wire.ts";

/** What faults have made of a message, to be done when it leaves. */
export interface Treatment extends Pace {
  readonly fragmentBytes?: number | undefined;
}

export interface OutgoingMessage {
  readonly kind: "message";
  readonly bytes: Uint8Array;
  /** As the session gave it, until something is changed: a broadcast is encoded once for all. */
  readonly untouched: FrameData | undefined;
  readonly isText: boolean;
  /** Kinds of the messages that it holds. */
  readonly kinds: readonly string[];
  /** What it is about: several, where one answer brings the news of all. */
  readonly topics: readonly string[];
  /** The whole answer of an exchange, of which this is the body. */
  readonly answer: Answer | undefined;
  readonly treatment: Treatment;
}

export type Outgoing =
  | OutgoingMessage
  /** The end of the body, or a close frame: what is held back goes first. */
  | { readonly kind: "end"; readonly act: () => void }
  | { readonly kind: "head"; readonly act: () => void };

export function changed(message: OutgoingMessage, bytes: Uint8Array): OutgoingMessage {
  return { ...message, bytes, untouched: undefined };
}

export function sizeOf(outgoing: Outgoing): number {
  return outgoing.kind === "message" ? outgoing.bytes.length : 0;
}

export function isAbout(outgoing: Outgoing, topic: string): boolean {
  return outgoing.kind === "message" && outgoing.topics.includes(topic);
}

/** What people call it: the kinds of its messages, each once. */
export function labelOf({ kinds }: OutgoingMessage): string {
  return kinds.length > 0 ? [...new Set(kinds)].map((kind) => `"${kind}"`).join(", ") : "a piece of a message";
}
