/** One tab with one session's timeline: the page, the calls it may make, and what it is told. */
import { createBirpc } from "birpc";
import * as vscode from "vscode";
import type { ViewState } from "../../bridge/rows.ts";
import type { TimelineEvents, TimelineHost } from "../../bridge/timeline-api.ts";
import {
  packTimelinePacket,
  timelineCallTimeoutMs,
  timelineEventNames,
  unpackTimelinePacket,
} from "../../bridge/timeline-wire.ts";
import type { LazyEngine } from "../lazy-engine.ts";
import type { Session, Sessions } from "../sessions.ts";
import type { PayloadDocuments } from "./payload-documents.ts";
import { createTimelineHost } from "./timeline-host.ts";
import { timelineHtml } from "./timeline-html.ts";

export interface PanelSurroundings {
  readonly engine: LazyEngine;
  readonly sessions: Sessions;
  readonly payloads: PayloadDocuments;
  readonly extensionUri: vscode.Uri;
}

const palette: Readonly<Record<"connect" | "publishToMock" | "showLog", string>> = {
  connect: "framescope.connect",
  publishToMock: "framescope.publishToMock",
  showLog: "framescope.showLog",
};

export class TimelinePanel implements vscode.Disposable {
  readonly session: string;
  readonly panel: vscode.WebviewPanel;
  readonly #webview: Pick<TimelineEvents, "act">;
  readonly #close: () => void;

  constructor(panel: vscode.WebviewPanel, session: Session, around: PanelSurroundings) {
    const { engine, sessions, payloads, extensionUri } = around;
    this.panel = panel;
    this.session = session.id;
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.joinPath(extensionUri, "dist/webview")],
    };
    panel.title = session.summary.title;
    panel.iconPath = vscode.Uri.joinPath(extensionUri, "dist/media/timeline.svg");

    const host = createTimelineHost({
      engine: engine.api,
      session: () => sessions.get(session.id) ?? session,
      openPayload: (seq) => payloads.open(session.id, seq),
      copy: async (text) => vscode.env.clipboard.writeText(text),
      run: async (action) => void (await vscode.commands.executeCommand(palette[action])),
    });
    const subscriptions: vscode.Disposable[] = [];
    const rpc = createBirpc<TimelineEvents, TimelineHost>(host.calls, {
      bind: "functions",
      timeout: timelineCallTimeoutMs,
      eventNames: [...timelineEventNames],
      post: (packet) => panel.webview.postMessage(packet),
      on: (receive) => void subscriptions.push(panel.webview.onDidReceiveMessage(receive)),
      serialize: packTimelinePacket,
      deserialize: unpackTimelinePacket,
    });
    this.#webview = rpc;

    const whenVisible = new LatestView(panel, (view) => void rpc.viewChanged(view));
    subscriptions.push(
      engine.onViewChanged((view) => {
        if (view.view === host.view()) whenVisible.tell(view);
      }),
      engine.onSessionChanged((summary) => {
        if (summary.id !== session.id) return;
        panel.title = summary.title;
        void rpc.sessionChanged(summary);
      }),
      engine.onMockChanged((mock) => void rpc.mockChanged(mock)),
      panel.onDidChangeViewState(() => {
        this.#watch(sessions);
        whenVisible.flush();
      }),
    );
    this.#watch(sessions);
    this.#close = () => {
      for (const subscription of subscriptions) subscription.dispose();
      sessions.unwatch(session.id);
      rpc.$close();
      void host.closeView();
    };
    panel.webview.html = timelineHtml(panel.webview, extensionUri);
  }

  act(action: Parameters<TimelineEvents["act"]>[0]): void {
    this.#webview.act(action);
  }

  /** Lets go of the tab; the tab itself stays. */
  dispose(): void {
    this.#close();
  }

  #watch(sessions: Sessions): void {
    if (this.panel.visible) sessions.watch(this.session);
    else sessions.unwatch(this.session);
  }
}

/** Counts that nobody sees need not be sent twenty times a second: a tab in the background gets the newest when it is shown. */
class LatestView {
  readonly #panel: vscode.WebviewPanel;
  readonly #send: (view: ViewState) => void;
  #waiting: ViewState | undefined;

  constructor(panel: vscode.WebviewPanel, send: (view: ViewState) => void) {
    this.#panel = panel;
    this.#send = send;
  }

  tell(view: ViewState): void {
    this.#waiting = view;
    this.flush();
  }

  flush(): void {
    if (!this.#panel.visible || !this.#waiting) return;
    this.#send(this.#waiting);
    this.#waiting = undefined;
  }
}
