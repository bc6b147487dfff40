/** What a person sets before connecting, checked; and the forms that ask for it. */
import type { CommandForm, Field, Values } from "../../model/form.ts";
import type { ClientOptions } from "../../model/protocol.ts";
import { MisuseError } from "../kit/misuse-error.ts";
import { oneLine } from "../kit/words.ts";
import { identifierFrom } from "./channel-text.ts";
import { subprotocols } from "./messages.ts";
import { type MonitorPolicy, policies } from "./monitor.ts";

export interface ClientSettings {
  /** ws or wss: the official client turns http into ws as well. */
  readonly url: string;
  readonly identifiers: readonly string[];
  readonly subprotocols: readonly string[];
  readonly policy: MonitorPolicy;
}

const channelPlaceholder = 'ChatChannel {"room":"lobby"}';

export const connectForm: readonly Field[] = [
  {
    name: "channels",
    label: "Channels",
    type: "list",
    placeholder: channelPlaceholder,
    help: "One a line: class name and params, a whole identifier as JSON, or a pasted <turbo-cable-stream-source> element.",
  },
  {
    name: "subprotocols",
    label: "Subprotocols",
    type: "list",
    placeholder: subprotocols.join("\n"),
    help: "Offered in this order. Empty: what the official client offers. The word none: nothing.",
  },
  {
    name: "policy",
    label: "Reconnect like",
    type: "choice",
    choices: Object.keys(policies),
    initial: "rails-8",
    help: "Which official client's monitor decides when to connect again.",
  },
];

const channelField: Field = { name: "channel", label: "Channel", type: "channel", required: true };

export const commandForms: readonly CommandForm[] = [
  {
    kind: "perform",
    title: "Perform",
    fields: [
      channelField,
      { name: "action", label: "Action", type: "text", placeholder: "speak", help: "Empty: Rails calls `receive`." },
      { name: "data", label: "Data", type: "json", initial: "{}", placeholder: '{"body":"hello"}' },
    ],
  },
  {
    kind: "subscribe",
    title: "Subscribe",
    fields: [
      {
        name: "channel",
        label: "Channel",
        type: "text",
        required: true,
        placeholder: channelPlaceholder,
        help: "Class name and params, a whole identifier as JSON, or a pasted <turbo-cable-stream-source> element.",
      },
    ],
  },
  { kind: "unsubscribe", title: "Unsubscribe", fields: [channelField] },
  {
    kind: "send",
    title: "Send text",
    fields: [
      {
        name: "text",
        label: "Text",
        type: "multiline",
        placeholder: '{"command":"subscribe","identifier":"{\\"channel\\":\\"ChatChannel\\"}"}',
        help: "Sent as one text frame, whatever it is.",
      },
    ],
  },
];

/** Throws a `MisuseError` that names the setting. */
export function readSettings({ url, settings }: ClientOptions): ClientSettings {
  return {
    url: webSocketUrl(url),
    identifiers: readChannels(settings),
    subprotocols: readSubprotocols(settings),
    policy: readPolicy(settings),
  };
}

function webSocketUrl(text: string): string {
  if (!URL.canParse(text)) throw new MisuseError("bad-url", `“${oneLine(text, 80)}” is not a URL.`);
  const url = new URL(text);
  if (!/^(?:ws|http)s?:$/.test(url.protocol)) {
    throw new MisuseError("bad-url", `Action Cable needs a ws:// or wss:// address, not ${url.protocol}//.`);
  }
  return url.protocol.startsWith("http") ? text.trim().replace(/^http/i, "ws") : text;
}

function readChannels(settings: Values): readonly string[] {
  const identifiers = (listOf(settings.channels) ?? []).map((line) => {
    try {
      return identifierFrom(line);
    } catch (error) {
      if (!(error instanceof MisuseError)) throw error;
      throw new MisuseError(error.code, `Channel “${oneLine(line, 60)}”: ${error.message}`);
    }
  });
  return [...new Set(identifiers)];
}

function readSubprotocols(settings: Values): readonly string[] {
  const names = listOf(settings.subprotocols) ?? subprotocols;
  return names.length === 1 && names[0] === "none" ? [] : names;
}

function readPolicy({ policy = "rails-8" }: Values): MonitorPolicy {
  if (policy === "" || policy === "rails-8") return policies["rails-8"];
  if (policy === "rails-6") return policies["rails-6"];
  throw new MisuseError("unknown-policy", `“${policy}” is no reconnect policy. Choose rails-8 or rails-6.`);
}

/** One item a line; undefined when there is none. */
function listOf(text: string | undefined): readonly string[] | undefined {
  const items = (text ?? "").split(/\r?\n/).map((line) => line.trim());
  const filled = items.filter((item) => item !== "");
  return filled.length > 0 ? filled : undefined;
}
