/** The status bar item: how many sessions are open, how fast rows come, and whether anything needs a look. */
import * as vscode from "vscode";
import { counted, rateText } from "../numbers.ts";
import { isLive, isOpen } from "../session-words.ts";
import type { Sessions } from "../sessions.ts";
import { Throttled } from "./throttled.ts";

export class StatusBar implements vscode.Disposable {
  readonly #sessions: Sessions;
  readonly #item = vscode.window.createStatusBarItem("framescope.sessions", vscode.StatusBarAlignment.Left);
  readonly #refresh = new Throttled(() => this.#draw());

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
    this.#item.name = "Framescope sessions";
    this.#item.command = "framescope.sessions.focus";
    sessions.onChanged(() => this.#refresh.request());
  }

  dispose(): void {
    this.#refresh.dispose();
    this.#item.dispose();
  }

  #draw(): void {
    const sessions = this.#sessions.all();
    if (sessions.length === 0) {
      this.#item.hide();
      return;
    }
    const open = sessions.filter(isOpen).length;
    const rate = sessions.reduce((sum, { summary }) => sum + summary.ratePerSecond, 0);
    const unread = sessions.reduce((sum, session) => sum + session.unread, 0);
    const waiting = sessions.filter((session) => isLive(session) && !isOpen(session)).length;
    this.#item.text = [`$(pulse) ${open} open`, rateText(rate), unread > 0 && `$(warning) ${unread}`]
      .filter(Boolean)
      .join("  ");
    this.#item.tooltip = [
      "Framescope",
      `${counted(open, "session")} open${waiting > 0 ? `, ${waiting} on the way` : ""}`,
      `${rateText(rate)} rows`,
      `${counted(unread, "verdict")} not seen yet`,
    ].join("\n");
    this.#item.show();
  }
}
