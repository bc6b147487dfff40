/** Values of options that several commands take, each with the sentence for one that is wrong. Pure. */
import { UsageError } from "../usage-error.ts";

/** Node's own errors for unknown and valueless options are sentences already. */
export function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(error instanceof Error ? `${error.message.replace(/\.?$/, ".")}` : String(error));
  }
}

/** Name and value. Throws a `UsageError`. */
export function readSetting(text: string): [string, string] {
  const at = text.indexOf("=");
  if (at < 1) throw new UsageError(`A setting is written name=value, and "${text}" is not.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** 0 to 65535, 0 for any free one. Throws a `UsageError`. */
export function readPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new UsageError(`A port is a number from 0 to 65535, and "${text}" is not.`);
  return port;
}
