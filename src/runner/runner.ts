/**
 * Drives one client session over its transport: records what comes, hands it on, and performs what the session asks.
 * Knows no protocol; decides nothing itself but how to stop.
 */
import { Alarms } from "../clock/alarms.ts";
import type { Clock } from "../clock/clock.ts";
import { WakeTimers } from "../clock/wake-timers.ts";
import type { CaptureWriter } from "../model/capture.ts";
import type { EndpointRoute } from "../model/endpoint.ts";
import type { ObserverEvent } from "../model/event.ts";
import type { Command } from "../model/form.ts";
import type { Close, Frame, Handshake } from "../model/frame.ts";
import type { Message } from "../model/message.ts";
import type { ClientOptions, Protocol } from "../model/protocol.ts";
import type { ClientEffect, ClientInput, ClientSession, ClientStatus } from "../model/session.ts";
import type { OpenRequest, OutgoingFrame, Transport, TransportConnection } from "../model/transport.ts";
import { Explanations } from "./explanations.ts";
import { Recorder } from "./recorder.ts";

export interface RunnerOptions {
  readonly protocol: Protocol;
  readonly clientOptions: ClientOptions;
  readonly transport: Transport;
  readonly writer: CaptureWriter;
  readonly clock: Clock;
  onStatus(status: ClientStatus): void;
  /** Told of each event after it was written. */
  onEvent(event: ObserverEvent, seq: number): void;
}

/** How often observers are told the time: a verdict that rests on silence is at most so late. */
const tickMs = 250;

/** How long a peer may take over a close that we asked for because we stop. */
const stopMs = 2_000;

/** How long a transport may take to tell that it has cut the connection. */
const cutMs = 500;

/** One connection from our wish to open it until it closed. `handle` is missing while the transport opens it. */
interface Link {
  readonly connection: number;
  handle?: TransportConnection;
  closing: boolean;
  /** A person has left it: what the peer still sends is counted and not recorded, since it may go on for long. */
  left: boolean;
  dropped: number;
}

export class Runner {
  readonly #session: ClientSession;
  readonly #recorder: Recorder;
  readonly #explanations: Explanations;
  readonly #transport: Transport;
  /** How all connections of this session get there; no session decides it. */
  readonly #route: EndpointRoute;
  readonly #clock: Clock;
  readonly #onStatus: (status: ClientStatus) => void;
  readonly #timers: WakeTimers;
  #effects: ClientEffect[] = [];
  #performing = false;
  #connections = 0;
  #attempt = 0;
  #link: Link | undefined;
  #cancelTick: (() => void) | undefined;
  #over = false;
  #stopped: Promise<void> | undefined;
  #whenClosed: (() => void) | undefined;

