/**
 * A capture that is being recorded: takes frames and entries in wire order and appends them to a SQLite file in
 * batches. What it returns to readers comes through `CaptureReader`; it decodes nothing and judges nothing.
 */
import { rmSync } from "node:fs";
import type { CaptureWriter } from "../model/capture.ts";
import type { ObserverEvent } from "../model/event.ts";
import type { Direction, Frame, Handshake } from "../model/frame.ts";
import type { Message, TransportMessage } from "../model/message.ts";
import { bodyBit, eventTags, frameTags, heartbeatBit, messageTags } from "./codes.ts";
import { type Database, openDatabase } from "./database.ts";
import { Dictionary } from "./dictionary.ts";
import { CaptureReader } from "./reader.ts";
import { redactHandshake, redactHead, redactTransport, redactUrlsIn } from "./redaction.ts";
import { NumberedRowBatch, RowBatch } from "./row-batch.ts";
import { EntryScanner } from "./scanner.ts";
import { prepareSchema } from "./schema.ts";

/** A crash loses what came since the last commit: at most this long, or this many frames. */
const commitAfterMs = 50;
const commitAfterFrames = 16_384;
/** Larger payloads do not wait for their batch to fill, so that a batch never holds more than 2 MB. */
const largePayload = 65_536;

/** Opens a capture file, or makes a new one. Throws with a sentence for the person. */
export function openCapture(path: string): Capture {
  const database = openDatabase(path);
  try {
    prepareSchema(database, path);
    return new Capture(database, path);
  } catch (error) {
    database.close();
    throw error;
  }
}

export class Capture implements CaptureWriter {
  readonly path: string;
  readonly reader: CaptureReader;
  /** Told when a transaction has begun and when it is committed: at most some 40 times a second. */
  onChange: () => void = () => undefined;
  /** Told once, with a sentence, when nothing more can be written (a full disk). What is there can still be read. */
  onFailure: (reason: string) => void = () => undefined;
  /** Grows by one with each clear. */
  generation = 0;
  /** What the newest connection agreed on. */
  subprotocol: string | undefined;
  readonly #database: Database;
  readonly #frames: NumberedRowBatch;
  readonly #entries: NumberedRowBatch;
  readonly #bodies: RowBatch;
  readonly #kinds: Dictionary;
  readonly #channels: Dictionary;
  #state: "idle" | "writing" | "failed" | "closed" = "idle";
  #commitTimer: NodeJS.Timeout | undefined;
  #framesInTransaction = 0;
  #firstSeq: number;

