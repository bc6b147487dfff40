import { expect, it } from "vitest";
import { CellCursor } from "../../webview/cell-cursor.ts";

it("goes from the row into its cells, stops at the last, and comes back to the row", () => {
  const cursor = new CellCursor();
  cursor.move(-1, ["number", "kind"]);
  expect(cursor.column).toBeUndefined();
  cursor.move(1, ["number", "kind"]);
  expect(cursor.column).toBe("number");
  cursor.move(1, ["number", "kind"]);
  cursor.move(1, ["number", "kind"]);
  expect(cursor.column).toBe("kind");
  cursor.move(-1, ["number", "kind"]);
  cursor.move(-1, ["number", "kind"]);
  expect(cursor.column).toBeUndefined();
});

it("begins at the row again when its column is not to be seen any more", () => {
  const cursor = new CellCursor();
  cursor.column = "size";
  cursor.move(1, ["number", "kind"]);
  expect(cursor.column).toBe("number");
});
