/** Remove Endpoint…: forgets an endpoint and the secrets in it. */
import * as vscode from "vscode";
import { askOne } from "../asking/questions.ts";
import type { EndpointStore, ListedEndpoint } from "../endpoints/endpoint-store.ts";
import { nodeOf } from "../views/nodes.ts";

export function removeEndpoint(endpoints: EndpointStore): (target?: unknown) => Promise<void> {
  return async (target) => {
    const endpoint = nodeOf(target, "endpoint")?.endpoint ?? (await askEndpoint(endpoints));
    if (!endpoint) return;
    if (endpoint.kind === "saved") {
      const choice = await vscode.window.showWarningMessage(
        `Remove "${endpoint.title}", with its headers and subscriptions?`,
        { modal: true },
        "Remove",
      );
      if (choice !== "Remove") return;
    }
    await endpoints.remove(endpoint.id);
  };
}

async function askEndpoint(endpoints: EndpointStore): Promise<ListedEndpoint | undefined> {
  const items = endpoints.listed().map((endpoint) => ({
    label: endpoint.title,
    description: endpoint.kind,
    detail: endpoint.url,
    endpoint,
  }));
  return (await askOne(items, { placeHolder: "Remove which endpoint?" }))?.endpoint;
}
