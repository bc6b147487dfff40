/**
 * The polls that a mock server holds at the moment: one a client, and not more than its limit in all (message_bus 4.5.2,
 * lib/message_bus/connection_manager.rb). Decides who makes room; ending a poll is its session's affair.
 */

/** `max_active_clients` of message_bus; beyond it polls are answered at once, as plain ones. */
export const maxHeldPolls = 1000;

export interface HeldPoll {
  readonly clientId: string;
  readonly seq: number;
  /** Where its session can be told that it is replaced; undefined for a poll without channels, which waits in vain. */
  readonly topic: string | undefined;
}

/** `older`: the one that this poll has replaced. */
export type Holding =
  | { readonly kind: "held"; readonly older: HeldPoll | undefined }
  | { readonly kind: "out of date" };

export class HeldPolls {
  readonly #polls = new Map<string, HeldPoll>();

  get isFull(): boolean {
    return this.#polls.size >= maxHeldPolls;
  }

  /** The one with the higher `__seq` stays; of equals the newer. */
  hold(poll: HeldPoll): Holding {
    const older = this.#polls.get(poll.clientId);
    if (older && older.seq > poll.seq) return { kind: "out of date" };
    this.#polls.set(poll.clientId, poll);
    return { kind: "held", older };
  }

  release(poll: HeldPoll): void {
    if (this.#polls.get(poll.clientId) === poll) this.#polls.delete(poll.clientId);
  }
}

const heldBy = new WeakMap<object, HeldPolls>();

/** Those of one mock server; without anything shared, a session's own. */
export function heldPollsOf(shared: object | undefined): HeldPolls {
  if (shared === undefined) return new HeldPolls();
  let held = heldBy.get(shared);
  if (!held) {
    held = new HeldPolls();
    heldBy.set(shared, held);
  }
  return held;
}
