/** What a capture file says of itself: what was recorded, and by whom. Nothing in it is secret. */
import type { Database } from "./database.ts";

export interface About {
  readonly title?: string | undefined;
  /** Masked. */
  readonly url?: string | undefined;
  /** Id of the session that recorded it. */
  readonly session?: string | undefined;
  /** A protocol's id. */
  readonly protocol?: string | undefined;
  /** JSON of those of its settings that change how its traffic is read; none of them is secret. */
  readonly settings?: string | undefined;
  /** ms since the epoch. */
  readonly startedAt?: number | undefined;
  /** When the recording was ended, ms since the epoch; a recording that broke off does not tell. */
  readonly endedAt?: number | undefined;
  /** Events of level warning or error; told when the recording ends. */
  readonly verdicts?: number | undefined;
}

export function writeAbout(database: Database, about: About): void {
  const statement = database.prepare("INSERT OR REPLACE INTO about (name, value) VALUES (?, ?)");
  for (const [name, value] of Object.entries(about)) if (value !== undefined) statement.run(name, String(value));
}

/** Older files say nothing. */
export function readAbout(database: Database): About {
  const table = database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'about'").get();
  if (!table) return {};
  const rows = database.prepare("SELECT name, value FROM about").all();
  const said = new Map(rows.map(({ name, value }) => [String(name), String(value)]));
  const number = (name: string) => {
    const value = Number(said.get(name));
    return said.has(name) && Number.isFinite(value) ? value : undefined;
  };
  return {
    title: said.get("title"),
    url: said.get("url"),
    protocol: said.get("protocol"),
    session: said.get("session"),
    settings: said.get("settings"),
    startedAt: number("startedAt"),
    endedAt: number("endedAt"),
    verdicts: number("verdicts"),
  };
}
