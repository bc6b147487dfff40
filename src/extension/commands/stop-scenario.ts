/** Stop Scenario: the mock server goes on without one, and so do its connections. */
import type { LazyEngine } from "../lazy-engine.ts";

export function stopScenario(engine: LazyEngine): () => Promise<void> {
  return async () => {
    await engine.api.playScenario(undefined);
  };
}
