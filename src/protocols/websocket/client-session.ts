/**
 * The client half: opens, sends what a person asks, and reconnects only if told to, since WebSocket has no rule for it.
 * Knows nothing of what the messages mean.
 */
import type { Command } from "../../model/form.ts";
import type { Close, CloseFrameInfo } from "../../model/frame.ts";
import type { ClientOptions } from "../../model/protocol.ts";
import type { ClientEffect, ClientInput, ClientSession, ClientStatus, SessionState } from "../../model/session.ts";
import type { OpenRequest, OutgoingFrame } from "../../model/transport.ts";
import { MisuseError } from "../kit/misuse-error.ts";
import { nothing } from "../kit/nothing.ts";
import { formatDuration } from "../kit/words.ts";
import { binaryFrame, closeFrame, pingFrame, textFrame } from "./commands.ts";
import type { WebSocketMessage } from "./messages.ts";
import { readSettings, type Settings } from "./settings.ts";

const firstDelayMs = 1000;
const longestDelayMs = 30_000;
/** A connection that lived this long counts as good: the next outage starts again at the first delay. */
const settledAfterMs = 10_000;
const normalClosure: CloseFrameInfo = { code: 1000, reason: "" };

/** What comes after the connection that is open or opening has closed. */
type Next = "as set" | "stop" | "open again";

export class WebSocketClientSession implements ClientSession<WebSocketMessage> {
  readonly #settings: Settings;
  readonly #request: OpenRequest;
  readonly #random: () => number;
  #state: SessionState = "stopped";
  #next: Next = "as set";
  #openedAt: number | undefined;
  /** Attempts since the last connection that settled. */
  #failures = 0;

  /** Throws a `MisuseError` that names the setting. */
  constructor(options: ClientOptions) {
    this.#settings = readSettings(options.settings);
    this.#random = options.random;
    this.#request = {
      url: options.url,
      headers: options.headers,
      subprotocols: this.#settings.subprotocols.length > 0 ? this.#settings.subprotocols : undefined,
      followRedirects: options.followRedirects,
      maxPayloadBytes: options.maxPayloadBytes,
    };
  }

  handle(input: ClientInput<WebSocketMessage>): readonly ClientEffect[] {
    switch (input.kind) {
      case "started":
        return this.#open();
      case "opened":
        return this.#opened(input.at, input.handshake.subprotocol);
      case "received":
        return nothing;
      case "closed":
        return this.#closed(input.at, input.close);
      case "woke":
        return this.#woke(input.timer);
      case "commanded":
        return this.#commanded(input.command);
    }
  }

  #open(): readonly ClientEffect[] {
    this.#next = "as set";
    this.#openedAt = undefined;
    return [this.#become("connecting"), { kind: "open", request: this.#request }];
  }

  #opened(at: number, subprotocol: string | undefined): readonly ClientEffect[] {
    this.#openedAt = at;
    const { pingEveryMs } = this.#settings;
    const status = this.#become("open", subprotocol);
    return pingEveryMs === undefined ? [status] : [status, this.#nextPing(pingEveryMs)];
  }

  #closed(at: number, close: Close): readonly ClientEffect[] {
    return [{ kind: "forget", timer: "ping" }, ...this.#afterClose(at, close)];
  }

  #afterClose(at: number, close: Close): readonly ClientEffect[] {
    if (this.#next === "open again") return this.#open();
    if (this.#next === "stop" || !this.#settings.reconnect) return [this.#become("stopped")];
    if (close.kind === "failed" && close.failure.stage === "url")
      return [this.#become("stopped", "this address can never be opened")];
    if (this.#openedAt !== undefined && at - this.#openedAt >= settledAfterMs) this.#failures = 0;
    const afterMs = this.#delayMs();
    this.#failures += 1;
    const detail = `next attempt in ${formatDuration(afterMs)} (Framescope's own back-off, attempt ${this.#failures})`;
    return [this.#become("waiting", detail, at + afterMs), { kind: "wake", timer: "reconnect", afterMs }];
  }

  /** Doubling, then shortened by up to half at random, so that many clients do not come back at once. */
  #delayMs(): number {
    const fullMs = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(this.#failures, 16));
    return Math.round(fullMs * (1 - this.#random() / 2));
  }

  #woke(timer: string): readonly ClientEffect[] {
    if (timer === "reconnect" && this.#state === "waiting") return this.#open();
    const { pingEveryMs } = this.#settings;
    if (timer === "ping" && pingEveryMs !== undefined && this.#canSend())
      return [{ kind: "send", frame: pingFrame({}) }, this.#nextPing(pingEveryMs)];
    return nothing;
  }

  #nextPing(afterMs: number): ClientEffect {
    return { kind: "wake", timer: "ping", afterMs };
  }

  #commanded(command: Command): readonly ClientEffect[] {
    switch (command.kind) {
      case "send":
        return this.#send(textFrame(command.values));
      case "sendBinary":
        return this.#send(binaryFrame(command.values));
      case "ping":
        return this.#send(pingFrame(command.values));
      case "close":
        return this.#close(closeFrame(command.values));
      case "disconnect":
        return this.#disconnect();
      case "reconnect":
        return this.#reconnect();
      default:
        throw new MisuseError("unknown-command", `A WebSocket has no command "${command.kind}".`);
    }
  }

  #send(frame: OutgoingFrame): readonly ClientEffect[] {
    this.#mustBeOpen();
    return [{ kind: "send", frame }];
  }

  #close(frame: CloseFrameInfo): readonly ClientEffect[] {
    this.#mustBeOpen();
    return this.#end("stop", frame);
  }

  #disconnect(): readonly ClientEffect[] {
    if (this.#isConnected()) return this.#end("stop", normalClosure);
    if (this.#state === "stopped") return nothing;
    return [{ kind: "forget", timer: "reconnect" }, this.#become("stopped")];
  }

  #reconnect(): readonly ClientEffect[] {
    this.#failures = 0;
    if (this.#isConnected()) return this.#end("open again", normalClosure);
    return [{ kind: "forget", timer: "reconnect" }, ...this.#open()];
  }

  #end(next: Next, frame: CloseFrameInfo): readonly ClientEffect[] {
    const isClosing = this.#next !== "as set";
    this.#next = next;
    if (isClosing) return nothing;
    return [{ kind: "close", code: frame.code, reason: frame.reason || undefined }];
  }

  #isConnected(): boolean {
    return this.#state === "connecting" || this.#state === "open";
  }

  #canSend(): boolean {
    return this.#state === "open" && this.#next === "as set";
  }

  #mustBeOpen(): void {
    if (!this.#canSend())
      throw new MisuseError("not-open", "The connection is not open, so nothing can be sent. Reconnect first.");
  }

  #become(state: SessionState, detail?: string, nextAttemptAt?: number): ClientEffect {
    this.#state = state;
    const status: ClientStatus = { state, detail, nextAttemptAt, channels: nothing };
    return { kind: "status", status };
  }
}
