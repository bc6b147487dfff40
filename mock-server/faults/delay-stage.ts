/** Lets messages out late, and keeps their order: what comes behind a late one is late as well, as on any wire. */
import type { MessageFault } from "../../src/model/fault.ts";
import { formatDuration } from "../../src/protocols/kit/words.ts";
import { isAbout, labelOf, type Outgoing, sizeOf } from "./outgoing.ts";
import type { Stage, StageSurroundings } from "./stage.ts";

type Delay = Extract<MessageFault, { kind: "delay" }>;

export class DelayStage implements Stage {
  readonly #does: Delay;
  readonly #around: StageSurroundings;
  #held: { readonly outgoing: Outgoing; readonly dueAt: number }[] = [];
  heldBytes = 0;
  #callOff: (() => void) | undefined;

  constructor(does: Delay, around: StageSurroundings) {
    this.#does = does;
    this.#around = around;
  }

  get isEmpty(): boolean {
    return this.#held.length === 0;
  }

  heldOn(topic: string): number {
    return this.#held.filter(({ outgoing }) => isAbout(outgoing, topic)).length;
  }

  put(outgoing: Outgoing, isMeant: boolean): void {
    const { clock, random } = this.#around;
    const { byMs, jitterMs = 0 } = this.#does;
    const lateMs = isMeant ? byMs + Math.round(random() * jitterMs) : 0;
    const before = this.#held.at(-1)?.dueAt ?? 0;
    if (lateMs === 0 && this.isEmpty) {
      this.#around.out(outgoing);
      return;
    }
    this.heldBytes += sizeOf(outgoing);
    this.#held.push({ outgoing, dueAt: Math.max(clock.now() + lateMs, before) });
    if (this.#held.length === 1) this.#wait();
    if (isMeant && outgoing.kind === "message") {
      this.#around.struck(`Held ${labelOf(outgoing)} back for ${formatDuration(lateMs)}`);
    }
  }

  flush(): void {
    this.#callOff?.();
    this.heldBytes = 0;
    for (const { outgoing } of this.#held.splice(0)) this.#around.out(outgoing);
  }

  #wait(): void {
    const [next] = this.#held;
    if (!next) return;
    const { clock } = this.#around;
    this.#callOff = clock.schedule(Math.max(next.dueAt - clock.now(), 0), () => this.#letGo());
  }

  #letGo(): void {
    const now = this.#around.clock.now();
    // A timer may ring a little early.
    do {
      const next = this.#held.shift();
      if (!next) break;
      this.heldBytes -= sizeOf(next.outgoing);
      this.#around.out(next.outgoing);
    } while ((this.#held[0]?.dueAt ?? Number.POSITIVE_INFINITY) <= now);
    this.#wait();
  }
}
