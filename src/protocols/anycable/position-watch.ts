/**
 * Follows the offsets of each stream behind each subscription, across connections: what is missing, what came twice, when
 * counting began anew. Two subscriptions on one stream each get every message, so each has a count of its own.
 */
import type { ObserverEvent } from "../../model/event.ts";
import { nothing } from "../kit/nothing.ts";
import type { Position } from "./messages.ts";
import * as verdicts from "./position-verdicts.ts";

/** A hole may be filled by history that is still on its way. */
const fillWithinMs = 2000;
/** Even history that is still being sent does not take longer. */
const fillAtLastMs = 10_000;
/** Pairs of subscription and stream that are followed: a hostile server may invent them without end. */
const maxTracks = 10_000;
/** Holes of one stream that are told apart. */
const maxHoles = 100;

interface Hole {
  from: number;
  to: number;
  readonly foundAt: number;
  readonly evidence: readonly number[];
  /** Between what history brought and the first live message: nothing was promised there. */
  readonly silent: boolean;
  readonly acrossConnections: boolean;
}

interface Track {
  readonly identifier: string;
  readonly streamId: string;
  epoch: string;
  first: number;
  last: number;
  lastEntry: number;
  connection: number;
  holes: Hole[];
  toldDuplicate: boolean;
}

/** `repeat` has been seen before; anything else has not. */
export type Sighting = "new" | "repeat";

export class PositionWatch {
  private readonly tracks = new Map<string, Map<string, Track>>();
  /** The epoch of each stream that was told last: two subscriptions need not both tell of it. */
  private readonly epochs = new Map<string, string>();
  private readonly holed = new Set<Track>();
  private count = 0;
  private latest: Track | undefined;
  private found: ObserverEvent[] = [];

  /** True once any message came with a position: then the server has a broker. */
  get hasPositions(): boolean {
    return this.epochs.size > 0;
  }

  see(identifier: string, position: Position, at: number, entry: number, connection: number): Sighting {
    const track = this.trackOf(identifier, position, entry, connection);
    if (track === undefined) return "new";
    const { epoch, offset } = position;
    if (epoch !== track.epoch) {
      this.beginEpoch(track, position, entry);
    } else if (offset > track.last) {
      if (offset > track.last + 1) {
        const acrossConnections = connection !== track.connection;
        this.open(track, track.last + 1, offset - 1, at, [track.lastEntry, entry], false, acrossConnections);
      }
      track.last = offset;
      track.toldDuplicate = false;
    } else if (track.lastEntry !== entry && !this.fill(track, offset, at, entry)) {
      return "repeat";
    }
    track.lastEntry = entry;
    track.connection = connection;
    return "new";
  }

  /** A repeat that no history explains. Told once until the stream moves on. */
  repeated(identifier: string, position: Position, entry: number): readonly ObserverEvent[] {
    const track = this.tracks.get(identifier)?.get(position.streamId);
    if (track === undefined || track.toldDuplicate) return nothing;
    track.toldDuplicate = true;
    return [verdicts.duplicated(identifier, position, entry)];
  }

  /** Unsubscribed: what is published from here on is missed on purpose. */
  forget(identifier: string): void {
    const streams = this.tracks.get(identifier);
    if (streams === undefined) return;
    this.tracks.delete(identifier);
    this.count -= streams.size;
    this.latest = undefined;
    for (const track of streams.values()) this.holed.delete(track);
  }

  /** What was found since the last call. */
  take(): readonly ObserverEvent[] {
    if (this.found.length === 0) return nothing;
    const { found } = this;
    this.found = [];
    return found;
  }

  tick(at: number, isAwaitingHistory: (identifier: string) => boolean): readonly ObserverEvent[] {
    if (this.holed.size === 0) return nothing;
    const events: ObserverEvent[] = [];
    for (const track of this.holed) {
      const limitMs = isAwaitingHistory(track.identifier) ? fillAtLastMs : fillWithinMs;
      const due = track.holes.filter((hole) => at - hole.foundAt >= limitMs);
      if (due.length === 0) continue;
      track.holes = track.holes.filter((hole) => !due.includes(hole));
      if (track.holes.length === 0) this.holed.delete(track);
      for (const { from, to, evidence, silent, acrossConnections } of due) {
        const { identifier, streamId, epoch } = track;
        if (!silent)
          events.push(verdicts.gapFound({ identifier, streamId, epoch, from, to, evidence, acrossConnections }));
      }
    }
    return events.length > 0 ? events : nothing;
  }

  private trackOf(identifier: string, position: Position, entry: number, connection: number): Track | undefined {
    const { streamId, epoch, offset } = position;
    const { latest } = this;
    if (latest !== undefined && latest.identifier === identifier && latest.streamId === streamId) return latest;
    let streams = this.tracks.get(identifier);
    let track = streams?.get(streamId);
    if (track === undefined) {
      if (this.count >= maxTracks) return undefined;
      this.count += 1;
      if (streams === undefined) {
        streams = new Map();
        this.tracks.set(identifier, streams);
      }
      track = {
        identifier,
        streamId,
        epoch,
        first: offset,
        last: offset,
        lastEntry: entry,
        connection,
        holes: [],
        toldDuplicate: false,
      };
      streams.set(streamId, track);
      if (!this.epochs.has(streamId) && this.epochs.size < maxTracks) this.epochs.set(streamId, epoch);
    }
    this.latest = track;
    return track;
  }

  private beginEpoch(track: Track, { streamId, epoch, offset }: Position, entry: number): void {
    if (this.epochs.get(streamId) !== epoch) {
      this.epochs.set(streamId, epoch);
      const before = { epoch: track.epoch, offset: track.last };
      this.found.push(
        verdicts.newEpoch(track.identifier, { streamId, epoch, offset }, before, [track.lastEntry, entry]),
      );
    }
    track.epoch = epoch;
    track.first = offset;
    track.last = offset;
    track.holes = [];
    track.toldDuplicate = false;
    this.holed.delete(track);
  }

  private open(
    track: Track,
    from: number,
    to: number,
    foundAt: number,
    evidence: readonly number[],
    silent: boolean,
    acrossConnections: boolean,
  ): void {
    if (track.holes.length >= maxHoles) return;
    track.holes.push({ from, to, foundAt, evidence, silent, acrossConnections });
    this.holed.add(track);
  }

  /** True when this offset was missing until now. */
  private fill(track: Track, offset: number, at: number, entry: number): boolean {
    if (offset < track.first) {
      // Older than all that was seen: history that begins before the first live message.
      if (offset < track.first - 1) this.open(track, offset + 1, track.first - 1, at, [entry], true, false);
      track.first = offset;
      return true;
    }
    const index = track.holes.findIndex(({ from, to }) => offset >= from && offset <= to);
    const hole = track.holes[index];
    if (hole === undefined) return false;
    const parts = [
      { ...hole, to: offset - 1 },
      { ...hole, from: offset + 1 },
    ].filter(({ from, to }) => from <= to);
    track.holes.splice(index, 1, ...parts);
    if (track.holes.length === 0) this.holed.delete(track);
    return true;
  }
}
