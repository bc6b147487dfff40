/** Holds so many messages and lets them out in another order. What it is not meant for goes past them. */
import type { MessageFault } from "../../src/model/fault.ts";
import { shuffled } from "./changes.ts";
import { isAbout, type Outgoing, type OutgoingMessage } from "./outgoing.ts";
import type { Stage, StageSurroundings } from "./stage.ts";

export class ReorderStage implements Stage {
  readonly #does: Extract<MessageFault, { kind: "reorder" }>;
  readonly #around: StageSurroundings;
  #held: OutgoingMessage[] = [];

  constructor(does: Extract<MessageFault, { kind: "reorder" }>, around: StageSurroundings) {
    this.#does = does;
    this.#around = around;
  }

  get isEmpty(): boolean {
    return this.#held.length === 0;
  }

  get heldBytes(): number {
    return this.#held.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  heldOn(topic: string): number {
    return this.#held.filter((message) => isAbout(message, topic)).length;
  }

  put(outgoing: Outgoing, isMeant: boolean): void {
    if (outgoing.kind === "end") this.#letGo();
    // An exchange has one answer, so there is nothing to change places with.
    if (outgoing.kind !== "message" || !isMeant || outgoing.answer) {
      this.#around.out(outgoing);
      return;
    }
    this.#held.push(outgoing);
    if (this.#held.length >= this.#does.among) this.#letGo();
  }

  flush(): void {
    for (const message of this.#held.splice(0)) this.#around.out(message);
  }

  #letGo(): void {
    const held = this.#held.splice(0);
    for (const message of shuffled(held, this.#around.random)) this.#around.out(message);
    if (held.length > 1) this.#around.struck(`Sent ${held.length} messages in another order`);
  }
}
