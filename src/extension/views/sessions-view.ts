/** The tree of sessions with their channels, and the badge of verdicts that nobody saw yet. */
import * as vscode from "vscode";
import { counted } from "../numbers.ts";
import { isLive, stateIcon, stateText } from "../session-words.ts";
import type { Session, Sessions } from "../sessions.ts";
import type { ChannelNode, SessionNode } from "./nodes.ts";
import { Throttled } from "./throttled.ts";

type Node = SessionNode | ChannelNode;

const channelIcons = { pending: "circle-outline", confirmed: "check", rejected: "circle-slash" } as const;

export class SessionsView implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #sessions: Sessions;
  readonly #view: vscode.TreeView<Node>;
  readonly #refresh: Throttled;
  readonly onDidChangeTreeData: vscode.Event<undefined>;

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
    const changed = new vscode.EventEmitter<undefined>();
    this.onDidChangeTreeData = changed.event;
    this.#view = vscode.window.createTreeView("framescope.sessions", { treeDataProvider: this });
    this.#refresh = new Throttled(() => {
      this.#showBadge();
      changed.fire(undefined);
    });
    sessions.onChanged(() => this.#refresh.request());
  }

  getChildren(node?: Node): Node[] {
    if (!node) return this.#sessions.all().map(({ id }) => ({ kind: "session", session: id }));
    if (node.kind === "channel") return [];
    const channels = this.#sessions.get(node.session)?.summary.channels ?? [];
    return channels.map((channel) => ({ kind: "channel", session: node.session, channel }));
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (node.kind === "channel") return channelItem(node, this.#sessions.get(node.session));
    const session = this.#sessions.get(node.session);
    return session ? sessionItem(session) : new vscode.TreeItem("closed");
  }

  dispose(): void {
    this.#refresh.dispose();
    this.#view.dispose();
  }

  #showBadge(): void {
    const unread = this.#sessions.all().reduce((sum, session) => sum + session.unread, 0);
    this.#view.badge =
      unread > 0 ? { value: unread, tooltip: `${counted(unread, "verdict")} not seen yet` } : undefined;
  }
}

function sessionItem(session: Session): vscode.TreeItem {
  const { id, summary, unread } = session;
  const item = new vscode.TreeItem(
    summary.title,
    summary.channels.length > 0 ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.None,
  );
  const [icon, color] = stateIcon(summary.state);
  item.id = id;
  item.description = [stateText(session), unread > 0 && `${unread} new`].filter(Boolean).join(" · ");
  item.tooltip = sessionTooltip(session);
  item.iconPath = new vscode.ThemeIcon(icon, new vscode.ThemeColor(unread > 0 ? "charts.red" : color));
  item.contextValue = isLive(session) ? "session.live" : "session.stopped";
  item.command = {
    command: "framescope.openTimeline",
    title: "Open Timeline",
    arguments: [{ kind: "session", session: id }],
  };
  return item;
}

function sessionTooltip(session: Session): string {
  const { title, url, protocolTitle, subprotocol, entries, verdicts } = session.summary;
  return [
    title,
    url,
    [protocolTitle, subprotocol].filter(Boolean).join(", "),
    stateText(session),
    `${counted(entries, "row")}, ${counted(verdicts, "verdict")}`,
  ].join("\n");
}

function channelItem({ session, channel }: ChannelNode, owner: Session | undefined): vscode.TreeItem {
  const canUnsubscribe = owner?.protocol.commandForms.some(({ kind }) => kind === "unsubscribe") ?? false;
  const item = new vscode.TreeItem(channel.label);
  item.id = `${session} ${channel.channel}`;
  item.description = channel.state;
  item.tooltip = channel.channel;
  item.iconPath = new vscode.ThemeIcon(channelIcons[channel.state]);
  item.contextValue = canUnsubscribe ? "channel.subscribed" : "channel";
  return item;
}
