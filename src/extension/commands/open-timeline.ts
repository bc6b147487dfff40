/** Open Timeline: shows a session's tab again. */
import type { PickSession } from "../asking/pick-session.ts";
import type { Timelines } from "../timeline/timelines.ts";

export function openTimeline(timelines: Timelines, pickSession: PickSession): (target?: unknown) => Promise<void> {
  return async (target) => {
    const session = await pickSession({
      target,
      placeholder: "Open the timeline of which session?",
      fits: () => true,
      nothing: "There is no session yet. Connect to an endpoint first.",
    });
    if (session) await timelines.open(session);
  };
}
