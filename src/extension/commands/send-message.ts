/** Send Message…: whatever the session's protocol lets a client send, by its own forms. */
import * as vscode from "vscode";
import { askAndGive } from "../asking/ask-command.ts";
import type { PickSession } from "../asking/pick-session.ts";
import { askOne } from "../asking/questions.ts";
import { takes } from "../context-keys.ts";
import type { LazyEngine } from "../lazy-engine.ts";
import { isOpen } from "../session-words.ts";

export function sendMessage(engine: LazyEngine, pickSession: PickSession): (target?: unknown) => Promise<void> {
  return async (target) => {
    const session = await pickSession({
      target,
      placeholder: "Send in which session?",
      fits: (candidate) => isOpen(candidate) && takes()(candidate),
      nothing: "No open session speaks a protocol in which clients send.",
    });
    if (!session) return;
    const { commandForms, readOnlyReason } = session.protocol;
    if (commandForms.length === 0) {
      void vscode.window.showInformationMessage(readOnlyReason ?? "Clients of this protocol cannot send.");
      return;
    }
    const items = commandForms.map((form) => ({
      label: form.title,
      description: form.fields.map(({ label }) => label.toLowerCase()).join(", "),
      form,
    }));
    const taken = await askOne(items, {
      title: session.summary.title,
      placeHolder: "What should be sent?",
    });
    if (taken) await askAndGive(session, taken.form, (command) => engine.api.command(session.id, command));
  };
}
