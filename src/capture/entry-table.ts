/**
 * The tables of entries, for writing: what filters need in one narrow row, names that repeat as numbers, and a text of
 * its own only for what is not just one whole frame. Transport units and events are masked on the way in.
 */
import type { Bond } from "../model/capture.ts";
import type { ObserverEvent } from "../model/event.ts";
import type { Direction } from "../model/frame.ts";
import type { Message, TransportMessage } from "../model/message.ts";
import { bodyBit, bondTags, eventTags, heartbeatBit, messageTags } from "./codes.ts";
import { type Database, toMicroseconds } from "./database.ts";
import { Dictionary } from "./dictionary.ts";
import { redactTransport, redactWords } from "./redaction.ts";
import { largePayload, NumberedRowBatch, RowBatch } from "./row-batch.ts";

const columns = ["at", "connection", "tags", "kind", "channel", "event_id", "size", "first_frame", "last_frame"];

export class EntryTable {
  readonly #rows: NumberedRowBatch;
  readonly #bodies: RowBatch;
  readonly #kinds: Dictionary;
  readonly #channels: Dictionary;

  constructor(database: Database) {
    this.#rows = new NumberedRowBatch(database, "entries", "seq", columns);
    this.#bodies = new RowBatch(database, "bodies", ["seq", "body"]);
    this.#kinds = new Dictionary(database, "kinds");
    this.#channels = new Dictionary(database, "channels");
  }

  /** The number of the entry that comes next. */
  get next(): number {
    return this.#rows.next;
  }

  /** Returns the entry's number. */
  addMessage(
    at: number,
    connection: number,
    direction: Direction,
    source: "message" | "transport",
    message: Message,
    firstFrame: number,
    lastFrame: number,
    sizeBytes: number,
    bond: Bond | undefined,
  ): number {
    let tags = messageTags(source, direction) | bondTags(bond);
    if (message.heartbeat === true) tags |= heartbeatBit;
    const body = source === "transport" ? transportJson(message) : message.raw;
    return this.#add(at, connection, tags, message, sizeBytes, firstFrame, lastFrame, body);
  }

  /** Returns the entry's number. */
  addEvent(at: number, connection: number, event: ObserverEvent): number {
    return this.#add(at, connection, eventTags(event), event, null, 0, 0, redactWords(JSON.stringify(event)));
  }

  write(): void {
    this.#rows.write();
    this.#bodies.write();
  }

  /** The tables were emptied by someone else; numbers go on. */
  emptied(): void {
    this.#rows.tableEmptied();
  }

  /** After a rollback. */
  rewindTo(lastSeq: number): void {
    this.#rows.rewindTo(lastSeq);
    this.#bodies.discard();
    this.#kinds.forget();
    this.#channels.forget();
  }

  #add(
    at: number,
    connection: number,
    tags: number,
    what: Pick<Message, "kind" | "channel" | "eventId">,
    sizeBytes: number | null,
    firstFrame: number,
    lastFrame: number,
    body: string | undefined,
  ): number {
    const rows = this.#rows;
    rows.values.push(
      toMicroseconds(at),
      connection,
      body === undefined ? tags : tags | bodyBit,
      this.#kinds.id(what.kind),
      what.channel === undefined ? null : this.#channels.id(what.channel),
      what.eventId === undefined ? null : what.eventId,
      sizeBytes,
      firstFrame,
      lastFrame,
    );
    const seq = rows.endNumberedRow();
    if (body !== undefined) this.#addBody(seq, body);
    return seq;
  }

  #addBody(seq: number, body: string): void {
    this.#bodies.values.push(seq, body);
    this.#bodies.endRow();
    if (body.length > largePayload) this.#bodies.write();
  }
}

function transportJson(message: Message): string {
  return JSON.stringify(redactTransport(message as TransportMessage));
}
