/**
 * What the official JavaScript client does (@rails/actioncable 7.2 to 8.1, or its 6.x monitor), as a state machine:
 * subscribes on welcome, resends what is not answered, looks for staleness, connects again. Every decision is reported.
 */
import type { Command, Values } from "../../model/form.ts";
import type { Handshake } from "../../model/frame.ts";
import type { ClientOptions } from "../../model/protocol.ts";
import type { ClientEffect, ClientInput, ClientSession, SessionState } from "../../model/session.ts";
import { MisuseError } from "../kit/misuse-error.ts";
import { nothing } from "../kit/nothing.ts";
import { formatDuration } from "../kit/words.ts";
import { identifierFrom } from "./channel-text.ts";
import { hasObjectIdentifier, performData, subscribedChannel } from "./client-commands.ts";
import * as reports from "./client-reports.ts";
import { type ClientSettings, readSettings } from "./client-settings.ts";
import { ClientSubscriptions, guaranteeAfterMs, maxResends } from "./client-subscriptions.ts";
import { encodePerform, encodeSubscribe, encodeUnsubscribe } from "./codec.ts";
import { reconnectReading } from "./disconnect-reasons.ts";
import { type ActionCableMessage, type Disconnect, supportedSubprotocol } from "./messages.ts";
import { Monitor } from "./monitor.ts";

export const reopenAfterMs = 500;

type Phase = "stopped" | "connecting" | "open" | "closing" | "waiting";

const states: Readonly<Record<Phase, SessionState>> = {
  stopped: "stopped",
  connecting: "connecting",
  open: "open",
  closing: "open",
  waiting: "waiting",
};

export class ActionCableClientSession implements ClientSession<ActionCableMessage> {
  private readonly options: ClientOptions;
  private readonly settings: ClientSettings;
  private readonly monitor: Monitor;
  private readonly subscriptions: ClientSubscriptions;
  private phase: Phase = "stopped";
  /** From the upgrade until the connection ended. */
  private opened = false;
  private welcomed = false;
  /** Why it is stopped, for the status. */
  private stoppedBecause: string | undefined;
  private nextLookAt = 0;
  /** The monitor asked for a new socket: it opens when the reopen delay is over. */
  private reopening = false;
  /** Opens as soon as the old connection has ended. */
  private openWhenClosed = false;
  private effects: ClientEffect[] = [];

  /** Throws a `MisuseError` that names the setting. */
  constructor(options: ClientOptions) {
    this.options = options;
    this.settings = readSettings(options);
    this.monitor = new Monitor(this.settings.policy);
    this.subscriptions = new ClientSubscriptions(this.settings.identifiers);
  }

  handle(input: ClientInput<ActionCableMessage>): readonly ClientEffect[] {
    if (input.kind === "received") {
      this.monitor.recordMessage(input.message.kind, input.at);
      if (input.message.kind === "message") return nothing;
    }
    this.effects = [];
    this.take(input);
    return this.effects;
  }

  private take(input: ClientInput<ActionCableMessage>): void {
    switch (input.kind) {
      case "started":
        return this.start(input.at);
      case "opened":
        return this.onOpened(input.handshake);
      case "received":
        return this.receive(input.message, input.at);
      case "closed":
        return this.onClosed(input.at);
      case "woke":
        return this.wake(input.timer, input.at);
      case "commanded":
        return this.obey(input.command, input.at);
    }
  }

  private start(at: number): void {
    this.monitor.start(at);
    this.scheduleLook(at);
    this.open();
  }

  private open(): void {
    const { url, subprotocols } = this.settings;
    const { headers, followRedirects, maxPayloadBytes, insecure } = this.options;
    this.phase = "connecting";
    this.openWhenClosed = false;
    this.reopening = false;
    this.stoppedBecause = undefined;
    this.do({ kind: "forget", timer: "reopen" });
    this.do({ kind: "open", request: { url, headers, subprotocols, followRedirects, maxPayloadBytes, insecure } });
    this.tell();
  }

  private onOpened(handshake: Handshake): void {
    this.opened = true;
    if (this.phase !== "connecting") return;
    this.phase = "open";
    this.welcomed = false;
    if (handshake.subprotocol !== supportedSubprotocol) {
      this.stopMonitor();
      this.report(reports.keptUnsupported(handshake.subprotocol));
    }
    this.tell();
  }

