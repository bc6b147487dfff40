/**
 * Copies rows as Markdown, as a scenario for the mock server, or as a command that opens their connection again; masked
 * unless the person asks otherwise.
 */
import * as vscode from "vscode";
import type { EngineApi } from "../../bridge/engine-api.ts";
import type { RowsFormat } from "../../bridge/timeline-api.ts";
import { maskedByDefault, type TextFormat } from "../../bridge/transfer.ts";
import { askOne } from "../asking/questions.ts";
import { sentence } from "../errors.ts";
import { counted } from "../numbers.ts";
import type { Session } from "../sessions.ts";

const unmasked = "Copy Unmasked";

/** Resolves as soon as it is copied, or asked. Rejects with the engine's sentence. */
export async function copyRows(
  engine: EngineApi,
  { id, protocol, summary }: Session,
  seqs: readonly number[],
  format: RowsFormat,
): Promise<void> {
  if (format !== "command") return copy(engine, id, seqs, format);
  if (protocol.transport === "http" && !summary.mock) return copy(engine, id, seqs, "curl");
  // A question may take longer than a call may: nobody waits for it.
  void askTool(summary.mock ? [curl, ...socketTools] : socketTools)
    .then((tool) => tool && copy(engine, id, seqs, tool), report)
    .catch(report);
}

const curl = { label: "curl", description: "for HTTP", tool: "curl" as const };
const socketTools = [
  { label: "wscat", description: "npm install -g wscat", tool: "wscat" as const },
  { label: "websocat", description: "one binary; reads what to send from a pipe", tool: "websocat" as const },
];

async function askTool(
  items: readonly (typeof curl | (typeof socketTools)[number])[],
): Promise<TextFormat | undefined> {
  return (await askOne(items, { placeHolder: "Copy a command for which tool?" }))?.tool;
}

function report(error: unknown): void {
  void vscode.window.showErrorMessage(sentence(error));
}

async function copy(engine: EngineApi, id: string, seqs: readonly number[], format: TextFormat): Promise<void> {
  const text = await engine.exportText(id, format, seqs, maskedByDefault);
  await vscode.env.clipboard.writeText(text);
  void offerUnmasked(engine, id, format, seqs, text).catch(report);
}

async function offerUnmasked(
  engine: EngineApi,
  session: string,
  format: TextFormat,
  seqs: readonly number[],
  masked: string,
): Promise<void> {
  const plain = await engine.exportText(session, format, seqs, []);
  const name = format === "markdown" ? "Markdown" : format === "scenario" ? "a mock scenario" : `a ${format} command`;
  const words = `Copied ${counted(seqs.length, "row")} as ${name}`;
  if (plain === masked) return void vscode.window.setStatusBarMessage(`$(check) ${words}`, 4_000);
  const answer = await vscode.window.showInformationMessage(`${words}, with what looks private masked.`, unmasked);
  if (answer === unmasked) await vscode.env.clipboard.writeText(plain);
}
