/** What the client remembers to ask for history with, as @anycable/core keeps it: the last position of each stream. */
import type { Position } from "./messages.ts";

export class ClientPositions {
  private readonly byStream = new Map<string, Omit<Position, "streamId">>();
  private readonly streams = new Map<string, Set<string>>();
  /** Unix seconds; undefined when no history is wanted. */
  private since: number | undefined;

  constructor(since: number | undefined) {
    this.since = since;
  }

  track(identifier: string, { streamId, epoch, offset }: Position): void {
    let streams = this.streams.get(identifier);
    if (streams === undefined) {
      streams = new Set();
      this.streams.set(identifier, streams);
    }
    streams.add(streamId);
    this.byStream.set(streamId, { epoch, offset });
  }

  /** A ping came: whatever was published before has arrived. */
  moveOn(at: number): void {
    if (this.since !== undefined) this.since = Math.floor(at / 1000);
  }

  /** The `history` of a subscribe or of a command; undefined when there is nothing to ask with. */
  request(identifier: string, since = this.since): Record<string, unknown> | undefined {
    if (since === undefined) return undefined;
    const streams: Record<string, unknown> = {};
    for (const streamId of this.streams.get(identifier) ?? []) streams[streamId] = this.byStream.get(streamId);
    return { since, streams };
  }

  forget(identifier: string): void {
    this.streams.delete(identifier);
  }
}
