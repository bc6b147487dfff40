/** One door of the demo's mock server, listened to as its own sample says: prints its rows, and keeps count of them. */
import type { EngineApi, ProtocolInfo, SessionSummary } from "../bridge/engine-api.ts";
import type { Row, ViewState } from "../bridge/rows.ts";
import { RowFeed } from "../cli/row-feed.ts";
import { RowPrinter, type TextStyle } from "../cli/row-text.ts";
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
  readonly #printing: Promise<void>;
  #tally = emptyTally;

  private constructor(api: EngineApi, title: string, session: SessionSummary, style: TextStyle) {
    this.title = title;
    this.#api = api;
    this.#session = session;
    this.#feed = new RowFeed(api, session.id);
    this.#printing = this.#print(style);
  }

  static async open(api: EngineApi, door: MockDoor, protocol: ProtocolInfo, style: TextStyle): Promise<DoorWatch> {
    const { url, settings } = door.sample;
    const session = await api.connect({
      id: `demo-${door.protocol}`,
      url,
      protocol: door.protocol,
      headers: [],
      settings,
    });
    return new DoorWatch(api, protocol.title, session, style);
  }

  get tally(): Tally {
    return this.#tally;
  }

  viewChanged(state: ViewState): void {
    this.#feed.viewChanged(state);
  }

  /** Prints what is left, and ends. */
  async close(): Promise<void> {
    const session = (await this.#api.sessions()).find(({ id }) => id === this.#session.id);
    this.#feed.finish(session?.entries ?? 0);
    await this.#printing;
  }

  async #print(style: TextStyle): Promise<void> {
    const printer = new RowPrinter(style);
    for await (const rows of this.#feed.batches({ filter: "", foldHeartbeats: false }))
      for (const row of rows) {
        this.#tally = counted(this.#tally, row);
        if (!row.heartbeat)
          process.stdout.write(`${style.paint("bold", this.title.padEnd(14))} ${printer.print(row)}\n`);
      }
  }
}
