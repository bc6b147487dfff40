/**
 * A tree that is given whole, again and again, and draws only what changed: VS Code shows progress for every branch that
 * it asks for anew, which would flicker beside numbers that change all the time. Knows nothing of what the rows mean.
 */
import * as vscode from "vscode";
import type { TreeNode } from "./nodes.ts";

export interface TreeRow {
  /** Unlike any other in the tree. */
  readonly id: string;
  readonly item: vscode.TreeItem;
  /** What commands on this row are about. */
  readonly node?: TreeNode;
  readonly rows: readonly TreeRow[];
  /**
   * Rows that are worth asking for only while somebody looks, in place of `rows`: asked whenever this row is drawn unfolded.
   * VS Code asks for them by itself; that a row was unfolded it does not always tell.
   */
  readonly load?: () => Promise<readonly TreeRow[]>;
}

/** VS Code knows a row by the object that stands for it, so there is one as long as the row is there. */
export class Slot {
  row: TreeRow;

  constructor(row: TreeRow) {
    this.row = row;
  }
}

export class SteadyTree implements vscode.TreeDataProvider<Slot>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Slot[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  #rows: readonly TreeRow[] = [];
  #slots = new Map<string, Slot>();
  /** By the row that they are in. */
  readonly #loaded = new Map<string, readonly TreeRow[]>();

  show(rows: readonly TreeRow[]): void {
    const before = this.#rows;
    this.#rows = rows;
    const all = flat(rows);
    const loading = new Set(all.flatMap(({ id, load }) => (load ? [id] : [])));
    for (const id of this.#loaded.keys()) if (!loading.has(id)) this.#loaded.delete(id);
    const loaded = [...this.#loaded.values()].flat();
    this.#slots = new Map([...all, ...loaded].map((row) => [row.id, this.#keptSlot(row)]));
    const changed = changedRows(before, rows);
    if (changed === "all") this.#changed.fire(undefined);
    else if (changed.length > 0) this.#changed.fire(changed.map((id) => this.#slot(id)));
  }

  getChildren(slot?: Slot): Slot[] | Promise<Slot[]> {
    if (slot?.row.load) return this.#load(slot.row.id, slot.row.load);
    return (slot ? slot.row.rows : this.#rows).map(({ id }) => this.#slot(id));
  }

  getTreeItem({ row }: Slot): vscode.TreeItem {
    return row.item;
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #load(id: string, load: () => Promise<readonly TreeRow[]>): Promise<Slot[]> {
    const rows = await load();
    this.#loaded.set(id, rows);
    return rows.map((row) => {
      const slot = this.#keptSlot(row);
      this.#slots.set(row.id, slot);
      return slot;
    });
  }

  #keptSlot(row: TreeRow): Slot {
    const slot = this.#slots.get(row.id) ?? new Slot(row);
    slot.row = row;
    return slot;
  }

  #slot(id: string): Slot {
    const slot = this.#slots.get(id);
    if (!slot) throw new Error(`The tree has no row ${id}.`);
    return slot;
  }
}

/** Ids of the rows to draw again; `all` when rows came, went or moved at this level. */
function changedRows(before: readonly TreeRow[], after: readonly TreeRow[]): "all" | string[] {
  if (before.length !== after.length || after.some(({ id }, index) => id !== before[index]?.id)) return "all";
  return after.flatMap((row, index) => {
    const inside = changedRows(before[index]?.rows ?? [], row.rows);
    const isSame = JSON.stringify(before[index]?.item) === JSON.stringify(row.item);
    // A branch that is drawn again takes all that is in it along.
    return inside === "all" || !isSame ? [row.id] : inside;
  });
}

function flat(rows: readonly TreeRow[]): readonly TreeRow[] {
  return rows.flatMap((row) => [row, ...flat(row.rows)]);
}
