/** Collects rows of one table and inserts them many at a time. */
import type { Database, SqlValue, Statement } from "./database.ts";

/** 32 gave the best rate for rows of 4 to 9 values; far more values in one call cost more than they save. */
const rowsPerStatement = 32;

/** A row larger than this is written at once, so that what waits never holds more than some 2 MB. */
export const largePayload = 65_536;

// Parameters are `?` and never `?1`: node:sqlite looks each numbered one up in a list, which made inserts five times slower.
function insertion(database: Database, table: string, columns: readonly string[], rows: number): Statement {
  const row = `(${columns.map(() => "?").join(", ")})`;
  return database.prepare(`INSERT INTO ${table} (${columns.join(", ")}) VALUES ${Array(rows).fill(row).join(", ")}`);
}

export class RowBatch {
  /** The values of the rows that wait, row after row; the caller appends a row's values and then calls `endRow`. */
  values: SqlValue[] = [];
  protected rows = 0;
  protected readonly columns: number;
  readonly #many: Statement;
  readonly #one: Statement;

  constructor(database: Database, table: string, columns: readonly string[]) {
    this.columns = columns.length;
    this.#many = insertion(database, table, columns, rowsPerStatement);
    this.#one = insertion(database, table, columns, 1);
  }

  endRow(): void {
    this.rows += 1;
    if (this.rows === rowsPerStatement) this.write();
  }

  /** Inserts all that waits. */
  write(): void {
    const { rows, values } = this;
    if (rows === 0) return;
    this.discard();
    if (rows === rowsPerStatement) {
      this.#many.run(...values);
      return;
    }
    for (let start = 0; start < values.length; start += this.columns) {
      this.#one.run(...values.slice(start, start + this.columns));
    }
  }

  /** Forgets all that waits. */
  discard(): void {
    this.values = [];
    this.rows = 0;
  }
}

/**
 * For tables whose rows are numbered without holes. Numbers are counted here and not bound, which SQLite does alike as
 * long as the table has a row: only the first row of an empty table brings its number.
 */
export class NumberedRowBatch extends RowBatch {
  #next: number;
  #tableMayBeEmpty = true;
  readonly #oneWithNumber: Statement;

  /** `columns` without the number's own. */
  constructor(database: Database, table: string, number: string, columns: readonly string[]) {
    super(database, table, columns);
    this.#oneWithNumber = insertion(database, table, [...columns, number], 1);
    this.#next = highest(database, table, number) + 1;
  }

  get next(): number {
    return this.#next;
  }

  /** Returns the row's number. */
  endNumberedRow(): number {
    const number = this.#next;
    this.#next = number + 1;
    this.endRow();
    return number;
  }

  override write(): void {
    if (this.#tableMayBeEmpty && this.rows > 0) {
      const number = this.#next - this.rows;
      this.rows -= 1;
      this.#oneWithNumber.run(...this.values.splice(0, this.columns), number);
      this.#tableMayBeEmpty = false;
    }
    super.write();
  }

  /** All rows are gone; numbers go on. */
  tableEmptied(): void {
    this.#tableMayBeEmpty = true;
  }

  /** After a rollback: forgets what waits, and goes on after the row that is now the last. */
  rewindTo(last: number): void {
    this.discard();
    this.#next = last + 1;
    this.#tableMayBeEmpty = true;
  }
}

function highest(database: Database, table: string, column: string): number {
  const row = database.prepare(`SELECT max(${column}) AS highest FROM ${table}`).get();
  return Number(row?.highest ?? 0);
}
