/** Writes an export to a file, piece by piece, or to a text for the clipboard; and finds what masking would find. */
import { type FileHandle, open, rm } from "node:fs/promises";
import type { ExportFormat, ExportReport, Finding, FindingKind, TextFormat } from "../bridge/transfer.ts";
import type { Breath } from "./breath.ts";
import { writeCsv } from "./csv-writer.ts";
import type { ExportSource } from "./export-source.ts";
import { writeHar } from "./har/writer.ts";
import { writeMarkdown } from "./markdown-writer.ts";
import { writeNdjson } from "./ndjson/writer.ts";
import { reproduction } from "./reproduction.ts";
import { writeScenario } from "./scenario/writer.ts";

const writtenBytes = 256 * 1024;
/** A clipboard takes no more sensibly. */
const longestText = 2 * 1024 * 1024;

type Parts = Omit<ExportSource, "passed">;

/** Rejects with a sentence; then, and when cancelled, no file is left. */
export async function exportToFile(
  format: ExportFormat,
  path: string,
  parts: Parts,
  masked: readonly FindingKind[],
  breath: Breath,
): Promise<ExportReport> {
  const progress = new Progress(parts, format === "har" || format === "scenario");
  const file = await openToWrite(path);
  let sizeBytes = 0;
  try {
    let text = "";
    for (const piece of writer(format, { ...parts, passed: progress.passed }, masked)) {
      text += piece;
      if (text.length >= writtenBytes) {
        sizeBytes += (await file.write(text)).bytesWritten;
        text = "";
      }
      if (breath.isDue) await breath.take(progress.value);
    }
    sizeBytes += (await file.write(text)).bytesWritten;
    await file.close();
    return { path, entries: parts.selection.size, sizeBytes, masked: parts.redactor.masked };
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(path, { force: true });
    throw error;
  }
}

async function openToWrite(path: string): Promise<FileHandle> {
  try {
    return await open(path, "w");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const why = {
      ENOENT: "its folder does not exist",
      EACCES: "this user may not write there",
      EISDIR: "it is a folder",
    }[code];
    throw new Error(`${path} cannot be written: ${why ?? (error instanceof Error ? error.message : String(error))}.`);
  }
}

/** Throws with a sentence when it is more than a clipboard should take, or the format does not fit the connection. */
export function exportToText(format: TextFormat, parts: Parts, masked: readonly FindingKind[]): string {
  const source: ExportSource = { ...parts, passed: () => undefined };
  if (format === "wscat" || format === "websocat" || format === "curl") return reproduction(source, format);
  let text = "";
  for (const piece of writer(format, source, masked)) {
    text += piece;
    if (text.length > longestText) throw new Error("That is more than 2 MB of text. Export it to a file instead.");
  }
  return text;
}

/** Throws with a sentence when it is too much for one. */
export function scenarioToText(parts: Parts, masked: readonly FindingKind[]): string {
  return [...writeScenario({ ...parts, passed: () => undefined }, masked)].join("");
}

/** What masking would find in all that an export of these entries would hold. */
export async function findIn(parts: Parts, breath: Breath): Promise<readonly Finding[]> {
  const progress = new Progress(parts, false);
  for (const _ of writeNdjson({ ...parts, passed: progress.passed }, []))
    if (breath.isDue) await breath.take(progress.value);
  return parts.redactor.findings();
}

function writer(format: ExportFormat, source: ExportSource, masked: readonly FindingKind[]): Generator<string> {
  switch (format) {
    case "har":
      return writeHar(source);
    case "ndjson":
      return writeNdjson(source, masked);
    case "csv":
      return writeCsv(source);
    case "markdown":
      return writeMarkdown(source);
    case "scenario":
      return writeScenario(source, masked);
  }
}

class Progress {
  readonly #all: number;
  #passed = 0;

  constructor({ selection }: Parts, countsFrames: boolean) {
    this.#all = Math.max(1, countsFrames ? selection.lastFrame : selection.size);
  }

  get value(): number {
    return Math.min(1, this.#passed / this.#all);
  }

  readonly passed = (count: number): void => {
    this.#passed += count;
  };
}
