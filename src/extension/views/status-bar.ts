/** The status bar item: how many sessions are open, how fast rows come, and whether anything needs a look. */
import * as vscode from "vscode";
import { counted, rateText } from "../numbers.ts";
import { isLive, isOpen } from "../session-words.ts";
import type { Session, Sessions } from "../sessions.ts";
import { Throttled } from "./throttled.ts";

export function showStatus(sessions: Sessions): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("framescope.sessions", vscode.StatusBarAlignment.Left);
  item.name = "Framescope sessions";
  item.command = "framescope.sessions.focus";
  // The mock server's own timeline is no connection of ours.
  const redraw = new Throttled(() =>
    draw(
      item,
      sessions.all().filter(({ summary }) => !summary.mock),
    ),
  );
  return vscode.Disposable.from(
    sessions.onChanged(() => redraw.request()),
    redraw,
    item,
  );
}

function draw(item: vscode.StatusBarItem, sessions: readonly Session[]): void {
  if (sessions.length === 0) {
    item.hide();
    return;
  }
  const open = sessions.filter(isOpen).length;
  const waiting = sessions.filter(isLive).length - open;
  const rate = rateText(sessions.reduce((sum, { summary }) => sum + summary.ratePerSecond, 0));
  const unread = sessions.reduce((sum, session) => sum + session.unread, 0);
  item.text = [`$(pulse) ${open} open`, rate, unread > 0 && `$(warning) ${unread}`].filter(Boolean).join("  ");
  item.tooltip = [
    "Framescope",
    `${counted(open, "session")} open${waiting > 0 ? `, ${waiting} on the way` : ""}`,
    `${rate} rows`,
    `${counted(unread, "verdict")} not seen yet`,
  ].join("\n");
  item.show();
}
