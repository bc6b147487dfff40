/** What a person may choose before connecting, asked as a form and checked before anything is opened. */
import type { Field, Values } from "../../model/form.ts";
import { httpVersionField, readHttpVersion } from "../kit/http-version.ts";
import { MisuseError } from "../kit/misuse-error.ts";
import { readMethodAndBody } from "../kit/request-settings.ts";

/**
 * `standard`: as EventSource does, for GET; other methods are fetched once. `always`: also after answers that the
 * standard calls final. `never`: one connection.
 */
export type ReconnectPolicy = "standard" | "always" | "never";

export interface Settings {
  readonly method: string;
  readonly body: string;
  /** Empty for none. */
  readonly lastEventId: string;
  readonly reconnect: ReconnectPolicy;
  readonly httpVersion: "any" | "1.1";
}

const policies: readonly ReconnectPolicy[] = ["standard", "always", "never"];

export const connectForm: readonly Field[] = [
  {
    name: "method",
    label: "Method",
    type: "choice",
    choices: ["GET", "POST", "PUT", "PATCH", "DELETE"],
    initial: "GET",
    help: "EventSource knows GET only; other methods are fetched by hand, as for language models.",
  },
  {
    name: "body",
    label: "Body",
    type: "multiline",
    placeholder: '{"stream":true}',
    help: "Sent as it is. Its Content-Type is application/json if it is JSON, unless the headers say otherwise.",
  },
  {
    name: "lastEventId",
    label: "Last event id",
    type: "text",
    help: "Asks the server to go on after this id. Sent as UTF-8.",
  },
  {
    name: "reconnect",
    label: "Reconnect",
    type: "choice",
    choices: policies,
    initial: "standard",
    help: "Standard: as EventSource does, for GET. Always: after refusals too, which EventSource does not. Never: one connection.",
  },
  httpVersionField,
];

/** Throws a `MisuseError` that names the setting. */
export function readSettings(values: Values): Settings {
  const { method, body } = readMethodAndBody(values, "stream with");
  const reconnect = policies.find((policy) => policy === (values.reconnect || "standard"));
  if (!reconnect)
    throw new MisuseError(
      "invalid-reconnect",
      `"Reconnect" is one of ${policies.join(", ")}, not "${values.reconnect}".`,
    );
  return { method, body, lastEventId: values.lastEventId ?? "", reconnect, httpVersion: readHttpVersion(values) };
}
