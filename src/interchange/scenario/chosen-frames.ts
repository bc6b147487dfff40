/**
 * Which frames of a capture go into a scenario, and which rows they are. Where only some rows were chosen, the greetings
 * and confirmations before them come along: without them no client would take what was chosen.
 */
import type { StoredEntry } from "../../capture/reader.ts";
import { protocols } from "../../protocols/registry.ts";
import type { ExportSource } from "../export-source.ts";

/** Beyond it nobody would read the file, and holding all of it in memory would be felt. */
const mostRows = 20_000;
const mostLookedAt = 500;

export interface ChosenFrame {
  readonly row: number;
  readonly isHeartbeat: boolean;
}

export class ChosenFrames {
  readonly #frames = new Map<number, ChosenFrame>();
  readonly #closings = new Set<number>();
  readonly #isWhole: boolean;

  /** Throws with a sentence when it is too much. */
  constructor(source: ExportSource) {
    const { selection } = source;
    if (selection.size > mostRows) throw new Error(tooMuch(`${selection.size.toLocaleString("en-US")} rows`));
    this.#isWhole = selection.isWhole;
    const connections = new Set<number>();
    for (const batch of selection.entries())
      for (const entry of batch) {
        connections.add(entry.connection);
        this.#take(entry, source);
      }
    if (!this.#isWhole) for (const connection of connections) this.#takeGreetings(connection, source);
  }

  of(frame: number): ChosenFrame | undefined {
    return this.#frames.get(frame) ?? (this.#isWhole ? { row: 0, isHeartbeat: false } : undefined);
  }

  /** Whether how a connection ended belongs to it. */
  hasClosing(seq: number): boolean {
    return this.#isWhole || this.#closings.has(seq);
  }

  #takeGreetings(connection: number, source: ExportSource): void {
    const { reader, selection, session } = source;
    const id = reader.connection(connection)?.protocol ?? session.protocol;
    const kinds = protocols.find((protocol) => protocol.id === id)?.lifecycle ?? [];
    const { lowestSeq = 1 } = reader.bounds();
    const [, lastSeq] = selection.bounds;
    const where = { firstSeq: lowestSeq, lastSeq, connection, limit: mostLookedAt };
    for (const entry of reader.nextNeighbours(where))
      if (entry.source === "message" && kinds.includes(entry.kind)) this.#take(entry, source);
  }

  #take(entry: StoredEntry, { bulk }: ExportSource): void {
    if (entry.source === "transport" && entry.kind === "closed") this.#closings.add(entry.seq);
    if (entry.source !== "message") return;
    for (const id of bulk.frameIdsOf(entry)) {
      const known = this.#frames.get(id);
      const isHeartbeat = entry.heartbeat && (known?.isHeartbeat ?? true);
      this.#frames.set(id, { row: known?.row ?? entry.seq, isHeartbeat });
    }
  }
}

export function tooMuch(what: string): string {
  return `${what} are too many for a scenario, which takes ${mostRows.toLocaleString("en-US")} rows, 5,000 turns and 4 MB: choose rows, or filter the timeline and take what the filter shows.`;
}
