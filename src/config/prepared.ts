/** Messages and subscriptions that are kept ready: which of a protocol's commands they may be, and their written values. */
import type { CommandForm, Field, Values } from "../model/form.ts";
import type { ProtocolForms } from "./written-endpoint.ts";

/** `subscribe` is the one command that palette and configuration know by name, for all protocols that have it. */
export function isSubscription({ kind }: CommandForm): boolean {
  return kind === "subscribe";
}

/** Commands that a message may be: all but those that come and go with channels. */
export function messageForms({ commandForms }: ProtocolForms): readonly CommandForm[] {
  return commandForms.filter(({ kind }) => kind !== "subscribe" && kind !== "unsubscribe");
}

/** As the forms want them: a list is one item a line, JSON is text. */
export function formValues(fields: readonly Field[], written: Readonly<Record<string, unknown>>): Values {
  const values: Record<string, string> = {};
  for (const { name, type } of fields) {
    const value = written[name];
    if (value !== undefined)
      values[name] = type === "json" && typeof value !== "string" ? JSON.stringify(value) : textOf(value);
  }
  return values;
}

/** The other way round: as a person would write them, JSON as JSON and lists as lists. */
export function writtenValues(fields: readonly Field[], values: Values): Record<string, unknown> {
  const written: Record<string, unknown> = {};
  for (const { name, type } of fields) {
    const value = values[name];
    if (value === undefined || value === "") continue;
    written[name] =
      type === "json" ? jsonOr(value) : type === "list" && value.includes("\n") ? value.split("\n") : value;
  }
  return written;
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join("\n") : String(value);
}

/** A JSON text that is a string would be taken for JSON when read again, so it stays as it was typed. */
function jsonOr(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "string" ? text : value;
  } catch {
    return text;
  }
}
