/**
 * What can be made to go wrong, as forms: what each fault is called, what it does, and what it wants to know. Data only, so
 * that one sheet asks for all of them. What makes no sense on the wire is for the mock server to say.
 */
import type { FaultAction } from "../../model/fault.ts";
import type { Field } from "../../model/form.ts";

export type FaultKind = FaultAction["kind"];
export type FaultGroup = "connecting" | "message" | "connection" | "topic";

export interface FaultField extends Field {
  /** What the text that is typed becomes. */
  readonly reads: "number" | "text" | "flag" | "headers";
  /** After the value: `ms`. */
  readonly unit?: string;
}

export interface FaultForm {
  readonly title: string;
  readonly group: FaultGroup;
  /** In a few words, what clients see. */
  readonly about: string;
  readonly fields: readonly FaultField[];
}

export const groupTitles: Readonly<Record<FaultGroup, string>> = {
  message: "Messages that the server sends",
  connection: "Connections",
  connecting: "Coming in",
  topic: "Topics",
};

const number = (name: string, label: string, initial: string, more: Partial<FaultField> = {}): FaultField => ({
  name,
  label,
  type: "text",
  reads: "number",
  initial,
  placeholder: initial,
  required: true,
  ...more,
});
const text = (name: string, label: string, more: Partial<FaultField> = {}): FaultField => ({
  name,
  label,
  type: "text",
  reads: "text",
  ...more,
});
const flag = (name: string, label: string, more: Partial<FaultField> = {}): FaultField => ({
  name,
  label,
  type: "choice",
  reads: "flag",
  choices: ["yes", "no"],
  ...more,
});

const ms = { unit: "ms" };
const bytes = { unit: "bytes" };
const optional = { required: false, initial: "" };

export const faultForms: Readonly<Record<FaultKind, FaultForm>> = {
  delay: {
    title: "Delay",
    group: "message",
    about: "held back; what comes behind is late too",
    fields: [
      number("byMs", "Held back for", "3000", ms),
      number("jitterMs", "Up to so much more, by chance", "500", { ...ms, ...optional }),
    ],
  },
  throttle: {
    title: "Throttle",
    group: "message",
    about: "a thin line: so many bytes a second",
    fields: [number("bytesPerSecond", "Bytes a second", "1000", { unit: "bytes a second" })],
  },
  drop: { title: "Drop", group: "message", about: "never sent", fields: [] },
  duplicate: {
    title: "Duplicate",
    group: "message",
    about: "sent again right behind",
    fields: [number("copies", "Copies", "1")],
  },
  reorder: {
    title: "Reorder",
    group: "message",
    about: "held, and sent in another order",
    fields: [number("among", "Among how many", "3", { unit: "messages" })],
  },
  corrupt: {
    title: "Corrupt",
    group: "message",
    about: "some of its bytes are others",
    fields: [number("bytes", "How many bytes", "1", bytes)],
  },
  truncate: {
    title: "Truncate",
    group: "message",
    about: "only its beginning is sent",
    fields: [number("keepBytes", "Kept of it", "10", bytes)],
  },
  split: {
    title: "Split",
    group: "message",
    about: "cut on the wire anywhere, within characters too",
    fields: [number("bytes", "Every", "3", bytes)],
  },
  fragment: {
    title: "Fragment",
    group: "message",
    about: "as WebSocket fragments",
    fields: [number("bytes", "Of so many bytes", "10", bytes)],
  },
  oversize: {
    title: "Oversize",
    group: "message",
    about: "grown, to meet a client's limit",
    fields: [number("toBytes", "To", "10000000", bytes)],
  },
  buffer: {
    title: "Buffer",
    group: "message",
    about: "kept back as a buffering proxy does",
    fields: [
      number("untilBytes", "Until so much waits", "4096", { ...bytes, ...optional }),
      number("forMs", "At most for", "5000", { ...ms, required: false }),
      flag("gzip", "Compress the body"),
    ],
  },
  disconnect: {
    title: "Disconnect",
    group: "connection",
    about: "told goodbye in the protocol's own words",
    fields: [
      text("reason", "Reason", { placeholder: "server_restart, unauthorized, remote" }),
      flag("reconnect", "Told to come back", { initial: "yes" }),
    ],
  },
  close: {
    title: "Close with Code",
    group: "connection",
    about: "a close frame; an HTTP body just ends",
    fields: [number("code", "Code", "1011"), text("reason", "Reason")],
  },
  reset: { title: "Reset", group: "connection", about: "TCP reset, with no close frame", fields: [] },
  cut: { title: "Cut", group: "connection", about: "TCP end, with no close frame: code 1006", fields: [] },
  silent: { title: "Go Silent", group: "connection", about: "half-open: it stays, and says nothing more", fields: [] },
  reject: {
    title: "Take Subscriptions Back",
    group: "connection",
    about: "rejected after it was confirmed",
    fields: [],
  },
  answer: {
    title: "Answer Instead",
    group: "connecting",
    about: "401, 403, 404, 429, 503, a redirect, 204 …",
    fields: [
      number("status", "Status", "503"),
      {
        ...text("headers", "Headers", { type: "list", placeholder: "Retry-After: 5" }),
        reads: "headers",
      },
      text("body", "Body"),
    ],
  },
  subprotocol: {
    title: "Wrong Subprotocol",
    group: "connecting",
    about: "the upgrade is answered with another one",
    fields: [text("name", "Subprotocol", { required: true, placeholder: "actioncable-unsupported" })],
  },
  contentType: {
    title: "Wrong Content Type",
    group: "connecting",
    about: "the answer says that it is something else",
    fields: [text("value", "Content-Type", { required: true, initial: "text/html", placeholder: "text/html" })],
  },
  slowHead: {
    title: "Slow Head",
    group: "connecting",
    about: "the answer's head is held, and comes in pieces",
    fields: [number("byMs", "Held for", "5000", ms)],
  },
  evict: { title: "Evict History", group: "topic", about: "positions in it are not kept any more", fields: [] },
  trim: {
    title: "Trim History",
    group: "topic",
    about: "only the newest stay",
    fields: [number("keep", "Kept", "1", { unit: "publications" })],
  },
  renewEpoch: {
    title: "Renew Epoch",
    group: "topic",
    about: "as after a restart of the broker: offsets begin again",
    fields: [],
  },
  jump: {
    title: "Jump Ids",
    group: "topic",
    about: "ids are left out, though nothing is lost",
    fields: [number("by", "Left out", "10", { unit: "ids" })],
  },
};
