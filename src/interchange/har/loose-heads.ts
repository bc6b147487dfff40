/** Parts of a HAR entry as several exporters write them, read with what is wrong left out. */
import type { HeaderList } from "../../model/frame.ts";
import { asNumber, asText, isRecord } from "../loose-values.ts";
import type { HarClose, HarEntry } from "./index-entries.ts";

/** `HTTP/1.1`, `http/2.0`, `h2`, `h3`, or nothing. */
export function versionOf(value: unknown): string {
  const text = (asText(value) ?? "").toLowerCase();
  const version = /^(?:http\/|h)(\d(?:\.\d)?)/.exec(text)?.[1];
  return version === undefined ? "1.1" : version.replace(/^([23])\.0$/, "$1");
}

/** HTTP/2's own (`:method`) say again what stands elsewhere. */
export function headersOf(value: unknown): HeaderList {
  if (!Array.isArray(value)) return [];
  return value.flatMap((header): HeaderList => {
    if (!isRecord(header)) return [];
    const name = asText(header.name);
    return name === undefined || name.startsWith(":") ? [] : [[name, asText(header.value) ?? ""]];
  });
}

export function closeOf(value: unknown): HarClose | undefined {
  if (value === "aborted") return "aborted";
  if (!isRecord(value)) return undefined;
  const seconds = asNumber(value.timestamp);
  return {
    code: asNumber(value.code),
    reason: asText(value.reason) ?? "",
    // HTTP Toolkit's counts from the start of its process in some versions: then it is no date.
    at: seconds !== undefined && seconds > 1e8 ? seconds * 1000 : undefined,
  };
}

export function oursOf(value: unknown): HarEntry["framescope"] {
  if (!isRecord(value)) return undefined;
  return {
    protocol: asText(value.protocol),
    startedAt: asNumber(value.startedAt),
    answeredAt: asNumber(value.answeredAt),
  };
}
