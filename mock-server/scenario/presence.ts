/**
 * Who is present on the topics though no client is: a scenario's people. What it changes every protocol that tells of
 * presence is told, in its own words.
 */
import type { Attendance } from "../../src/model/hub.ts";
import type { Protocol } from "../../src/model/protocol.ts";
import type { MockHub } from "../hub.ts";

export interface PresenceHouse {
  readonly protocols: readonly Protocol[];
  readonly hub: Pick<MockHub, "signal">;
  shared(protocol: Protocol): object;
}

export type Someone = Omit<Attendance, "kind">;

export class Presence {
  readonly #house: PresenceHouse;
  /** By topic and id. */
  readonly #present = new Map<string, Someone>();

  constructor(house: PresenceHouse) {
    this.#house = house;
  }

  /** These are there, and none of the others that came before. */
  begin(people: readonly Someone[]): void {
    const staying = new Set(people.map(keyOf));
    for (const [key, someone] of [...this.#present]) if (!staying.has(key)) this.leave(someone);
    for (const someone of people) this.join(someone);
  }

  join(someone: Someone): void {
    if (this.#present.has(keyOf(someone))) return;
    this.#present.set(keyOf(someone), someone);
    this.#tell({ kind: "join", ...someone });
  }

  leave(someone: Someone): void {
    if (!this.#present.delete(keyOf(someone))) return;
    this.#tell({ kind: "leave", ...someone });
  }

  #tell(attendance: Attendance): void {
    const { protocols, hub, shared } = this.#house;
    for (const protocol of protocols) {
      const told = protocol.attend?.(attendance, shared(protocol));
      if (told !== undefined) hub.signal(protocol.id, attendance.topic, told);
    }
  }
}

function keyOf({ topic, id }: Someone): string {
  return JSON.stringify([topic, id]);
}
