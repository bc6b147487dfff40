/**
 * Speaks up when a session fails before it was ever open: then a person waits for something that will not come.
 * All later verdicts are only counted; they wait in the timeline.
 */
import * as vscode from "vscode";
import type { VerdictNotice } from "../bridge/engine-api.ts";
import { type Connecting, editAndConnect } from "./endpoints/connect-endpoint.ts";
import type { Session } from "./sessions.ts";

const showTimeline = "Show Timeline";
const editAndRetry = "Edit and Retry";

export function followFirstFailures(connecting: Connecting): vscode.Disposable {
  const told = new Set<string>();
  return connecting.engine.onVerdict((notice) => {
    const session = connecting.sessions.get(notice.session);
    if (!session || session.hasOpened || notice.level !== "error" || told.has(session.id)) return;
    told.add(session.id);
    void tell(connecting, session, notice);
  });
}

async function tell(connecting: Connecting, session: Session, notice: VerdictNotice): Promise<void> {
  const choice = await vscode.window.showErrorMessage(words(session, notice), showTimeline, editAndRetry);
  if (choice === showTimeline) await connecting.timelines.open(session);
  if (choice !== editAndRetry) return;
  const retried = await editAndConnect(connecting, session.endpoint);
  // The attempt that failed has nothing left to tell.
  if (retried) await connecting.engine.api.forget(session.id);
}

function words({ summary }: Session, { title, explanation, advice }: VerdictNotice): string {
  const [first] = advice;
  return [`${summary.title}: ${title}.`, explanation, first && `Try: ${first}`].filter(Boolean).join(" ");
}
