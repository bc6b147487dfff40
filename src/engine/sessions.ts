/** All sessions of this engine, by id. Knows where captures lie; what a session does is its own matter. */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { EngineEvents, SessionSummary } from "../bridge/engine-api.ts";
import { openRecordedCapture } from "../capture/opening.ts";
import type { CaptureWords } from "../interchange/import-findings.ts";
import type { Endpoint } from "../model/endpoint.ts";
import { protocolById } from "../protocols/registry.ts";
import { checkEndpoint } from "./endpoint-check.ts";
import type { Hosted } from "./hosted.ts";
import { Imported } from "./imported.ts";
import { captureExtension } from "./leftovers.ts";
import { MockRecording } from "./mock-recording.ts";
import { Recording } from "./recording.ts";
import { Session, type SessionListener } from "./session.ts";
import { SessionSecrets } from "./session-secrets.ts";
import { SharedSecrets } from "./shared-secrets.ts";

export interface SessionsOptions {
  readonly capturesFolder: string;
  /** Of one that is being recorded. */
  readonly maxCaptureBytes: () => number;
  readonly events: EngineEvents;
  /** The session's capture has other entries than before. */
  onCaptured(session: Hosted): void;
  /** The session is about to end for good. */
  onForget(session: Hosted): void;
}

export class Sessions {
  readonly #options: SessionsOptions;
  readonly #listener: SessionListener;
  readonly #sessions = new Map<string, Hosted>();
  readonly #secrets = new Map<string, SessionSecrets>();
  readonly #shared = new SharedSecrets();
  #closed = false;

  constructor(options: SessionsOptions) {
    this.#options = options;
    const { events } = options;
    this.#listener = {
      changed: (summary) => events.sessionChanged(summary),
      verdict: (notice) => events.verdict(notice),
      captured: (session) => options.onCaptured(session),
      log: (level, text) => events.log(level, text),
    };
  }

  /** Throws with a sentence when the endpoint is wrong. */
  connect(endpoint: Endpoint): Hosted {
    if (this.#closed) throw new Error("The engine is stopping.");
    const secrets = new SessionSecrets(endpoint.secrets);
    this.#shared.add(endpoint.secrets ?? []);
    const session = secrets.guard(() => this.#prepare(endpoint, secrets));
    this.#sessions.set(session.id, session);
    this.#secrets.set(session.id, secrets);
    session.start();
    return session;
  }

  /** A capture to be filled from a file; its entries are told of as they come. Throws when the engine is stopping. */
  addImported(words: CaptureWords, source: string): Imported {
    if (this.#closed) throw new Error("The engine is stopping.");
    const { id, path } = this.#newPlace();
    const imported = new Imported(id, words, source, path, () => {
      this.#options.onCaptured(imported);
    });
    this.#sessions.set(id, imported);
    return imported;
  }

  /** The timeline of a mock server that runs under this address. Throws when the engine is stopping. */
  addMock(origin: string): MockRecording {
    if (this.#closed) throw new Error("The engine is stopping.");
    const { id, path } = this.#newPlace();
    const place = { path, maxBytes: this.#options.maxCaptureBytes };
    const recording = new MockRecording({ id, origin, place, secrets: this.#shared }, this.#listener);
    this.#sessions.set(id, recording);
    return recording;
  }

  /** Throws with a sentence when the file is no capture, or cannot be read. */
  open(path: string): Hosted {
    if (this.#closed) throw new Error("The engine is stopping.");
    const changed = (summary: SessionSummary) => this.#listener.changed(summary);
    const recording = new Recording(randomUUID(), openRecordedCapture(path), changed);
    this.#sessions.set(recording.id, recording);
    return recording;
  }

  /** Throws with a sentence when there is none of that id. */
  get(id: string): Hosted {
    const session = this.#sessions.get(id);
    if (!session) throw new Error("This session is gone. Connect again for a new one.");
    return session;
  }

  all(): readonly Hosted[] {
    return [...this.#sessions.values()];
  }

  /** What someone else tells who hears what sessions send, without the secrets of any of them. */
  hide<T>(told: T): T {
    return [...this.#secrets.values()].reduce((hidden, secrets) => secrets.hide(hidden), told);
  }

  async forget(id: string): Promise<void> {
    const session = this.get(id);
    this.#sessions.delete(id);
    this.#secrets.delete(id);
    this.#options.onForget(session);
    this.#options.events.sessionForgotten(id);
    await session.delete();
  }

  /** Ends all; capture files stay. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.all().map((session) => session.stop()));
    this.#sessions.clear();
  }

  #prepare(endpoint: Endpoint, secrets: SessionSecrets): Session {
    const known = protocolById(endpoint.protocol);
    const protocol = known.configured?.(endpoint.settings) ?? known;
    checkEndpoint(endpoint, protocol);
    const { id, path } = this.#newPlace();
    const place = { path, maxBytes: this.#options.maxCaptureBytes };
    return new Session({ id, endpoint, protocol, secrets, place }, this.#listener);
  }

  #newPlace(): { readonly id: string; readonly path: string } {
    // Never used again, also after a restart: a window that is restored must not take another session for its own.
    const id = randomUUID();
    const startedAt = new Date().toISOString().slice(0, 19).replaceAll(":", "-");
    return { id, path: join(this.#options.capturesFolder, `${startedAt}-${id.slice(0, 8)}${captureExtension}`) };
  }
}
