/** Asks a capture for what an overview is made of, range by range: sums by channel, and the few rows that stand out. */
import type { EntrySource } from "../model/capture.ts";
import type { Level } from "../model/event.ts";
import type { Direction } from "../model/frame.ts";
import { directionOf, heartbeatBit, levelOf, sourceOf } from "./codes.ts";
import type { Database, Statement } from "./database.ts";

/** The messages of one channel within a range. */
export interface ChannelTotals {
  /** Its number in the capture; undefined: messages that name none. */
  readonly channel: number | undefined;
  readonly messages: number;
  readonly bytes: number;
  readonly largest: number;
  readonly lastSeq: number;
  /** The last that has an event id. */
  readonly lastIdSeq: number | undefined;
}

/** An event or a transport unit. */
export interface Remarkable {
  readonly seq: number;
  /** ms since the epoch, with fractions. */
  readonly at: number;
  readonly connection: number;
  readonly source: EntrySource;
  readonly direction: Direction | undefined;
  readonly level: Level | undefined;
  readonly kind: string;
  readonly channel: number | undefined;
  /** When its first frame travelled, for an opening. */
  readonly frameAt: number | undefined;
  readonly body: string | undefined;
}

/** A poll's opening and ending are routine, and there may be millions; of heartbeats only pings and pongs tell something. */
const standsOut = `e.tags & 3 <> 0 AND (e.tags & ${heartbeatBit} = 0
  OR e.kind IN (SELECT id FROM kinds WHERE name IN ('ws_ping', 'ws_pong')))`;

export class OverviewReader {
  readonly #beforeRead: () => void;
  readonly #totals: Statement;
  readonly #remarkable: Statement;
  readonly #routine: Statement;
  readonly #at: Statement;
  readonly #channel: Statement;
  readonly #eventId: Statement;

  constructor(database: Database, beforeRead: () => void) {
    this.#beforeRead = beforeRead;
    this.#totals = database.prepare(`
      SELECT channel, count(*) AS messages, sum(size) AS bytes, max(size) AS largest, max(seq) AS lastSeq,
        max(CASE WHEN event_id IS NOT NULL THEN seq END) AS lastIdSeq
      FROM entries WHERE seq BETWEEN ? AND ? AND tags & 3 = 0 GROUP BY channel`);
    this.#remarkable = database.prepare(`
      SELECT e.seq, e.at, e.connection, e.tags, k.name AS kind, e.channel, b.body,
        CASE WHEN k.name IN ('open', 'closed') THEN (SELECT f.at FROM frames f WHERE f.id = e.first_frame) END AS frameAt
      FROM entries e JOIN kinds k ON k.id = e.kind LEFT JOIN bodies b ON b.seq = e.seq
      WHERE e.seq BETWEEN ? AND ? AND ${standsOut}`);
    this.#routine = database.prepare(`
      SELECT max(connection) AS connection FROM entries
      WHERE seq BETWEEN ? AND ? AND tags & 3 = 1 AND tags & ${heartbeatBit} <> 0
        AND kind = (SELECT id FROM kinds WHERE name = 'open')`);
    this.#at = database.prepare("SELECT at FROM entries WHERE seq = ?");
    this.#channel = database.prepare("SELECT name FROM channels WHERE id = ?");
    this.#eventId = database.prepare("SELECT event_id FROM entries WHERE seq = ?");
  }

  /** One for each channel that has messages there. Both ends belong to the range. */
  totals(firstSeq: number, lastSeq: number): ChannelTotals[] {
    this.#beforeRead();
    return this.#totals.all(firstSeq, lastSeq).map((row) => ({
      channel: row.channel === null ? undefined : Number(row.channel),
      messages: Number(row.messages),
      bytes: Number(row.bytes ?? 0),
      largest: Number(row.largest ?? 0),
      lastSeq: Number(row.lastSeq),
      lastIdSeq: row.lastIdSeq === null ? undefined : Number(row.lastIdSeq),
    }));
  }

  /** In order of `seq`. */
  remarkable(firstSeq: number, lastSeq: number): Remarkable[] {
    this.#beforeRead();
    return this.#remarkable.all(firstSeq, lastSeq).map((row) => {
      const tags = Number(row.tags);
      return {
        seq: Number(row.seq),
        at: Number(row.at) / 1000,
        connection: Number(row.connection),
        source: sourceOf(tags),
        direction: directionOf(tags),
        level: levelOf(tags),
        kind: String(row.kind),
        channel: row.channel === null ? undefined : Number(row.channel),
        frameAt: row.frameAt === null ? undefined : Number(row.frameAt) / 1000,
        body: row.body === null ? undefined : String(row.body),
      };
    });
  }

  /** The newest connection there whose opening was routine, as a poll's is; undefined where there is none. */
  routineConnection(firstSeq: number, lastSeq: number): number | undefined {
    this.#beforeRead();
    const connection = this.#routine.get(firstSeq, lastSeq)?.connection;
    return typeof connection === "number" ? connection : undefined;
  }

  /** Moment of an entry, ms since the epoch. */
  at(seq: number): number | undefined {
    this.#beforeRead();
    const at = this.#at.get(seq)?.at;
    return typeof at === "number" ? at / 1000 : undefined;
  }

  channelName(channel: number): string | undefined {
    this.#beforeRead();
    const name = this.#channel.get(channel)?.name;
    return typeof name === "string" ? name : undefined;
  }

  eventId(seq: number): string | undefined {
    this.#beforeRead();
    const id = this.#eventId.get(seq)?.event_id;
    return typeof id === "string" ? id : undefined;
  }
}
