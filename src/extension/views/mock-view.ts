/** The tree of the mock server: its doors, its topics and who is connected. */
import * as vscode from "vscode";
import type { MockClient, MockDoor, MockState, MockTopic } from "../../model/mock.ts";
import type { LazyEngine } from "../lazy-engine.ts";
import { protocolTitles } from "../mock/doors.ts";
import { counted } from "../numbers.ts";
import { SteadyTree, type TreeRow } from "./steady-tree.ts";
import { Throttled } from "./throttled.ts";

export function showMock(engine: LazyEngine): vscode.Disposable {
  const tree = new SteadyTree();
  const view = vscode.window.createTreeView("framescope.mock", { treeDataProvider: tree });
  let state: MockState | undefined;
  let titles: ReadonlyMap<string, string> = new Map();
  const redraw = new Throttled(() => {
    view.description = state?.running ? mockDescription(state) : "";
    tree.show(state?.running ? groupRows(state, titles) : []);
  });
  return vscode.Disposable.from(
    engine.onMockChanged(async (mock) => {
      state = mock;
      if (mock.running && titles.size === 0) titles = await protocolTitles(engine.api);
      redraw.request();
    }),
    redraw,
    view,
    tree,
  );
}

/** Where it runs, and what it plays. */
function mockDescription({ origin = "", scenario }: MockState): string {
  if (!scenario) return origin;
  const { name, phase, problems } = scenario;
  const isWrong = problems.some(({ severity }) => severity === "error");
  return [origin, phase === undefined ? name : `${name}, ${phase}`, ...(isWrong ? ["not as saved"] : [])].join(" · ");
}

function groupRows({ doors, topics, clients }: MockState, titles: ReadonlyMap<string, string>): TreeRow[] {
  return [
    ...groupRow(
      "Doors",
      doors.map((door) => doorRow(door, titles.get(door.protocol) ?? door.protocol)),
    ),
    // By name: those that were published to last would jump about.
    ...groupRow(
      "Topics",
      topics.map(topicRow).sort((a, b) => a.id.localeCompare(b.id)),
    ),
    ...groupRow("Clients", clients.map(clientRow)),
  ];
}

/** None while it is empty: VS Code does not expand a branch by itself that had no rows. Says no count, see SteadyTree. */
function groupRow(label: string, rows: readonly TreeRow[]): TreeRow[] {
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Expanded);
  return rows.length === 0 ? [] : [{ id: label, item, rows }];
}

function doorRow(door: MockDoor, title: string): TreeRow {
  const item = new vscode.TreeItem(door.path);
  item.description = door.clients > 0 ? `${title} · ${counted(door.clients, "client")}` : title;
  item.tooltip = `${door.url}\n${door.hint}`;
  item.iconPath = new vscode.ThemeIcon("plug");
  item.contextValue = "door";
  return { id: `door ${door.protocol} ${door.path}`, item, node: { kind: "door", door }, rows: [] };
}

function topicRow(topic: MockTopic): TreeRow {
  const item = new vscode.TreeItem(topic.topic);
  item.description = `${counted(topic.publications, "publication")} · ${counted(topic.subscribers, "subscriber")}`;
  item.iconPath = new vscode.ThemeIcon("broadcast");
  item.contextValue = "topic";
  return { id: `topic ${topic.topic}`, item, node: { kind: "topic", topic }, rows: [] };
}

function clientRow(client: MockClient): TreeRow {
  const { id, door, address, topics, connectedAt } = client;
  const item = new vscode.TreeItem(`#${id} ${door}`);
  item.description = topics.join(", ") || "no topics";
  item.tooltip = `${address}, since ${new Date(connectedAt).toLocaleTimeString()}`;
  item.iconPath = new vscode.ThemeIcon("person");
  item.contextValue = "client";
  return { id: `client ${id}`, item, node: { kind: "client", client }, rows: [] };
}
