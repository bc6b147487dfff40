/**
 * AnyCable's subprotocols (server 1.6): base or extended, in one of three encodings. The server's open edition speaks the
 * two JSON ones; the binary ones are those of its paid edition.
 */

export type Encoding = "json" | "msgpack" | "protobuf";

/** What both sides agreed on, as far as it matters for reading and writing. */
export interface Dialect {
  readonly encoding: Encoding;
  readonly extended: boolean;
}

export const extendedJson = "actioncable-v1-ext-json";

/** Without a subprotocol AnyCable talks base JSON, as Rails does. */
export const baseJson: Dialect = { encoding: "json", extended: false };

const dialects: Readonly<Record<string, Dialect>> = {
  "actioncable-v1-json": baseJson,
  [extendedJson]: { encoding: "json", extended: true },
  "actioncable-v1-msgpack": { encoding: "msgpack", extended: false },
  "actioncable-v1-ext-msgpack": { encoding: "msgpack", extended: true },
  "actioncable-v1-protobuf": { encoding: "protobuf", extended: false },
  "actioncable-v1-ext-protobuf": { encoding: "protobuf", extended: true },
};

/** Every name, JSON first. */
export const subprotocols: readonly string[] = Object.keys(dialects);

/** Offered beside a real one to carry a JWT where headers cannot be set (browsers); the server never chooses it. */
export const tokenPrefix = "anycable-token.";

export function dialectOf(subprotocol: string | undefined): Dialect {
  return (subprotocol === undefined ? undefined : dialects[subprotocol]) ?? baseJson;
}

/** Whether only AnyCable speaks it. */
export function isAnyCablesOwn(subprotocol: string): boolean {
  return subprotocol !== "actioncable-v1-json" && subprotocol in dialects;
}
