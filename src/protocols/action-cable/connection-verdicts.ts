/** What is concluded about how a connection begins and ends, in words for a person in the middle of a bug. */
import type { ObserverEvent } from "../../model/event.ts";
import type { Handshake } from "../../model/frame.ts";
import { oneLine } from "../kit/words.ts";
import { disconnectMeaning, reconnectReading } from "./disconnect-reasons.ts";
import type { Disconnect } from "./messages.ts";

export function unsupportedSubprotocol({ subprotocol, offered }: Handshake, entry: number): ObserverEvent {
  const base = { kind: "unsupportedSubprotocol", evidence: [entry] } as const;
  if (subprotocol === undefined && offered.length === 0) {
    return {
      ...base,
      level: "note",
      title: "no subprotocol was offered",
      explanation:
        "Rails serves such a connection like any other. The official JavaScript client always offers actioncable-v1-json and " +
        "reads nothing without it; this client did not ask.",
    };
  }
  const chosen = subprotocol === undefined ? "no subprotocol" : `subprotocol ${oneLine(subprotocol, 60)}`;
  return {
    ...base,
    level: "error",
    title: `server chose ${chosen}: the official client reads nothing`,
    explanation:
      `The client offered ${offered.map((name) => oneLine(name, 60)).join(", ") || "nothing"}. Unless the server picks ` +
      "actioncable-v1-json, @rails/actioncable ignores every frame, closes and stays away; a browser fails the handshake by " +
      "itself when it offered something and nothing was chosen. The frames are shown here all the same.",
    advice: [
      "Is this an Action Cable server at all? Rails picks the first name of the client's list that it knows.",
      "A proxy or a gateway may drop Sec-WebSocket-Protocol.",
      "AnyCable's extended names (actioncable-v1-ext-json) need a client that speaks them.",
    ],
  };
}

export function messageBeforeWelcome(kind: string, channel: string | undefined, entry: number): ObserverEvent {
  return {
    kind: "messageBeforeWelcome",
    level: "warning",
    title: `${kind} came before the welcome`,
    explanation:
      "A server must begin with welcome or disconnect. The official client takes it all the same; stricter ones may not.",
    advice: ["Rails never does this: look at what stands between, or at a server of another make."],
    ...(channel === undefined ? {} : { channel }),
    evidence: [entry],
  };
}

export function disconnected(message: Disconnect, entry: number): ObserverEvent {
  const { meaning, advice } = disconnectMeaning(message.reason);
  const reading = reconnectReading(message.reconnect);
  const missing = message.reconnect === undefined ? " (the flag is missing)" : "";
  return {
    kind: "disconnected",
    level: message.reason === "unauthorized" ? "error" : "warning",
    title: `${oneLine(message.reason ?? "no reason", 80)}: ${reading.short}${missing}`,
    explanation:
      `${meaning} The Rails client ${reading.rails}; the AnyCable client ${reading.anycable}.` +
      (reading.differs ? " They read the `reconnect` flag differently: send true or false." : ""),
    advice,
    evidence: [entry],
  };
}
