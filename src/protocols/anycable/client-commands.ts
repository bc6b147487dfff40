/** Makes of what a person asks of a connected session the command that goes out, or refuses with a sentence. */
import type { Command, Values } from "../../model/form.ts";
import { performData, subscribedChannel } from "../action-cable/client-commands.ts";
import type { ClientSubscriptions } from "../action-cable/client-subscriptions.ts";
import { parseJson } from "../kit/json.ts";
import { MisuseError } from "../kit/misuse-error.ts";
import type { ClientPositions } from "./client-positions.ts";
import { readSince } from "./client-settings.ts";
import type { Body } from "./encoding.ts";

export interface CommandContext {
  readonly subscriptions: ClientSubscriptions;
  readonly positions: ClientPositions;
  readonly extended: boolean;
  readonly at: number;
}

/** For commands on a subscribed channel. Throws a `MisuseError`; changes nothing. */
export function commandBody({ kind, values }: Command, context: CommandContext): Body {
  if (isExtendedOnly(kind) && !context.extended) {
    throw new MisuseError(
      "not-extended",
      `${kind === "history" ? "History" : "Presence"} needs the extended protocol, and the server chose the base one. Offer actioncable-v1-ext-json.`,
    );
  }
  switch (kind) {
    case "perform":
      return { command: "message", ...channelOf(values, context), data: JSON.stringify(performData(values)) };
    case "whisper":
      return { command: kind, ...channelOf(values, context), data: readJson(values.data, "data") };
    case "history":
      return { command: kind, ...channelOf(values, context), history: historyOf(values, context) };
    case "join":
      return { command: kind, ...channelOf(values, context), presence: presenceOf(values) };
    case "leave":
    case "presence":
      return { command: kind, ...channelOf(values, context) };
    default:
      throw new MisuseError("unknown-command", `AnyCable has no command “${kind}”.`);
  }
}

function isExtendedOnly(kind: string): boolean {
  return kind === "history" || kind === "join" || kind === "leave" || kind === "presence";
}

function channelOf(values: Values, { subscriptions }: CommandContext): { readonly identifier: string } {
  return { identifier: subscribedChannel(values, subscriptions) };
}

function historyOf(values: Values, { subscriptions, positions, at }: CommandContext): Body {
  const ago = readSince(values.since);
  if (ago !== undefined) return { since: Math.floor(at / 1000 - ago) };
  const identifier = subscribedChannel(values, subscriptions);
  return positions.request(identifier) ?? positions.request(identifier, Math.floor(at / 1000)) ?? {};
}

function presenceOf(values: Values): Body {
  const id = (values.id ?? "").trim();
  if (id === "") throw new MisuseError("missing-id", "Presence needs an id, such as a user's.");
  return { id, info: readJson(values.info, "info") };
}

function readJson(text: string | undefined, field: string): unknown {
  const parsed = parseJson((text ?? "").trim() || "{}");
  if (parsed.ok) return parsed.value;
  const place = parsed.offset === undefined ? "" : ` (at offset ${parsed.offset})`;
  throw new MisuseError("bad-data", `The ${field} is ${parsed.reason}${place}. Any JSON value will do.`);
}
