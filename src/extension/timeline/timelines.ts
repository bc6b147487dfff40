/** All timelines of the window: one tab a session, brought back after a reload with the way to connect again. */
import * as vscode from "vscode";
import type { ViewState } from "../../bridge/rows.ts";
import type { TimelineEvents, TimelineState } from "../../bridge/timeline-api.ts";
import type { Endpoint } from "../../model/endpoint.ts";
import { doorOf, throughDoor } from "../mock/doors.ts";
import type { Session } from "../sessions.ts";
import { lostSessionHtml } from "./timeline-html.ts";
import type { TimelineMemory } from "./timeline-memory.ts";
import { type PanelSurroundings, TimelinePanel, timelineViewType } from "./timeline-panel.ts";

export class Timelines implements vscode.WebviewPanelSerializer<TimelineState>, vscode.Disposable {
  readonly #around: PanelSurroundings;
  readonly #memory: TimelineMemory;
  readonly #panels = new Map<string, TimelinePanel>();
  /** Tabs whose session is over, by that session. */
  readonly #lost = new Map<string, vscode.WebviewPanel>();
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(around: PanelSurroundings, memory: TimelineMemory) {
    this.#around = around;
    this.#memory = memory;
    this.#subscriptions = [
      around.sessions.onRemoved((session) => this.#panels.get(session.id)?.panel.dispose()),
      around.sessions.onLost((session) => this.#lose(session)),
      vscode.window.registerWebviewPanelSerializer(timelineViewType, this),
    ];
  }

  /** The session whose timeline has the focus, or had it last among those in sight. */
  get active(): string | undefined {
    return [...this.#panels.values()].find(({ panel }) => panel.active)?.session;
  }

  /** What the session's timeline shows; undefined where it has none. */
  viewOf(session: string): ViewState | undefined {
    return this.#panels.get(session)?.view;
  }

  /** Shows the session's tab; makes it if there is none. */
  async open(session: Session): Promise<void> {
    await this.#open(session, vscode.ViewColumn.Active);
  }

  /** The same, beside another timeline if one is in front: the two are to be read side by side. */
  async openBeside(session: Session): Promise<void> {
    const isBeside = this.active !== undefined && this.active !== session.id;
    await this.#open(session, isBeside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active);
  }

  /** Only these rows of a session whose tab is open. */
  showOnly(session: string, filter: string): void {
    this.#panels.get(session)?.showOnly(filter);
  }

  async #open(session: Session, column: vscode.ViewColumn): Promise<void> {
    const shown = this.#panels.get(session.id);
    if (shown) return shown.panel.reveal();
    const { title } = session.summary;
    const panel = vscode.window.createWebviewPanel(timelineViewType, title, column, { retainContextWhenHidden: true });
    await this.#show(panel, session);
  }

  /** Shows the session in a tab that VS Code has made for its file. */
  async showIn(panel: vscode.WebviewPanel, session: Session): Promise<void> {
    await this.#show(panel, session);
  }

  act(action: Parameters<TimelineEvents["act"]>[0]): void {
    const { active } = this;
    if (active !== undefined) this.#panels.get(active)?.act(action);
  }

  /** VS Code's own call, when a tab of an earlier window comes back and is looked at for the first time. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: TimelineState | undefined): Promise<void> {
    const session = state && this.#around.sessions.get(state.session);
    if (session && !this.#panels.has(session.id)) return this.#show(panel, session);
    this.#showLost(panel, state?.session ?? "", "when the window was reloaded");
  }

  /** Connects the endpoint of a session that ended with its window, in the tab that it had. Rejects when it is forgotten. */
  async connectAgain(lost: string): Promise<void> {
    const endpoint = await this.#memory.endpoint(lost);
    if (!endpoint) throw new Error("The endpoint of this session is not known any more.");
    const renewed = await this.#around.renew(await this.#reachable(lost, endpoint));
    if (!renewed) return;
    const session = await this.#around.sessions.connect(renewed);
    const panel = this.#lost.get(lost);
    this.#lost.delete(lost);
    await this.#memory.forget(lost);
    if (panel) await this.#show(panel, session);
    else await this.open(session);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const timeline of this.#panels.values()) timeline.dispose();
  }

  /** The mock server ended with the window too: its door has to be opened again, on another port. */
  async #reachable(lost: string, endpoint: Endpoint): Promise<Endpoint> {
    const door = this.#memory.get(lost)?.door;
    return door === undefined ? endpoint : throughDoor(this.#around.engine.api, door, endpoint);
  }

  async #show(panel: vscode.WebviewPanel, session: Session): Promise<void> {
    const timeline = new TimelinePanel(panel, session, this.#around);
    this.#panels.set(session.id, timeline);
    panel.onDidDispose(() => this.#letGo(session.id));
    // A file is there again after a reload, and a mock server cannot be connected to like that: nothing is remembered.
    if (session.summary.recorded || session.summary.mock) return;
    const { title, url, protocolTitle } = session.summary;
    const door = doorOf(await this.#around.engine.api.mockState(), session.endpoint)?.path;
    await this.#memory.remember(session.id, { title, url, protocolTitle, door }, session.endpoint);
  }

  #letGo(session: string): void {
    this.#panels.get(session)?.dispose();
    this.#panels.delete(session);
  }

  #lose({ id }: Session): void {
    const panel = this.#panels.get(id)?.panel;
    this.#letGo(id);
    if (panel) this.#showLost(panel, id, "when the engine stopped");
  }

  #showLost(panel: vscode.WebviewPanel, session: string, when: string): void {
    const { extensionUri } = this.#around;
    this.#lost.set(session, panel);
    panel.onDidDispose(() => this.#lost.delete(session));
    panel.webview.options = {
      enableScripts: false,
      enableCommandUris: ["framescope.connectAgain", "framescope.connect", "framescope.openEarlier"],
      localResourceRoots: [vscode.Uri.joinPath(extensionUri, "dist/media")],
    };
    panel.iconPath = vscode.Uri.joinPath(extensionUri, "dist/media/timeline.svg");
    const lost = this.#memory.get(session);
    panel.webview.html = lostSessionHtml(panel.webview, extensionUri, { session, when, lost });
  }
}
