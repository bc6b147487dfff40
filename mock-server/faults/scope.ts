/** Whether something of the mock server's traffic is in a fault's scope. Knows no kinds of faults. */
import type { FaultScope } from "../../src/model/fault.ts";
import { matchesText } from "../../src/scenario/text-pattern.ts";

/** Where something happens: what is known of a client before any of its messages is. */
export interface Place {
  /** `MockClient.id`. */
  readonly id: number;
  /** The door's path. */
  readonly door: string;
  readonly protocol: { readonly id: string };
}

/** A fault's scope, ready to be asked many times. */
export class Scope {
  readonly #scope: FaultScope;

  constructor(scope: FaultScope) {
    this.#scope = scope;
  }

  get namesTopic(): boolean {
    return this.#scope.topic !== undefined;
  }

  get kinds(): readonly string[] | undefined {
    return this.#scope.kinds;
  }

  hasPlace({ id, door, protocol }: Place): boolean {
    const { client, door: wanted = door, protocol: spoken = protocol.id } = this.#scope;
    return (client === undefined || client === id) && wanted === door && spoken === protocol.id;
  }

  /** `topic` undefined: it belongs to none, so that only a scope without topics has it. */
  hasTopic(topic: string | undefined): boolean {
    const { topic: wanted } = this.#scope;
    return wanted === undefined || (topic !== undefined && matchesText(wanted, topic));
  }
}
