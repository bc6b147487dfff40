/**
 * The client half: the poll loop of the official JavaScript client (message-bus-client 4.5.2), for a page that stays
 * visible, or hidden in the case of plain polls. When it polls next stands in the poll schedule.
 */
import type { Command } from "../../model/form.ts";
import type { Close, ResponseHead } from "../../model/frame.ts";
import type { ClientOptions } from "../../model/protocol.ts";
import type { ClientEffect, ClientInput, ClientSession, ClientStatus, SessionState } from "../../model/session.ts";
import { headerValue } from "../kit/headers.ts";
import { MisuseError } from "../kit/misuse-error.ts";
import { nothing } from "../kit/nothing.ts";
import { formatDuration } from "../kit/words.ts";
import { ClientRequests } from "./client-request.ts";
import { type MessageBusMessage, modeNames, type PollMode } from "./messages.ts";
import { firstChunkTimeoutMs, type PollOutcome, PollSchedule } from "./poll-schedule.ts";
import { exactJsonType } from "./response.ts";
import { readChannel, readPosition, readSettings, type Settings } from "./settings.ts";
import { Subscriptions } from "./subscriptions.ts";

interface Poll {
  readonly mode: PollMode;
  readonly startedAt: number;
  response: ResponseHead | undefined;
  gotData: boolean;
}

/** What comes after the poll that is running has ended. */
type Next = "as scheduled" | "stop" | "poll at once";

export class MessageBusClientSession implements ClientSession<MessageBusMessage> {
  readonly #settings: Settings;
  readonly #requests: ClientRequests;
  readonly #subscriptions = new Subscriptions();
  readonly #schedule: PollSchedule;
  #state: SessionState = "stopped";
  #poll: Poll | undefined;
  #seq = 0;
  /** No poll is due, since nothing is subscribed. */
  #isIdle = false;
  #next: Next = "as scheduled";

