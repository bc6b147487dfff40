/** What stands elsewhere in a HAR, read when its turn comes. */
import type { FrameData } from "../../model/frame.ts";
import { type ByteRange, JsonScanner } from "../json-scanner.ts";
import type { HarBody } from "./index-entries.ts";

export function* readList(path: string, range: ByteRange | undefined): Generator<unknown> {
  if (!range) return;
  const scanner = new JsonScanner(path, range);
  try {
    scanner.enter("[");
    while (scanner.element()) yield scanner.read();
  } finally {
    scanner.close();
  }
}

export function readText(path: string, body: HarBody | undefined): FrameData | undefined {
  if (!body?.text) return undefined;
  const scanner = new JsonScanner(path, body.text);
  try {
    const text = scanner.read();
    if (typeof text !== "string") return undefined;
    return body.isBase64 ? Buffer.from(text, "base64") : text;
  } finally {
    scanner.close();
  }
}

export function sizeOf(data: FrameData): number {
  return typeof data === "string" ? Buffer.byteLength(data) : data.length;
}
