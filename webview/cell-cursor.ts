/** Which cell of the selected row the keys are on, if they went to one. Knows columns, and which of them are to be seen. */
import type { Column } from "./columns.ts";

export class CellCursor {
  column: Column | undefined;

  /** Left of the first cell is the row as a whole. */
  move(by: -1 | 1, shown: readonly Column[]): void {
    const at = this.column === undefined ? -1 : shown.indexOf(this.column);
    this.column = shown[Math.min(at + by, shown.length - 1)];
  }
}
