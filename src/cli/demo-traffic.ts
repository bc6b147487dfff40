/**
 * The mock server's demo traffic for an engine that runs elsewhere, and a share of it for every topic that would stay
 * silent: whoever connects to a demo is to see something.
 */
import { startDemoTraffic } from "../../mock-server/demo-traffic.ts";
import type { EngineApi } from "../bridge/engine-api.ts";

type Publisher = Pick<EngineApi, "publish" | "mockState">;

/** What silent topics get a share of. */
const sharedTopic = "chat:lobby";
/** By then each of the demo's own topics has spoken once, and is known not to be silent. */
const introductionMs = 3_000;

/** Publishes until the returned function is called. */
export function publishDemoTraffic(api: Publisher): () => void {
  const startedAt = performance.now();
  const own = new Set<string>();

  async function publish(topic: string, data: unknown): Promise<void> {
    own.add(topic);
    await api.publish(topic, data);
    if (topic !== sharedTopic || performance.now() - startedAt < introductionMs) return;
    const { topics } = await api.mockState();
    for (const silent of topics)
      if (silent.subscribers > 0 && !own.has(silent.topic)) await api.publish(silent.topic, data);
  }

  const traffic = startDemoTraffic({
    // A mock server that is being stopped refuses; whoever stops it also stops this.
    publish: (topic, data) => void publish(topic, data).catch(() => undefined),
  });
  return () => traffic.stop();
}
