/**
 * The sessions of this window: what the engine says of each, the endpoint behind it, and which verdicts were seen.
 * Refuses to know how any of it is shown.
 */
import * as vscode from "vscode";
import { mockProtocol, type ProtocolInfo, type SessionSummary } from "../bridge/engine-api.ts";
import { withAmbientProxy } from "../config/ambient-proxy.ts";
import type { Endpoint } from "../model/endpoint.ts";
import { editorProxy } from "./endpoints/editor-proxy.ts";
import type { LazyEngine } from "./lazy-engine.ts";

export interface Session {
  readonly id: string;
  readonly summary: SessionSummary;
  /** What it was connected with. May hold secrets: never shown, never logged. */
  readonly endpoint: Endpoint;
  readonly protocol: ProtocolInfo;
  /** Verdicts that no timeline showed yet. */
  readonly unread: number;
}

/** For the mock server's own timeline, where each connection has a protocol of its own. */
const mockInfo: ProtocolInfo = {
  id: mockProtocol,
  title: "Mock server",
  transport: "websocket",
  connectForm: [],
  commandForms: [],
  readOnlyReason: "Publish, add faults and interrupt clients in the Mock Server view",
};

/** What goes wrong on the mock server's side goes wrong on purpose: it asks for nobody's attention. */
function freshVerdicts({ mock }: SessionSummary, count: number): number {
  return mock ? 0 : count;
}

export class Sessions implements vscode.Disposable {
  readonly #engine: LazyEngine;
  readonly #sessions = new Map<string, Session>();
  /** Sessions whose timeline is in sight. */
  readonly #watched = new Set<string>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #removed = new vscode.EventEmitter<Session>();
  readonly #lost = new vscode.EventEmitter<Session>();
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly onChanged = this.#changed.event;
  /** The person closed it. */
  readonly onRemoved = this.#removed.event;
  /** It ended with its engine. */
  readonly onLost = this.#lost.event;

  constructor(engine: LazyEngine) {
    this.#engine = engine;
    this.#subscriptions = [
      engine.onSessionChanged((summary) => this.#update(summary)),
      engine.onSessionForgotten((id) => this.#remove(id)),
      engine.onEnded(() => this.#loseAll()),
    ];
  }

  /** Starts a session. Rejects with a sentence when the endpoint is wrong. */
  async connect(endpoint: Endpoint): Promise<Session> {
    const protocols = await this.#engine.api.protocols();
    const protocol = protocols.find(({ id }) => id === endpoint.protocol);
    if (!protocol) throw new Error(`No protocol is called "${endpoint.protocol}".`);
    // Not kept with the endpoint: the editor's settings may be others when it is connected again.
    const summary = await this.#engine.api.connect(withAmbientProxy(endpoint, editorProxy(endpoint.url)));
    const session = { id: summary.id, summary, endpoint, protocol, unread: 0 };
    this.#sessions.set(session.id, session);
    this.#changed.fire();
    return session;
  }

  /** A session that the engine made by itself: out of a file, or the mock server's own timeline. */
  async adopt(id: string): Promise<Session | undefined> {
    const [protocols, summaries] = await Promise.all([this.#engine.api.protocols(), this.#engine.api.sessions()]);
    const summary = summaries.find((known) => known.id === id);
    const protocol = summary?.mock ? mockInfo : protocols.find((known) => known.id === summary?.protocol);
    if (!summary || !protocol) return undefined;
    const { url } = summary;
    const endpoint = { id, url, protocol: protocol.id, headers: [], settings: {} };
    const session = { id, summary, endpoint, protocol, unread: freshVerdicts(summary, summary.verdicts) };
    this.#sessions.set(id, session);
    this.#changed.fire();
    return session;
  }

  all(): readonly Session[] {
    return [...this.#sessions.values()];
  }

  get(id: string): Session | undefined {
    return this.#sessions.get(id);
  }

  /** While a session is watched, its verdicts count as seen. */
  watch(id: string): void {
    this.#watched.add(id);
    const session = this.#sessions.get(id);
    if (!session?.unread) return;
    this.#sessions.set(id, { ...session, unread: 0 });
    this.#changed.fire();
  }

  unwatch(id: string): void {
    this.#watched.delete(id);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
    this.#removed.dispose();
    this.#lost.dispose();
  }

  #update(summary: SessionSummary): void {
    const known = this.#sessions.get(summary.id);
    if (!known) return;
    const fresh = freshVerdicts(summary, Math.max(0, summary.verdicts - known.summary.verdicts));
    this.#sessions.set(summary.id, {
      ...known,
      summary,
      unread: this.#watched.has(summary.id) ? 0 : Math.min(known.unread + fresh, summary.verdicts),
    });
    this.#changed.fire();
  }

  #remove(id: string): void {
    this.#watched.delete(id);
    const session = this.#sessions.get(id);
    if (!session) return;
    this.#sessions.delete(id);
    this.#removed.fire(session);
    this.#changed.fire();
  }

  #loseAll(): void {
    const lost = this.all();
    this.#sessions.clear();
    this.#watched.clear();
    for (const session of lost) this.#lost.fire(session);
    this.#changed.fire();
  }
}
