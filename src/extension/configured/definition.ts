/** Shows where an endpoint is written down, with the cursor in it. */
import * as vscode from "vscode";
import { nodeOf } from "../views/nodes.ts";
import type { ConfiguredEndpoint, ConfiguredEndpoints } from "./configured-endpoints.ts";

export function editConfigured(configured: ConfiguredEndpoints): (target?: unknown) => Promise<void> {
  return async (target) => {
    const id = nodeOf(target, "configured")?.id;
    const endpoint = id === undefined ? undefined : configured.get(id);
    if (endpoint) await showDefinition(endpoint);
  };
}

export async function showDefinition({ group, read }: ConfiguredEndpoint): Promise<void> {
  if (group.kind === "userSettings") return openSettings("workbench.action.openSettingsJson");
  if (group.kind === "workspaceSettings") return openSettings("workbench.action.openWorkspaceSettingsFile");
  if (!group.uri) return;
  const editor = await vscode.window.showTextDocument(group.uri);
  const place = read.faults[0]?.place ?? read.place;
  if (!place) return;
  const start = new vscode.Position(place.line - 1, place.column - 1);
  editor.selection = new vscode.Selection(start, start);
  editor.revealRange(new vscode.Range(start, start), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

async function openSettings(command: string): Promise<void> {
  await vscode.commands.executeCommand(command, { revealSetting: { key: "framescope.endpoints", edit: true } });
}