  constructor(database: Database, path: string) {
    this.path = path;
    this.#database = database;
    this.#frames = new NumberedRowBatch(database, "frames", "id", ["at", "connection", "tags", "data"]);
    this.#entries = new NumberedRowBatch(database, "entries", "seq", [
      "at",
      "connection",
      "tags",
      "kind",
      "channel",
      "event_id",
      "size",
      "first_frame",
      "last_frame",
    ]);
    this.#bodies = new RowBatch(database, "bodies", ["seq", "body"]);
    this.#kinds = new Dictionary(database, "kinds");
    this.#channels = new Dictionary(database, "channels");
    this.reader = new CaptureReader(database, () => this.#writeWaiting());
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

  scannerFor(filter: string): EntryScanner {
    return EntryScanner.containing(this.#database, filter, () => this.#writeWaiting());
  }

  heartbeatScanner(): EntryScanner {
    return EntryScanner.heartbeats(this.#database, () => this.#writeWaiting());
  }

  frame(at: number, connection: number, frame: Frame): number {
    if (this.#state !== "writing" && !this.#begin()) return 0;
    try {
      const data = "head" in frame ? JSON.stringify(redactHead(frame.head)) : frame.data;
      const code = frame.kind === "close" ? (frame.code ?? 0) : 0;
      const batch = this.#frames;
      batch.values.push(toMicroseconds(at), connection, frameTags(frame.kind, frame.direction, code), data);
      const id = batch.endNumberedRow();
      if (data.length > largePayload) batch.write();
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
  ): number {
    let tags = messageTags(source, direction);
    if (message.heartbeat === true) tags |= heartbeatBit;
    const body = source === "transport" ? transportJson(message) : message.raw;
    const { kind, channel, eventId } = message;
    return this.#entry(at, connection, tags, kind, channel, eventId, sizeBytes, firstFrame, lastFrame, body);
  }

  event(at: number, connection: number, event: ObserverEvent): number {
    const body = redactUrlsIn(JSON.stringify(event));
    return this.#entry(
      at,
      connection,
      eventTags(event.level),
      event.kind,
      event.channel,
      event.eventId,
      null,
      0,
      0,
      body,
    );
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
    if (this.#state !== "writing") return;
    this.#writeWaiting();
    if (this.#state !== "writing") return;
    clearTimeout(this.#commitTimer);
    try {
      this.#database.exec("COMMIT");
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#state = "idle";
    this.onChange();
  }

  /** Deletes entries and frames; their numbers go on, and what connections agreed on stays. Throws when it cannot. */
  clear(): void {
    this.commit();
    this.#database.exec("BEGIN; DELETE FROM entries; DELETE FROM bodies; DELETE FROM frames; COMMIT");
    this.#entries.tableEmptied();
    this.#frames.tableEmptied();
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

  /** Closes, and deletes the files. */
  delete(): void {
    this.close();
    for (const suffix of captureFileSuffixes) rmSync(this.path + suffix, { force: true });
  }

  #entry(
    at: number,
    connection: number,
    tags: number,
    kind: string,
    channel: string | undefined,
    eventId: string | undefined,
    sizeBytes: number | null,
    firstFrame: number,
    lastFrame: number,
    body: string | undefined,
  ): number {
    if (this.#state !== "writing" && !this.#begin()) return this.lastSeq;
    try {
      const batch = this.#entries;
      batch.values.push(
        toMicroseconds(at),
        connection,
        body === undefined ? tags : tags | bodyBit,
        this.#kinds.id(kind),
        channel === undefined ? null : this.#channels.id(channel),
        eventId === undefined ? null : eventId,
        sizeBytes,
        firstFrame,
        lastFrame,
      );
      const seq = batch.endNumberedRow();
      if (body !== undefined) this.#body(seq, body);
      return seq;
    } catch (error) {
      this.#fail(error);
      return this.lastSeq;
    }
  }

  #body(seq: number, body: string): void {
    this.#bodies.values.push(seq, body);
    this.#bodies.endRow();
    if (body.length > largePayload) this.#bodies.write();
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
    this.#framesInTransaction = 0;
    this.#commitTimer = setTimeout(() => this.commit(), commitAfterMs);
    this.onChange();
    return true;
  }

  #writeWaiting(): void {
    if (this.#state !== "writing") return;
    try {
      this.#frames.write();
      this.#entries.write();
      this.#bodies.write();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#state = "failed";
    clearTimeout(this.#commitTimer);
    try {
      this.#database.exec("ROLLBACK");
    } catch {
      // SQLite has rolled back by itself, as it does when the disk is full.
    }
    this.#bodies.discard();
    const { highestSeq, highestFrame } = this.reader.bounds();
    this.#frames.rewindTo(highestFrame);
    this.#entries.rewindTo(Math.max(highestSeq, this.#firstSeq - 1));
    this.#kinds.forget();
    this.#channels.forget();
    const cause = error instanceof Error ? error.message : String(error);
    this.onFailure(`The capture cannot be written any more: ${cause}.`);
    this.onChange();
  }
}

/** A capture is one file; while it is open, SQLite keeps two more beside it. */
export const captureFileSuffixes = ["", "-wal", "-shm"] as const;

function toMicroseconds(at: number): number {
  return Math.round(at * 1000);
}

function transportJson(message: Message): string {
  return JSON.stringify(redactTransport(message as TransportMessage));
}
