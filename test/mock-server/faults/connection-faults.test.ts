/** What befalls connections: as it ends on the wire, and what the clients that people use make of it. */
import { describe, expect, it } from "vitest";
import type { ConnectionFault } from "../../../src/model/fault.ts";
import { startFaulty } from "./faulty-mock.ts";
import { rawUpgrade } from "./raw-client.ts";

describe("on a WebSocket's wire", () => {
  it.each<[string, ConnectionFault, string, string]>([
    ["close", { kind: "close", code: 4001, reason: "bye" }, "88050fa1627965", 'Closed with 4001 "bye"'],
    ["cut", { kind: "cut" }, "", "Ended the TCP connection with no close frame"],
    ["reset", { kind: "reset" }, "", "Reset the connection"],
  ])("%s", async (kind, does, bytes, text) => {
    const mock = await startFaulty();
    const raw = await rawUpgrade(mock.port, "/ws");
    mock.fault({ door: "/ws", does });
    const ended = await raw.ended;
    expect(raw.bytes().toString("hex")).toBe(bytes);
    expect(ended).toBe(kind === "reset" ? "ECONNRESET" : "end");
    expect(mock.strikes.all).toMatchObject([{ kind, text, client: 1 }]);
    expect(mock.faults()).toEqual([]);
  });
});
