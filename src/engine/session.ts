/** One hosted session: a runner, the capture it writes to, and what can be told of both. */
import type { SessionSummary, VerdictNotice } from "../bridge/engine-api.ts";
import { openCapture } from "../capture/opening.ts";
import { redactUrl, redactWords } from "../capture/redaction.ts";
import type { Capture } from "../capture/store.ts";
import { systemClock } from "../clock/clock.ts";
import type { Endpoint } from "../model/endpoint.ts";
import type { ObserverEvent } from "../model/event.ts";
import type { Command } from "../model/form.ts";
import type { Protocol } from "../model/protocol.ts";
import type { ClientStatus } from "../model/session.ts";
import { Runner } from "../runner/runner.ts";
import { readingSettings } from "./configured.ts";
import type { Hosted } from "./hosted.ts";
import { MessageReader } from "./message-reader.ts";
import { Pace } from "./pace.ts";
import { Rate } from "./rate.ts";
import type { SessionSecrets } from "./session-secrets.ts";
import { DroppedRows } from "./size-event.ts";
import { SummaryNews } from "./summary-news.ts";
import { transports } from "./transports.ts";

/** Where the capture lies, and how large it may become. */
export interface CapturePlace {
  readonly path: string;
  readonly maxBytes?: (() => number) | undefined;
}

export interface SessionListener {
  changed(summary: SessionSummary): void;
  verdict(notice: VerdictNotice): void;
  /** The capture has other entries than before. */
  captured(session: Hosted): void;
  log(level: "info" | "warn" | "error", text: string): void;
}

export interface SessionPlan {
  readonly id: string;
  readonly endpoint: Endpoint;
  readonly protocol: Protocol;
  readonly secrets: SessionSecrets;
  readonly place: CapturePlace;
}

