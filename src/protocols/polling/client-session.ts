/**
 * The client half: one poll after the other, never two at once. Short polls wait a fixed time after each answer; long
 * polls ask again as soon as one has come. Where it waits, its status says for what and until when.
 */
import type { Command } from "../../model/form.ts";
import type { Close, Handshake, ResponseHead } from "../../model/frame.ts";
import type { ClientOptions } from "../../model/protocol.ts";
import type { ClientEffect, ClientInput, ClientSession, ClientStatus, SessionState } from "../../model/session.ts";
import { MisuseError } from "../kit/misuse-error.ts";
import { nothing } from "../kit/nothing.ts";
import { formatDuration } from "../kit/words.ts";
import { judgeAnswer, retryAfterMs, statusText } from "./answer.ts";
import { readBody } from "./body.ts";
import { Cursor } from "./cursor.ts";
import type { PollingMessage } from "./messages.ts";
import { backOff, type Pause, pauseAfter } from "./pause.ts";
import { longHoldMs, StyleFinder } from "./poll-style.ts";
import { buildRequest } from "./request.ts";
import { readSettings, type Settings } from "./settings.ts";

/** How long a body may take once its head has come: an answer that never ends is no poll. */
const bodyWithinMs = 60_000;

/** What comes after the poll that is under way. */
type Next = "as planned" | "stop" | "poll again";

export class PollingClientSession implements ClientSession<PollingMessage> {
  readonly #options: ClientOptions;
  readonly #settings: Settings;
  readonly #cursor: Cursor;
  readonly #finder = new StyleFinder();
  #state: SessionState = "stopped";
  #isPolling = false;
  #next: Next = "as planned";
  #polls = 0;
  #failures = 0;
  #askedAt = 0;
  #holdMs = 0;
  #response: ResponseHead | undefined;
  #reply: PollingMessage | undefined;
  #lastBody = "";
  #quickInARow = 0;

  /** Throws a `MisuseError` that names the setting. */
  constructor(options: ClientOptions) {
    this.#options = options;
    this.#settings = readSettings(options.settings);
    this.#cursor = new Cursor(this.#settings.cursor);
    const { mode } = this.#settings;
    if (mode !== "auto") this.#finder.style = mode;
  }

  handle(input: ClientInput<PollingMessage>): readonly ClientEffect[] {
    switch (input.kind) {
      case "started":
        return this.#poll(input.at);
      case "opened":
        return this.#opened(input.at, input.handshake);
      case "received":
        this.#reply = input.message;
        return nothing;
      case "closed":
        return this.#closed(input.at, input.close);
      case "woke":
        return this.#woke(input.at, input.timer);
      case "commanded":
        return this.#commanded(input.at, input.command);
    }
  }

  /** Somebody has the request. A refusal would come soon, so what takes longer is a hold. */
  requested(): readonly ClientEffect[] {
    return this.#state === "open" ? nothing : [{ kind: "wake", timer: "held", afterMs: longHoldMs }];
  }

  #poll(at: number): readonly ClientEffect[] {
    this.#isPolling = true;
    this.#next = "as planned";
    this.#polls += 1;
    this.#askedAt = at;
    this.#response = undefined;
    this.#reply = undefined;
    const request = buildRequest(this.#options, this.#settings, this.#cursor);
    // A long poll spends its life waiting for an answer: that is open, unless nothing ever came or the last one failed.
    const state = this.#state === "open" ? "open" : "connecting";
    return [
      { kind: "forget", timer: "poll" },
      this.#become(state, `poll ${this.#polls}: waiting for the answer`),
      { kind: "open", request },
    ];
  }

