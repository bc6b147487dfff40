/** Copy Address, on a door of the mock server. */
import * as vscode from "vscode";
import { isNode } from "../views/nodes.ts";

export async function copyAddress(target?: unknown): Promise<void> {
  if (isNode(target, "door")) await vscode.env.clipboard.writeText(target.door.url);
}
