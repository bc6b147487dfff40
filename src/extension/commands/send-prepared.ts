/** Send Prepared Message…: one of those that are kept with the session's endpoint, as it is or looked over first. */
import * as vscode from "vscode";
import type { Prepared } from "../../model/prepared.ts";
import { askAndGive } from "../asking/ask-command.ts";
import type { PickSession } from "../asking/pick-session.ts";
import { askPick, separator } from "../asking/quick-pick.ts";
import type { PreparedBook } from "../configured/prepared-book.ts";
import type { LazyEngine } from "../lazy-engine.ts";
import { isOpen } from "../session-words.ts";

interface PreparedItem extends vscode.QuickPickItem {
  readonly prepared?: Prepared;
}

const editFirst: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon("edit"), tooltip: "Edit, then send" };

export function sendPrepared(
  engine: LazyEngine,
  prepared: PreparedBook,
  pickSession: PickSession,
): (target?: unknown) => Promise<void> {
  return async (target) => {
    const session = await pickSession({
      target,
      placeholder: "Send in which session?",
      fits: (candidate) => isOpen(candidate) && prepared.messages(candidate).length > 0,
      nothing:
        "No open session has prepared messages. They are kept in framescope.json, and by Save as Prepared… in the composer.",
    });
    if (!session) return;
    let isEdit = false;
    const taken = await askPick<PreparedItem>({
      title: session.summary.title,
      placeholder: "Which message should be sent?",
      items: () => preparedItems(prepared.messages(session)),
      onButton: async () => {
        isEdit = true;
        return "take";
      },
    });
    const command = taken?.item.prepared?.command;
    const form = session.protocol.commandForms.find(({ kind }) => kind === command?.kind);
    if (!command || !form) return;
    const give = (given: typeof command) => engine.api.command(session.id, given);
    await (isEdit ? askAndGive(session, form, give, command.values) : give(command));
  };
}

function preparedItems(prepared: readonly Prepared[]): PreparedItem[] {
  const groups = [...new Set(prepared.map(({ group }) => group))];
  return groups.flatMap((group) => [
    ...(group === undefined ? [] : [separator(group)]),
    ...prepared
      .filter((item) => item.group === group)
      .map((item) => ({
        label: item.name,
        description: Object.values(item.command.values)
          .filter((value) => value !== item.name)
          .join(" · ")
          .slice(0, 120),
        buttons: [editFirst],
        prepared: item,
      })),
  ]);
}
