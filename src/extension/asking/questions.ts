/**
 * Every question of ours stays until it is answered or dismissed: a tab that is still loading takes the focus, and VS Code
 * would take the question away with it.
 */
import * as vscode from "vscode";

const stays = { ignoreFocusOut: true } as const;

/** Undefined when the person dismissed it. */
export function askText(options: Omit<vscode.InputBoxOptions, keyof typeof stays>): Thenable<string | undefined> {
  return vscode.window.showInputBox({ ...options, ...stays });
}

/** Undefined when the person dismissed it. */
export function askOne<T extends vscode.QuickPickItem>(
  items: readonly T[],
  options: Omit<vscode.QuickPickOptions, keyof typeof stays | "canPickMany">,
): Thenable<T | undefined> {
  return vscode.window.showQuickPick(items, { ...options, ...stays });
}

/** For questions whose items, buttons or ticks change while they are asked. The caller shows and disposes of it. */
export function createPick<T extends vscode.QuickPickItem>(): vscode.QuickPick<T> {
  return Object.assign(vscode.window.createQuickPick<T>(), stays);
}
