/** Disconnect: ends a session's connection; its rows stay. */
import type { PickSession } from "../asking/pick-session.ts";
import type { LazyEngine } from "../lazy-engine.ts";
import { isLive } from "../session-words.ts";

export function disconnect(engine: LazyEngine, pickSession: PickSession): (target?: unknown) => Promise<void> {
  return async (target) => {
    const session = await pickSession({
      target,
      placeholder: "Disconnect which session?",
      fits: isLive,
      nothing: "Nothing is connected.",
    });
    if (session) await engine.api.command(session.id, { kind: "disconnect", values: {} });
  };
}