  #opened(at: number, { response, timing }: Handshake): readonly ClientEffect[] {
    this.#response = response;
    this.#holdMs = timing?.holdMs ?? at - this.#askedAt;
    const limits: readonly ClientEffect[] = [
      { kind: "forget", timer: "held" },
      { kind: "wake", timer: "body", afterMs: bodyWithinMs },
    ];
    if (judgeAnswer(response) === "fine")
      return [...limits, this.#become("open", `poll ${this.#polls}: reading the answer`)];
    return [...limits, this.#become("connecting", `reading the answer: ${statusText(response)}`)];
  }

  #closed(at: number, close: Close): readonly ClientEffect[] {
    this.#isPolling = false;
    const over: readonly ClientEffect[] = [
      { kind: "forget", timer: "held" },
      { kind: "forget", timer: "body" },
    ];
    if (this.#next === "stop") return [...over, this.#become("stopped", "disconnected")];
    if (this.#next === "poll again") return [...over, ...this.#poll(at)];
    if (close.kind === "failed" && close.failure.stage === "url")
      return [...over, this.#become("stopped", "this address can never be opened")];
    const response = this.#response;
    if (response === undefined || (close.kind === "ended" && (close.failure !== undefined || close.aborted)))
      return [...over, ...this.#failed(at, undefined)];
    const judgement = judgeAnswer(response);
    if (judgement === "final")
      return [...over, this.#become("stopped", `${statusText(response)}: asking again would bring the same`)];
    if (judgement === "later") return [...over, ...this.#failed(at, response)];
    return [...over, ...this.#answered(at, response)];
  }

  #answered(at: number, response: ResponseHead): readonly ClientEffect[] {
    this.#failures = 0;
    const reply = this.#reply;
    const isNews = reply?.kind === "reply" || reply?.kind === "malformed";
    const hasMoved = this.#cursor.take(response, payloadOf(reply));
    const body = isNews ? reply.raw : "";
    // Two items of a feed may look alike.
    const isRepeat = isNews && !hasMoved && body === this.#lastBody;
    if (isNews) this.#lastBody = body;
    const holdMs = this.#holdMs;
    if (this.#settings.mode === "auto") this.#finder.answered({ holdMs, isNews: isNews && !isRepeat, hasMoved });
    this.#quickInARow = holdMs < longHoldMs ? this.#quickInARow + 1 : 0;
    const cycle = { holdMs, isNews, isRepeat, quickInARow: this.#quickInARow };
    return this.#pause(at, "open", pauseAfter(this.#finder.style, cycle, this.#settings.intervalMs));
  }

  #failed(at: number, response: ResponseHead | undefined): readonly ClientEffect[] {
    this.#failures += 1;
    const usual = backOff(this.#failures, this.#options.random());
    const askedMs = response === undefined ? undefined : retryAfterMs(response, at);
    if (response !== undefined && askedMs !== undefined)
      return this.#pause(at, "waiting", {
        ms: Math.max(usual.ms, askedMs),
        why: askedMs >= usual.ms ? `${statusText(response)}: the server's Retry-After` : usual.why,
      });
    const cause = response === undefined ? "" : `${statusText(response)}: `;
    return this.#pause(at, "waiting", { ms: usual.ms, why: cause + usual.why });
  }

  #pause(at: number, state: SessionState, { ms, why }: Pause): readonly ClientEffect[] {
    if (ms === 0) {
      this.#state = state;
      return this.#poll(at);
    }
    const detail = `next poll in ${formatDuration(ms)} (${why})`;
    return [this.#become(state, detail, at + ms), { kind: "wake", timer: "poll", afterMs: ms }];
  }

  #woke(at: number, timer: string): readonly ClientEffect[] {
    if (timer === "held" && this.#isPolling && this.#response === undefined)
      return [this.#become("open", `poll ${this.#polls}: held by the server`)];
    if (timer === "body" && this.#isPolling) return [{ kind: "close" }];
    if (timer === "poll" && !this.#isPolling && this.#state !== "stopped") return this.#poll(at);
    return nothing;
  }

  #commanded(at: number, command: Command): readonly ClientEffect[] {
    switch (command.kind) {
      case "poll":
        if (this.#isPolling)
          throw new MisuseError(
            "poll-under-way",
            `A poll is under way, for ${formatDuration(at - this.#askedAt)} now. Two of them never overlap: wait, or reconnect.`,
          );
        return this.#poll(at);
      case "disconnect":
        return this.#end("stop");
      case "reconnect":
        this.#failures = 0;
        return this.#isPolling ? this.#end("poll again") : this.#poll(at);
      default:
        throw new MisuseError(
          "unknown-command",
          `Polling has the command poll besides disconnect and reconnect, not "${command.kind}".`,
        );
    }
  }

  #end(next: Next): readonly ClientEffect[] {
    if (this.#isPolling) {
      this.#next = next;
      return [{ kind: "close" }];
    }
    if (this.#state === "stopped") return nothing;
    return [{ kind: "forget", timer: "poll" }, this.#become("stopped", "disconnected")];
  }

  #become(state: SessionState, detail: string, nextAttemptAt?: number): ClientEffect {
    this.#state = state;
    const style = this.#finder.style;
    const told = style === undefined || state === "stopped" ? detail : `${style} polling, ${detail}`;
    const status: ClientStatus = { state, detail: told, nextAttemptAt, channels: nothing };
    return { kind: "status", status };
  }
}

/** An answer without items says how far we have read as well. */
function payloadOf(reply: PollingMessage | undefined): unknown {
  if (reply?.kind === "reply") return reply.payload;
  return reply?.kind === "empty" ? readBody(reply.raw).payload : undefined;
}
