/**
 * The client's connection as @anycable/core's cable and monitor handle it: opened, found stale, closed, tried again. Knows
 * no subscription. Every decision is reported.
 */
import type { ClientStatus } from "../../model/session.ts";
import type { OpenRequest } from "../../model/transport.ts";
import { type LinkPhase, sessionState } from "../action-cable/link-phase.ts";
import type { Disconnect } from "../action-cable/messages.ts";
import type { Outbox } from "../action-cable/outbox.ts";
import { formatDuration } from "../kit/words.ts";
import * as reports from "./client-reports.ts";
import { lookAfterMs, policyTitle, reconnectAfterMs, staleAfterMs } from "./monitor.ts";

export interface LinkOptions {
  readonly request: OpenRequest;
  readonly restore: boolean;
  readonly random: () => number;
  readonly outbox: Outbox;
}

export class ClientLink {
  private readonly options: LinkOptions;
  private phase: LinkPhase = "stopped";
  private welcomed = false;
  /** The session to ask for; forgotten when the server says goodbye. */
  private sid: string | undefined;
  private attempts = 0;
  private receivedAt = 0;
  private nextAttemptAt = 0;
  /** What follows when the connection has ended. */
  private next: "nothing" | "wait" | "at once" = "wait";
  private stoppedBecause: string | undefined;

  constructor(options: LinkOptions) {
    this.options = options;
  }

  get isOpen(): boolean {
    return this.phase === "open";
  }

  start(): void {
    this.open();
  }

  onOpened(at: number): void {
    if (this.phase !== "connecting") return;
    this.phase = "open";
    this.welcomed = false;
    this.receivedAt = at;
  }

  onMessage(at: number): void {
    this.receivedAt = at;
  }

  onWelcome(sid: string | undefined): void {
    this.welcomed = true;
    this.attempts = 0;
    if (this.options.restore && sid !== undefined) this.sid = sid;
    this.watch();
  }

  onDisconnect({ reason, reconnect }: Disconnect): void {
    if (this.sid !== undefined) this.options.outbox.report(reports.sessionForgotten());
    this.sid = undefined;
    if (reconnect === false) {
      this.next = "nothing";
      this.stoppedBecause = `${reason ?? "the server"}: asked to stay away`;
      this.options.outbox.report(reports.stayingAway(reason));
    }
    this.close();
  }

  onClosed(at: number): void {
    this.welcomed = false;
    this.options.outbox.put({ kind: "forget", timer: "look" });
    if (this.next === "at once") this.open();
    else if (this.next === "nothing") this.phase = "stopped";
    else if (this.phase !== "waiting" && this.nextAttemptAt <= at) this.wait(at);
    else this.phase = "waiting";
  }

  onWoke(timer: string, at: number): void {
    if (timer === "look") this.look(at);
    else if (timer === "reconnect") this.tryAgain();
  }

  disconnect(): void {
    this.next = "nothing";
    this.stoppedBecause = "disconnected by you";
    this.options.outbox.put({ kind: "forget", timer: "reconnect" });
    if (this.phase === "waiting") this.phase = "stopped";
    else if (this.phase !== "stopped") this.close();
  }

  reconnect(): void {
    this.options.outbox.put({ kind: "forget", timer: "reconnect" });
    if (this.phase === "waiting" || this.phase === "stopped") {
      this.open();
      return;
    }
    this.next = "at once";
    // A server that hangs does not answer the close.
    this.options.outbox.put({ kind: "wake", timer: "reconnect", afterMs: 1000 });
    this.close();
  }

  status(at: number): Omit<ClientStatus, "channels"> {
    const state = sessionState(this.phase);
    const greeting = state === "open" && !this.welcomed ? ({ greeted: false } as const) : {};
    const status = { state, detail: this.detail(at), ...greeting };
    return this.phase === "waiting" ? { ...status, nextAttemptAt: this.nextAttemptAt } : status;
  }

  private open(): void {
    const { request, outbox } = this.options;
    this.phase = "connecting";
    this.next = "wait";
    this.nextAttemptAt = 0;
    this.stoppedBecause = undefined;
    outbox.put({ kind: "forget", timer: "reconnect" });
    outbox.put({ kind: "open", request: { ...request, url: withSid(request.url, this.sid) } });
  }

  private close(): void {
    if (this.phase === "closing") return;
    this.phase = "closing";
    this.options.outbox.put({ kind: "forget", timer: "look" });
    this.options.outbox.put({ kind: "close" });
  }

  private look(at: number): void {
    if (this.phase !== "open") return;
    const silentMs = at - this.receivedAt;
    if (silentMs <= staleAfterMs) {
      this.watch();
      return;
    }
    this.options.outbox.report(reports.foundStale(silentMs));
    this.close();
    // The back-off runs from here on, whether the server answers the close or not.
    this.schedule(at);
  }

  private watch(): void {
    this.options.outbox.put({ kind: "wake", timer: "look", afterMs: lookAfterMs(this.options.random()) });
  }

  private wait(at: number): void {
    this.phase = "waiting";
    this.schedule(at);
  }

  private schedule(at: number): void {
    const { random, outbox } = this.options;
    const afterMs = reconnectAfterMs(this.attempts, random(), random());
    this.attempts += 1;
    this.nextAttemptAt = at + afterMs;
    outbox.report(reports.reconnectScheduled(afterMs, this.attempts, this.sid));
    outbox.put({ kind: "wake", timer: "reconnect", afterMs });
  }

  private tryAgain(): void {
    if (this.phase === "waiting") {
      this.open();
    } else if (this.phase === "closing") {
      this.next = "at once";
      this.options.outbox.report(reports.closeUnanswered());
      this.options.outbox.put({ kind: "cut" });
    }
  }

  private detail(at: number): string | undefined {
    switch (this.phase) {
      case "connecting":
        return this.attempts > 0 ? `attempt ${this.attempts}` : undefined;
      case "open":
        return this.welcomed ? undefined : "waiting for welcome";
      case "closing":
        return "closing";
      case "waiting":
        return `connecting again in ${formatDuration(this.nextAttemptAt - at)} (${policyTitle}, attempt ${this.attempts})`;
      case "stopped":
        return this.stoppedBecause;
    }
  }
}

/** Adds the parameter without touching the rest of the address. */
function withSid(url: string, sid: string | undefined): string {
  if (sid === undefined) return url;
  const [address = "", fragment] = url.split("#", 2);
  const [path = "", query = ""] = address.split("?", 2);
  const others = query.split("&").filter((pair) => pair !== "" && !pair.startsWith("sid="));
  const full = `${path}?${[...others, `sid=${encodeURIComponent(sid)}`].join("&")}`;
  return fragment === undefined ? full : `${full}#${fragment}`;
}
