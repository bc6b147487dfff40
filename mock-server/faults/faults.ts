/**
 * The faults of one mock server, as its clients meet them. Puts together who asks for faults, what is in their scope and
 * what is done; how each is done is in the files beside it.
 */

import type { Clock } from "../../src/clock/clock.ts";
import type { ActiveFault, Fault, FaultStrike } from "../../src/model/fault.ts";
import type { RequestHead } from "../../src/model/frame.ts";
import type { Protocol } from "../../src/model/protocol.ts";
import type { ServerEffect } from "../../src/model/session.ts";
import { MisuseError } from "../../src/protocols/kit/misuse-error.ts";
import type { Outlet } from "../outlet.ts";
import { answerInstead } from "./answering.ts";
import { endConnection, isConnectionFault, reject } from "./connection-faults.ts";
import { FaultBook, type FaultEntry } from "./fault-book.ts";
import { checkFault } from "./fault-check.ts";
import { FaultLines } from "./fault-lines.ts";
import type { FaultedClient } from "./faulted-client.ts";
import { lasts } from "./groups.ts";
import { befallTopic, type FaultedHub, isTopicFault } from "./topic-faults.ts";

export interface FaultsOptions {
  readonly protocols: readonly Protocol[];
  readonly hub: FaultedHub;
  readonly clients: () => readonly FaultedClient[];
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly onStrike: (strike: FaultStrike) => void;
  readonly onChange: () => void;
}

export class Faults {
  readonly #options: FaultsOptions;
  readonly #book: FaultBook;
  /** How to call the end of those off that last for a while. */
  readonly #ends = new Map<FaultEntry, () => void>();
  readonly #lines: FaultLines;
  /** Whom each lasting fault of connections has met already, struck or spared. */
  readonly #met = new WeakMap<FaultEntry, WeakSet<FaultedClient>>();

