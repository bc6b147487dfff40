/** The table of raw frames, for writing. Heads are masked on the way in; everything else goes in as it travelled. */
import type { Frame } from "../model/frame.ts";
import { frameTags } from "./codes.ts";
import { type Database, toMicroseconds } from "./database.ts";
import { redactHead } from "./redaction.ts";
import { largePayload, NumberedRowBatch } from "./row-batch.ts";

export class FrameTable {
  readonly #rows: NumberedRowBatch;

  constructor(database: Database) {
    this.#rows = new NumberedRowBatch(database, "frames", "id", ["at", "connection", "tags", "data"]);
  }

  /** Returns the frame's number. */
  add(at: number, connection: number, frame: Frame): number {
    const data = "head" in frame ? JSON.stringify(redactHead(frame.head)) : frame.data;
    const code = frame.kind === "close" ? (frame.code ?? 0) : 0;
    const rows = this.#rows;
    rows.values.push(toMicroseconds(at), connection, frameTags(frame.kind, frame.direction, code), data);
    const id = rows.endNumberedRow();
    if (data.length > largePayload) rows.write();
    return id;
  }

  write(): void {
    this.#rows.write();
  }

  /** The table was emptied by someone else; numbers go on. */
  emptied(): void {
    this.#rows.tableEmptied();
  }

  /** After a rollback. */
  rewindTo(lastId: number): void {
    this.#rows.rewindTo(lastId);
  }
}