  /** Throws a `MisuseError` that names the setting. */
  constructor(options: ClientOptions) {
    this.#settings = readSettings(options.settings);
    this.#requests = new ClientRequests(options, this.#settings.clientId);
    for (const [channel, position] of this.#settings.channels) this.#subscriptions.add(channel, position);
    this.#schedule = new PollSchedule(this.#settings.intervalMs, this.#settings.mode !== "plain_poll");
  }

  handle(input: ClientInput<MessageBusMessage>): readonly ClientEffect[] {
    switch (input.kind) {
      case "started":
        return this.#start(input.at);
      case "opened":
        return this.#opened(input.handshake.response);
      case "received":
        return this.#received(input.message);
      case "closed":
        return this.#closed(input.at, input.close);
      case "woke":
        return this.#woke(input.at, input.timer);
      case "commanded":
        return this.#commanded(input.at, input.command);
    }
  }

  /** A poll that is held for its first message is answered long after it was taken. */
  requested(): readonly ClientEffect[] {
    if (this.#poll?.mode !== "long_poll" || this.#state === "open") return nothing;
    return [this.#become("open", `${this.#pollDetail()}, held`)];
  }

  #start(at: number): readonly ClientEffect[] {
    this.#isIdle = this.#subscriptions.size === 0;
    if (this.#isIdle) return [this.#become("waiting", "nothing is subscribed: nothing to poll for")];
    this.#next = "as scheduled";
    this.#seq += 1;
    const isChunked = this.#settings.mode === "stream" && this.#schedule.takeChunked();
    const mode = this.#settings.mode === "stream" && !isChunked ? "long_poll" : this.#settings.mode;
    this.#poll = { mode, startedAt: at, response: undefined, gotData: false };
    const effects: ClientEffect[] = [
      this.#become(this.#state === "open" ? "open" : "connecting", this.#pollDetail()),
      { kind: "open", request: this.#requests.poll(mode, this.#subscriptions.positions, this.#seq) },
    ];
    if (isChunked) effects.push({ kind: "wake", timer: "first chunk", afterMs: firstChunkTimeoutMs });
    return effects;
  }

  #opened(response: ResponseHead): readonly ClientEffect[] {
    if (!this.#poll) return nothing;
    this.#poll.response = response;
    if (!isSuccess(response)) return nothing;
    const isNews = this.#subscriptions.confirm();
    return this.#state === "open" && !isNews ? nothing : [this.#become("open", this.#pollDetail())];
  }

  #received(message: MessageBusMessage): readonly ClientEffect[] {
    const poll = this.#poll;
    if (!poll) return nothing;
    this.#subscriptions.advance(message);
    const isWhole = poll.mode !== "stream" || isExactlyJson(poll.response);
    if (isWhole && (message.kind === "message" || message.kind === "status")) poll.gotData = true;
    if (message.kind === "message" || message.kind === "status" || message.kind === "empty") this.#schedule.delivered();
    return poll.mode === "stream" ? [{ kind: "forget", timer: "first chunk" }] : nothing;
  }

  #closed(at: number, close: Close): readonly ClientEffect[] {
    const poll = this.#poll;
    this.#poll = undefined;
    const forgotten: ClientEffect = { kind: "forget", timer: "first chunk" };
    if (this.#next === "stop") return [forgotten, this.#become("stopped", "disconnected")];
    if (close.kind === "failed" && close.failure.stage === "url")
      return [forgotten, this.#become("stopped", "this address can never be opened")];
    if (this.#next === "poll at once") return [forgotten, ...this.#start(at)];
    const outcome = outcomeOf(poll, close);
    const { afterMs, rule } = this.#schedule.next(outcome, at - (poll?.startedAt ?? at));
    const state = outcome.kind === "failed" || outcome.kind === "rate limited" ? "waiting" : this.#state;
    const detail = `next poll in ${formatDuration(afterMs)} (${rule})`;
    return [forgotten, this.#become(state, detail, at + afterMs), { kind: "wake", timer: "poll", afterMs }];
  }

  #woke(at: number, timer: string): readonly ClientEffect[] {
    if (timer === "poll" && !this.#poll && this.#state !== "stopped") return this.#start(at);
    if (timer !== "first chunk" || this.#poll?.mode !== "stream") return nothing;
    this.#schedule.firstChunkMissing();
    return [{ kind: "close" }];
  }

  #commanded(at: number, command: Command): readonly ClientEffect[] {
    switch (command.kind) {
      case "subscribe":
        this.#subscriptions.add(readChannel(command.values.channel ?? ""), readPosition(command.values.position ?? ""));
        return this.#subscriptionsChanged(at);
      case "unsubscribe":
        this.#unsubscribe(command.values.channel ?? "");
        return this.#subscriptionsChanged(at);
      case "disconnect":
        return this.#disconnect();
      case "reconnect":
        if (!this.#poll) return [{ kind: "forget", timer: "poll" }, ...this.#start(at)];
        this.#next = "poll at once";
        return [{ kind: "close" }];
      default:
        throw new MisuseError("unknown-command", `MessageBus has no command "${command.kind}": it goes one way.`);
    }
  }

  #unsubscribe(text: string): void {
    const channel = text.trim();
    if (this.#subscriptions.remove(channel)) return;
    const names = this.#subscriptions.positions.map(([name]) => name).join(", ") || "nothing";
    throw new MisuseError("not-subscribed", `Not subscribed to "${channel}". Subscribed: ${names}.`);
  }

  /** The running poll does not know the change, so it is ended; the next follows 100 ms later. */
  #subscriptionsChanged(at: number): readonly ClientEffect[] {
    if (this.#poll) return [this.#become(this.#state, this.#pollDetail()), { kind: "close" }];
    if (this.#state === "stopped") return [this.#become("stopped", "subscriptions count from the next connection on")];
    if (this.#state === "waiting" && !this.#isIdle)
      return [this.#become("waiting", "subscriptions count from the next poll on")];
    // Ours: the official client leaves it to the next poll, which for plain polls is up to a minute away.
    return [{ kind: "forget", timer: "poll" }, ...this.#start(at)];
  }

  #disconnect(): readonly ClientEffect[] {
    if (this.#poll) {
      this.#next = "stop";
      return [{ kind: "close" }];
    }
    if (this.#state === "stopped") return nothing;
    return [{ kind: "forget", timer: "poll" }, this.#become("stopped", "disconnected")];
  }

  #pollDetail(): string {
    const mode = modeNames[this.#poll?.mode ?? this.#settings.mode];
    const left = this.#schedule.unchunkedPolls;
    const why =
      this.#settings.mode === "stream" && this.#poll?.mode === "long_poll" ? `, streams again after ${left}` : "";
    return `${mode}, poll ${this.#seq}${why}`;
  }

  #become(state: SessionState, detail: string, nextAttemptAt?: number): ClientEffect {
    this.#state = state;
    const status: ClientStatus = { state, detail, nextAttemptAt, channels: this.#subscriptions.statuses() };
    return { kind: "status", status };
  }
}

function outcomeOf(poll: Poll | undefined, close: Close): PollOutcome {
  if (poll?.response?.status === 429)
    return { kind: "rate limited", retryAfter: headerValue(poll.response.headers, "retry-after") };
  if (close.kind === "ended" && close.aborted) return { kind: "aborted" };
  if (close.kind === "failed" && close.failure.code === "aborted") return { kind: "aborted" };
  if (close.kind !== "ended" || close.failure || !poll?.response || !isSuccess(poll.response))
    return { kind: "failed" };
  return { kind: "answered", gotData: poll.gotData };
}

function isSuccess({ status }: ResponseHead): boolean {
  return status >= 200 && status < 300;
}

function isExactlyJson(response: ResponseHead | undefined): boolean {
  return response !== undefined && headerValue(response.headers, "content-type") === exactJsonType;
}
