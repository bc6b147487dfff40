/** Writes the server's frames: as recorded, with what this client has said in the holes. */
import type { FrameData } from "../../src/model/frame.ts";
import { filled, type HoleValue, type HoleValues, isClock } from "../../src/scenario/holes/holes.ts";
import type { RecordedValues } from "../../src/scenario/holes/likeness.ts";
import type { TurnData } from "../../src/scenario/replay.ts";

/** A recorded value may have holes itself, which may have holes; a file may say so without end. */
const deepest = 4;

export class Wording {
  readonly #recorded: RecordedValues;
  readonly #learned = new Map<string, HoleValue>();

  constructor(recorded: RecordedValues) {
    this.#recorded = recorded;
  }

  /** The newest counts. */
  learn(values: HoleValues): void {
    for (const [name, value] of values) this.#learned.set(name, value);
  }

  written(data: TurnData, at: number): FrameData {
    return typeof data === "string" ? this.#filled(data, at, 0) : Buffer.from(data.base64, "base64");
  }

  #filled(text: string, at: number, depth: number): string {
    return filled(text, (name) => this.#valueOf(name, at, depth));
  }

  #valueOf(name: string, at: number, depth: number): HoleValue | undefined {
    if (isClock(name)) return name === "now_ms" ? Math.round(at) : Math.floor(at / 1000);
    const learned = this.#learned.get(name);
    if (learned !== undefined) return learned;
    const value = Object.hasOwn(this.#recorded, name) ? this.#recorded[name] : undefined;
    return typeof value === "string" && depth < deepest ? this.#filled(value, at, depth + 1) : value;
  }
}
