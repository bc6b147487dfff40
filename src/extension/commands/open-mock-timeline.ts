/** Open Mock Timeline: the mock server's own rows, beside the timeline that is in front, so that cause and effect can be read. */
import type { LazyEngine } from "../lazy-engine.ts";
import type { Session, Sessions } from "../sessions.ts";
import type { Timelines } from "../timeline/timelines.ts";
import { nodeOf } from "../views/nodes.ts";

interface MockTimeline {
  readonly engine: LazyEngine;
  readonly sessions: Sessions;
  readonly timelines: Timelines;
}

export function openMockTimeline(around: MockTimeline): () => Promise<void> {
  return async () => {
    await around.timelines.openBeside(await mockSession(around));
  };
}

/** Show Rows in Mock Timeline, on a client of the mock server. */
export function showMockClient(around: MockTimeline): (target?: unknown) => Promise<void> {
  return async (target) => {
    const client = nodeOf(target, "client")?.client;
    if (!client) throw new Error("This client is not connected any more.");
    const session = await mockSession(around);
    await around.timelines.openBeside(session);
    around.timelines.showOnly(session.id, `session:${client.id}`);
  };
}

/** Begins to record where nothing is recorded: the setting may say so, or the person closed it. */
async function mockSession({ engine, sessions }: MockTimeline): Promise<Session> {
  const { id } = await engine.api.recordMock();
  const session = sessions.get(id) ?? (await sessions.adopt(id));
  if (!session) throw new Error("The mock server has stopped.");
  return session;
}
