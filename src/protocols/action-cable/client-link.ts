/**
 * The client's connection as connection.js and connection_monitor.js handle it: opened, closed, found stale, replaced.
 * Knows no subscription. Every decision is reported.
 */
import type { Handshake } from "../../model/frame.ts";
import type { ClientStatus } from "../../model/session.ts";
import type { OpenRequest } from "../../model/transport.ts";
import { formatDuration } from "../kit/words.ts";
import * as reports from "./client-reports.ts";
import { reconnectReading } from "./disconnect-reasons.ts";
import { type LinkPhase, sessionState } from "./link-phase.ts";
import { type Disconnect, supportedSubprotocol } from "./messages.ts";
import { Monitor, type MonitorPolicy } from "./monitor.ts";
import type { Outbox } from "./outbox.ts";

/** Between closing a stale connection and opening the next. */
const reopenAfterMs = 500;

export interface LinkOptions {
  readonly request: OpenRequest;
  readonly policy: MonitorPolicy;
  readonly random: () => number;
  readonly outbox: Outbox;
}

export class ClientLink {
  private readonly request: OpenRequest;
  private readonly monitor: Monitor;
  private readonly random: () => number;
  private readonly outbox: Outbox;
  private phase: LinkPhase = "stopped";
  /** From the upgrade until the connection ended. */
  private opened = false;
  private welcomed = false;
  private stoppedBecause: string | undefined;
  private nextLookAt = 0;
  /** What comes when the old connection has ended: a new one after the reopen delay, or at once. */
  private next: "none" | "after delay" | "at once" = "none";

  constructor({ request, policy, random, outbox }: LinkOptions) {
    this.request = request;
    this.monitor = new Monitor(policy);
    this.random = random;
    this.outbox = outbox;
  }

  get isOpen(): boolean {
    return this.phase === "open";
  }

  start(at: number): void {
    this.monitor.start(at);
    this.scheduleLook(at);
    this.open();
  }

  onOpened(handshake: Handshake): void {
    this.opened = true;
    if (this.phase !== "connecting") return;
    this.phase = "open";
    this.welcomed = false;
    if (handshake.subprotocol === supportedSubprotocol) return;
    this.stopMonitor();
    this.outbox.report(reports.keptUnsupported(handshake.subprotocol));
  }

  onMessage(kind: string, at: number): void {
    this.monitor.recordMessage(kind, at);
  }

  onWelcome(): void {
    this.monitor.recordWelcome();
    this.welcomed = true;
  }

  onDisconnect({ reason, reconnect }: Disconnect): void {
    if (!reconnectReading(reconnect).railsReconnects) {
      this.stopMonitor();
      this.stoppedBecause = `${reason ?? "the server"}: asked to stay away`;
      this.outbox.report(reports.stayingAway(reason));
    }
    this.close();
  }

  onClosed(at: number): void {
    // The official client's flag: a socket that never opened does not move the moment of the last disconnect.
    if (this.opened) this.monitor.recordDisconnect(at);
    this.opened = false;
    this.welcomed = false;
    if (this.next === "at once") {
      this.open();
    } else if (this.next === "after delay") {
      this.phase = "waiting";
    } else if (this.monitor.running) {
      this.phase = "waiting";
      this.outbox.report(reports.reconnectScheduled(this.nextLookAt - at, this.monitor.policy));
    } else {
      this.phase = "stopped";
    }
  }

  onWoke(timer: string, at: number): void {
    if (timer === "look") this.look(at);
    else if (timer === "reopen") this.reopen();
  }

  disconnect(): void {
    this.stopMonitor();
    this.next = "none";
    this.stoppedBecause = "disconnected by you";
    this.outbox.put({ kind: "forget", timer: "reopen" });
    if (this.phase === "waiting") this.phase = "stopped";
    else if (this.phase !== "stopped") this.close();
  }

  reconnect(at: number): void {
    this.monitor.start(at);
    this.scheduleLook(at);
    if (this.phase === "waiting" || this.phase === "stopped") {
      this.open();
    } else {
      this.next = "at once";
      this.outbox.put({ kind: "wake", timer: "reopen", afterMs: reopenAfterMs });
      this.close();
    }
  }

  status(at: number): Omit<ClientStatus, "channels"> {
    const state = sessionState(this.phase);
    const greeting = state === "open" && !this.welcomed ? ({ greeted: false } as const) : {};
    const status = { state, detail: this.detail(at), ...greeting };
    const looks = this.phase === "waiting" && this.next === "none";
    return looks ? { ...status, nextAttemptAt: this.nextLookAt } : status;
  }

  private open(): void {
    this.phase = "connecting";
    this.next = "none";
    this.stoppedBecause = undefined;
    this.outbox.put({ kind: "forget", timer: "reopen" });
    this.outbox.put({ kind: "open", request: this.request });
  }

  /** With no code, as the browser's `close()`. */
  private close(): void {
    if (this.phase === "closing") return;
    this.phase = "closing";
    this.outbox.put({ kind: "close" });
  }

  /** The monitor's round: staleness first, then the next round is set by the attempts so far. */
  private look(at: number): void {
    if (!this.monitor.running) return;
    const look = this.monitor.look(at);
    this.scheduleLook(at);
    if (look.kind === "reopen") {
      this.replace(look.silentMs);
    } else if (this.phase === "waiting") {
      const why =
        look.kind === "fresh"
          ? `not stale for another ${formatDuration(look.staleInMs)}`
          : `the connection ended only ${formatDuration(look.endedMs)} ago`;
      this.outbox.report(reports.reconnectPostponed(why, this.nextLookAt - at, this.monitor.policy));
    }
  }

  private replace(silentMs: number): void {
    const { attempts, policy } = this.monitor;
    if (this.phase === "connecting") {
      this.outbox.report(reports.leftConnecting(attempts));
      return;
    }
    this.outbox.report(reports.reconnecting(attempts, silentMs, policy));
    if (this.phase === "waiting") {
      this.open();
    } else {
      this.next = "after delay";
      this.outbox.put({ kind: "wake", timer: "reopen", afterMs: reopenAfterMs });
      this.close();
    }
  }

  /** The reopen delay is over: the official client opens now, whether the old socket has answered its close or not. */
  private reopen(): void {
    if (this.phase === "closing") {
      this.next = "at once";
      this.outbox.report(reports.closeUnanswered());
      this.outbox.put({ kind: "cut" });
    } else if (this.next === "after delay") {
      this.open();
    }
  }

  private stopMonitor(): void {
    this.monitor.stop();
    this.outbox.put({ kind: "forget", timer: "look" });
  }

  private scheduleLook(at: number): void {
    const afterMs = this.monitor.policy.pollAfterMs(this.monitor.attempts, this.random());
    this.nextLookAt = at + afterMs;
    this.outbox.put({ kind: "wake", timer: "look", afterMs });
  }

  private detail(at: number): string | undefined {
    const { attempts, policy } = this.monitor;
    switch (this.phase) {
      case "connecting":
        return attempts > 0 ? `attempt ${attempts}` : undefined;
      case "open":
        return this.welcomed ? undefined : "waiting for welcome";
      case "closing":
        return "closing";
      case "waiting":
        return this.next === "after delay"
          ? "opening again in a moment"
          : `next check in ${formatDuration(this.nextLookAt - at)} (${policy.title}, attempt ${attempts + 1})`;
      case "stopped":
        return this.stoppedBecause;
    }
  }
}
