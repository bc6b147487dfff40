/** Which session a command is meant for: the one it was called on, the one in sight, the only one that fits, or a question. */
import * as vscode from "vscode";
import { stateIcon, stateText } from "../session-words.ts";
import type { Session, Sessions } from "../sessions.ts";
import type { Timelines } from "../timeline/timelines.ts";
import { nodeOf } from "../views/nodes.ts";
import { askOne } from "./questions.ts";

export interface SessionQuestion {
  /** What the command was called with. */
  readonly target: unknown;
  readonly placeholder: string;
  readonly fits: (session: Session) => boolean;
  /** Said when no session fits. */
  readonly nothing: string;
}

export type PickSession = (question: SessionQuestion) => Promise<Session | undefined>;

export function sessionPicker(sessions: Sessions, timelines: Timelines): PickSession {
  return async ({ target, placeholder, fits, nothing }) => {
    const node = nodeOf(target, "session") ?? nodeOf(target, "channel");
    if (node) return sessions.get(node.session);
    const fitting = sessions.all().filter(fits);
    const active = fitting.find(({ id }) => id === timelines.active);
    if (active) return active;
    if (fitting.length === 0) void vscode.window.showInformationMessage(nothing);
    if (fitting.length <= 1) return fitting[0];
    const items = fitting.map((session) => ({
      label: `$(${stateIcon(session.summary.state)[0]}) ${session.summary.title}`,
      description: session.summary.protocolTitle,
      detail: stateText(session),
      session,
    }));
    return (await askOne(items, { placeHolder: placeholder }))?.session;
  };
}
