/** Which of AnyCable's messages belong together: Action Cable's, and those about history, presence and pings. */
import type { Pairing } from "../../model/protocol.ts";
import { pairing as pairingOfCable, subscriptionKey } from "../action-cable/pairing.ts";
import type { AnyCableMessage } from "./messages.ts";

export function pairing(message: AnyCableMessage): Pairing | undefined {
  switch (message.kind) {
    case "subscribe":
      return {
        asks: message.history
          ? [subscriptionKey(message.channel), historyKey(message.channel)]
          : [subscriptionKey(message.channel)],
      };
    case "history":
      return { asks: [historyKey(message.channel)] };
    case "confirm_history":
    case "reject_history":
      return { answers: [historyKey(message.channel)] };
    case "ask_presence":
      return { asks: [presenceKey(message.channel, "info")] };
    case "join":
      return { asks: [presenceKey(message.channel, `join ${message.presence.id}`)] };
    case "presence":
      return {
        answers: [presenceKey(message.channel, message.event === "join" ? `join ${message.id}` : message.event)],
      };
    // The server pings and the client answers; a client's own ping is of no type that we know, its pong is.
    case "ping":
      return { asks: ["ping"] };
    case "pong":
      return { answers: ["ping"] };
    case "confirm_subscription":
    case "reject_subscription":
    case "unsubscribe":
    case "perform":
    case "message":
      return pairingOfCable(message);
    default:
      return undefined;
  }
}

function historyKey(channel: string): string {
  return `history ${channel}`;
}

function presenceKey(channel: string, what: string): string {
  return `presence ${what} ${channel}`;
}
