/** What faults cost those that they are not about: nothing. With clients that are no more than names. */
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import type { FaultedClient } from "../../../mock-server/faults/faulted-client.ts";
import { Faults } from "../../../mock-server/faults/faults.ts";
import { Hub } from "../../../mock-server/hub.ts";
import type { Outlet } from "../../../mock-server/outlet.ts";
import { ManualClock } from "../../../src/clock/manual-clock.ts";
import { actionCable } from "../../../src/protocols/action-cable/index.ts";
import { protocols } from "../../../src/protocols/registry.ts";

function newClient(id: number): FaultedClient {
  const wire = new PassThrough();
  const outlet: Partial<Outlet> = { phase: () => "open", pause: () => {}, resume: () => {}, wire: () => wire };
  return {
    id,
    door: "/cable",
    protocol: actionCable as unknown as FaultedClient["protocol"],
    topics: new Set(),
    outlet: outlet as Outlet,
    commanded: () => {},
    accepted: () => {},
  };
}

function newFaults() {
  const clock = new ManualClock();
  const clients = [newClient(1), newClient(2)] as const;
  const faults = new Faults({
    protocols,
    hub: new Hub({ now: () => clock.now(), random: () => 0 }),
    clients: () => clients,
    clock,
    random: () => 0,
    onStrike: () => {},
    onChange: () => {},
  });
  return { faults, clients, clock };
}

describe("what faults cost", () => {
  it("nothing while there are none: every client writes to its own wire", () => {
    const { faults, clients } = newFaults();
    expect(faults.isQuiet).toBe(true);
    for (const client of clients) expect(faults.outletOf(client, "a")).toBe(client.outlet);
    expect(faults.isQuiet).toBe(true);
  });

  it("nothing to clients that they are not about", () => {
    const { faults, clients } = newFaults();
    faults.add({ client: 1, does: { kind: "drop" } }, "person");
    expect(faults.outletOf(clients[0], "a")).not.toBe(clients[0].outlet);
    expect(faults.outletOf(clients[1], "a")).toBe(clients[1].outlet);
  });

  it.each([{ kind: "drop" }, { kind: "silent" }] as const)("nothing any more when they are over: %j", async (does) => {
    const { faults, clients } = newFaults();
    const { id } = faults.add({ does }, "person");
    for (const client of clients) expect(faults.outletOf(client, "a")).not.toBe(client.outlet);
    expect([faults.remove(id), faults.remove(id)]).toEqual([true, false]);
    await Promise.resolve();
    expect(faults.isQuiet).toBe(true);
    for (const client of clients) expect(faults.outletOf(client, "a")).toBe(client.outlet);
  });

  it("nothing when their time has passed", async () => {
    const { faults, clients, clock } = newFaults();
    faults.add({ does: { kind: "silent" } }, "person", 1000);
    clock.advance(999);
    expect(faults.outletOf(clients[0], "a")).not.toBe(clients[0].outlet);
    clock.advance(1);
    await Promise.resolve();
    expect([faults.isQuiet, faults.list(), clock.pendingTasks]).toEqual([true, [], 0]);
  });

  it("nothing that is left behind by clients that have gone", () => {
    const { faults, clients } = newFaults();
    faults.add({ times: 2, does: { kind: "silent" } }, "person");
    expect(faults.list()).toEqual([]);
    expect(faults.isQuiet).toBe(false);
    for (const client of clients) faults.gone(client);
    expect(faults.isQuiet).toBe(true);
  });
});
