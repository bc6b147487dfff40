/** A scenario's faults, as acts of its timetable: each is put to work when it is due, and over when its phase is. */
import type { Fault } from "../../src/model/fault.ts";
import type { ScriptedFault } from "../../src/scenario/scenario.ts";
import type { Act } from "./timetable.ts";

/** Where faults are put to work. */
export interface FaultDesk {
  /** The fault's id. For ever without `forMs`; what befalls at once does not last then. */
  add(fault: Fault, forMs: number | undefined): string;
  /** Does nothing for a fault that is over. */
  remove(id: string): void;
}

export interface FaultHouse {
  readonly desk: FaultDesk;
  randomOf(place: string): () => number;
  /** What it throws is complained of. */
  attempt(place: string, act: () => void): void;
  complain(place: string, what: string): void;
}

export class ScriptedFaults {
  readonly acts: readonly Act[];
  readonly #house: FaultHouse;
  /** The id of each that was put to work last; it may be over by now. */
  readonly #going = new Map<ScriptedFault, string>();

  constructor(faults: readonly ScriptedFault[], house: FaultHouse) {
    this.#house = house;
    this.acts = faults.map((fault, index) => this.#act(fault, `faults[${index}]`));
  }

  /** Those of this phase are over. */
  end(phase: string): void {
    for (const scripted of [...this.#going.keys()]) if (scripted.phase === phase) this.#end(scripted);
  }

  stop(): void {
    for (const scripted of [...this.#going.keys()]) this.#end(scripted);
  }

  #act(scripted: ScriptedFault, place: string): Act {
    const { randomOf, attempt, complain } = this.#house;
    return {
      schedule: scripted,
      random: randomOf(`${place}.pace`),
      perform: () => attempt(place, () => this.#begin(scripted)),
      cut: (reason) => complain(place, `not put to work, because ${reason}`),
    };
  }

  #begin(scripted: ScriptedFault): void {
    // One that still goes on begins anew, and is not there twice.
    this.#end(scripted);
    this.#going.set(scripted, this.#house.desk.add(scripted.fault, scripted.forMs));
  }

  #end(scripted: ScriptedFault): void {
    const id = this.#going.get(scripted);
    if (id === undefined) return;
    this.#going.delete(scripted);
    this.#house.desk.remove(id);
  }
}
