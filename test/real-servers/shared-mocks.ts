/** Mock servers on one Redis, for tests, and plain listeners at their doors. */
import { EventSource } from "eventsource";
import { onTestFinished } from "vitest";
import { Mailbox } from "../mock-server/mailbox.ts";
import { type RunningMock, startMock } from "../mock-server/running-mock.ts";
import type { RedisServer } from "./redis-server.ts";

export function startShared(redis: RedisServer, options: { prefix?: string; database?: number } = {}) {
  const { prefix, database = 1 } = options;
  return startMock({ redis: { url: redis.url(database), prefix } });
}

export interface Event {
  readonly id: number;
  readonly data: unknown;
}

/** Everything published on the topics, with the ids that SSE has for it. `after` asks for what came since. */
export async function listen(mock: RunningMock, topics: readonly string[], after?: number): Promise<Mailbox<Event>> {
  const query = new URLSearchParams(topics.map((topic) => ["topic", topic]));
  if (after !== undefined) query.set("lastEventId", String(after));
  const source = new EventSource(`${mock.origin}/events?${query}`);
  onTestFinished(() => source.close());
  const events = new Mailbox<Event>();
  source.addEventListener("message", ({ data, lastEventId }) =>
    events.put({ id: Number(lastEventId), data: read(data) }),
  );
  const isHeard = (topic: string) => mock.state().topics.some((one) => one.topic === topic && one.subscribers > 0);
  while (!topics.every(isHeard)) await mock.states.take();
  return events;
}

/** When the mock server has lost its Redis, or has it again. */
export async function whenRedis(mock: RunningMock, state: "connected" | "lost"): Promise<void> {
  while (mock.state().redis?.state !== state) await mock.states.take();
}

/** A string is sent as it is, all else as JSON. */
function read(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}
