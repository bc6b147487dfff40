/** Raw messages pair up by what JSON-RPC 2.0 (sections 4 and 5) says of ids; anything else is the application's own affair. */
import type { Pairing } from "../../model/protocol.ts";
import { isRecord } from "../kit/json.ts";
import type { WebSocketMessage } from "./messages.ts";

export function pairing(message: WebSocketMessage): Pairing | undefined {
  if (message.kind !== "json" || !isRecord(message.value)) return undefined;
  const { id, method, result, error } = message.value;
  if (typeof id !== "string" && typeof id !== "number") return undefined;
  const key = `id ${JSON.stringify(id)}`;
  if (typeof method === "string") return { asks: [key], name: method };
  return result !== undefined || error !== undefined ? { answers: [key] } : undefined;
}
