/** What a command is told when its engine ends by itself. */
import { describe, expect, it } from "vitest";
import { withEngine } from "../../src/cli/engine-session.ts";

const crashingWorker = new URL("../engine/crashing-worker.ts", import.meta.url);
const sentence = "The engine stopped because of a fault of its own: out of order";

describe("an engine that dies under a command", () => {
  it("ends a command that waits for something else, and says so once", async () => {
    const logged: string[] = [];
    const log = (_level: string, text: string) => void logged.push(text);
    const command = withEngine(
      { log },
      async (api, lost) => {
        api.sessions().catch(() => {});
        await Promise.race([new Promise(() => {}), lost]);
      },
      crashingWorker,
    );
    await expect(command).rejects.toThrow(sentence);
    expect(logged).toEqual([]);
  });

  it("ends a command that calls it", async () => {
    await expect(withEngine({}, (api) => api.sessions(), crashingWorker)).rejects.toThrow(sentence);
  });
});
