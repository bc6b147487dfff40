import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/workbench/**", "test/extension-host/**", "test/real-servers/**"],
    testTimeout: 20_000,
    // Hooks start what tests start: processes, engines, browsers.
    hookTimeout: 20_000,
    // What is waited for comes late on a busy machine.
    expect: { poll: { timeout: 15_000 } },
    pool: "forks",
  },
});
