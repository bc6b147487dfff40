/** Start Mock Server: on this machine, with a door for each protocol. */
import * as vscode from "vscode";
import type { LazyEngine } from "../lazy-engine.ts";
import { startMock } from "../mock/doors.ts";

const connectNow = "Connect…";
const copyAddress = "Copy Address";

export function startMockServer(engine: LazyEngine): () => Promise<void> {
  return async () => {
    const { origin = "", doors } = await startMock(engine.api);
    const paths = doors.map(({ path }) => path).join(", ");
    const choice = await vscode.window.showInformationMessage(
      `The mock server runs at ${origin}, with doors ${paths}.`,
      connectNow,
      copyAddress,
    );
    if (choice === connectNow) await vscode.commands.executeCommand("framescope.connectToMock");
    if (choice === copyAddress) await vscode.env.clipboard.writeText(origin);
  };
}
