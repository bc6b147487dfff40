/** Copies rows as Markdown, or as a command that opens their connection again; masked unless the person asks otherwise. */
import * as vscode from "vscode";
import type { EngineApi } from "../../bridge/engine-api.ts";
import type { RowsFormat } from "../../bridge/timeline-api.ts";
import { maskedByDefault, type TextFormat } from "../../bridge/transfer.ts";
import { counted } from "../numbers.ts";
import type { Session } from "../sessions.ts";

const unmasked = "Copy Unmasked";

/** Resolves as soon as it is copied. Rejects with the engine's sentence. */
export async function copyRows(
  engine: EngineApi,
  { id, protocol }: Session,
  seqs: readonly number[],
  format: RowsFormat,
): Promise<void> {
  const textFormat: TextFormat = format === "command" ? (protocol.transport === "http" ? "curl" : "wscat") : format;
  const text = await engine.exportText(id, textFormat, seqs, maskedByDefault);
  await vscode.env.clipboard.writeText(text);
  void offerUnmasked(engine, id, textFormat, seqs, text);
}

async function offerUnmasked(
  engine: EngineApi,
  session: string,
  format: TextFormat,
  seqs: readonly number[],
  masked: string,
): Promise<void> {
  const plain = await engine.exportText(session, format, seqs, []);
  const name = format === "markdown" ? "Markdown" : `a ${format} command`;
  const words = `Copied ${counted(seqs.length, "row")} as ${name}`;
  if (plain === masked) return void vscode.window.setStatusBarMessage(`$(check) ${words}`, 4_000);
  const answer = await vscode.window.showInformationMessage(`${words}, with what looks private masked.`, unmasked);
  if (answer === unmasked) await vscode.env.clipboard.writeText(plain);
}
