/** The tree of the mock server: its doors, its topics and who is connected. */
import * as vscode from "vscode";
import type { MockClient, MockDoor, MockState, MockTopic } from "../../model/mock.ts";
import type { LazyEngine } from "../lazy-engine.ts";
import { counted } from "../numbers.ts";
import type { ClientNode, DoorNode, TopicNode } from "./nodes.ts";
import { Throttled } from "./throttled.ts";

type Group = { readonly kind: "group"; readonly group: "doors" | "topics" | "clients" };
type Node = Group | DoorNode | TopicNode | ClientNode;

const groupLabels = { doors: "Doors", topics: "Topics", clients: "Clients" } as const;

export class MockView implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #view: vscode.TreeView<Node>;
  readonly #refresh: Throttled;
  #state: MockState = { running: false, doors: [], topics: [], clients: [] };
  readonly onDidChangeTreeData: vscode.Event<undefined>;

  constructor(engine: LazyEngine) {
    const changed = new vscode.EventEmitter<undefined>();
    this.onDidChangeTreeData = changed.event;
    this.#view = vscode.window.createTreeView("framescope.mock", { treeDataProvider: this });
    this.#refresh = new Throttled(() => {
      this.#view.description = this.#state.running ? (this.#state.origin ?? "") : "";
      changed.fire(undefined);
    });
    engine.onMockChanged((state) => {
      this.#state = state;
      this.#refresh.request();
    });
  }

  getChildren(node?: Node): Node[] {
    const { running, doors, topics, clients } = this.#state;
    if (!running) return [];
    if (!node) return (["doors", "topics", "clients"] as const).map((group) => ({ kind: "group", group }));
    if (node.kind !== "group") return [];
    if (node.group === "doors") return doors.map((door) => ({ kind: "door", door }));
    if (node.group === "topics") return topics.map((topic) => ({ kind: "topic", topic }));
    return clients.map((client) => ({ kind: "client", client }));
  }

  getTreeItem(node: Node): vscode.TreeItem {
    switch (node.kind) {
      case "group":
        return groupItem(node, this.#state);
      case "door":
        return doorItem(node.door);
      case "topic":
        return topicItem(node.topic);
      case "client":
        return clientItem(node.client);
    }
  }

  dispose(): void {
    this.#refresh.dispose();
    this.#view.dispose();
  }
}

function groupItem({ group }: Group, state: MockState): vscode.TreeItem {
  const item = new vscode.TreeItem(groupLabels[group], vscode.TreeItemCollapsibleState.Expanded);
  item.id = group;
  item.description = String(state[group].length);
  return item;
}

function doorItem(door: MockDoor): vscode.TreeItem {
  const item = new vscode.TreeItem(door.path);
  item.id = `door ${door.path}`;
  item.description = counted(door.clients, "client");
  item.tooltip = `${door.url}\n${door.hint}`;
  item.iconPath = new vscode.ThemeIcon("plug");
  item.contextValue = "door";
  return item;
}

function topicItem({ topic, publications, subscribers }: MockTopic): vscode.TreeItem {
  const item = new vscode.TreeItem(topic);
  item.id = `topic ${topic}`;
  item.description = `${counted(publications, "publication")} · ${counted(subscribers, "subscriber")}`;
  item.iconPath = new vscode.ThemeIcon("broadcast");
  item.contextValue = "topic";
  return item;
}

function clientItem({ id, door, address, topics, connectedAt }: MockClient): vscode.TreeItem {
  const item = new vscode.TreeItem(`#${id} ${door}`);
  item.id = `client ${id}`;
  item.description = topics.join(", ") || "no topics";
  item.tooltip = `${address}, since ${new Date(connectedAt).toLocaleTimeString()}`;
  item.iconPath = new vscode.ThemeIcon("person");
  item.contextValue = "client";
  return item;
}