export class Session implements Hosted {
  readonly id: string;
  readonly capture: Capture;
  readonly reader: MessageReader;
  readonly #endpoint: Endpoint;
  readonly #protocol: Protocol;
  readonly #listener: SessionListener;
  readonly #runner: Runner;
  readonly #startedAt: number;
  readonly #secrets: SessionSecrets;
  readonly #rate = new Rate();
  readonly #changes = new SummaryNews(
    () => this.summary(),
    (summary) => this.#listener.changed(summary),
  );
  readonly #verdicts = new Pace(() => this.#tellVerdict());
  #status: ClientStatus = { state: "connecting", channels: [] };
  #openedAt: number | undefined;
  #verdictCount = 0;
  #untoldVerdict: VerdictNotice | undefined;
  #captureFailure: string | undefined;

  /** Opens the capture, but no connection yet. Throws on wrong settings; then no file is left. */
  constructor({ id, endpoint, protocol, secrets, place }: SessionPlan, listener: SessionListener) {
    this.id = id;
    this.#endpoint = endpoint;
    this.#protocol = protocol;
    this.#listener = listener;
    this.#startedAt = systemClock.now();
    this.#secrets = secrets;
    this.capture = openCapture(place.path, place);
    this.reader = new MessageReader(this.capture.reader, protocol);
    this.capture.onChange = () => this.#captureChanged();
    this.capture.describe({
      title: this.#secrets.hide(endpoint.name || addressOf(endpoint.url)),
      session: id,
      url: this.#secrets.hide(redactUrl(endpoint.url)),
      protocol: protocol.id,
      settings: readingSettings(protocol, endpoint.settings),
      startedAt: this.#startedAt,
    });
    const dropped = new DroppedRows(place.maxBytes ?? (() => 0));
    this.capture.onDropped = (count) => {
      const at = systemClock.now();
      const event = dropped.dropped(count, at);
      if (event) this.capture.event(at, 0, event);
    };
    this.capture.onFailure = (reason) => this.#captureFailed(reason);
    try {
      this.#runner = new Runner({
        protocol,
        clientOptions: { ...endpoint, random: Math.random },
        transport: transports[protocol.transport],
        writer: secrets.before(this.capture),
        clock: systemClock,
        onStatus: (status) => this.#statusChanged(status),
        onEvent: (event, seq) => this.#concluded(event, seq),
      });
    } catch (error) {
      this.capture.delete();
      throw error;
    }
  }

  start(): void {
    this.#runner.start();
  }

  /** Throws a `MisuseError` when the command is wrong. */
  command(command: Command): void {
    this.#secrets.guard(() => this.#runner.command(this.#secrets.meantBy(command)));
  }

  clear(): void {
    this.capture.clear();
    this.#verdictCount = 0;
    this.#untoldVerdict = undefined;
  }

  /** Closes the connection and the capture; the file stays. Nothing is told any more. */
  async stop(): Promise<void> {
    await this.#end();
    this.capture.describe({ verdicts: this.#verdictCount, endedAt: systemClock.now() });
    this.capture.close();
  }

  /** Closes the connection and deletes the capture. Nothing is told any more. */
  async delete(): Promise<void> {
    await this.#end();
    this.capture.delete();
  }

  summary(): SessionSummary {
    const { url, name } = this.#endpoint;
    const { state, detail, nextAttemptAt, channels } = this.#status;
    return {
      id: this.id,
      title: this.#secrets.hide(name || addressOf(url)),
      url: this.#secrets.hide(redactUrl(url)),
      protocol: this.#protocol.id,
      protocolTitle: this.#protocol.title,
      subprotocol: this.capture.subprotocol,
      state: this.#captureFailure === undefined ? state : "stopped",
      detail: this.#captureFailure ?? (detail === undefined ? undefined : this.#secrets.hide(redactWords(detail))),
      nextAttemptAt,
      channels: this.#secrets.hideInChannels(channels),
      entries: this.capture.entries,
      ratePerSecond: this.#rate.sample(performance.now(), this.capture.lastSeq),
      verdicts: this.#verdictCount,
      startedAt: this.#startedAt,
      openedAt: this.#openedAt,
      ...(acceptsAnyCertificate(this.#endpoint) ? { acceptsAnyCertificate: true } : undefined),
    };
  }

  async #end(): Promise<void> {
    this.#changes.stop();
    this.#verdicts.stop();
    await this.#runner.stop();
  }

  #captureChanged(): void {
    this.#changes.touch();
    this.#listener.captured(this);
  }

  #captureFailed(reason: string): void {
    this.#captureFailure = reason;
    this.#listener.log("error", `${this.summary().title}: ${reason} The session was stopped.`);
    // Not from within: the failure came up while the runner was recording.
    queueMicrotask(() => void this.#runner.stop());
    this.#changes.touch();
  }

  #statusChanged(status: ClientStatus): void {
    this.#status = status;
    if (status.state === "open" && status.greeted !== false) this.#openedAt ??= systemClock.now();
    this.#changes.touch();
  }

  #concluded(event: ObserverEvent, seq: number): void {
    if (event.level !== "warning" && event.level !== "error") return;
    this.#verdictCount += 1;
    this.#changes.touch();
    // Of several within 50 ms the newest is told, unless it would hide an error.
    if (event.level === "error" || this.#untoldVerdict?.level !== "error") {
      this.#untoldVerdict = this.#notice(event, seq);
    }
    this.#verdicts.touch();
  }

  #notice(event: ObserverEvent, seq: number): VerdictNotice {
    const { kind, level, title, explanation, advice = [] } = event;
    return this.#secrets.hide({
      session: this.id,
      seq,
      kind,
      level,
      title: redactWords(title),
      explanation: redactWords(explanation),
      advice: advice.map(redactWords),
    });
  }

  #tellVerdict(): void {
    if (this.#untoldVerdict) this.#listener.verdict(this.#untoldVerdict);
    this.#untoldVerdict = undefined;
  }
}

function acceptsAnyCertificate({ url, insecure, tls }: Endpoint): boolean {
  return /^(?:wss|https):/i.test(url) && (insecure === true || tls?.insecure === true);
}

/** Host and path: without what may be secret, and without what is the same for all. */
function addressOf(url: string): string {
  const { host, pathname } = new URL(url);
  return pathname === "/" ? host : host + pathname;
}
