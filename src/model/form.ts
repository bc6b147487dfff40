/** How a protocol asks a person for what it needs, so that palette, composer and terminal need not know any protocol. */

export interface Field {
  readonly name: string;
  readonly label: string;
  /**
   * `list` is one item a line; `channel` offers the session's channels; `json` is checked before sending;
   * `bytes` is hex or base64 text.
   */
  readonly type: "text" | "multiline" | "json" | "list" | "choice" | "channel" | "bytes";
  readonly choices?: readonly string[] | undefined;
  readonly placeholder?: string | undefined;
  readonly initial?: string | undefined;
  readonly required?: boolean | undefined;
  readonly help?: string | undefined;
}

/** A command that a person can give to a session, imperative: `subscribe`, `perform`, `send`. */
export interface CommandForm {
  readonly kind: string;
  readonly title: string;
  readonly fields: readonly Field[];
}

/** Filled-in fields by name. */
export type Values = Readonly<Record<string, string>>;

export interface Command {
  readonly kind: string;
  readonly values: Values;
}
