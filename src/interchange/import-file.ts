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
  const beginning = beginningOf(path);
  if (beginning.startsWith("PK"))
    throw new Error(`${basename(path)} is a zip file. Unpack it, and import the .har in it.`);
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

function beginningOf(path: string): string {
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(256);
    return buffer.toString("utf8", 0, readSync(file, buffer, 0, buffer.length, 0)).replace(/^\ufeff/, "");
  } finally {
    closeSync(file);
  }
}
