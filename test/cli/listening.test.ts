import { describe, expect, it } from "vitest";
import type { SessionSummary } from "../../src/bridge/engine-api.ts";
import { Listening } from "../../src/cli/listening.ts";

function told(...states: SessionSummary["state"][]) {
  const listening = new Listening();
  let over = false;
  listening.over.then(() => {
    over = true;
  });
  for (const state of states) {
    const openedAt = states.indexOf("open") >= 0 && states.indexOf("open") <= states.indexOf(state) ? 1 : undefined;
    listening.sessionChanged({ state, openedAt, verdicts: 0 } as SessionSummary);
  }
  return new Promise<{ over: boolean; connected: boolean }>((resolve) =>
    setImmediate(() => resolve({ over, connected: listening.connected })),
  );
}

describe("a listening session", () => {
  it("goes on while it is connecting and open", async () => {
    expect(await told("connecting")).toEqual({ over: false, connected: false });
    expect(await told("connecting", "open")).toEqual({ over: false, connected: true });
  });

  it("is over when the first attempt fails", async () => {
    expect(await told("connecting", "waiting")).toEqual({ over: true, connected: false });
    expect(await told("connecting", "stopped")).toEqual({ over: true, connected: false });
  });

  it("waits for another attempt once it was connected", async () => {
    expect(await told("connecting", "open", "waiting")).toEqual({ over: false, connected: true });
  });

  it("knows of a connection that was too short to be told", async () => {
    const listening = new Listening();
    listening.sessionChanged({ state: "stopped", openedAt: 1, verdicts: 0 } as SessionSummary);
    await listening.over;
    expect(listening.connected).toBe(true);
  });

  it("is over when it will not try again", async () => {
    expect(await told("connecting", "open", "stopped")).toEqual({ over: true, connected: true });
  });
});
