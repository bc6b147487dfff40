/** Copy Address, on a door of the mock server. */
import * as vscode from "vscode";
import { nodeOf } from "../views/nodes.ts";

export async function copyAddress(target?: unknown): Promise<void> {
  const node = nodeOf(target, "door");
  if (node) await vscode.env.clipboard.writeText(node.door.url);
}
