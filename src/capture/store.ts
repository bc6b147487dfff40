/**
 * A capture that is being recorded: takes frames and entries in wire order and appends them to a SQLite file in short
 * transactions. It decodes nothing and judges nothing; what is read back comes through `CaptureReader`.
 */
import { rmSync } from "node:fs";
import type { Expression } from "../filter/expression.ts";
import type { Bond, CaptureWriter } from "../model/capture.ts";
import type { ObserverEvent } from "../model/event.ts";
import type { Direction, Frame, Handshake } from "../model/frame.ts";
import type { Message } from "../model/message.ts";
import { type About, readAbout, writeAbout } from "./about.ts";
import { BulkReader } from "./bulk-reader.ts";
import { copyDatabase, type Database } from "./database.ts";
import { EntryTable } from "./entry-table.ts";
import { compileFilter } from "./filter-query.ts";
import type { FilterContext } from "./filter-tests.ts";
import { FrameTable } from "./frame-table.ts";
import { OverviewReader } from "./overview-reader.ts";
import { CaptureReader } from "./reader.ts";
import { redactHandshake } from "./redaction.ts";
import { EntryScanner } from "./scanner.ts";
import { SizeLimit } from "./size-limit.ts";
import type { Zone } from "./time-condition.ts";

/** A crash loses what came since the last commit: at most this long, or this many frames. */
const commitAfterMs = 50;
const commitAfterFrames = 16_384;

/** A capture is one file; while it is open, SQLite keeps two more beside it. */
export const captureFileSuffixes = ["", "-wal", "-shm"] as const;

export interface CaptureOptions {
  /** The file is not to be larger: then the oldest entries go. Asked with each commit; without it there is no limit. */
  readonly maxBytes?: (() => number) | undefined;
}

export class Capture implements CaptureWriter {
  readonly path: string;
  readonly reader: CaptureReader;
  /** For whoever writes all of it elsewhere. */
  readonly bulk: BulkReader;
  /** Told when a transaction has begun and when it is committed: at most some 40 times a second. */
  onChange: () => void = () => undefined;
  /** Told once, with a sentence, when nothing more can be written (a full disk). What is there can still be read. */
  onFailure: (reason: string) => void = () => undefined;
  /** Told when the oldest entries had to go, with how many; never within a transaction. */
  onDropped: (count: number) => void = () => undefined;
  /** Grows by one with each clear. */
  generation = 0;
  /** What the newest connection agreed on. */
  subprotocol: string | undefined;
  readonly #database: Database;
  readonly #frames: FrameTable;
  readonly #entries: EntryTable;
  /** `reading`: it was opened to be looked at. */
  #state: "idle" | "writing" | "failed" | "closed" | "reading";
  #commitTimer: NodeJS.Timeout | undefined;
  #framesInTransaction = 0;
  #hasGrown = false;
  readonly #limit: SizeLimit | undefined;
  #firstSeq: number;
  #lastKeptSeq = 0;

