/** Close Session: ends it for good and deletes its rows. */
import * as vscode from "vscode";
import type { PickSession } from "../asking/pick-session.ts";
import type { LazyEngine } from "../lazy-engine.ts";
import { counted } from "../numbers.ts";

export function closeSession(engine: LazyEngine, pickSession: PickSession): (target?: unknown) => Promise<void> {
  return async (target) => {
    const session = await pickSession({
      target,
      placeholder: "Close which session?",
      fits: () => true,
      nothing: "There is no session to close.",
    });
    if (!session) return;
    if (session.summary.state === "open") {
      const choice = await vscode.window.showWarningMessage(
        `Close "${session.summary.title}"? Its ${counted(session.summary.entries, "row")} are deleted.`,
        { modal: true },
        "Close Session",
      );
      if (choice !== "Close Session") return;
    }
    await engine.api.forget(session.id);
  };
}
