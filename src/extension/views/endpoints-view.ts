/** The tree of endpoints: saved ones and recent ones. */
import * as vscode from "vscode";
import type { EndpointStore } from "../endpoints/endpoint-store.ts";
import type { EndpointNode } from "./nodes.ts";

type Group = { readonly kind: "group"; readonly group: "saved" | "recent" };
type Node = Group | EndpointNode;

const groupLabels = { saved: "Saved", recent: "Recent" } as const;

export class EndpointsView implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #endpoints: EndpointStore;
  readonly #view: vscode.TreeView<Node>;
  readonly onDidChangeTreeData: vscode.Event<undefined>;

  constructor(endpoints: EndpointStore) {
    this.#endpoints = endpoints;
    const changed = new vscode.EventEmitter<undefined>();
    this.onDidChangeTreeData = changed.event;
    endpoints.onChanged(() => changed.fire(undefined));
    this.#view = vscode.window.createTreeView("framescope.endpoints", { treeDataProvider: this });
  }

  getChildren(node?: Node): Node[] {
    const listed = this.#endpoints.listed();
    if (node?.kind === "endpoint") return [];
    if (node)
      return listed.filter(({ kind }) => kind === node.group).map((endpoint) => ({ kind: "endpoint", endpoint }));
    return (["saved", "recent"] as const)
      .filter((group) => listed.some(({ kind }) => kind === group))
      .map((group) => ({ kind: "group", group }));
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (node.kind === "group") {
      const item = new vscode.TreeItem(groupLabels[node.group], vscode.TreeItemCollapsibleState.Expanded);
      item.id = node.group;
      return item;
    }
    const { id, kind, title, url, protocolTitle } = node.endpoint;
    const item = new vscode.TreeItem(title);
    item.id = id;
    item.description = title === url ? protocolTitle : `${protocolTitle} · ${url}`;
    item.tooltip = `${title}\n${url}\n${protocolTitle}`;
    item.iconPath = new vscode.ThemeIcon(kind === "saved" ? "bookmark" : "history");
    item.contextValue = `endpoint.${kind}`;
    return item;
  }

  dispose(): void {
    this.#view.dispose();
  }
}
