/** Connects an endpoint that is written down or recognised; one that is refused is mended where it stands. */
import * as vscode from "vscode";
import type { Connecting } from "../endpoints/connect-endpoint.ts";
import { sentence } from "../errors.ts";
import type { Session } from "../sessions.ts";
import { nodeOf } from "../views/nodes.ts";
import type { ConfiguredEndpoint } from "./configured-endpoints.ts";
import { showDefinition } from "./definition.ts";

const edit = "Edit";

export function connectConfiguredNode(connecting: Connecting): (target?: unknown) => Promise<void> {
  return async (target) => {
    const id = nodeOf(target, "configured")?.id;
    const configured = id === undefined ? undefined : connecting.configured.get(id);
    if (!configured) throw new Error("This endpoint is written down nowhere any more.");
    await connectConfigured(connecting, configured);
  };
}

/** Undefined when it was refused or a question was dismissed. */
export async function connectConfigured(
  connecting: Connecting,
  configured: ConfiguredEndpoint,
): Promise<Session | undefined> {
  try {
    const endpoint = await connecting.renewal.ready(configured);
    if (!endpoint) return undefined;
    const session = await connecting.sessions.connect(endpoint);
    await connecting.timelines.open(session);
    return session;
  } catch (error) {
    const choice = await vscode.window.showErrorMessage(sentence(error), edit);
    if (choice === edit) await showDefinition(configured);
    return undefined;
  }
}
