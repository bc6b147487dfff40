/** One session of the real engine against a real server, and a way to wait for the row that a test is about. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "vitest";
import type { EngineApi, EngineEvents, SessionSummary } from "../../src/bridge/engine-api.ts";
import type { EntryDetails, Row, ViewState } from "../../src/bridge/rows.ts";
import { createEngine } from "../../src/engine/engine.ts";
import type { EndpointRoute } from "../../src/model/endpoint.ts";
import type { Command, Values } from "../../src/model/form.ts";
import type { HeaderList } from "../../src/model/frame.ts";
import type { SessionState } from "../../src/model/session.ts";

export interface Connecting extends EndpointRoute {
  readonly protocol: string;
  readonly url: string;
  readonly settings?: Values;
  readonly headers?: HeaderList;
}

const waitLimitMs = 30_000;

export class Recording {
  readonly #api: EngineApi;
  readonly #folder: string;
  #session: SessionSummary;
  readonly #rows: Row[] = [];
  readonly #waiting = new Set<() => void>();
  #view: ViewState;
  #reading: Promise<void> = Promise.resolve();

  static async start(connecting: Connecting): Promise<Recording> {
    const folder = mkdtempSync(join(tmpdir(), "framescope-recording-"));
    let recording: Recording | undefined;
    const events: EngineEvents = {
      sessionChanged: (session) => recording?.sessionChanged(session),
      sessionForgotten: () => {},
      verdict: () => {},
      viewChanged: (state) => recording?.viewChanged(state),
      overviewChanged: () => {},
      mockChanged: () => {},
      transferChanged: () => {},
      log: () => {},
    };
    const api = createEngine({ capturesFolder: folder, events });
    const session = await api.connect({ id: "test", headers: [], settings: {}, ...connecting });
    const view = await api.openView(session.id, { filter: "", foldHeartbeats: false });
    recording = new Recording(api, folder, session, view);
    recording.viewChanged(view);
    // What was told before there was anyone to tell.
    recording.sessionChanged(await recording.summary());
    return recording;
  }

  private constructor(api: EngineApi, folder: string, session: SessionSummary, view: ViewState) {
    this.#api = api;
    this.#folder = folder;
    this.#session = session;
    this.#view = view;
  }

  sessionChanged(session: SessionSummary): void {
    this.#session = session;
    this.#check();
  }

  viewChanged(state: ViewState): void {
    this.#view = state;
    this.#reading = this.#reading.then(() => this.#read());
  }

  /** Rows so far. */
  get rows(): readonly Row[] {
    return this.#rows;
  }

  /** `→ subscribe`, `← welcome`, `! wentStale`, heartbeats left out: the conversation at a glance. */
  get outline(): readonly string[] {
    return this.#rows.filter((row) => !row.heartbeat).map((row) => `${markOf(row)} ${row.kind}`);
  }

  /** The first such row after the given one, as soon as it is there. Rejects with the outline when it does not come. */
  row(matches: string | ((row: Row) => boolean), after?: Row): Promise<Row> {
    const isIt = typeof matches === "string" ? (row: Row) => row.kind === matches : matches;
    return this.#until(`row ${matches}`, () => this.#rows.find((row) => row.seq > (after?.seq ?? 0) && isIt(row)));
  }

  /** Resolves when the session is in that state. */
  async reaches(state: SessionState): Promise<void> {
    await this.#until(`state ${state}`, () => (this.#session.state === state ? state : undefined));
  }

  #until<T>(what: string, find: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        reject(new Error(`Waited in vain for ${what}. Came:\n${this.outline.join("\n")}`));
      }, waitLimitMs);
      const check = () => {
        const found = find();
        if (found === undefined) return;
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve(found);
      };
      this.#waiting.add(check);
      check();
    });
  }

  details(row: Row): Promise<EntryDetails> {
    return this.#api.details(this.#session.id, row.seq);
  }

  /** The decoded payload of a row. */
  async payload(row: Row): Promise<unknown> {
    return JSON.parse((await this.details(row)).payloadJson ?? "null");
  }

  command(kind: string, values: Values = {}): Promise<void> {
    const command: Command = { kind, values };
    return this.#api.command(this.#session.id, command);
  }

  async summary(): Promise<SessionSummary> {
    const [session] = await this.#api.sessions();
    if (!session) throw new Error("The session is gone.");
    return session;
  }

  async stop(): Promise<void> {
    await this.#api.shutdown();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #read(): Promise<void> {
    while (this.#rows.length < this.#view.rows) {
      const { rows } = await this.#api.rows(this.#view.view, this.#rows.length, 500);
      if (rows.length === 0) break;
      this.#rows.push(...rows);
    }
    this.#check();
  }

  #check(): void {
    for (const check of [...this.#waiting]) check();
  }
}

function markOf(row: Row): string {
  if (row.source === "event") return row.level === "warning" || row.level === "error" ? "!" : "·";
  return row.direction === "sent" ? "→" : "←";
}

/** Tests with a way to record that ends with them, so that they can run at the same time. */
export const recordedTest = test.extend<{ record: (connecting: Connecting) => Promise<Recording> }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of other fixtures from the first parameter.
  record: async ({}, use) => {
    const recordings: Recording[] = [];
    await use(async (connecting) => {
      const recording = await Recording.start(connecting);
      recordings.push(recording);
      return recording;
    });
    for (const recording of recordings) await recording.stop();
  },
});
