/** Reads JSON so that `JSON.stringify` writes each number as it came. Knows nothing of messages. */

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;
/** A number whose text would change if it became a JavaScript number (an id beyond 2^53, `1.0`, `1e400`). */
export interface RawNumber {
  readonly rawJSON: string;
}

/** The JSON of V8 11.4 and newer, which TypeScript's library does not know yet. */
const json = JSON as unknown as {
  parse(text: string, reviver: Reviver): unknown;
  rawJSON(source: string): RawNumber;
  isRawJSON(value: unknown): value is RawNumber;
};

export const isRawNumber = json.isRawJSON;

/** Has a `RawNumber` where a JavaScript number would be written otherwise. Throws as `JSON.parse` does. */
export function parseExactly(text: string): unknown {
  return json.parse(text, (_, value, { source }) =>
    typeof value === "number" && source !== undefined && String(value) !== source ? json.rawJSON(source) : value,
  );
}
