/** Our client against servers that other people wrote. Apart from the unit tests: these need Rails and nginx. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/real-servers/**/*.test.ts"],
    // A Rails that starts, and verdicts that rest on seconds of silence.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
    // They wait far more than they work.
    maxWorkers: 3,
    maxConcurrency: 20,
  },
});
