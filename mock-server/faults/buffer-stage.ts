/** Holds messages as a buffering proxy does: until so many bytes wait, so long has passed, or nothing more comes. */
import type { MessageFault } from "../../src/model/fault.ts";
import { formatCount, formatDuration } from "../../src/protocols/kit/words.ts";
import { changed, isAbout, labelOf, type Outgoing, type OutgoingMessage } from "./outgoing.ts";
import type { Stage, StageSurroundings } from "./stage.ts";

export class BufferStage implements Stage {
  readonly #does: Extract<MessageFault, { kind: "buffer" }>;
  readonly #around: StageSurroundings;
  readonly #isSocket: boolean;
  #held: OutgoingMessage[] = [];
  heldBytes = 0;
  #callOff: (() => void) | undefined;

  /** `isSocket`: messages stay apart, where slices of a body become one. */
  constructor(does: Extract<MessageFault, { kind: "buffer" }>, around: StageSurroundings, isSocket: boolean) {
    this.#does = does;
    this.#around = around;
    this.#isSocket = isSocket;
  }

  get isEmpty(): boolean {
    return this.#held.length === 0;
  }

  heldOn(topic: string): number {
    return this.#held.filter((message) => isAbout(message, topic)).length;
  }

  put(outgoing: Outgoing, isMeant: boolean): void {
    if (outgoing.kind === "end") this.#letGo();
    const isHeld = outgoing.kind === "message" && !outgoing.answer && (isMeant || !this.isEmpty);
    if (!isHeld) {
      this.#around.out(outgoing);
      return;
    }
    this.#held.push(outgoing);
    this.heldBytes += outgoing.bytes.length;
    const { untilBytes = Number.POSITIVE_INFINITY } = this.#does;
    if (this.heldBytes >= untilBytes) this.#letGo();
    else if (this.#held.length === 1) this.#begin(outgoing);
  }

  flush(): void {
    this.#letGo();
  }

  /** Told now, and not when it lets go: that may never be. */
  #begin(first: OutgoingMessage): void {
    const { untilBytes, forMs } = this.#does;
    if (forMs !== undefined) this.#callOff = this.#around.clock.schedule(forMs, () => this.#letGo());
    const until = [
      ...(untilBytes === undefined ? [] : [`${formatCount(untilBytes, "byte")} wait`]),
      ...(forMs === undefined ? [] : [`${formatDuration(forMs)} have passed`]),
      "nothing more comes",
    ];
    this.#around.struck(`Kept ${labelOf(first)} in a buffer, until ${until.join(" or ")}`);
  }

  #letGo(): void {
    this.#callOff?.();
    this.#callOff = undefined;
    const held = this.#held.splice(0);
    const [first] = held;
    this.heldBytes = 0;
    if (!first) return;
    if (this.#isSocket || held.length === 1) for (const message of held) this.#around.out(message);
    else this.#around.out(merged(first, held));
  }
}

function merged(first: OutgoingMessage, all: readonly OutgoingMessage[]): OutgoingMessage {
  const bytes = Buffer.concat(all.map((message) => message.bytes));
  const topics = [...new Set(all.flatMap((message) => message.topics))];
  return { ...changed(first, bytes), topics, kinds: all.flatMap(({ kinds }) => kinds) };
}
