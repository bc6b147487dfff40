/** Whether something of the mock server's traffic is in a fault's scope. Knows no kinds of faults. */
import type { FaultScope } from "../../src/model/fault.ts";

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
  readonly #topic: RegExp | undefined;

  constructor(scope: FaultScope) {
    this.#scope = scope;
    this.#topic = scope.topic === undefined ? undefined : patternOf(scope.topic);
  }

  get namesTopic(): boolean {
    return this.#topic !== undefined;
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
    return this.#topic === undefined || (topic !== undefined && this.#topic.test(topic));
  }
}

/** `*` stands for any characters. */
function patternOf(text: string): RegExp {
  const parts = text.split("*").map((part) => part.replaceAll(/[\\^$.|?*+()[\]{}]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s");
}
