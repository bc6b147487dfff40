/**
 * The numbers of those names in a dictionary that pass a test. Each name is tested once, when it first appears: a server
 * may make up names without end, and a scan has thousands of queries.
 */
import type { Database, Statement } from "./database.ts";

export class NameIds {
  readonly #newNames: Statement;
  readonly #holds: (name: string) => boolean;
  readonly #ids: number[] = [];
  #last = 0;
  #json = "[]";

  constructor(database: Database, table: "kinds" | "channels", holds: (name: string) => boolean) {
    this.#newNames = database.prepare(`SELECT id, name FROM ${table} WHERE id > ? ORDER BY id`);
    this.#holds = holds;
  }

  /** As a JSON list, those included that have come since. */
  json(): string {
    const known = this.#ids.length;
    for (const { id, name } of this.#newNames.all(this.#last) as { id: number; name: string }[]) {
      if (this.#holds(name)) this.#ids.push(id);
      // Last: the test may be stopped, and is asked again then.
      this.#last = id;
    }
    if (this.#ids.length > known) this.#json = JSON.stringify(this.#ids);
    return this.#json;
  }
}