  constructor(options: FaultsOptions) {
    this.#options = options;
    const { clock, random, onStrike, onChange } = options;
    this.#book = new FaultBook({
      now: () => clock.now(),
      random,
      onStrike,
      onChange,
      onOver: (entry) => this.#over(entry),
    });
    this.#lines = new FaultLines({ book: this.#book, clock, random });
  }

  /** Nothing is at work: nobody needs to ask anything else here. */
  get isQuiet(): boolean {
    return this.#book.isEmpty && this.#lines.isEmpty;
  }

  list(): ActiveFault[] {
    return this.#book.list();
  }

  /** Throws `MisuseError` (`unknown-door`, `unknown-protocol`, `unknown-client`, `bad-fault`). */
  add(fault: Fault, from: ActiveFault["from"], forMs?: number): ActiveFault {
    checkFault(fault, this.#options.protocols);
    this.#checkClient(fault.client);
    const entry = this.#book.open(fault, from);
    if (lasts(fault, forMs)) this.#keep(entry, forMs);
    this.#befall(entry);
    return entry.shown();
  }

  remove(id: string): boolean {
    return this.#book.remove(id);
  }

  clear(from?: ActiveFault["from"]): void {
    this.#book.clear(from);
  }

  /** Where the client's session writes what is about these topics to. */
  outletOf(client: FaultedClient, about: string | readonly string[] | undefined): Outlet {
    return this.#lines.outletOf(client, about);
  }

  /** What the client gets in place of its session's answer, if anything. */
  instead(client: FaultedClient, request: RequestHead): readonly ServerEffect[] | undefined {
    const isUpgrade = request.url.startsWith("ws");
    for (const entry of this.#book.at("connection", client)) {
      const { kind } = entry.fault.does;
      if (entry.scope.namesTopic) continue;
      // An exchange that is answered at once would be over before it could be struck.
      const isNow = kind === "silent" || (!isUpgrade && (kind === "reset" || kind === "cut"));
      // A WebSocket that goes silent was accepted before, as half-open ones are.
      if (isNow && this.#meet(entry, client) && !isUpgrade) return [];
    }
    return answerInstead(this.#book, client, request);
  }

  /** The client's session has dealt with the input. */
  after(client: FaultedClient, kind: string, topic: string | undefined): void {
    if (kind !== "requested" && kind !== "joined") return;
    for (const entry of this.#book.at("connection", client)) {
      const isAbout = kind === "joined" ? entry.scope.hasTopic(topic) : !entry.scope.namesTopic;
      if (!isAbout) continue;
      if (entry.fault.does.kind !== "reject") this.#meet(entry, client);
      else if (topic !== undefined) this.#reject(entry, client, topic);
    }
  }

  /** What waits for the client: on its wire, and where faults hold it. */
  waitingBytes(client: FaultedClient): number {
    return (this.#lines.find(client) ?? client.outlet).pendingBytes();
  }

  /** Messages about the topic that faults hold. */
  heldOn(client: FaultedClient, topic: string): number {
    return this.#lines.find(client)?.row.heldOn(topic) ?? 0;
  }

  gone(client: FaultedClient): void {
    this.#lines.gone(client);
    this.#book.clientGone(client.id);
  }

  #checkClient(client: number | undefined): void {
    if (client === undefined || this.#options.clients().some(({ id }) => id === client)) return;
    throw new MisuseError("unknown-client", `No client of the mock server has the number ${client} (any more).`);
  }

  #keep(entry: FaultEntry, forMs: number | undefined): void {
    this.#book.keep(entry);
    if (forMs === undefined || !Number.isFinite(forMs)) return;
    this.#ends.set(
      entry,
      this.#options.clock.schedule(forMs, () => this.#book.remove(entry.id)),
    );
  }

  #over(entry: FaultEntry): void {
    this.#ends.get(entry)?.();
    this.#ends.delete(entry);
    this.#lines.over(entry);
  }

  #befall(entry: FaultEntry): void {
    const { does } = entry.fault;
    if (isTopicFault(does)) {
      for (const { topic } of this.#options.hub.topics(Number.POSITIVE_INFINITY)) {
        if (!entry.scope.hasTopic(topic) || !this.#book.draws(entry)) continue;
        this.#book.struck(entry, { text: befallTopic(this.#options.hub, does, topic), topic });
      }
    } else if (isConnectionFault(does)) {
      for (const client of this.#options.clients()) if (entry.scope.hasPlace(client)) this.#befallClient(entry, client);
    }
  }

  #befallClient(entry: FaultEntry, client: FaultedClient): void {
    const topics = [...client.topics].filter((topic) => entry.scope.hasTopic(topic));
    if (entry.fault.does.kind === "reject") for (const topic of topics) this.#reject(entry, client, topic);
    else if (topics.length > 0 || !entry.scope.namesTopic) this.#meet(entry, client);
  }

  /** Once for each client and fault. Returns whether it struck. */
  #meet(entry: FaultEntry, client: FaultedClient): boolean {
    const { does } = entry.fault;
    if (!isConnectionFault(does) || does.kind === "reject") return false;
    const met = this.#met.get(entry) ?? new WeakSet();
    this.#met.set(entry, met);
    if (met.has(client)) return false;
    met.add(client);
    if (!this.#book.draws(entry)) return false;
    const text = does.kind === "silent" ? this.#silence(entry, client) : endConnection(does, client);
    if (text !== undefined) this.#book.struck(entry, { text, client: client.id });
    return text !== undefined;
  }

  #silence(entry: FaultEntry, client: FaultedClient): string | undefined {
    if (client.outlet.phase() === "over") return undefined;
    this.#lines.of(client).silence(entry);
    return "Went silent: nothing is read, answered or sent, and the socket stays";
  }

  #reject(entry: FaultEntry, client: FaultedClient, topic: string): void {
    const text = this.#book.draws(entry) ? reject(topic, client) : undefined;
    if (text !== undefined) this.#book.struck(entry, { text, client: client.id, topic });
  }
}
