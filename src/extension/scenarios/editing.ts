/** Where scenarios are helped with as they are written, and by whom. */
import * as vscode from "vscode";
import { isScenarioFile } from "../mock/scenario-files.ts";

export const scenarioSelector: vscode.DocumentSelector = { pattern: "**/*.scenario.{yaml,yml}" };

/** Earlier versions of a file, as a comparison shows them, are nobody's work any more. */
export function isWritten({ uri }: vscode.TextDocument): boolean {
  return isScenarioFile(uri) && uri.scheme !== "git";
}

/** Red Hat's extension takes our schema, and completes and explains by it. */
export function isDoneByOthers(): boolean {
  return vscode.extensions.getExtension("redhat.vscode-yaml")?.isActive ?? false;
}
