/** What a person may choose before connecting, asked as a form and checked before anything is opened. */
import type { Field, Values } from "../../model/form.ts";
import { MisuseError } from "../kit/misuse-error.ts";

export interface Settings {
  /** In the order of preference. */
  readonly subprotocols: readonly string[];
  readonly reconnect: boolean;
  /** Undefined: no pings of our own. */
  readonly pingEveryMs?: number | undefined;
}

const pingChoices: Readonly<Record<string, number | undefined>> = {
  never: undefined,
  "10 s": 10_000,
  "30 s": 30_000,
  "60 s": 60_000,
};

export const connectForm: readonly Field[] = [
  {
    name: "subprotocols",
    label: "Subprotocols",
    type: "list",
    placeholder: "graphql-transport-ws",
    help: "Offered in this order, one a line. Leave empty to offer none.",
  },
  {
    name: "reconnect",
    label: "Reconnect",
    type: "choice",
    choices: ["off", "on"],
    initial: "off",
    help: "WebSocket itself never reconnects. On: again after 1 s, doubling up to 30 s, each shortened by up to half at random.",
  },
  {
    name: "pingEvery",
    label: "Ping every",
    type: "choice",
    choices: Object.keys(pingChoices),
    initial: "never",
    help: "Finds a peer that vanished without a word. A page in a browser cannot send pings, so they are off unless asked for.",
  },
];

/** Throws a `MisuseError` that names the setting. */
export function readSettings(values: Values): Settings {
  const every = values.pingEvery || "never";
  if (!Object.hasOwn(pingChoices, every))
    throw new MisuseError("invalid-ping-every", `"Ping every" is one of ${Object.keys(pingChoices).join(", ")}.`);
  return {
    subprotocols: readSubprotocols(values.subprotocols ?? ""),
    reconnect: readReconnect(values.reconnect || "off"),
    pingEveryMs: pingChoices[every],
  };
}

// RFC 9110 section 5.6.2: what may stand in a Sec-WebSocket-Protocol header.
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

function readSubprotocols(text: string): readonly string[] {
  const names = text
    .split(/[\r\n,]+/)
    .map((name) => name.trim())
    .filter((name) => name !== "");
  for (const [index, name] of names.entries()) {
    if (!token.test(name))
      throw new MisuseError(
        "invalid-subprotocol",
        `"${name}" cannot be a subprotocol: letters, digits and !#$%&'*+-.^_\`|~ only (RFC 6455 section 4.1).`,
      );
    if (names.indexOf(name) !== index)
      throw new MisuseError(
        "duplicate-subprotocol",
        `The subprotocol "${name}" is named twice; each may be offered once.`,
      );
  }
  return names;
}

function readReconnect(choice: string): boolean {
  if (choice === "on") return true;
  if (choice === "off") return false;
  throw new MisuseError("invalid-reconnect", `"Reconnect" is on or off, not "${choice}".`);
}
