/** Every protocol that Framescope speaks, one line each. */
import type { Protocol } from "../model/protocol.ts";
import { actionCable } from "./action-cable/index.ts";
import { anycable } from "./anycable/index.ts";
import { messageBus } from "./message-bus/index.ts";
import { polling } from "./polling/index.ts";
import { sse } from "./sse/index.ts";
import { websocket } from "./websocket/index.ts";

export const protocols: readonly Protocol[] = [actionCable, anycable, messageBus, sse, websocket, polling];

/** Throws if there is none of that name: protocol ids come from us, never from a peer. */
export function protocolById(id: string): Protocol {
  const found = protocols.find((protocol) => protocol.id === id);
  if (!found) throw new Error(`No protocol is called "${id}". Known: ${protocols.map((p) => p.id).join(", ")}.`);
  return found;
}
