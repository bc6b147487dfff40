/** Which of Action Cable's messages belong together. Rails confirms what it was asked; an action's answer it does not name. */
import type { Pairing } from "../../model/protocol.ts";
import type { ActionCableMessage } from "./messages.ts";

/** Also for the messages of protocols that are built on this one. */
export function pairing(message: ActionCableMessage): Pairing | undefined {
  switch (message.kind) {
    case "subscribe":
      return { asks: [subscriptionKey(message.channel)] };
    case "confirm_subscription":
    case "reject_subscription":
      return { answers: [subscriptionKey(message.channel)] };
    case "unsubscribe":
      // No version of Rails answers it.
      return { ends: [subscriptionKey(message.channel)] };
    case "perform":
      return { asks: [`data ${message.channel}`], likely: true, name: message.action };
    case "message":
      return { answers: [`data ${message.channel}`] };
    default:
      return undefined;
  }
}

export function subscriptionKey(channel: string): string {
  return `subscription ${channel}`;
}
