/** Reconnect: opens a session's connection again, at once. */
import type { PickSession } from "../asking/pick-session.ts";
import type { LazyEngine } from "../lazy-engine.ts";

export function reconnect(engine: LazyEngine, pickSession: PickSession): (target?: unknown) => Promise<void> {
  return async (target) => {
    const session = await pickSession({
      target,
      placeholder: "Reconnect which session?",
      fits: ({ summary }) => !summary.recorded && !summary.mock,
      nothing: "There is no session to reconnect. Connect to an endpoint first.",
    });
    if (session) await engine.api.command(session.id, { kind: "reconnect", values: {} });
  };
}
