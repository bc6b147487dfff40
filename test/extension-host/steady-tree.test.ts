import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { type Slot, SteadyTree, type TreeRow } from "../../src/extension/views/steady-tree.ts";

function row(id: string, description: string, rows: readonly TreeRow[] = []): TreeRow {
  const item = new vscode.TreeItem(id);
  item.description = description;
  return { id, item, rows };
}

/** Ids of what has to be drawn again, `all` for the whole tree, for each time that the tree said so. */
function watched(tree: SteadyTree): (readonly string[] | "all")[] {
  const drawn: (readonly string[] | "all")[] = [];
  tree.onDidChangeTreeData((slots: Slot[] | undefined) => drawn.push(slots ? slots.map((slot) => slot.row.id) : "all"));
  return drawn;
}

describe("a steady tree", () => {
  it("draws nothing when nothing changed", () => {
    const tree = new SteadyTree();
    tree.show([row("a", "1"), row("b", "2", [row("c", "3")])]);
    const drawn = watched(tree);
    tree.show([row("a", "1"), row("b", "2", [row("c", "3")])]);
    assert.deepEqual(drawn, []);
  });

  it("draws the rows whose words changed, and stands for them by the same objects", async () => {
    const tree = new SteadyTree();
    tree.show([row("a", "1"), row("b", "2", [row("c", "3"), row("d", "4")])]);
    const before = await tree.getChildren();
    const drawn = watched(tree);
    tree.show([row("a", "1"), row("b", "2", [row("c", "3"), row("d", "5")])]);
    assert.deepEqual(drawn, [["d"]]);
    assert.deepEqual(await tree.getChildren(), before);
    const [, second] = await tree.getChildren(before[1]);
    assert.equal(tree.getTreeItem(second as Slot).description, "5");
  });

  it("draws a branch when its rows come and go, and all when the branches do", () => {
    const tree = new SteadyTree();
    tree.show([row("a", "1", [row("b", "2")])]);
    const drawn = watched(tree);
    tree.show([row("a", "1", [row("b", "2"), row("c", "3")])]);
    tree.show([row("a", "1", [row("c", "3"), row("b", "2")])]);
    tree.show([row("d", "1")]);
    assert.deepEqual(drawn, [["a"], ["a"], "all"]);
  });

  it("asks for rows only when they are looked at, and each time that their branch is drawn", async () => {
    let asked = 0;
    const branch = (description: string): TreeRow => ({
      ...row("topic", description),
      load: async () => {
        asked += 1;
        return [row("first", `of ${asked}`), ...(asked > 1 ? [row("second", "new")] : [])];
      },
    });
    const tree = new SteadyTree();
    tree.show([branch("1 publication")]);
    const [topic] = await tree.getChildren();
    assert.equal(asked, 0);
    const before = await tree.getChildren(topic);
    const drawn = watched(tree);
    tree.show([branch("1 publication")]);
    assert.deepEqual(drawn, []);
    tree.show([branch("2 publications")]);
    assert.deepEqual(drawn, [["topic"]]);
    const after = await tree.getChildren(topic);
    // The same object stands for what is still there, with what it says now.
    assert.equal(after[0], before[0]);
    assert.deepEqual(
      after.map((slot) => tree.getTreeItem(slot).description),
      ["of 2", "new"],
    );
  });
});
