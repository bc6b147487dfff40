/** One door of the demo's mock server, listened to as its own sample says, and what came through it counted. */
import type { EngineApi, ProtocolInfo, SessionSummary } from "../bridge/engine-api.ts";
import type { Row, ViewState } from "../bridge/rows.ts";
import { RowFeed } from "../cli/row-feed.ts";
import type { MockDoor } from "../model/mock.ts";

/** What a door brought so far. */
export interface Tally {
  readonly rows: number;
  /** Decoded messages of the server, heartbeats left out. */
  readonly messages: number;
  readonly firstId?: string | undefined;
  readonly lastId?: string | undefined;
  readonly ids: number;
  readonly verdicts: number;
}

export const emptyTally: Tally = { rows: 0, messages: 0, ids: 0, verdicts: 0 };

/** A greeting and a confirmation are messages too; more than that only comes when publications arrive. */
const handshakeMessages = 2;

export function hasDelivered(tally: Tally): boolean {
  return tally.messages > handshakeMessages;
}

export function counted(tally: Tally, row: Row): Tally {
  const isMessage = row.source === "message" && row.direction === "received" && !row.heartbeat;
  const isVerdict = row.level === "warning" || row.level === "error";
  const id = row.source === "message" ? row.eventId : undefined;
  return {
    rows: tally.rows + 1,
    messages: tally.messages + (isMessage ? 1 : 0),
    firstId: tally.firstId ?? id,
    lastId: id ?? tally.lastId,
    ids: tally.ids + (id === undefined ? 0 : 1),
    verdicts: tally.verdicts + (isVerdict ? 1 : 0),
  };
}

/** The line that a protocol gets at the end of a timed demo. */
export function tallyLine(title: string, tally: Tally): string {
  const range = tally.ids > 1 ? `, ${tally.firstId} to ${tally.lastId}` : "";
  const ids = tally.ids === 0 ? "no event ids" : `${tally.ids} event ids${range}`;
  const outcome = hasDelivered(tally) ? "delivered" : "NOTHING DELIVERED";
  return `${title}: ${outcome}, ${tally.rows} rows, ${ids}, ${tally.verdicts} verdicts`;
}

export class DoorWatch {
  readonly title: string;
  readonly #api: EngineApi;
  readonly #session: SessionSummary;
  readonly #feed: RowFeed;
  readonly #reading: Promise<void>;
  #tally = emptyTally;

  private constructor(api: EngineApi, title: string, session: SessionSummary, onRow: (row: Row) => void) {
    this.title = title;
    this.#api = api;
    this.#session = session;
    this.#feed = new RowFeed(api, session.id);
    this.#reading = this.#read(onRow);
  }

  static async open(
    api: EngineApi,
    door: MockDoor,
    protocol: ProtocolInfo,
    onRow: (row: Row) => void,
  ): Promise<DoorWatch> {
    const { url, settings } = door.demo;
    const endpoint = { id: `demo-${door.protocol}`, url, protocol: door.protocol, headers: [], settings };
    return new DoorWatch(api, protocol.title, await api.connect(endpoint), onRow);
  }

  get tally(): Tally {
    return this.#tally;
  }

  viewChanged(state: ViewState): void {
    this.#feed.viewChanged(state);
  }

  /** Resolves when every row so far has been told. */
  async close(): Promise<void> {
    const session = (await this.#api.sessions()).find(({ id }) => id === this.#session.id);
    this.#feed.finish(session?.entries ?? 0);
    await this.#reading;
  }

  async #read(onRow: (row: Row) => void): Promise<void> {
    for await (const rows of this.#feed.batches({ filter: "", foldHeartbeats: false }))
      for (const row of rows) {
        this.#tally = counted(this.#tally, row);
        onRow(row);
      }
  }
}
