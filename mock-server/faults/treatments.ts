/** Faults that touch a message at once: each says what becomes of it, and tells that in a sentence. Holds nothing. */
import type { MessageFault } from "../../src/model/fault.ts";
import { formatCount } from "../../src/protocols/kit/words.ts";
import { corrupt, grow } from "./changes.ts";
import { changed, labelOf, type OutgoingMessage } from "./outgoing.ts";

/** Those that hold messages back are stages. */
export type Treating = Exclude<MessageFault, { kind: "delay" | "reorder" | "buffer" }>;

export interface Treated {
  readonly messages: readonly OutgoingMessage[];
  /** Undefined where nothing was done: there was nothing to cut, or it was too short. */
  readonly text: string | undefined;
}

export interface TreatmentSurroundings {
  /** In [0, 1). */
  readonly random: () => number;
  /** Only WebSockets have fragments. */
  readonly isSocket: boolean;
  readonly isEvents: boolean;
}

export function treat(does: Treating, message: OutgoingMessage, around: TreatmentSurroundings): Treated {
  const { bytes, treatment, isText } = message;
  const { length } = bytes;
  const label = labelOf(message);
  const untouched: Treated = { messages: [message], text: undefined };
  const one = (touched: OutgoingMessage, text: string): Treated => ({ messages: [touched], text });
  switch (does.kind) {
    case "drop":
      return { messages: [], text: `Dropped ${label}` };
    case "duplicate":
      // An exchange has one answer: a second one in its body would be no copy, but another answer.
      if (message.answer) return untouched;
      return {
        messages: Array.from({ length: does.copies + 1 }, () => message),
        text: `Sent ${label} ${does.copies === 1 ? "twice" : `${does.copies + 1} times`}`,
      };
    case "corrupt": {
      if (length === 0) return untouched;
      const count = Math.min(does.bytes, length);
      const text = `Changed ${formatCount(count, "byte")} of ${label}`;
      return one(changed(message, corrupt(bytes, count, around.random)), text);
    }
    case "truncate":
      if (length <= does.keepBytes) return untouched;
      return one(
        changed(message, bytes.subarray(0, does.keepBytes)),
        `Cut ${label} off after ${does.keepBytes} of ${length} bytes`,
      );
    case "oversize":
      if (length >= does.toBytes || length === 0) return untouched;
      return one(
        changed(message, grow(bytes, does.toBytes, { isText, isEvents: around.isEvents })),
        `Grew ${label} from ${length} to ${does.toBytes} bytes`,
      );
    case "split":
      return one(
        { ...message, treatment: { ...treatment, cutBytes: does.bytes } },
        `Cut ${label} on the wire at every ${does.bytes === 1 ? "byte" : `${does.bytes} bytes`}`,
      );
    case "fragment": {
      if (!around.isSocket || length <= does.bytes) return untouched;
      const count = Math.ceil(length / does.bytes);
      return one(
        { ...message, treatment: { ...treatment, fragmentBytes: does.bytes } },
        `Sent ${label} in ${count} fragments`,
      );
    }
    case "throttle": {
      const { bytesPerSecond } = does;
      return one(
        { ...message, treatment: { ...treatment, bytesPerSecond } },
        `Sent ${label} at ${formatCount(bytesPerSecond, "byte")} a second`,
      );
    }
  }
}
