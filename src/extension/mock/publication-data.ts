/** Asks for what is to be published: JSON, or else any text. */
import * as vscode from "vscode";
import { askText } from "../asking/questions.ts";

export interface AskedData {
  readonly text: string;
  readonly data: unknown;
}

export async function askData(title: string, lastText: string): Promise<AskedData | undefined> {
  const text = await askText({
    title,
    prompt: "JSON, or else any text",
    value: lastText,
    validateInput: (typed) => ({ message: meaning(typed), severity: vscode.InputBoxValidationSeverity.Info }),
  });
  return text === undefined ? undefined : { text, data: readData(text) };
}

/** Whatever is no JSON is meant as the text that it is. */
export function readData(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What was selected in an editor, without what a value in the middle of a list or of a program ends with. */
export function readSelection(selected: string): string {
  const text = selected.trim();
  if (typeof readData(text) !== "string") return text;
  const bare = text.replace(/\s*[,;]$/, "");
  return bare !== text && typeof readData(bare) !== "string" ? bare : text;
}

/** `Sent as JSON: object`. */
export function meaning(text: string): string {
  const data = readData(text);
  if (typeof data === "string" && data === text) return "Sent as text";
  return `Sent as JSON: ${Array.isArray(data) ? "array" : data === null ? "null" : typeof data}`;
}
