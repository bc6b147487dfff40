/** The tree of endpoints: those that are recognised or written down by where they come from, saved ones and recent ones. */
import * as vscode from "vscode";
import type { ReadEndpoint } from "../../config/written-endpoint.ts";
import { type ConfiguredEndpoints, idOf } from "../configured/configured-endpoints.ts";
import type { EndpointGroup, GroupKind } from "../configured/endpoint-source.ts";
import type { EndpointStore, ListedEndpoint } from "../endpoints/endpoint-store.ts";
import { SteadyTree, type TreeRow } from "./steady-tree.ts";

const groups = [
  { kind: "saved", label: "Saved", icon: "bookmark" },
  { kind: "recent", label: "Recent", icon: "history" },
] as const;

type Group = (typeof groups)[number];

export function showEndpoints(endpoints: EndpointStore, configured: ConfiguredEndpoints): vscode.Disposable {
  const tree = new SteadyTree();
  const view = vscode.window.createTreeView("framescope.endpoints", { treeDataProvider: tree });
  const show = (): void =>
    tree.show([
      ...(configured.waitForTrust ? [trustRow()] : []),
      ...configured.groups().flatMap(configuredRows),
      ...groupRows(endpoints.listed()),
    ]);
  show();
  return vscode.Disposable.from(endpoints.onChanged(show), configured.onChanged(show), view, tree);
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

const kindIcons: Readonly<Record<GroupKind, string>> = {
  rails: "ruby",
  file: "file-code",
  workspaceSettings: "settings-gear",
  userSettings: "settings-gear",
};

function trustRow(): TreeRow {
  const item = new vscode.TreeItem("Waiting for trust");
  item.description = "endpoints of this workspace";
  item.tooltip =
    "A workspace can name servers, and say which of your secrets go there. Until you trust it, nothing in its files or settings is connected, looked up or logged in with.";
  item.iconPath = new vscode.ThemeIcon("workspace-untrusted");
  // VS Code dims rows that go to its own command: it takes it for disabled.
  item.command = { command: "framescope.manageTrust", title: "Manage Workspace Trust" };
  return { id: "trust", item, rows: [] };
}

function configuredRows(group: EndpointGroup): TreeRow[] {
  if (group.endpoints.length === 0 && group.fault === undefined) return [];
  const item = new vscode.TreeItem(group.label, vscode.TreeItemCollapsibleState.Expanded);
  if (group.fault !== undefined) {
    item.description = group.fault;
    item.iconPath = new vscode.ThemeIcon("error", new vscode.ThemeColor("list.errorForeground"));
  }
  const headings = [...new Set(group.endpoints.map(({ endpoint }) => endpoint?.group))];
  const rows = headings.flatMap((heading): TreeRow[] => {
    const under = group.endpoints
      .filter(({ endpoint }) => endpoint?.group === heading)
      .map((read) => configuredRow(group, read));
    if (heading === undefined) return under;
    const branch = new vscode.TreeItem(heading, vscode.TreeItemCollapsibleState.Expanded);
    branch.iconPath = new vscode.ThemeIcon("folder");
    return [{ id: `${group.id}/${heading}`, item: branch, rows: under }];
  });
  return [{ id: group.id, item, rows }];
}

function configuredRow(group: EndpointGroup, read: ReadEndpoint): TreeRow {
  const { name, url, endpoint, faults } = read;
  const id = idOf(group, read);
  const item = new vscode.TreeItem(name);
  const isWhole = endpoint !== undefined;
  item.description = isWhole ? url : (faults[0]?.message ?? "");
  item.tooltip = [name, url, ...(read.notes ?? []), ...faults.map(placed)].filter(Boolean).join("\n");
  item.iconPath = isWhole
    ? new vscode.ThemeIcon(kindIcons[group.kind])
    : new vscode.ThemeIcon("error", new vscode.ThemeColor("list.errorForeground"));
  item.contextValue = `configured.${group.kind}.${isWhole ? "whole" : "faulty"}`;
  // One that cannot be connected can at least be mended.
  if (!isWhole)
    item.command = { command: "framescope.editConfigured", title: "Edit", arguments: [{ kind: "configured", id }] };
  return { id, item, node: { kind: "configured", id }, rows: [] };
}

function placed({ message, place, path }: ReadEndpoint["faults"][number]): string {
  return place ? `Line ${place.line}, column ${place.column}: ${message}` : `${path}: ${message}`;
}
