/** The tree of endpoints: saved ones and recent ones. */
import * as vscode from "vscode";
import type { EndpointStore, ListedEndpoint } from "../endpoints/endpoint-store.ts";
import { SteadyTree, type TreeRow } from "./steady-tree.ts";

const groups = [
  { kind: "saved", label: "Saved", icon: "bookmark" },
  { kind: "recent", label: "Recent", icon: "history" },
] as const;

type Group = (typeof groups)[number];

export function showEndpoints(endpoints: EndpointStore): vscode.Disposable {
  const tree = new SteadyTree();
  const view = vscode.window.createTreeView("framescope.endpoints", { treeDataProvider: tree });
  const show = (): void => tree.show(groupRows(endpoints.listed()));
  show();
  return vscode.Disposable.from(endpoints.onChanged(show), view, tree);
}

function groupRows(listed: readonly ListedEndpoint[]): TreeRow[] {
  return groups.flatMap((group) => {
    const rows = listed.filter(({ kind }) => kind === group.kind).map((endpoint) => endpointRow(endpoint, group));
    const item = new vscode.TreeItem(group.label, vscode.TreeItemCollapsibleState.Expanded);
    return rows.length === 0 ? [] : [{ id: group.kind, item, rows }];
  });
}

function endpointRow(endpoint: ListedEndpoint, group: Group): TreeRow {
  const { id, title, url, protocolTitle } = endpoint;
  const item = new vscode.TreeItem(title);
  item.description = title === url ? protocolTitle : `${protocolTitle} · ${url}`;
  item.tooltip = `${title}\n${url}\n${protocolTitle}`;
  item.iconPath = new vscode.ThemeIcon(group.icon);
  item.contextValue = `endpoint.${group.kind}`;
  return { id, item, node: { kind: "endpoint", endpoint }, rows: [] };
}
