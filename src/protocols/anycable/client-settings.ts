/** What a person sets before connecting to AnyCable, checked; and the forms that ask for it. */
import type { CommandForm, Field, Values } from "../../model/form.ts";
import type { ClientOptions } from "../../model/protocol.ts";
import { identifierFrom } from "../action-cable/channel-text.ts";
import { commandForms as plainCommandForms } from "../action-cable/client-settings.ts";
import { isRecord, parseJson } from "../kit/json.ts";
import { MisuseError } from "../kit/misuse-error.ts";
import { oneLine } from "../kit/words.ts";
import { extendedJson, subprotocols, tokenPrefix } from "./subprotocols.ts";

export interface ClientSettings {
  /** ws or wss. */
  readonly url: string;
  readonly identifiers: readonly string[];
  readonly subprotocols: readonly string[];
  /** How much of the past to ask for at first; undefined: no history at all, after reconnects neither. */
  readonly historySeconds: number | undefined;
  readonly pongs: boolean;
  readonly restore: boolean;
}

const channelPlaceholder = 'ChatChannel {"room":"lobby"}';
const channelHelp =
  'One a line: class name and params, $pubsub {"stream_name":"chat/1"} for a public stream, $pubsub {"signed_stream_name":"…"}, a whole identifier as JSON, or a pasted <turbo-cable-stream-source> element.';

export const connectForm: readonly Field[] = [
  { name: "channels", label: "Channels", type: "list", placeholder: channelPlaceholder, help: channelHelp },
  {
    name: "subprotocols",
    label: "Subprotocols",
    type: "list",
    placeholder: extendedJson,
    help: `Empty: ${extendedJson}. Others: ${subprotocols.filter((name) => name !== extendedJson).join(", ")}. A line ${tokenPrefix}<JWT> brings a token. The word none: nothing.`,
  },
  {
    name: "history",
    label: "History",
    type: "text",
    placeholder: "0",
    help: "Seconds of the past to ask for when subscribing. 0: from now on, as the official client. The word none: no history, after reconnects neither.",
  },
  {
    name: "pongs",
    label: "Answer pings",
    type: "choice",
    choices: ["no", "yes"],
    initial: "no",
    help: "Pongs: a server with pong_timeout wants them. The official client sends none unless told to.",
  },
  {
    name: "restore",
    label: "Restore the session",
    type: "choice",
    choices: ["yes", "no"],
    initial: "yes",
    help: "After a lost connection, ask for the old session by its id (?sid=).",
  },
];

const channelField: Field = { name: "channel", label: "Channel", type: "channel", required: true };
const sinceField: Field = {
  name: "since",
  label: "Since",
  type: "text",
  placeholder: "300",
  help: "Seconds ago. Empty: from the last position.",
};

export const commandForms: readonly CommandForm[] = plainCommandForms.flatMap((form): CommandForm[] => {
  if (form.kind === "subscribe") {
    const channel: Field = {
      name: "channel",
      label: "Channel",
      type: "text",
      required: true,
      placeholder: channelPlaceholder,
      help: channelHelp,
    };
    return [
      { ...form, fields: [channel, { ...sinceField, help: "History: seconds ago. Empty: as the session is set." }] },
    ];
  }
  if (form.kind !== "send") return [form];
  return [
    {
      kind: "whisper",
      title: "Whisper",
      fields: [
        channelField,
        { name: "data", label: "Data", type: "json", initial: "{}", placeholder: '{"typing":true}' },
      ],
    },
    { kind: "history", title: "Ask for history", fields: [channelField, sinceField] },
    {
      kind: "join",
      title: "Join presence",
      fields: [
        channelField,
        { name: "id", label: "Id", type: "text", required: true, placeholder: "42" },
        { name: "info", label: "Info", type: "json", initial: "{}", placeholder: '{"name":"Ada"}' },
      ],
    },
    { kind: "leave", title: "Leave presence", fields: [channelField] },
    { kind: "presence", title: "Ask who is there", fields: [channelField] },
    form,
  ];
});

/** Throws a `MisuseError` that names the setting. */
export function readSettings({ url, settings }: ClientOptions): ClientSettings {
  return {
    url: webSocketUrl(url),
    identifiers: readChannels(settings),
    subprotocols: readSubprotocols(settings),
    historySeconds: readHistory(settings),
    pongs: settings.pongs === "yes",
    restore: settings.restore !== "no",
  };
}

/**
 * As Action Cable's, but with the keys of params in alphabetical order, as @anycable/core writes them: whoever gives a
 * whole identifier keeps its bytes.
 */
export function sortedIdentifierFrom(text: string): string {
  const identifier = identifierFrom(text);
  const parsed = parseJson(identifier);
  if (!/^[$A-Z]/.test(text.trim()) || !parsed.ok || !isRecord(parsed.value)) return identifier;
  return JSON.stringify(Object.fromEntries(Object.entries(parsed.value).sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** Seconds ago; undefined when nothing was given. Throws a `MisuseError` (`bad-since`). */
export function readSince(text: string | undefined): number | undefined {
  const trimmed = (text ?? "").trim();
  if (trimmed === "") return undefined;
  const seconds = Number(trimmed);
  if (Number.isFinite(seconds) && seconds >= 0) return seconds;
  throw new MisuseError("bad-since", `“${oneLine(trimmed, 40)}” is no number of seconds, such as 300.`);
}

function readHistory({ history = "" }: Values): number | undefined {
  return history.trim() === "none" ? undefined : (readSince(history) ?? 0);
}

function webSocketUrl(text: string): string {
  if (!URL.canParse(text)) throw new MisuseError("bad-url", `“${oneLine(text, 80)}” is not a URL.`);
  const { protocol } = new URL(text);
  if (!/^(?:ws|http)s?:$/.test(protocol)) {
    throw new MisuseError("bad-url", `AnyCable needs a ws:// or wss:// address, not ${protocol}//.`);
  }
  return text.trim().replace(/^http/i, "ws");
}

function readChannels({ channels }: Values): readonly string[] {
  const identifiers = linesOf(channels).map((line) => {
    try {
      return sortedIdentifierFrom(line);
    } catch (error) {
      if (!(error instanceof MisuseError)) throw error;
      throw new MisuseError(error.code, `Channel “${oneLine(line, 60)}”: ${error.message}`);
    }
  });
  return [...new Set(identifiers)];
}

function readSubprotocols({ subprotocols: text }: Values): readonly string[] {
  const names = linesOf(text);
  if (names.length === 1 && names[0] === "none") return [];
  // A token alone is an addition to the usual offer: the server never chooses it.
  return names.every((name) => name.startsWith(tokenPrefix)) ? [extendedJson, ...names] : names;
}

function linesOf(text: string | undefined): readonly string[] {
  return (text ?? "")
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
