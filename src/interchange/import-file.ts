/** Imports a file of any form that is known, by what it begins with. Its errors are sentences that name the place. */
import { closeSync, openSync, readSync } from "node:fs";
import { basename } from "node:path";
import type { Breath } from "./breath.ts";
import { importHar } from "./har/import.ts";
import type { CaptureSink, ImportFindings } from "./import-findings.ts";
import { JsonFault } from "./json-scanner.ts";
import { importNdjson } from "./ndjson/import.ts";
import { placeOf } from "./place.ts";

/** Rejects with a sentence when the file is of no known format, or broken, and with `Cancelled`. */
export async function importFile(
  path: string,
  sink: CaptureSink,
  findings: ImportFindings,
  breath: Breath,
): Promise<void> {
  const bytes = beginningOf(path);
  const strange = strangeForm(bytes);
  if (strange) throw new Error(`${basename(path)} ${strange}`);
  const beginning = bytes.toString("utf8").replace(/^\ufeff/, "");
  if (/^\s*\{\s*"type"\s*:\s*"framescope"/.test(beginning)) return importNdjson(path, sink, findings, breath);
  if (!/^\s*\{/.test(beginning))
    throw new Error(`${basename(path)} is neither a HAR nor NDJSON of Framescope: it does not begin with "{".`);
  try {
    await importHar(path, sink, findings, breath);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    throw new Error(`${basename(path)} cannot be read as a HAR: ${error.message}, ${placeOf(path, error.at)}.`);
  }
}

/** What a file is that cannot be read as text in UTF-8, and what to do. */
function strangeForm(beginning: Buffer): string | undefined {
  if (beginning.length === 0) return "is empty.";
  if (beginning.toString("latin1", 0, 2) === "PK") return "is a zip file. Unpack it, and import the .har in it.";
  if (beginning[0] === 0x1f && beginning[1] === 0x8b) return "is packed by gzip. Unpack it, and import what is in it.";
  // With its mark, or as PowerShell and others leave it: each ASCII character has a zero beside it.
  const isUtf16 = /^(?:\xff\xfe|\xfe\xff|\{\0|\0\{)/.test(beginning.toString("latin1", 0, 2));
  return isUtf16 ? "is text in UTF-16. Save it as UTF-8, and import that." : undefined;
}

function beginningOf(path: string): Buffer {
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(256);
    return buffer.subarray(0, readSync(file, buffer, 0, buffer.length, 0));
  } finally {
    closeSync(file);
  }
}
