/**
 * How long typical filters take over a million entries, from asking the engine to the last match, next to one bare SQLite
 * query of the same over the same file.
 */
import { type Database, openDatabaseToRead } from "../../../src/capture/database.ts";
import { startEngine } from "../../../src/engine/host.ts";
import { quietEvents } from "../engine-client.ts";
import { median } from "../median.ts";
import { withTemporaryFolder } from "../temporary-folder.ts";
import { writeCapture } from "./open.ts";

export interface FilterTime {
  readonly filter: string;
  readonly ms: number;
  readonly bareMs: number;
}

export interface FilterFigures {
  /** The worst of all. */
  readonly ratio: number;
  readonly filters: readonly FilterTime[];
}

const entries = 1_000_000;
const runs = 3;
const joined = "FROM entries e JOIN frames f ON f.id = e.first_frame";
/** A word is looked for in kind, channel and event id as well. */
const anywhere = (test: (expression: string) => string) => `SELECT e.seq ${joined} WHERE ${test("f.data")}
  OR ${test("e.event_id")} OR e.kind IN (SELECT id FROM kinds WHERE ${test("name")})
  OR e.channel IN (SELECT id FROM channels WHERE ${test("name")})`;

/** What a person types, and what one would write who knows the tables. */
const cases: readonly (readonly [filter: string, bareSql: string])[] = [
  ["rollback", anywhere((expression) => `${expression} LIKE '%rollback%'`)],
  ["kind:perform", "SELECT seq FROM entries WHERE kind = (SELECT id FROM kinds WHERE name = 'perform')"],
  [
    "kind:message channel:deploys size:>100",
    `SELECT seq FROM entries WHERE kind = (SELECT id FROM kinds WHERE name = 'message')
      AND channel IN (SELECT id FROM channels WHERE name LIKE '%deploys%') AND size > 100`,
  ],
  ["$.user = u7", `SELECT e.seq ${joined} WHERE json_extract(f.data, '$.message.user') = 'u7'`],
  ["/roll.ack/", anywhere((expression) => `bare_pattern(${expression})`)],
  [
    "verdict:any or dir:sent -lunch",
    `SELECT e.seq FROM entries e LEFT JOIN frames f ON f.id = e.first_frame
      WHERE e.tags & 3 = 2 AND e.tags >> 5 & 7 >= 3 OR e.tags >> 2 & 3 = 1 AND f.data NOT LIKE '%lunch%'`,
  ],
];

export function measureFilters(): Promise<FilterFigures> {
  return withTemporaryFolder(async (folder) => {
    const path = await writeCapture(folder, entries);
    const finished = new Map<number, () => void>();
    const engine = startEngine({
      workerFile: new URL("../../../src/engine/worker.ts", import.meta.url),
      capturesFolder: `${folder}/captures`,
      events: {
        ...quietEvents,
        viewChanged: ({ view, scanned, entries: all }) => {
          if (scanned === all) finished.get(view)?.();
        },
      },
    });
    try {
      const { id } = await engine.api.openCapture(path);
      const { view } = await engine.api.openView(id, { filter: "", foldHeartbeats: false });
      const ours = async (filter: string): Promise<number> => {
        const startedAt = performance.now();
        const over = new Promise<void>((resolve) => finished.set(view, resolve));
        const state = await engine.api.setView(view, { filter, foldHeartbeats: false });
        if (state.scanned < state.entries) await over;
        return performance.now() - startedAt;
      };
      const database = openDatabaseToRead(path);
      database.function("bare_pattern", (text) => (/roll.ack/i.test(String(text)) ? 1 : 0));
      const filters: FilterTime[] = [];
      for (const [filter, sql] of cases) filters.push(await compare(filter, ours, () => bareMs(database, sql)));
      database.close();
      return { ratio: Math.max(...filters.map(({ ms, bareMs }) => ms / bareMs)), filters };
    } finally {
      await engine.stop();
    }
  });
}

/** In turns; the first of each warms the file and the code up. */
async function compare(
  filter: string,
  ours: (filter: string) => Promise<number>,
  bare: () => number,
): Promise<FilterTime> {
  const times = { ours: [] as number[], bare: [] as number[] };
  for (let run = 0; run <= runs; run += 1) {
    const [one, other] = [await ours(filter), bare()];
    if (run === 0) continue;
    times.ours.push(one);
    times.bare.push(other);
  }
  return { filter, ms: median(times.ours), bareMs: median(times.bare) };
}

function bareMs(database: Database, sql: string): number {
  const startedAt = performance.now();
  database.prepare(sql).all();
  return performance.now() - startedAt;
}