  /** Throws what the protocol throws at settings that it cannot use. */
  constructor(options: RunnerOptions) {
    this.#session = options.protocol.createClientSession(options.clientOptions);
    this.#recorder = new Recorder(options);
    this.#explanations = new Explanations(options.protocol, this.#recorder);
    this.#transport = options.transport;
    const { insecure, tls, proxy, noProxy, proxyInsecure } = options.clientOptions;
    this.#route = { insecure, tls, proxy, noProxy, proxyInsecure };
    this.#clock = options.clock;
    this.#onStatus = options.onStatus;
    this.#timers = new WakeTimers(new Alarms(this.#clock), {
      woke: (timer) => this.#input({ kind: "woke", at: this.#clock.now(), timer }),
    });
  }

  /** Call it once. */
  start(): void {
    this.#tick();
    this.#input({ kind: "started", at: this.#clock.now() });
  }

  /** Throws a `MisuseError` if the session cannot take this command; then nothing has changed. */
  command(command: Command): void {
    if (this.#over) throw new Error("This session has ended. Connect again for a new one.");
    this.#explanations.startOver();
    const effects = this.#session.handle({ kind: "commanded", at: this.#clock.now(), command });
    if (command.kind === "disconnect" || command.kind === "reconnect") this.#leave();
    this.#enqueue(effects);
  }

  /** Ends the session for good, politely at first; resolves when nothing is open any more, within some 2 s. */
  stop(): Promise<void> {
    this.#stopped ??= this.#finish();
    return this.#stopped;
  }

  async #finish(): Promise<void> {
    this.#over = true;
    try {
      this.#enqueue(
        this.#session.handle({ kind: "commanded", at: this.#clock.now(), command: { kind: "disconnect", values: {} } }),
      );
    } catch {
      // A session that is not connected may refuse to disconnect; that is where we want it anyway.
    }
    if (this.#link !== undefined) await this.#waitForClose(this.#link);
    this.#link = undefined;
    this.#timers.forgetAll();
    this.#cancelTick?.();
    this.#recorder.tick(this.#clock.now());
  }

  #leave(): void {
    if (this.#link !== undefined) this.#link.left = true;
  }

  #waitForClose(link: Link): Promise<void> {
    return new Promise((resolve) => {
      const cancelCut = this.#clock.schedule(stopMs, () => link.handle?.cut());
      const cancelWait = this.#clock.schedule(stopMs + cutMs, resolve);
      this.#whenClosed = () => {
        cancelCut();
        cancelWait();
        resolve();
      };
      if (!link.closing) this.#close();
    });
  }

  #tick(): void {
    this.#cancelTick = this.#clock.schedule(tickMs, () => {
      this.#recorder.tick(this.#clock.now());
      if (!this.#over) this.#tick();
    });
  }

  #input(input: ClientInput<Message>): void {
    let effects: readonly ClientEffect[];
    try {
      effects = this.#session.handle(input);
    } catch (error) {
      this.#recorder.internalError(input.at, this.#connections, "session", error);
      return;
    }
    if (effects.length > 0) this.#enqueue(effects);
  }

  /**
   * Effects are performed one after another in the order in which they were wished. Performing one may call back at
   * once (a refused open, an echo of what was sent); what that leads to waits for the rest of the list.
   */
  #enqueue(effects: readonly ClientEffect[]): void {
    for (const effect of effects) this.#effects.push(effect);
    if (this.#performing) return;
    this.#performing = true;
    try {
      for (let i = 0; i < this.#effects.length; i += 1) this.#perform(this.#effects[i] as ClientEffect);
    } finally {
      this.#effects = [];
      this.#performing = false;
    }
  }

  #perform(effect: ClientEffect): void {
    switch (effect.kind) {
      case "open":
        this.#open(effect.request);
        break;
      case "send":
        this.#send(effect.frame);
        break;
      case "close":
        this.#close(effect.code, effect.reason);
        break;
      case "cut":
        this.#cut();
        break;
      case "wake":
        this.#timers.wake(effect.timer, effect.afterMs);
        break;
      case "forget":
        this.#timers.forget(effect.timer);
        break;
      case "report":
        this.#recorder.report(this.#clock.now(), this.#connections, effect.event);
        break;
      case "status":
        this.#onStatus(effect.status);
        break;
    }
  }

  #open(request: OpenRequest): void {
    if (this.#over) return;
    if (this.#link !== undefined) {
      const at = this.#clock.now();
      this.#recorder.internalError(at, this.#connections, "session", "it opened a connection while one was open");
      return;
    }
    this.#connections += 1;
    this.#attempt += 1;
    const link: Link = { connection: this.#connections, closing: false, left: false, dropped: 0 };
    this.#link = link;
    link.handle = this.#transport.open(
      { ...this.#route, ...request },
      {
        frame: (frame) => this.#frame(link, frame),
        opened: (handshake) => this.#opened(link, handshake),
        closed: (close) => this.#closed(link, close),
      },
    );
    // A close that was wished for while the transport was still in `open`.
    if (link.closing) link.handle.close();
  }

  #send(frame: OutgoingFrame): void {
    try {
      if (this.#link?.handle === undefined) throw new Error("The connection is closed.");
      this.#link.handle.send(frame);
    } catch (error) {
      this.#recorder.report(this.#clock.now(), this.#connections, {
        kind: "sendFailed",
        level: "warning",
        title: `not sent: ${error instanceof Error ? error.message : String(error)}`,
        explanation: `A ${frame.kind} frame could not be written any more, so the server has not seen it.`,
      });
    }
  }

  #close(code?: number, reason?: string): void {
    if (this.#link === undefined) return;
    this.#link.closing = true;
    try {
      this.#link.handle?.close(code, reason);
    } catch (error) {
      this.#recorder.internalError(this.#clock.now(), this.#link.connection, "close", error);
    }
  }

  #cut(): void {
    if (this.#link === undefined) return;
    this.#link.closing = true;
    this.#link.handle?.cut();
  }

  #frame(link: Link, frame: Frame): void {
    if (this.#link !== link) return;
    if (link.left && frame.direction === "received" && (frame.kind === "text" || frame.kind === "binary")) {
      link.dropped += 1;
      return;
    }
    const at = this.#clock.now();
    const messages = this.#recorder.frame(at, link.connection, frame);
    if (frame.kind === "request") this.#requested(at);
    if (frame.direction !== "received") return;
    for (let i = 0; i < messages.length; i += 1) {
      this.#input({ kind: "received", at, message: messages[i] as Message });
    }
  }

  #requested(at: number): void {
    try {
      this.#enqueue(this.#session.requested?.({ at }) ?? []);
    } catch (error) {
      this.#recorder.internalError(at, this.#connections, "session", error);
    }
  }

  #opened(link: Link, handshake: Handshake): void {
    const at = this.#clock.now();
    this.#recorder.opened(at, link.connection, handshake, this.#attempt);
    this.#explanations.opened(at, link.connection, handshake);
    this.#attempt = 0;
    this.#input({ kind: "opened", at, handshake });
  }

  #closed(link: Link, end: Close): void {
    if (this.#link !== link) return;
    const close = end.kind === "closed" && link.dropped > 0 ? { ...end, dropped: link.dropped } : end;
    this.#link = undefined;
    const at = this.#clock.now();
    const { messages, entry } = this.#recorder.closed(at, link.connection, close);
    this.#explanations.closed(at, link.connection, close, entry);
    for (const message of messages) this.#input({ kind: "received", at, message });
    this.#input({ kind: "closed", at, close });
    this.#whenClosed?.();
  }
}