  private receive(message: ActionCableMessage, at: number): void {
    switch (message.kind) {
      case "welcome":
        return this.onWelcome();
      case "confirm_subscription":
        if (this.subscriptions.settle(message.channel, "confirmed")) this.tell();
        return;
      case "reject_subscription":
        if (this.subscriptions.settle(message.channel, "rejected")) this.tell();
        return;
      case "disconnect":
        return this.onDisconnect(message, at);
    }
  }

  private onWelcome(): void {
    this.monitor.recordWelcome();
    this.welcomed = true;
    for (const identifier of this.subscriptions.wanted()) this.subscribe(identifier);
    this.tell();
  }

  private onDisconnect(message: Disconnect, at: number): void {
    if (!reconnectReading(message.reconnect).railsReconnects) {
      this.stopMonitor();
      this.stoppedBecause = `${message.reason ?? "the server"} asked to stay away`;
      this.report(reports.stayingAway(message.reason));
    }
    this.close(at);
  }

  private onClosed(at: number): void {
    // The official client's flag: a socket that never opened does not move the moment of the last disconnect.
    if (this.opened) this.monitor.recordDisconnect(at);
    this.opened = false;
    this.welcomed = false;
    this.subscriptions.suspend();
    this.do({ kind: "forget", timer: "guarantee" });
    if (this.openWhenClosed) return this.open();
    this.phase = this.monitor.running || this.reopening ? "waiting" : "stopped";
    if (this.phase === "waiting" && !this.reopening) {
      this.report(reports.reconnectScheduled(this.nextLookAt - at, this.monitor.policy));
    }
    this.tell(at);
  }

  private wake(timer: string, at: number): void {
    if (timer === "look") this.look(at);
    else if (timer === "reopen") this.reopen();
    else if (timer === "guarantee") this.guarantee();
  }

  /** The monitor's round: staleness first, then the next round is set by the attempts so far. */
  private look(at: number): void {
    if (!this.monitor.running) return;
    const look = this.monitor.look(at);
    this.scheduleLook(at);
    if (look.kind === "reopen") return this.replaceConnection(look.silentMs, at);
    if (this.phase !== "waiting") return;
    const why =
      look.kind === "fresh"
        ? `not stale for another ${formatDuration(look.staleInMs)}`
        : `the connection ended only ${formatDuration(look.endedMs)} ago`;
    this.report(reports.reconnectPostponed(why, this.nextLookAt - at, this.monitor.policy));
    this.tell(at);
  }

  private replaceConnection(silentMs: number, at: number): void {
    const { attempts, policy } = this.monitor;
    if (this.phase === "connecting") return this.report(reports.leftConnecting(attempts));
    this.report(reports.reconnecting(attempts, silentMs, policy));
    if (this.phase === "waiting") return this.open();
    this.reopening = true;
    this.do({ kind: "wake", timer: "reopen", afterMs: reopenAfterMs });
    this.close(at);
  }

  private reopen(): void {
    if (this.phase === "closing") {
      this.openWhenClosed = true;
      this.report(reports.closeUnanswered());
      this.do({ kind: "cut" });
    } else if (this.reopening) {
      this.open();
    }
  }

  private guarantee(): void {
    const { again, givenUp } = this.subscriptions.retry();
    for (const identifier of again) this.sendText(encodeSubscribe(identifier));
    for (const identifier of givenUp) this.report(reports.resendStopped(identifier, maxResends + 1));
    if (this.subscriptions.waiting) this.do({ kind: "wake", timer: "guarantee", afterMs: guaranteeAfterMs });
  }

  private obey({ kind, values }: Command, at: number): void {
    switch (kind) {
      case "disconnect":
        return this.disconnect(at);
      case "reconnect":
        return this.reconnect(at);
      case "subscribe":
        return this.addChannel(identifierFrom(values.channel ?? ""));
      case "unsubscribe":
        return this.removeChannel(subscribedChannel(values, this.subscriptions));
      case "perform":
        return this.perform(values);
      case "send":
        return this.sendRaw(values.text ?? "");
      default:
        throw new MisuseError("unknown-command", `Action Cable has no command “${kind}”.`);
    }
  }

