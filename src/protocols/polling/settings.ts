/** What a person may choose before connecting, asked as a form and checked before anything is opened. */
import type { Field, Values } from "../../model/form.ts";
import { httpVersionField, readHttpVersion } from "../kit/http-version.ts";
import { MisuseError } from "../kit/misuse-error.ts";
import { readMethodAndBody } from "../kit/request-settings.ts";
import { type CursorRule, parseCursorRules } from "./cursor.ts";
import type { PollStyle } from "./poll-style.ts";

export interface Settings {
  readonly method: string;
  readonly body: string;
  readonly mode: PollStyle | "auto";
  /** From the end of a short poll to the start of the next. */
  readonly intervalMs: number;
  /** What `Prefer: wait` asks for; undefined for nothing. */
  readonly holdSeconds: number | undefined;
  readonly cursor: readonly CursorRule[];
  readonly httpVersion: "any" | "1.1";
}

const modes = ["auto", "short", "long"] as const;
const defaultIntervalSeconds = 5;
const longestHoldSeconds = 600;

export const connectForm: readonly Field[] = [
  {
    name: "method",
    label: "Method",
    type: "choice",
    choices: ["GET", "POST", "PUT", "PATCH", "DELETE"],
    initial: "GET",
    help: "Repeated with each poll.",
  },
  {
    name: "body",
    label: "Body",
    type: "multiline",
    placeholder: '{"topic":"chat"}',
    help: "Sent as it is with each poll. Its Content-Type is application/json if it is JSON, unless the headers say otherwise.",
  },
  {
    name: "mode",
    label: "Mode",
    type: "choice",
    choices: modes,
    initial: "auto",
    help: "Auto: finds out by how long the server holds. Short: asks at an interval. Long: asks again as soon as an answer has come.",
  },
  {
    name: "interval",
    label: "Interval in seconds",
    type: "text",
    initial: String(defaultIntervalSeconds),
    help: "From the end of a short poll to the start of the next.",
  },
  {
    name: "hold",
    label: "Hold in seconds",
    type: "text",
    placeholder: "25",
    help: "Asks the server to hold a long poll so long, by Prefer: wait (RFC 7240). Empty: does not ask.",
  },
  {
    name: "cursor",
    label: "Cursor",
    type: "list",
    initial: "etag",
    placeholder: "json $.cursor -> query cursor",
    help: "How the next poll says what was read: etag (If-None-Match and If-Modified-Since), header NAME -> query NAME, json $.path -> query NAME, or to a header instead of query; none for nothing.",
  },
  {
    name: "items",
    label: "Items",
    type: "text",
    placeholder: "$.data.items",
    help: "JSON path to the list in a reply. Empty: found by itself where it is called items, data, messages and the like.",
  },
  {
    name: "itemId",
    label: "Item id",
    type: "text",
    placeholder: "id",
    help: "JSON path from an item to its id. Empty: found by itself where it is called id, uuid, seq and the like.",
  },
  httpVersionField,
];

/** Throws a `MisuseError` that names the setting. */
export function readSettings(values: Values): Settings {
  const { method, body } = readMethodAndBody(values, "poll with");
  const mode = modes.find((known) => known === (values.mode || "auto"));
  if (!mode) throw new MisuseError("invalid-mode", `"Mode" is one of ${modes.join(", ")}, not "${values.mode}".`);
  const interval = readSeconds("interval", values.interval || String(defaultIntervalSeconds), 0.1, 86_400);
  const hold = (values.hold ?? "").trim();
  return {
    method,
    body,
    mode,
    intervalMs: interval * 1000,
    holdSeconds: hold === "" ? undefined : Math.round(readSeconds("hold", hold, 1, longestHoldSeconds)),
    cursor: parseCursorRules(values.cursor || "etag"),
    httpVersion: readHttpVersion(values),
  };
}

function readSeconds(setting: string, text: string, least: number, most: number): number {
  const seconds = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (seconds >= least && seconds <= most) return seconds;
  throw new MisuseError(
    `invalid-${setting}`,
    `"${setting}" is a number of seconds from ${least} to ${most}, not "${text}".`,
  );
}
