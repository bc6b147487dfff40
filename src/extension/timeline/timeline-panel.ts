/** One tab with one session's timeline: the page, the calls it may make, and what it is told. */
import * as vscode from "vscode";
import type { OverviewTick } from "../../bridge/overview.ts";
import type { ViewState } from "../../bridge/rows.ts";
import type { TimelineEvents, TimelineHost } from "../../bridge/timeline-api.ts";
import type { Endpoint } from "../../model/endpoint.ts";
import type { PreparedBook } from "../configured/prepared-book.ts";
import { savePrepared } from "../configured/save-prepared.ts";
import type { LazyEngine } from "../lazy-engine.ts";
import type { Session, Sessions } from "../sessions.ts";
import { copyRows } from "../sharing/copy-rows.ts";
import type { FilterMemory } from "./filter-memory.ts";
import type { PayloadDocuments } from "./payload-documents.ts";
import { type BoundTimelineHost, createTimelineHost } from "./timeline-host.ts";
import { timelineHtml } from "./timeline-html.ts";
import { openTimelineWire, type TimelineWire } from "./timeline-rpc.ts";
import { openVerdictDocs } from "./verdict-docs.ts";

export interface PanelSurroundings {
  readonly engine: LazyEngine;
  readonly sessions: Sessions;
  readonly payloads: PayloadDocuments;
  readonly filters: FilterMemory;
  readonly prepared: PreparedBook;
  /** Undefined when a question was dismissed. */
  renew(endpoint: Endpoint): Promise<Endpoint | undefined>;
  readonly extensionUri: vscode.Uri;
}

export const timelineViewType = "framescope.timeline";

const paletteCommands: Readonly<Record<Parameters<TimelineHost["run"]>[0], string>> = {
  connect: "framescope.connect",
  publishToMock: "framescope.publishToMock",
  showLog: "framescope.showLog",
};

export class TimelinePanel implements vscode.Disposable {
  readonly session: string;
  readonly panel: vscode.WebviewPanel;
  readonly #wire: TimelineWire;
  readonly #host: BoundTimelineHost;
  #firstFilter: string | undefined;
  #state: ViewState | undefined;
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(panel: vscode.WebviewPanel, session: Session, around: PanelSurroundings) {
    const { engine, sessions, extensionUri } = around;
    this.panel = panel;
    this.session = session.id;
    const host = createTimelineHost({
      engine: engine.api,
      session: () => sessions.get(session.id) ?? session,
      prepared: () => around.prepared.messages(sessions.get(session.id) ?? session),
      firstFilter: () => {
        const filter = this.#firstFilter;
        this.#firstFilter = undefined;
        return filter;
      },
      begun: () => this.#tellMock(engine),
      openPayload: (seq) => around.payloads.open(panel.title, session.id, seq),
      openDiff: (left, right) => around.payloads.openDiff(panel.title, session.id, left, right),
      exportRows: (seqs, format) => copyRows(engine.api, sessions.get(session.id) ?? session, seqs, format),
      savePrepared: async (command) => void savePrepared(around.prepared, session, command),
      filters: (change) => around.filters.filters(change),
      openVerdictDocs: (kind) => openVerdictDocs(extensionUri, kind),
      copy: async (text) => vscode.env.clipboard.writeText(text),
      // Its questions may take longer than a call may: nobody waits for it.
      run: async (action) => void vscode.commands.executeCommand(paletteCommands[action]),
    });
    this.#host = host;
    this.#wire = openTimelineWire(panel.webview, host.calls);
    const { tell } = this.#wire;
    const counts = new Latest<ViewState>(panel, tell.viewChanged);
    const ticks = new Latest<OverviewTick>(panel, tell.overviewChanged);
    this.#subscriptions = [
      engine.onViewChanged((view) => {
        if (view.view !== host.view()) return;
        this.#state = view;
        counts.tell(view);
      }),
      engine.onSessionChanged((summary) => {
        if (summary.id !== session.id) return;
        this.#entitle(summary.title);
        tell.sessionChanged(summary);
      }),
      engine.onOverviewChanged((tick) => tick.session === session.id && ticks.tell(tick)),
      engine.onMockChanged(tell.mockChanged),
      around.prepared.follow(session, () => sessions.get(session.id) ?? session, tell.preparedChanged),
      panel.onDidChangeViewState(() => {
        this.#watch(sessions);
        counts.flush();
        ticks.flush();
      }),
      new vscode.Disposable(() => {
        sessions.unwatch(session.id);
        this.#wire.close();
        void host.closeView();
      }),
    ];
    this.#watch(sessions);
    this.#entitle(session.summary.title);
    panel.iconPath = vscode.Uri.joinPath(extensionUri, "dist/media/timeline.svg");
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.joinPath(extensionUri, "dist/webview")],
    };
    panel.webview.html = timelineHtml(panel.webview, extensionUri);
  }

  /** Shows only these rows, at once or as soon as the page is there. */
  showOnly(filter: string): void {
    if (this.#host.view() === undefined) this.#firstFilter = filter;
    else this.#wire.tell.filterAsked(filter);
  }

  /** The newest that the engine told of its view; undefined before that. */
  get view(): ViewState | undefined {
    return this.#state;
  }

  act(action: Parameters<TimelineEvents["act"]>[0]): void {
    this.#wire.tell.act(action);
  }

  /** Lets go of the tab; the tab itself stays. */
  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** A file's tab has the file's name. */
  #entitle(title: string): void {
    if (this.panel.viewType === timelineViewType) this.panel.title = title;
  }

  #watch(sessions: Sessions): void {
    if (this.panel.visible) sessions.watch(this.session);
    else sessions.unwatch(this.session);
  }

  /** What is told when it changes has to be told once at the beginning. */
  #tellMock(engine: LazyEngine): void {
    engine.api.mockState().then(this.#wire.tell.mockChanged, () => {});
  }
}

/** Counts that nobody sees need not be sent twenty times a second: a tab in the background gets the newest when shown. */
class Latest<What> {
  readonly #panel: vscode.WebviewPanel;
  readonly #send: (what: What) => void;
  #waiting: What | undefined;

  constructor(panel: vscode.WebviewPanel, send: (what: What) => void) {
    this.#panel = panel;
    this.#send = send;
  }

  tell(what: What): void {
    this.#waiting = what;
    this.flush();
  }

  flush(): void {
    if (!this.#panel.visible || !this.#waiting) return;
    this.#send(this.#waiting);
    this.#waiting = undefined;
  }
}
