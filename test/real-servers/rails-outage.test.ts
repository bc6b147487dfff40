/** Our Action Cable client against a Rails that goes away: what was missed meanwhile, and from when to when. */
import { afterAll, beforeAll, describe, expect } from "vitest";
import { railsIsMissing } from "./available.ts";
import { RailsServer } from "./rails-server.ts";
import { type Connecting, recordedTest as it } from "./recording.ts";

describe.skipIf(railsIsMissing)("against a Rails that goes away", () => {
  let rails: RailsServer;
  beforeAll(async () => {
    rails = await RailsServer.start();
  });
  afterAll(() => rails?.process.stop());

  /** The monitor of Rails 6 looks every 3 s: the test need not wait longer than that client would. */
  const endpoint = (): Connecting => ({
    protocol: "action-cable",
    url: rails.cableUrl(),
    settings: { channels: 'ChatChannel {"room":"lobby"}', policy: "rails-6" },
  });

  it("shows a restart of the server, and the blind window after it", async ({ record }) => {
    const cable = await record(endpoint());
    const before = await cable.row("subscribed");
    await rails.restart();
    const verdict = await cable.row("disconnected");
    expect(verdict.summary).toContain("server_restart");
    expect((await cable.row("closed")).summary).toContain("1000");
    const blind = await cable.row("blindWindow", before);
    const { fromAt = 0, toAt = 0 } = (await cable.details(blind)).verdict ?? {};
    expect(toAt).toBeGreaterThan(fromAt);
    expect(cable.outline.filter((line) => line === "← confirm_subscription")).toHaveLength(2);
  });

  it("shows the cut, connects again and tells from when to when it was blind", async ({ record }) => {
    const recording = await record(endpoint());
    const subscribed = await recording.row("subscribed");
    await rails.process.kill("SIGKILL");
    const closed = await recording.row("closed", subscribed);
    expect(closed.summary).toContain("1006");
    await rails.process.restart();
    const again = await recording.row("subscribed", closed);
    const blind = await recording.row("blindWindow", closed);
    const { verdict } = await recording.details(blind);
    // Rows are kept to the microsecond.
    expect(verdict?.fromAt).toBeLessThanOrEqual(closed.at + 0.001);
    expect(verdict?.toAt).toBeGreaterThan(closed.at);
    expect(verdict?.toAt).toBeLessThanOrEqual(again.at + 0.001);
    expect(recording.rows.filter((row) => row.kind === "open")).toHaveLength(2);

    await rails.broadcast("chat:lobby", { back: true });
    expect(await recording.payload(await recording.row("message", again))).toEqual({ back: true });
  });
});
