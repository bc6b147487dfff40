/** A fault that holds messages back: it lets them out later, in whatever order it makes. */
import type { Clock } from "../../src/clock/clock.ts";
import type { Outgoing } from "./outgoing.ts";

export interface StageSurroundings {
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** To the next stage. */
  readonly out: (outgoing: Outgoing) => void;
  /** It did something just now: a sentence in the past tense. */
  readonly struck: (text: string) => void;
}

export interface Stage {
  /** `isMeant`: the fault is meant for it, by its scope and by chance. */
  put(outgoing: Outgoing, isMeant: boolean): void;
  /** The fault is over: nothing is held any longer. */
  flush(): void;
  readonly isEmpty: boolean;
  readonly heldBytes: number;
  /** Of the messages that are held, those that are about this topic. */
  heldOn(topic: string): number;
}
