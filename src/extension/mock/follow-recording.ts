/** Lists the mock server's own timeline among the sessions as soon as there is one. Opens nothing. */
import type * as vscode from "vscode";
import type { LazyEngine } from "../lazy-engine.ts";
import type { Sessions } from "../sessions.ts";

export function followMockRecording(
  engine: LazyEngine,
  sessions: Sessions,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  let listed: string | undefined;
  return engine.onMockChanged(({ recording }) => {
    if (recording === undefined || recording === listed) return;
    listed = recording;
    if (!sessions.get(recording)) sessions.adopt(recording).catch((error) => log.error("listing the mock", error));
  });
}
