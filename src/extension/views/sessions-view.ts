/** The tree of sessions with their channels, and the badge of verdicts that nobody saw yet. */
import * as vscode from "vscode";
import type { ChannelStatus } from "../../model/session.ts";
import { takes } from "../context-keys.ts";
import { counted } from "../numbers.ts";
import { isLive, stateIcon, stateText } from "../session-words.ts";
import type { Session, Sessions } from "../sessions.ts";
import { dropFiles } from "../sharing/drop-files.ts";
import type { TreeNode } from "./nodes.ts";
import { SteadyTree, type TreeRow } from "./steady-tree.ts";
import { Throttled } from "./throttled.ts";

const recordingIcon = ["archive", "descriptionForeground"] as const;
const mockIcon = "server-environment";
const channelIcons = { pending: "circle-outline", confirmed: "check", rejected: "circle-slash" } as const;

export function showSessions(sessions: Sessions): vscode.Disposable {
  const tree = new SteadyTree();
  const view = vscode.window.createTreeView("framescope.sessions", {
    treeDataProvider: tree,
    dragAndDropController: dropFiles,
  });
  const redraw = new Throttled(() => {
    const all = sessions.all();
    const unread = all.reduce((sum, session) => sum + session.unread, 0);
    view.badge = unread > 0 ? { value: unread, tooltip: `${counted(unread, "verdict")} not seen yet` } : undefined;
    tree.show(all.map(sessionRow));
  });
  return vscode.Disposable.from(
    sessions.onChanged(() => redraw.request()),
    redraw,
    view,
    tree,
  );
}

function sessionRow(session: Session): TreeRow {
  const { id, summary, unread } = session;
  const node: TreeNode = { kind: "session", session: id };
  const { Expanded, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(summary.title, summary.channels.length > 0 ? Expanded : None);
  const [stateSign, color] = summary.recorded ? recordingIcon : stateIcon(summary.state);
  const icon = summary.mock && !summary.recorded ? mockIcon : stateSign;
  item.description = [summary.recorded ? "recording" : stateText(session), unread > 0 && `${unread} new`]
    .filter(Boolean)
    .join(" · ");
  item.tooltip = tooltip(session);
  item.iconPath = new vscode.ThemeIcon(icon, new vscode.ThemeColor(unread > 0 ? "charts.red" : color));
  item.contextValue = contextOf(session);
  item.command = { command: "framescope.openTimeline", title: "Open Timeline", arguments: [node] };
  return { id, item, node, rows: summary.channels.map((channel) => channelRow(session, channel)) };
}

function contextOf(session: Session): string {
  const { recorded, mock } = session.summary;
  if (recorded) return "session.recorded";
  if (mock) return "session.mock";
  return isLive(session) ? "session.live" : "session.stopped";
}

/** Without counts that change all the time: the row would be drawn again for each. */
function tooltip(session: Session): string {
  const { title, url, protocolTitle, subprotocol, verdicts } = session.summary;
  return [
    title,
    url,
    [protocolTitle, subprotocol].filter(Boolean).join(", "),
    stateText(session),
    counted(verdicts, "verdict"),
  ].join("\n");
}

function channelRow(session: Session, channel: ChannelStatus): TreeRow {
  const item = new vscode.TreeItem(channel.label);
  // A session that was stopped has no subscriptions; nothing is pending either.
  item.description = isLive(session) ? channel.state : "not connected";
  item.tooltip = channel.channel;
  item.iconPath = new vscode.ThemeIcon(channelIcons[channel.state]);
  item.contextValue = takes("unsubscribe")(session) ? "channel.subscribed" : "channel";
  return {
    id: `${session.id} ${channel.channel}`,
    item,
    node: { kind: "channel", session: session.id, channel },
    rows: [],
  };
}
