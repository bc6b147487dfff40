/** Names that repeat on every row (kinds, channels), stored once; rows keep a number. */
import type { Database, Statement } from "./database.ts";

/** A server may make up names without end: beyond this many the quick lookup starts anew, and the table answers. */
const cacheLimit = 20_000;

export class Dictionary {
  readonly #ids = new Map<string, number>();
  readonly #find: Statement;
  readonly #add: Statement;

  constructor(database: Database, table: "kinds" | "channels") {
    this.#find = database.prepare(`SELECT id FROM ${table} WHERE name = ?`);
    this.#add = database.prepare(`INSERT INTO ${table} (name) VALUES (?)`);
  }

  id(name: string): number {
    return this.#ids.get(name) ?? this.#look(name);
  }

  /** After a rollback the numbers given out may be gone. */
  forget(): void {
    this.#ids.clear();
  }

  #look(name: string): number {
    const found = this.#find.get(name) as { id: number } | undefined;
    const id = found?.id ?? Number(this.#add.run(name).lastInsertRowid);
    if (this.#ids.size >= cacheLimit) this.#ids.clear();
    this.#ids.set(name, id);
    return id;
  }
}
