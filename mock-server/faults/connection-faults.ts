/** Ends connections, or takes subscriptions back, as a fault says, and tells it in a sentence. */
import type { ConnectionFault, FaultAction } from "../../src/model/fault.ts";
import type { Outlet } from "../outlet.ts";
import type { FaultedClient } from "./faulted-client.ts";
import { groupOf } from "./groups.ts";

type Ending = Exclude<ConnectionFault, { kind: "reject" | "silent" }>;

export function isConnectionFault(does: FaultAction): does is ConnectionFault {
  return groupOf(does) === "connection";
}

/** Returns what it did; undefined where the client is gone already, or its protocol has no such thing. */
export function endConnection(does: Ending, client: FaultedClient): string | undefined {
  const { outlet } = client;
  if (outlet.phase() === "over") return undefined;
  switch (does.kind) {
    case "close":
      return close(does.code, does.reason ?? "", outlet);
    case "reset":
      outlet.reset();
      return "Reset the connection";
    case "cut":
      outlet.cut();
      return "Ended the TCP connection with no close frame";
    case "disconnect":
      if (!says(client, "disconnect")) return undefined;
      client.commanded({ kind: "disconnect", values: valuesOf(does) });
      return `Said goodbye${does.reason === undefined ? "" : ` (${does.reason})`}, ${
        does.reconnect === false ? "for good" : "to come back"
      }`;
  }
}

/** Takes the client's subscriptions to the topic back. */
export function reject(topic: string, client: FaultedClient): string | undefined {
  if (client.outlet.phase() === "over" || !says(client, "reject")) return undefined;
  client.commanded({ kind: "reject", values: { topic } });
  return `Took the subscription to ${topic} back`;
}

function says({ protocol: { farewells } }: FaultedClient, farewell: "disconnect" | "reject"): boolean {
  return farewells === undefined || farewells.includes(farewell);
}

function valuesOf({ reason, reconnect }: Extract<Ending, { kind: "disconnect" }>): Record<string, string> {
  return { ...(reason === undefined ? {} : { reason }), reconnect: String(reconnect ?? true) };
}

function close(code: number, reason: string, outlet: Outlet): string {
  const wasWaiting = outlet.phase() === "waiting";
  const hasCodes = outlet.hasCodes();
  outlet.part(code, reason);
  if (hasCodes) return `Closed with ${code}${reason === "" ? "" : ` "${reason}"`}`;
  return wasWaiting ? "Ended the connection without an answer" : "Ended the body of the answer";
}
