/**
 * What the client has said and no turn has waited for yet. A client may be faster than the recorded one, or say two things
 * the other way round: nothing of it is lost.
 */
import type { DataFrame } from "../../src/model/frame.ts";
import type { Message } from "../../src/model/message.ts";
import type { Decoder } from "../../src/model/protocol.ts";
import type { HoleValues } from "../../src/scenario/holes/holes.ts";
import { likeness, type RecordedValues } from "../../src/scenario/holes/likeness.ts";
import type { TurnData } from "../../src/scenario/replay.ts";
import { meansTheSame } from "./same-meaning.ts";

/** A frame as it came, with what the protocol reads in it. */
export interface HeardMessage extends Message {
  readonly kind: "heard";
  readonly frame: DataFrame;
  readonly messages: readonly Message[];
  /** What it would have read in these bytes. */
  readonly read: (bytes: Uint8Array) => readonly Message[];
}

/** Stands in for the protocol's own decoder of what a client sends. */
export class HearingDecoder implements Decoder<HeardMessage> {
  readonly #create: () => Decoder;
  readonly #own: Decoder;

  constructor(create: () => Decoder) {
    this.#create = create;
    this.#own = create();
  }

  decode(frame: DataFrame): readonly HeardMessage[] {
    const read = (data: Uint8Array) => this.#create().decode({ kind: "binary", direction: "sent", data });
    return [{ kind: "heard", frame, messages: this.#own.decode(frame), read }];
  }

  end(): readonly HeardMessage[] {
    return [];
  }
}

/** Beyond it the oldest is given up: nothing waits for it any more. */
const mostWaiting = 100;

export class Heard {
  readonly #recorded: RecordedValues;
  readonly #waiting: HeardMessage[] = [];

  constructor(recorded: RecordedValues) {
    this.#recorded = recorded;
  }

  add(heard: HeardMessage): void {
    this.#waiting.push(heard);
    if (this.#waiting.length > mostWaiting) this.#waiting.shift();
  }

  /** Takes the first that is like it; undefined where there is none. */
  take(expected: TurnData): HoleValues | undefined {
    for (const [index, heard] of this.#waiting.entries()) {
      const values = this.#like(expected, heard);
      if (!values) continue;
      this.#waiting.splice(index, 1);
      return values;
    }
    return undefined;
  }

  #like(expected: TurnData, { frame, messages, read }: HeardMessage): HoleValues | undefined {
    const { data } = frame;
    if (typeof expected === "string") {
      return typeof data === "string" ? likeness(expected, data, this.#recorded) : undefined;
    }
    if (typeof data === "string") return undefined;
    const bytes = Buffer.from(expected.base64, "base64");
    return bytes.equals(data) || meansTheSame(read(bytes), messages) ? new Map() : undefined;
  }
}