  constructor(database: Database, path: string, state: "idle" | "reading" = "idle", options: CaptureOptions = {}) {
    this.#limit = options.maxBytes === undefined ? undefined : new SizeLimit(database, options.maxBytes);
    this.#state = state;
    this.path = path;
    this.#database = database;
    this.#frames = new FrameTable(database);
    this.#entries = new EntryTable(database);
    this.reader = new CaptureReader(database, () => this.#writeWaiting());
    this.bulk = new BulkReader(database, () => this.#writeWaiting());
    this.#firstSeq = this.reader.bounds().lowestSeq ?? this.#entries.next;
  }

  /** Of the oldest entry that is kept; `lastSeq + 1` when there is none. */
  get firstSeq(): number {
    return this.#firstSeq;
  }

  /** Of the newest entry, kept or cleared; 0 when there was never one. */
  get lastSeq(): number {
    return this.#entries.next - 1;
  }

  /** How many entries are kept. Their numbers have no holes. */
  get entries(): number {
    return this.#entries.next - this.#firstSeq;
  }

  /** The moment that "5 minutes ago" counts from, ms since the epoch: that of the newest entry, or this one while it grows. */
  get now(): number {
    return Math.max(this.reader.entryAt(this.lastSeq) ?? 0, this.#hasGrown ? Date.now() : 0);
  }

  scannerFor(expression: Expression, context: FilterContext, zone: Zone): EntryScanner {
    const query = compileFilter(this.#database, expression, context, zone);
    return EntryScanner.matching(this.#database, query, () => this.#writeWaiting());
  }

  foldScanner(): EntryScanner {
    return EntryScanner.foldable(this.#database, () => this.#writeWaiting());
  }

  overviewReader(): OverviewReader {
    return new OverviewReader(this.#database, () => this.#writeWaiting());
  }

  frame(at: number, connection: number, frame: Frame): number {
    if (this.#state !== "writing" && !this.#begin()) return 0;
    try {
      const id = this.#frames.add(at, connection, frame);
      this.#framesInTransaction += 1;
      if (this.#framesInTransaction >= commitAfterFrames) this.commit();
      return id;
    } catch (error) {
      this.#fail(error);
      return 0;
    }
  }

  message(
    at: number,
    connection: number,
    direction: Direction,
    source: "message" | "transport",
    message: Message,
    firstFrame: number,
    lastFrame: number,
    sizeBytes: number,
    bond?: Bond,
  ): number {
    if (this.#state !== "writing" && !this.#begin()) return this.lastSeq;
    try {
      return this.#entries.addMessage(
        at,
        connection,
        direction,
        source,
        message,
        firstFrame,
        lastFrame,
        sizeBytes,
        bond,
      );
    } catch (error) {
      this.#fail(error);
      return this.lastSeq;
    }
  }

  event(at: number, connection: number, event: ObserverEvent): number {
    if (this.#state !== "writing" && !this.#begin()) return this.lastSeq;
    try {
      return this.#entries.addEvent(at, connection, event);
    } catch (error) {
      this.#fail(error);
      return this.lastSeq;
    }
  }

  connection(connection: number, protocol: string, handshake: Handshake): void {
    if (this.#state !== "writing" && !this.#begin()) return;
    const masked = redactHandshake(handshake);
    this.subprotocol = masked.subprotocol;
    try {
      this.#database
        .prepare("INSERT OR REPLACE INTO connections (id, protocol, subprotocol, handshake) VALUES (?, ?, ?, ?)")
        .run(connection, protocol, masked.subprotocol ?? null, JSON.stringify(masked));
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Makes all that was written so far survive a crash of the process. Comes by itself after 50 ms. */
  commit(): void {
    this.#writeWaiting();
    if (this.#state !== "writing") return;
    clearTimeout(this.#commitTimer);
    const before = this.#firstSeq;
    try {
      this.#dropOldest();
      this.#database.exec("COMMIT");
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#state = "idle";
    if (this.#firstSeq > before) this.onDropped(this.#firstSeq - before);
    this.onChange();
  }

  /** What the file says of itself. */
  get about(): About {
    return readAbout(this.#database);
  }

  /** Adds to what the file says of itself. */
  describe(about: About): void {
    if (this.#state === "reading" || this.#state === "closed" || this.#state === "failed") return;
    writeAbout(this.#database, about);
  }

  /** Deletes entries and frames; their numbers go on, and what connections agreed on stays. Throws when it cannot. */
  clear(): void {
    if (this.#state === "reading")
      throw new Error("A recorded capture is only looked at: nothing can be deleted from it.");
    this.commit();
    try {
      this.#database.exec("BEGIN; DELETE FROM entries; DELETE FROM bodies; DELETE FROM frames; COMMIT");
    } catch (error) {
      this.#rollBack();
      throw error;
    }
    this.#entries.emptied();
    this.#frames.emptied();
    this.#firstSeq = this.#entries.next;
    this.generation += 1;
    this.onChange();
  }

  /** Commits, moves all into the one file and closes it. Later writes are ignored, later reads throw. */
  close(): void {
    if (this.#state === "closed") return;
    this.commit();
    this.#state = "closed";
    this.#database.close();
  }

  /** Copies all of it into another file; see `save.ts`. */
  async copyTo(path: string, told: (progress: number) => void): Promise<void> {
    this.commit();
    await copyDatabase(this.#database, path, told);
  }

  /** Closes, and deletes the files. */
  delete(): void {
    const isOurs = this.#state !== "reading";
    this.close();
    if (!isOurs) return;
    for (const suffix of captureFileSuffixes) rmSync(this.path + suffix, { force: true });
  }

  /** False when nothing can be written any more. */
  #begin(): boolean {
    if (this.#state !== "idle") return false;
    try {
      this.#database.exec("BEGIN");
    } catch (error) {
      this.#fail(error);
      return false;
    }
    this.#state = "writing";
    this.#hasGrown = true;
    this.#framesInTransaction = 0;
    this.#commitTimer = setTimeout(() => this.commit(), commitAfterMs);
    this.onChange();
    return true;
  }

  #dropOldest(): void {
    if (!this.#limit) return;
    const { lastSeq } = this;
    this.#firstSeq = this.#limit.keep(this.#firstSeq, lastSeq, lastSeq - this.#lastKeptSeq);
    this.#lastKeptSeq = lastSeq;
  }

  #writeWaiting(): void {
    if (this.#state !== "writing") return;
    try {
      this.#frames.write();
      this.#entries.write();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#state = "failed";
    clearTimeout(this.#commitTimer);
    this.#rollBack();
    const { highestSeq, highestFrame } = this.reader.bounds();
    this.#frames.rewindTo(highestFrame);
    this.#entries.rewindTo(Math.max(highestSeq, this.#firstSeq - 1));
    const cause = error instanceof Error ? error.message : String(error);
    this.onFailure(`The capture cannot be written any more: ${cause}.`);
    this.onChange();
  }

  #rollBack(): void {
    try {
      this.#database.exec("ROLLBACK");
    } catch {
      // SQLite has rolled back by itself, as it does when the disk is full.
    }
  }
}
