/**
 * The mock server's demo traffic for an engine that runs elsewhere, and a share of it for every topic that would stay
 * silent: whoever connects to a demo is to see something.
 */
import { startDemoTraffic } from "../../mock-server/demo-traffic.ts";
import type { EngineApi } from "../bridge/engine-api.ts";

type Publisher = Pick<EngineApi, "publish" | "mockState">;

/** Publishes until the returned function is called. */
export function publishDemoTraffic(api: Publisher): () => void {
  /** Topics that have traffic of their own. */
  const lively = new Set<string>();
  let source: string | undefined;

  async function publish(topic: string, data: unknown): Promise<void> {
    lively.add(topic);
    await api.publish(topic, data);
    source ??= topic;
    if (topic !== source) return;
    const { topics } = await api.mockState();
    for (const quiet of topics)
      if (quiet.subscribers > 0 && !lively.has(quiet.topic)) await api.publish(quiet.topic, data);
  }

  const traffic = startDemoTraffic({
    // A mock server that is being stopped refuses; whoever stops it also stops this.
    publish: (topic, data) => void publish(topic, data).catch(() => undefined),
  });
  return () => traffic.stop();
}
