/** Stop Mock Server: ends it and every connection to it. */
import type { LazyEngine } from "../lazy-engine.ts";

export function stopMockServer(engine: LazyEngine): () => Promise<void> {
  return async () => {
    await engine.api.stopMock();
  };
}
