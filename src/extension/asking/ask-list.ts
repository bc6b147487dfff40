/** Asks for a field that is a list: several items, one at a time, each of which can be taken out again. */
import * as vscode from "vscode";
import type { FieldQuestion } from "./ask-field.ts";
import { askPick } from "./quick-pick.ts";

const takeOut: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon("trash"), tooltip: "Take out" };

interface ListItem extends vscode.QuickPickItem {
  readonly act: "add" | "done" | "keep";
}

/** Resolves to the items, one a line; undefined when the question was dismissed. */
export async function askList({ title, field, value }: FieldQuestion): Promise<string | undefined> {
  const example = field.placeholder?.split("\n", 1)[0];
  let lines = value.split("\n").filter((line) => line.trim() !== "");
  for (;;) {
    const taken = await askPick<ListItem>({
      title,
      placeholder:
        lines.length === 0
          ? [`${field.label}: type one and press Enter`, example && `for example ${example}`].filter(Boolean).join(", ")
          : "Type another, or press Enter to go on",
      items: (typed) => (typed.trim() === "" ? settled(lines, field.required === true) : [adding(typed)]),
      onButton: async (item) => {
        lines = lines.filter((line) => line !== item.label);
        return "stay";
      },
    });
    if (!taken) return undefined;
    if (taken.item.act === "done") return lines.join("\n");
    if (taken.item.act === "add") lines = [...lines, taken.typed.trim()];
  }
}

function settled(lines: readonly string[], isRequired: boolean): ListItem[] {
  const done =
    lines.length === 0 ? "Go on with none" : `Go on with ${lines.length === 1 ? "this one" : `these ${lines.length}`}`;
  const kept = lines.map((label): ListItem => ({ label, act: "keep", buttons: [takeOut] }));
  return lines.length === 0 && isRequired ? kept : [{ label: `$(check) ${done}`, act: "done" }, ...kept];
}

function adding(typed: string): ListItem {
  return { label: `$(add) Add ${typed.trim()}`, act: "add", alwaysShow: true };
}
