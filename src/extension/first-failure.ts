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

export function followFirstFailures(connecting: Connecting, log: vscode.LogOutputChannel): vscode.Disposable {
  const settled = new Set<string>();
  return connecting.engine.onVerdict((notice) => {
    if (notice.level !== "error" || settled.has(notice.session)) return;
    settled.add(notice.session);
    tell(connecting, notice).catch((error) => log.error("telling a first failure", error));
  });
}

async function tell(connecting: Connecting, notice: VerdictNotice): Promise<void> {
  // What this window knows of the session may be older than the verdict: changes are told at most twenty times a second.
  const summaries = await connecting.engine.api.sessions();
  const session = connecting.sessions.get(notice.session);
  if (!session || summaries.find(({ id }) => id === session.id)?.openedAt !== undefined) return;
  const choice = await vscode.window.showErrorMessage(words(session, notice), showTimeline, editAndRetry);
  if (choice === showTimeline) await connecting.timelines.open(session);
  if (choice !== editAndRetry) return;
  const retried = await editAndConnect(connecting, session.endpoint);
  // The attempt that failed has nothing left to tell.
  if (retried) await connecting.engine.api.forget(session.id);
}

function words({ summary }: Session, { title, explanation, advice }: VerdictNotice): string {
  const [first] = advice;
  return [`${summary.title}: ${title}.`, explanation, first].filter(Boolean).join(" ");
}
