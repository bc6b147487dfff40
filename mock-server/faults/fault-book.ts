/**
 * The faults that are at work: who asked for them, how often each has struck, and when it is over. Knows no wire; whoever
 * does what a fault says tells it here.
 */
import type { ActiveFault, Fault, FaultStrike } from "../../src/model/fault.ts";
import { type FaultGroup, groupOf } from "./groups.ts";
import { type Place, Scope } from "./scope.ts";

export interface BookOptions {
  readonly now: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  readonly onStrike: (strike: FaultStrike) => void;
  /** A fault came, struck, or is over. */
  readonly onChange: () => void;
  /** It is over, whatever the reason. */
  readonly onOver: (entry: FaultEntry) => void;
}

/** One fault of the book. */
export class FaultEntry {
  readonly id: string;
  readonly fault: Fault;
  readonly from: ActiveFault["from"];
  readonly group: FaultGroup;
  readonly scope: Scope;
  strikes = 0;
  isOver = false;

  constructor(id: string, fault: Fault, from: ActiveFault["from"]) {
    this.id = id;
    this.fault = fault;
    this.from = from;
    this.group = groupOf(fault.does);
    this.scope = new Scope(fault);
  }

  shown(): ActiveFault {
    const { id, fault, from, strikes } = this;
    return { id, fault, from, strikes };
  }
}

/** What it did, and to whom. */
export interface Struck {
  readonly text: string;
  readonly client?: number | undefined;
  readonly topic?: string | undefined;
}

const none: readonly FaultEntry[] = [];

export class FaultBook {
  readonly #options: BookOptions;
  /** In the order in which they came, which is the order in which they touch a message. */
  readonly #entries: Record<FaultGroup, readonly FaultEntry[]> = {
    connecting: none,
    message: none,
    connection: none,
    topic: none,
  };
  #lastId = 0;

  constructor(options: BookOptions) {
    this.#options = options;
  }

  of(group: FaultGroup): readonly FaultEntry[] {
    return this.#entries[group];
  }

  get isEmpty(): boolean {
    // Asked for whatever is sent to anybody, so it makes no list.
    const { connecting, message, connection, topic } = this.#entries;
    return connecting.length + message.length + connection.length + topic.length === 0;
  }

  list(): ActiveFault[] {
    return this.#all()
      .sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)))
      .map((entry) => entry.shown());
  }

  /** Not listed before `keep`. */
  open(fault: Fault, from: ActiveFault["from"]): FaultEntry {
    this.#lastId += 1;
    return new FaultEntry(`f${this.#lastId}`, fault, from);
  }

  keep(entry: FaultEntry): void {
    if (entry.isOver) return;
    this.#entries[entry.group] = [...this.#entries[entry.group], entry];
    this.#options.onChange();
  }

  /** False when there is none of that id any more. */
  remove(id: string): boolean {
    const entry = this.#all().find((candidate) => candidate.id === id);
    if (entry) this.#end(entry);
    return entry !== undefined;
  }

  clear(from?: ActiveFault["from"]): void {
    for (const entry of this.#all()) if (from === undefined || entry.from === from) this.#end(entry);
  }

  /** What was only about this client is over with it. */
  clientGone(client: number): void {
    for (const entry of this.#all()) if (entry.fault.client === client) this.#end(entry);
  }

  /** Those at work on what happens there; chance is not asked yet. */
  at(group: FaultGroup, place: Place): readonly FaultEntry[] {
    const entries = this.#entries[group];
    return entries.length === 0 ? none : entries.filter(({ scope }) => scope.hasPlace(place));
  }

  /** Asks chance, once, for one thing in its scope. */
  draws({ fault: { share = 1 }, isOver }: FaultEntry): boolean {
    return !isOver && (share >= 1 || this.#options.random() < share);
  }

  struck(entry: FaultEntry, { text, client, topic }: Struck): void {
    entry.strikes += 1;
    const { times = Number.POSITIVE_INFINITY, does } = entry.fault;
    this.#options.onStrike({ at: this.#options.now(), fault: entry.id, kind: does.kind, text, client, topic });
    if (entry.strikes >= times) this.#end(entry);
    else this.#options.onChange();
  }

  #all(): FaultEntry[] {
    const { connecting, message, connection, topic } = this.#entries;
    return [...connecting, ...message, ...connection, ...topic];
  }

  #end(entry: FaultEntry): void {
    if (entry.isOver) return;
    entry.isOver = true;
    this.#entries[entry.group] = this.#entries[entry.group].filter((other) => other !== entry);
    this.#options.onOver(entry);
    this.#options.onChange();
  }
}
