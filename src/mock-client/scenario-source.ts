/** The text of a scenario, from where a test keeps it: in a file or in itself. */
import { readFile } from "node:fs/promises";
import { MisuseError } from "../protocols/kit/misuse-error.ts";
import type { ScenarioSource } from "./mock.ts";

/** Rejects with a `MisuseError` (`no-scenario`) when the file cannot be read. */
export async function readSource(source: ScenarioSource): Promise<{ readonly text: string; readonly path?: string }> {
  if (typeof source !== "string") return { text: source.text };
  try {
    return { text: await readFile(source, "utf8"), path: source };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MisuseError("no-scenario", `The scenario cannot be read: ${reason}.`);
  }
}
