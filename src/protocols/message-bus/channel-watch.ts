/**
 * Watches the ids of one channel, as one client sees them, over all of its polls: what came twice, what did not come, and
 * where the server moved the position. A hole is judged when the reply that it is in has gone on, since a status at its
 * end explains it.
 */
import type { ObserverEvent } from "../../model/event.ts";
import { nothing } from "../kit/nothing.ts";
import * as verdicts from "./channel-verdicts.ts";
import type { IdSpace } from "./id-space.ts";

interface Hole {
  readonly after: number;
  readonly found: number;
  readonly entry: number;
  readonly isInBacklog: boolean;
}

/** What a poll gets at once is its backlog. */
export interface Arrival {
  readonly entry: number;
  readonly isBacklog: boolean;
}

export class ChannelWatch {
  readonly #channel: string;
  readonly #ids: IdSpace;
  /** How far the client had read when it asked; undefined before its first message or status. */
  #read: number | undefined;
  #asked: number | undefined;
  #askEntry = 0;
  #isFirstAsk = true;
  /** The id before the one that comes next; undefined where only the server knows it. */
  #before: number | undefined;
  #holes: Hole[] = [];
  #backlog: number[] = [];
  #replayed: number[] = [];
  #hasFilters = false;
  #filtersTold = false;

  constructor(channel: string, ids: IdSpace) {
    this.#channel = channel;
    this.#ids = ids;
  }

  /** `position` is undefined for an empty one. */
  ask(position: number | undefined, entry: number): void {
    this.#isFirstAsk = this.#asked === undefined && this.#read === undefined;
    this.#asked = position;
    this.#askEntry = entry;
    this.#before = position !== undefined && position >= 0 ? position : undefined;
  }

  message(id: number, arrival: Arrival): readonly ObserverEvent[] {
    const { entry, isBacklog } = arrival;
    const before = this.#before;
    if (before !== undefined && id <= before)
      return [verdicts.repeated(this.#channel, id, before, [this.#askEntry, entry])];
    if (before !== undefined && id > before + 1)
      this.#holes.push({ after: before, found: id, entry, isInBacklog: isBacklog });
    if (this.#read !== undefined && id <= this.#read) this.#replayed.push(entry);
    else if (this.#isFirstAsk && isBacklog) this.#backlog.push(entry);
    this.#before = id;
    return nothing;
  }

  status(position: number, entry: number): readonly ObserverEvent[] {
    const evidence = [this.#askEntry, entry];
    const events = this.#judgeStatus(position, evidence);
    this.#before = position;
    this.#read = position;
    this.#holes = [];
    return events;
  }

  /** The reply has gone on or ended: what is not explained by now stays so. */
  settle(): readonly ObserverEvent[] {
    if (this.#before !== undefined) this.#read = Math.max(this.#read ?? 0, this.#before);
    if (this.#holes.length === 0 && this.#backlog.length === 0 && this.#replayed.length === 0) return nothing;
    const events = this.#holes.flatMap((hole) => this.#judgeHole(hole));
    if (this.#replayed.length > 0)
      events.push(verdicts.replayed(this.#channel, this.#replayed.length, this.#asked, this.#evidence(this.#replayed)));
    if (this.#backlog.length > 0)
      events.push(
        verdicts.backlogReplayed(this.#channel, this.#backlog.length, this.#asked, this.#evidence(this.#backlog)),
      );
    this.#holes = [];
    this.#replayed = [];
    this.#backlog = [];
    return events;
  }

  #judgeStatus(position: number, evidence: readonly number[]): readonly ObserverEvent[] {
    const channel = this.#channel;
    const asked = this.#asked;
    const from = asked !== undefined && asked >= 0 ? asked : this.#read;
    if (from !== undefined && position < from) return [verdicts.serverReset(channel, from, position, evidence)];
    if (asked === -1) {
      const missed = this.#read === undefined || this.#ids.isGlobal ? 0 : position - this.#read;
      if (missed > 0) return [verdicts.skippedAhead(channel, this.#read ?? 0, position, evidence)];
      return this.#isFirstAsk && position > 0 ? [verdicts.startedFromNow(channel, position, evidence)] : nothing;
    }
    this.#hasFilters = true;
    if (this.#filtersTold) return nothing;
    this.#filtersTold = true;
    const hidden = this.#ids.isGlobal ? undefined : position - (this.#before ?? position) + this.#missing();
    return [verdicts.filtered(channel, hidden, position, evidence)];
  }

  #missing(): number {
    return this.#holes.reduce((sum, { after, found }) => sum + found - after - 1, 0);
  }

  #judgeHole({ after, found, entry, isInBacklog }: Hole): ObserverEvent[] {
    const evidence = [this.#askEntry, entry];
    if (this.#ids.isGlobal) return [verdicts.idsAreGlobal(evidence)];
    if (isInBacklog && after === 0 && this.#asked === 0)
      return [verdicts.backlogTrimmed(this.#channel, found, evidence)];
    if (isInBacklog) return [verdicts.backlogLost(this.#channel, after, found, evidence)];
    return [verdicts.gapFound(this.#channel, after, found, this.#hasFilters, evidence)];
  }

  #evidence(entries: readonly number[]): readonly number[] {
    const [first = 0] = entries;
    return [this.#askEntry, first, ...(entries.length > 1 ? [entries.at(-1) ?? first] : [])];
  }
}
