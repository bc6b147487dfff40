/** A protocol with a field of each kind, so that the tests of the configuration rest on no real one. */
import type { ProtocolForms } from "../../src/config/written-endpoint.ts";

const channel = { name: "channel", label: "Channel", type: "channel", required: true } as const;

const cable: ProtocolForms = {
  id: "cable",
  title: "Cable",
  connectForm: [
    { name: "channels", label: "Channels", type: "list", placeholder: "Chat\nNews", help: "One a line." },
    { name: "policy", label: "Policy", type: "choice", choices: ["new", "old"], initial: "new" },
    { name: "interval", label: "Interval", type: "text" },
  ],
  commandForms: [
    {
      kind: "perform",
      title: "Perform",
      fields: [
        channel,
        { name: "action", label: "Action", type: "text" },
        { name: "data", label: "Data", type: "json", initial: "{}" },
      ],
    },
    {
      kind: "subscribe",
      title: "Subscribe",
      fields: [{ name: "channel", label: "Channel", type: "text", required: true }],
    },
    { kind: "unsubscribe", title: "Unsubscribe", fields: [channel] },
    { kind: "send", title: "Send text", fields: [{ name: "text", label: "Text", type: "multiline", required: true }] },
  ],
};

const stream: ProtocolForms = {
  id: "stream",
  title: "Stream",
  connectForm: [{ name: "topic", label: "Topic", type: "text", required: true }],
  commandForms: [],
};

export const protocols = [cable, stream];
