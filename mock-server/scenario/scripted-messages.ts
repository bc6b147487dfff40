/** A scenario's timed and triggered messages, as acts of its timetable: what each publishes, or who comes or goes. */
import type { ScriptedMessage } from "../../src/scenario/scenario.ts";
import type { Occasion } from "./occasion.ts";
import type { Someone } from "./presence.ts";
import type { Act } from "./timetable.ts";
import type { Wording } from "./wording.ts";

/** What messages do to the mock server. */
export interface MessageHouse {
  randomOf(place: string): () => number;
  /** What it throws is complained of. */
  attempt(place: string, act: () => void): void;
  readonly wording: Wording;
  publish(topic: string, data: unknown): void;
  join(someone: Someone): void;
  leave(someone: Someone): void;
  complain(place: string, what: string): void;
}

export function messageActs(messages: readonly ScriptedMessage[], house: MessageHouse): Act[] {
  return messages.map((message, index) => messageAct(message, `messages[${index}]`, house));
}

function messageAct(message: ScriptedMessage, place: string, house: MessageHouse): Act {
  const { topic, data, choose, presence } = message;
  // The choice has chance of its own: a pace that is drawn must not change what is said.
  const chance = house.randomOf(`${place}.choose`);
  let turn = 0;

  function next(): number {
    if (choose === "byChance") return Math.floor(chance() * data.length);
    turn += 1;
    return (turn - 1) % data.length;
  }

  function perform(cause: Occasion | undefined): void {
    const where = house.wording.fillText(`${place}.topic`, topic, cause);
    if (presence) {
      const { id, info } = presence.member;
      const someone = { topic: where, id, info: house.wording.fill(`${place}.presence`, info, cause) };
      if (presence.kind === "join") house.join(someone);
      else house.leave(someone);
      return;
    }
    if (data.length === 0) return;
    const chosen = next();
    house.publish(where, house.wording.fill(`${place}.data[${chosen}]`, data[chosen], cause));
  }

  return {
    schedule: message,
    random: house.randomOf(`${place}.pace`),
    perform: (cause) => house.attempt(place, () => perform(cause)),
    cut: (reason) => house.complain(place, `not published, because ${reason}`),
  };
}
