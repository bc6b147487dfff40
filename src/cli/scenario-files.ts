/** Writes captures as scenarios for the mock server: one file each, since a scenario replays one endpoint. */

import { resolve } from "node:path";
import process from "node:process";
import type { EngineApi } from "../bridge/engine-api.ts";
import { maskedByDefault } from "../bridge/transfer.ts";
import { counted } from "./counted.ts";
import type { Outcomes } from "./outcomes.ts";
import type { Output } from "./output.ts";
import { printable } from "./printable.ts";

/** Rejects with the engine's sentence where one of them cannot be written. */
export async function writeScenarios(
  api: EngineApi,
  sessions: readonly string[],
  file: string,
  outcomes: Outcomes,
  output: Output,
): Promise<void> {
  for (const [index, session] of sessions.entries()) {
    const path = resolve(process.cwd(), numbered(file, index + 1));
    const request = { format: "scenario", range: { kind: "all" }, redact: maskedByDefault, path } as const;
    const { report } = await outcomes.of(await api.exportCapture(session, request), "exported");
    await output.line(
      printable(`${report.path} (${counted(report.entries, "row")}, ${counted(report.masked, "value")} masked)`),
    );
  }
}

/** `chat.scenario.yaml`, `chat-2.scenario.yaml` and so on. */
export function numbered(file: string, count: number): string {
  if (count === 1) return file;
  const [, name = file, ending = ""] = /^(.*?)((?:\.scenario)?\.ya?ml)?$/s.exec(file) ?? [];
  return `${name}-${count}${ending}`;
}
