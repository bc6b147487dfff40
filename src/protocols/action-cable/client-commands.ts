/** Reads what a person asks of a connected session, and refuses with a sentence what no server would answer. */
import type { Values } from "../../model/form.ts";
import { isRecord, parseJson } from "../kit/json.ts";
import { MisuseError } from "../kit/misuse-error.ts";
import { identifierFrom } from "./channel-text.ts";
import type { ClientSubscriptions } from "./client-subscriptions.ts";
import { withAction } from "./codec.ts";
import { listChannels } from "./display.ts";

/**
 * The identifier of a subscribed channel: itself, or text that means it; empty when only one is subscribed. Throws a
 * `MisuseError` when it is not subscribed.
 */
export function subscribedChannel(values: Values, subscriptions: ClientSubscriptions): string {
  const text = (values.channel ?? "").trim();
  const { identifiers } = subscriptions;
  if (subscriptions.has(text)) return text;
  if (text === "" && identifiers.length === 1 && identifiers[0] !== undefined) return identifiers[0];
  const identifier = identifierFrom(text);
  if (subscriptions.has(identifier)) return identifier;
  const known = identifiers.length === 0 ? "Nothing is subscribed yet" : `Subscribed: ${listChannels(identifiers)}`;
  throw new MisuseError(
    "not-subscribed",
    `Not subscribed to ${listChannels([identifier])}, so Rails would ignore it. ${known}. The identifier must be the same to the byte.`,
  );
}

/**
 * What `data` must hold for the action; as the official client, with `action` as the last key. Throws a `MisuseError`
 * (`bad-data`) where it is no JSON object.
 */
export function performData(values: Values): Record<string, unknown> {
  const text = (values.data ?? "").trim();
  const parsed = parseJson(text === "" ? "{}" : text);
  if (!parsed.ok) {
    const place = parsed.offset === undefined ? "" : ` (at offset ${parsed.offset})`;
    throw new MisuseError("bad-data", `The data is ${parsed.reason}${place}. It must be a JSON object.`);
  }
  if (!isRecord(parsed.value)) {
    throw new MisuseError(
      "bad-data",
      'The data must be a JSON object such as {"body":"hello"}; Rails takes nothing else.',
    );
  }
  return withAction(parsed.value, (values.action ?? "").trim());
}

/** True when the text is a command whose `identifier` is an object instead of a string (rails#28447). */
export function hasObjectIdentifier(text: string): boolean {
  const parsed = parseJson(text);
  return parsed.ok && isRecord(parsed.value) && isRecord(parsed.value.identifier);
}
