/** Clear Timeline: deletes a session's rows so far; recording goes on. */
import type { PickSession } from "../asking/pick-session.ts";
import type { LazyEngine } from "../lazy-engine.ts";

export function clearTimeline(engine: LazyEngine, pickSession: PickSession): (target?: unknown) => Promise<void> {
  return async (target) => {
    const session = await pickSession({
      target,
      placeholder: "Clear the timeline of which session?",
      fits: ({ summary }) => summary.entries > 0 && !summary.recorded,
      nothing: "There are no rows to clear.",
    });
    if (session) await engine.api.clear(session.id);
  };
}
