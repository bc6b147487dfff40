/** VS Code's quick pick as one awaited question, with items that may depend on what was typed. Knows no domain. */
import * as vscode from "vscode";
import { createPick } from "./questions.ts";

export interface Question<T extends vscode.QuickPickItem> {
  readonly title: string;
  readonly placeholder: string;
  /** Asked again whenever the text changes. Items made of the text itself should have `alwaysShow`. */
  items(typed: string): readonly T[];
  /** The item that Enter takes at first; else the topmost. */
  readonly isActive?: (item: T) => boolean;
  /** A button of an item was pressed: `stay` asks for the items again, `take` answers with this item. */
  readonly onButton?: (item: T, button: vscode.QuickInputButton) => Promise<"stay" | "take">;
  readonly typed?: string;
}

/** Resolves to the item that was taken and the text that was typed; undefined when the question was dismissed. */
export function askPick<T extends vscode.QuickPickItem>(
  question: Question<T>,
): Promise<{ readonly item: T; readonly typed: string } | undefined> {
  const pick = createPick<T>();
  pick.title = question.title;
  pick.placeholder = question.placeholder;
  pick.matchOnDescription = true;
  pick.value = question.typed ?? "";
  const refresh = (): void => {
    pick.items = question.items(pick.value);
  };
  refresh();
  const active = question.isActive && pick.items.find(question.isActive);
  if (active) pick.activeItems = [active];
  return new Promise((resolve) => {
    pick.onDidChangeValue(refresh);
    pick.onDidAccept(() => {
      // Enter right after the last key comes before the items that were made of it: then the first of these is meant.
      const item = pick.selectedItems[0] ?? question.items(pick.value).find(({ alwaysShow }) => alwaysShow);
      if (!item) return;
      resolve({ item, typed: pick.value });
      pick.hide();
    });
    pick.onDidTriggerItemButton(async ({ item, button }) => {
      if ((await question.onButton?.(item, button)) === "take") {
        resolve({ item, typed: pick.value });
        pick.hide();
      } else refresh();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

export function separator(label: string): { readonly label: string; readonly kind: vscode.QuickPickItemKind } {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

/** Shows that something is being worked out. Resolves to undefined when the person does not want to wait. */
export function askWhileWaiting<T>(title: string, placeholder: string, work: Promise<T>): Promise<T | undefined> {
  const pick = createPick();
  pick.title = title;
  pick.placeholder = placeholder;
  pick.busy = true;
  return new Promise((resolve, reject) => {
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
    work.then(resolve, reject).finally(() => pick.hide());
  });
}
