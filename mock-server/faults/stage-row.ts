/**
 * The message faults that one client's messages go through, in the order in which the faults came. Knows no wire: what comes
 * out at its end is handed on.
 */

import type { Clock } from "../../src/clock/clock.ts";
import type { MessageFault } from "../../src/model/fault.ts";
import { BufferStage } from "./buffer-stage.ts";
import { DelayStage } from "./delay-stage.ts";
import type { FaultBook, FaultEntry } from "./fault-book.ts";
import type { Outgoing, OutgoingMessage } from "./outgoing.ts";
import { ReorderStage } from "./reorder-stage.ts";
import type { Place } from "./scope.ts";
import type { Stage, StageSurroundings } from "./stage.ts";
import { type Treating, type TreatmentSurroundings, treat } from "./treatments.ts";

export interface RowSurroundings {
  readonly book: FaultBook;
  readonly place: Place;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  /** What kind of wire it is by now. */
  readonly wire: () => Omit<TreatmentSurroundings, "random">;
  readonly out: (outgoing: Outgoing) => void;
}

/** A fault that holds messages is a stage; one that touches them at once has none. */
interface Step {
  readonly entry: FaultEntry;
  readonly does: MessageFault;
  readonly stage: Stage | undefined;
}

export class StageRow {
  readonly #around: RowSurroundings;
  #steps: readonly Step[] = [];
  #seen: readonly FaultEntry[] = [];

  constructor(around: RowSurroundings) {
    this.#around = around;
  }

  /** No fault is at work here any more, and nothing is held. */
  get isIdle(): boolean {
    return this.#steps.every(isDone) && this.#around.book.at("message", this.#around.place).length === 0;
  }

  get heldBytes(): number {
    return this.#steps.reduce((sum, { stage }) => sum + (stage?.heldBytes ?? 0), 0);
  }

  heldOn(topic: string): number {
    return this.#steps.reduce((sum, { stage }) => sum + (stage?.heldOn(topic) ?? 0), 0);
  }

  put(outgoing: Outgoing): void {
    this.#lookForNew();
    this.#pass(outgoing, 0);
  }

  /** Somebody took it away. One that has struck its times keeps what it holds until it is due. */
  removed(entry: FaultEntry): void {
    for (const step of this.#steps) if (step.entry === entry) step.stage?.flush();
  }

  #lookForNew(): void {
    const all = this.#around.book.of("message");
    if (all === this.#seen) return;
    this.#seen = all;
    const known = new Set(this.#steps.map(({ entry }) => entry));
    const news = this.#around.book.at("message", this.#around.place).filter((entry) => !known.has(entry));
    const left = this.#steps.filter((step) => !isDone(step));
    this.#steps = [...left, ...news.map((entry) => this.#stepFor(entry))];
  }

  #stepFor(entry: FaultEntry): Step {
    const { clock, random, place, book, wire } = this.#around;
    const does = entry.fault.does as MessageFault;
    const around: StageSurroundings = {
      clock,
      random,
      out: (outgoing) => this.#pass(outgoing, this.#steps.indexOf(step) + 1),
      struck: (text) => book.struck(entry, { text, client: place.id }),
    };
    const step: Step = { entry, does, stage: stageFor(does, around, wire().isSocket) };
    return step;
  }

  #pass(outgoing: Outgoing, from: number): void {
    const step = this.#steps[from];
    if (!step) {
      this.#around.out(outgoing);
      return;
    }
    const isMeant = outgoing.kind === "message" && this.#isMeant(step, outgoing);
    if (step.stage) step.stage.put(outgoing, isMeant);
    else if (isMeant) this.#treat(step, outgoing, from);
    else this.#pass(outgoing, from + 1);
  }

  #treat({ entry, does }: Step, message: OutgoingMessage, from: number): void {
    const { book, place, random, wire } = this.#around;
    const { messages, text } = treat(does as Treating, message, { random, ...wire() });
    if (text !== undefined) book.struck(entry, { text, client: place.id, topic: topicIn(entry, message) });
    for (const treated of messages) this.#pass(treated, from + 1);
  }

  #isMeant({ entry }: Step, message: OutgoingMessage): boolean {
    const { scope } = entry;
    const { kinds } = message;
    const isOfKind = scope.kinds === undefined || kinds.some((kind) => scope.kinds?.includes(kind));
    const isAbout = !scope.namesTopic || topicIn(entry, message) !== undefined;
    return isOfKind && isAbout && this.#around.book.draws(entry);
  }
}

/** Of those that it is about, the first that the fault is about as well. */
function topicIn({ scope }: FaultEntry, { topics }: OutgoingMessage): string | undefined {
  return topics.find((topic) => scope.hasTopic(topic));
}

function isDone({ entry, stage }: Step): boolean {
  return entry.isOver && (stage?.isEmpty ?? true);
}

function stageFor(does: MessageFault, around: StageSurroundings, isSocket: boolean): Stage | undefined {
  switch (does.kind) {
    case "delay":
      return new DelayStage(does, around);
    case "reorder":
      return new ReorderStage(does, around);
    case "buffer":
      return new BufferStage(does, around, isSocket);
    default:
      return undefined;
  }
}
