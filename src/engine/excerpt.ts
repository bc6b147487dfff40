/** The beginning of something that may be very large. */
import type { Excerpt } from "../bridge/rows.ts";
import type { FrameData } from "../model/frame.ts";

export interface ExcerptLimits {
  /** Bytes of UTF-8. */
  readonly textBytes: number;
  /** Bytes before they become base64. */
  readonly base64Bytes: number;
}

/** `data` may itself be just the beginning; `sizeBytes` is of the whole. Text that is bytes is shown as text too. */
export function excerptOf(data: FrameData, sizeBytes: number, limits: ExcerptLimits): Excerpt {
  const bytes = bytesOf(data, limits.textBytes);
  const shown = bytes.subarray(0, limits.textBytes);
  const text = decode(shown, shown.length < sizeBytes);
  return {
    sizeBytes,
    truncated: shown.length < sizeBytes,
    text,
    base64: Buffer.from(shown.subarray(0, limits.base64Bytes)).toString("base64"),
  };
}

export function sizeOf(data: FrameData): number {
  return typeof data === "string" ? Buffer.byteLength(data) : data.length;
}

/** At least the first `limit` bytes; a character has at least one. */
function bytesOf(data: FrameData, limit: number): Uint8Array {
  return typeof data === "string" ? Buffer.from(data.slice(0, limit)) : data;
}

/** Undefined when it is not UTF-8. Where it was cut, the last character may be incomplete and is left out. */
function decode(bytes: Uint8Array, wasCut: boolean): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes, { stream: wasCut });
  } catch {
    return undefined;
  }
}