  private disconnect(at: number): void {
    this.stopMonitor();
    this.reopening = false;
    this.openWhenClosed = false;
    this.stoppedBecause = "disconnected by you";
    this.do({ kind: "forget", timer: "reopen" });
    if (this.phase === "connecting" || this.phase === "open") return this.close(at);
    if (this.phase === "waiting") this.phase = "stopped";
    this.tell();
  }

  private reconnect(at: number): void {
    this.monitor.start(at);
    this.scheduleLook(at);
    if (this.phase === "waiting" || this.phase === "stopped") return this.open();
    this.openWhenClosed = true;
    this.do({ kind: "wake", timer: "reopen", afterMs: reopenAfterMs });
    if (this.phase !== "closing") this.close(at);
  }

  private addChannel(identifier: string): void {
    // A second subscribe goes out as well: what Rails makes of it (nothing) is for the person to see.
    if (!this.subscriptions.has(identifier)) this.subscriptions.add(identifier);
    if (this.phase === "open") {
      if (this.subscriptions.isConfirmed(identifier)) this.sendText(encodeSubscribe(identifier));
      else this.subscribe(identifier);
    }
    this.tell();
  }

  private removeChannel(identifier: string): void {
    this.subscriptions.remove(identifier);
    if (this.phase === "open") this.sendText(encodeUnsubscribe(identifier));
    this.tell();
  }

  private perform(values: Values): void {
    const identifier = subscribedChannel(values, this.subscriptions);
    const data = performData(values);
    this.requireOpen();
    this.sendText(encodePerform(identifier, data));
  }

  private sendRaw(text: string): void {
    this.requireOpen();
    if (hasObjectIdentifier(text)) this.report(reports.identifierWarning());
    this.sendText(text);
  }

  private requireOpen(): void {
    if (this.phase === "open") return;
    throw new MisuseError("not-open", "Not connected: the official client would drop this silently. Reconnect first.");
  }

  private subscribe(identifier: string): void {
    this.sendText(encodeSubscribe(identifier));
    this.subscriptions.ask(identifier);
    this.do({ kind: "wake", timer: "guarantee", afterMs: guaranteeAfterMs });
  }

  /** With no code, as the browser's `close()`. */
  private close(at: number): void {
    this.phase = "closing";
    this.do({ kind: "close" });
    this.tell(at);
  }

  private stopMonitor(): void {
    this.monitor.stop();
    this.do({ kind: "forget", timer: "look" });
  }

  private scheduleLook(at: number): void {
    const afterMs = this.monitor.policy.pollAfterMs(this.monitor.attempts, this.options.random());
    this.nextLookAt = at + afterMs;
    this.do({ kind: "wake", timer: "look", afterMs });
  }

  private sendText(data: string): void {
    this.do({ kind: "send", frame: { kind: "text", data } });
  }

  private report(event: ReturnType<typeof reports.closeUnanswered>): void {
    this.do({ kind: "report", event });
  }

  private do(effect: ClientEffect): void {
    this.effects.push(effect);
  }

  private tell(at = this.nextLookAt): void {
    const channels = this.subscriptions.status();
    const state = states[this.phase];
    const detail = this.detail(at);
    const waiting = this.phase === "waiting" && this.monitor.running;
    const status = waiting ? { state, detail, nextAttemptAt: this.nextLookAt, channels } : { state, detail, channels };
    this.do({ kind: "status", status });
  }

  private detail(at: number): string | undefined {
    switch (this.phase) {
      case "connecting":
        return this.monitor.attempts > 0 ? `attempt ${this.monitor.attempts}` : undefined;
      case "open":
        return this.welcomed ? undefined : "waiting for welcome";
      case "closing":
        return "closing";
      case "waiting": {
        const { attempts, policy } = this.monitor;
        if (this.reopening) return "opening again in a moment";
        return `next check in ${formatDuration(this.nextLookAt - at)} (${policy.title}, attempt ${attempts + 1})`;
      }
      case "stopped":
        return this.stoppedBecause;
    }
  }
}
