/** The rows of the Mock Server view: what each says of a door, a topic, a client, a fault. Asks nobody, draws nothing. */
import * as vscode from "vscode";
import type { ActiveFault } from "../../model/fault.ts";
import type { Publication } from "../../model/hub.ts";
import type { MockClient, MockDoor, MockPosition, MockState, MockTopic } from "../../model/mock.ts";
import { clientName, whatItDoes, whereItDoes } from "../mock/fault-words.ts";
import { bytesText, counted, timesText } from "../numbers.ts";
import type { TreeRow } from "./steady-tree.ts";

const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
/** More of a payload is not seen in a row. */
const payloadCharacters = 200;

export interface MockWords {
  /** By protocol id. */
  readonly titles: ReadonlyMap<string, string>;
  /** The newest first. */
  history(topic: string): Promise<readonly Publication[]>;
}

export function mockRows({ doors, topics, clients, faults }: MockState, words: MockWords): TreeRow[] {
  const { titles } = words;
  return [
    ...groupRow(
      "Doors",
      doors.map((door) => doorRow(door, titles.get(door.protocol) ?? door.protocol)),
    ),
    // By name: those that were published to last would jump about.
    ...groupRow(
      "Topics",
      topics.map((topic) => topicRow(topic, words)).sort((a, b) => a.id.localeCompare(b.id)),
    ),
    ...groupRow("Clients", [
      ...clients.map((client) => clientRow(client, titles.get(client.protocol) ?? client.protocol)),
      ...restRow(doors.reduce((sum, door) => sum + door.clients, 0) - clients.length),
    ]),
    ...groupRow("Faults", [...faults.map((fault) => faultRow(fault, titles)), addFaultRow()], "faults"),
  ];
}

/** None while it is empty: VS Code does not expand a branch by itself that had no rows. Says no count, see SteadyTree. */
function groupRow(label: string, rows: readonly TreeRow[], contextValue?: string): TreeRow[] {
  const item = new vscode.TreeItem(label, Expanded);
  if (contextValue !== undefined) item.contextValue = contextValue;
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

function topicRow(topic: MockTopic, words: MockWords): TreeRow {
  const { publications, kept, epoch, subscribers } = topic;
  const item = new vscode.TreeItem(topic.topic, kept > 0 ? Collapsed : None);
  item.description = `${counted(publications, "publication")} · ${counted(subscribers, "subscriber")}`;
  item.tooltip = [topic.topic, `epoch ${epoch}, offset ${publications}`, `${kept} kept as history`].join("\n");
  item.iconPath = new vscode.ThemeIcon("broadcast");
  item.contextValue = "topic";
  const id = `topic ${topic.topic}`;
  return {
    id,
    item,
    node: { kind: "topic", topic },
    rows: [],
    // The row's words change with each publication, and then it is asked again.
    load: async () => (await words.history(topic.topic)).map((publication) => publicationRow(id, publication)),
  };
}

function publicationRow(topicId: string, publication: Publication): TreeRow {
  const { offset, epoch, at, data } = publication;
  const time = new Date(at).toLocaleTimeString([], { hour12: false });
  const node = { kind: "publication", publication } as const;
  const item = new vscode.TreeItem(`#${offset}`);
  item.description = `${time}  ${payloadText(data)}`;
  item.tooltip = `offset ${offset} in epoch ${epoch}, id ${publication.globalId} of all topics\n${new Date(at).toISOString()}`;
  item.contextValue = "publication";
  item.command = { command: "framescope.openPublication", title: "Open Payload", arguments: [node] };
  return { id: `${topicId} ${epoch} ${offset}`, item, node, rows: [] };
}

function clientRow(client: MockClient, title: string): TreeRow {
  const { id, address, positions, waitingBytes, connectedAt } = client;
  const behind = positions.reduce((sum, position) => sum + position.behind, 0);
  const lag = [behind > 0 && `${behind} behind`, waitingBytes > 0 && `${bytesText(waitingBytes)} waiting`];
  const item = new vscode.TreeItem(clientName(client), positions.length > 0 ? Collapsed : None);
  item.description = [...lag, topicsText(client), title].filter(Boolean).join(" · ");
  item.tooltip = [
    `${title} client ${id} from ${address}`,
    `since ${new Date(connectedAt).toLocaleTimeString([], { hour12: false })}`,
    ...positions.map((position) => `${position.topic} ${positionText(position)}`),
    waitingBytes > 0 ? `${bytesText(waitingBytes)} wait for it` : "nothing waits for it",
  ].join("\n");
  const lags = behind > 0 || waitingBytes > 0;
  item.iconPath = lags
    ? new vscode.ThemeIcon("person", new vscode.ThemeColor("charts.yellow"))
    : new vscode.ThemeIcon("person");
  item.contextValue = "client";
  const rowId = `client ${id}`;
  return {
    id: rowId,
    item,
    node: { kind: "client", client },
    rows: positions.map((position) => positionRow(rowId, position)),
  };
}

function positionRow(clientId: string, position: MockPosition): TreeRow {
  const item = new vscode.TreeItem(position.topic);
  item.description = positionText(position);
  item.iconPath = new vscode.ThemeIcon("broadcast");
  item.contextValue = "position";
  return { id: `${clientId} ${position.topic}`, item, rows: [] };
}

function restRow(count: number): TreeRow[] {
  if (count <= 0) return [];
  const item = new vscode.TreeItem(`and ${count.toLocaleString("en-US")} more`);
  item.tooltip = "The 500 that have been connected longest are listed.";
  return [{ id: "more clients", item, rows: [] }];
}

function faultRow(active: ActiveFault, titles: ReadonlyMap<string, string>): TreeRow {
  const { id, fault, from, strikes } = active;
  const does = whatItDoes(fault.does);
  const item = new vscode.TreeItem(fault.name ?? does);
  const struck = strikes === 0 ? "has not struck yet" : `struck ${timesText(strikes)}`;
  item.description = [fault.name && does, whereItDoes(fault, titles), struck].filter(Boolean).join(" · ");
  item.tooltip = `${does}\n${whereItDoes(fault, titles)}\n${struck}\nasked for by ${askedBy[from]}`;
  item.iconPath = new vscode.ThemeIcon(
    "flame",
    new vscode.ThemeColor(strikes > 0 ? "charts.orange" : "icon.foreground"),
  );
  item.contextValue = "fault";
  return { id: `fault ${id}`, item, node: { kind: "fault", fault: active }, rows: [] };
}

const askedBy = { scenario: "the scenario", person: "you", control: "the control endpoint" } as const;

function addFaultRow(): TreeRow {
  const item = new vscode.TreeItem("Add Fault…");
  item.iconPath = new vscode.ThemeIcon("add");
  item.tooltip = "Let something go wrong on purpose";
  item.command = { command: "framescope.addMockFault", title: "Add Fault…" };
  return { id: "add fault", item, rows: [] };
}

function topicsText({ topics }: MockClient): string {
  const [first, ...others] = topics;
  if (first === undefined) return "no topics";
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

function positionText({ offset, behind }: MockPosition): string {
  const at = offset === 0 ? "at the beginning" : `at ${offset}`;
  return behind > 0 ? `${at}, ${behind} behind` : `${at}, up to date`;
}

function payloadText(data: unknown): string {
  const text = typeof data === "string" ? data : JSON.stringify(data);
  return text.length > payloadCharacters ? `${text.slice(0, payloadCharacters)}…` : text;
}
