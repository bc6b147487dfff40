/** What a person may choose before connecting and while connected, checked before anything is opened. */
import type { CommandForm, Field, Values } from "../../model/form.ts";
import { httpVersionField } from "../kit/http-version.ts";
import { MisuseError } from "../kit/misuse-error.ts";
import type { PollMode } from "./messages.ts";

export interface Settings {
  /** Channels with the position to start from, in order. */
  readonly channels: readonly (readonly [channel: string, position: number])[];
  readonly mode: PollMode;
  /** Undefined: one is drawn. */
  readonly clientId: string | undefined;
  /** `callbackInterval`, or for plain polls `backgroundCallbackInterval`. */
  readonly intervalMs: number;
}

const modes: Readonly<Record<string, PollMode>> = {
  stream: "stream",
  "long poll": "long_poll",
  "plain poll": "plain_poll",
};

/** message-bus-client 4.5.2: `callbackInterval`, and `backgroundCallbackInterval` for hidden pages. */
const callbackIntervalMs = 15_000;
const backgroundIntervalMs = 60_000;

/** From -1 an app's page starts where it does not say otherwise; people who expect the backlog want 0. */
const defaultPosition = -1;

export const connectForm: readonly Field[] = [
  {
    name: "channels",
    label: "Channels",
    type: "list",
    required: true,
    placeholder: "/chat -1",
    help: "One a line, with the position to start from: -1 from now on (the default), 0 all that is kept, -3 the last two, 12 what came after 12.",
  },
  {
    name: "mode",
    label: "Mode",
    type: "choice",
    choices: Object.keys(modes),
    initial: "stream",
    help: "Stream: blocks in one held reply. Long poll: one reply a message. Plain poll: as a hidden page does.",
  },
  {
    name: "clientId",
    label: "Client id",
    type: "text",
    help: "32 hex digits. Empty: a new one, as each page has. A page with the same id would end our polls, and we its.",
  },
  {
    name: "interval",
    label: "Interval in seconds",
    type: "text",
    placeholder: "15",
    help: "Between polls that brought nothing, counted from their starts. Empty: 15, or 60 for plain polls, as the official client.",
  },
  httpVersionField,
];

export const commandForms: readonly CommandForm[] = [
  {
    kind: "subscribe",
    title: "Subscribe",
    fields: [
      { name: "channel", label: "Channel", type: "text", required: true, placeholder: "/chat" },
      {
        name: "position",
        label: "Start from",
        type: "text",
        initial: "-1",
        help: "-1 from now on, 0 all that is kept, -3 the last two, 12 what came after 12.",
      },
    ],
  },
  {
    kind: "unsubscribe",
    title: "Unsubscribe",
    fields: [
      {
        name: "channel",
        label: "Channel",
        type: "channel",
        required: true,
        help: "A * at the end takes all that begin so.",
      },
    ],
  },
];

export const readOnlyReason =
  "MessageBus goes one way: a page sends by ordinary requests to its app, not over the bus. Subscribe and unsubscribe are all there is.";

/** Throws a `MisuseError` that names the setting. */
export function readSettings(values: Values): Settings {
  const mode = modes[values.mode || "stream"];
  if (!mode)
    throw new MisuseError("invalid-mode", `"Mode" is one of ${Object.keys(modes).join(", ")}, not "${values.mode}".`);
  const clientId = (values.clientId ?? "").trim();
  if (/[/?#\s]/.test(clientId))
    throw new MisuseError("invalid-client-id", "A client id is one segment of the path: no slash, no space, no ?.");
  return {
    channels: readChannels(values.channels ?? ""),
    mode,
    clientId: clientId || undefined,
    intervalMs: readInterval(values.interval ?? "", mode === "plain_poll" ? backgroundIntervalMs : callbackIntervalMs),
  };
}

function readChannels(text: string): Settings["channels"] {
  const lines = text.split("\n").map((line) => line.trim());
  const channels = new Map<string, number>();
  for (const line of lines.filter((each) => each !== "")) {
    const [, name = line, position = ""] = /^(\S+)\s+(\S+)$/.exec(line) ?? [];
    channels.set(readChannel(name), readPosition(position));
  }
  if (channels.size === 0)
    throw new MisuseError("missing-channel", "Name at least one channel, such as /chat or /chat 0.");
  return [...channels];
}

/** Throws a `MisuseError` (`missing-channel`, `invalid-channel`) for what no server has as a channel. */
export function readChannel(text: string): string {
  const channel = text.trim();
  if (channel === "") throw new MisuseError("missing-channel", "Name a channel, such as /chat.");
  if (!channel.startsWith("/"))
    throw new MisuseError("invalid-channel", `Channels begin with a slash: try /${channel}.`);
  if (/\s/.test(channel))
    throw new MisuseError("invalid-channel", `"${channel}" is no channel: write it as /chat, or as /chat 0.`);
  return channel;
}

/** The official client takes numbers only (4.2 and newer throw otherwise), though the server would read any text. */
export function readPosition(text: string): number {
  const trimmed = text.trim();
  if (trimmed === "") return defaultPosition;
  const position = Number(trimmed);
  if (!/^[+-]?\d+$/.test(trimmed) || !Number.isSafeInteger(position))
    throw new MisuseError(
      "invalid-position",
      `A position is a whole number, not "${trimmed}": -1 from now on, 0 all that is kept.`,
    );
  return position;
}

function readInterval(text: string, defaultMs: number): number {
  if (text.trim() === "") return defaultMs;
  const seconds = Number(text.trim());
  if (!Number.isFinite(seconds) || seconds < 0.1 || seconds > 3600)
    throw new MisuseError("invalid-interval", `The interval is a number of seconds from 0.1 to 3600, not "${text}".`);
  return seconds * 1000;
}
