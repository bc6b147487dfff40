/**
 * The client half: EventSource's own algorithm (WHATWG HTML section 9.2.3), and for methods other than GET one fetch
 * that is not repeated. Where it does more than the standard, its status says so.
 */
import type { ObserverEvent } from "../../model/event.ts";
import type { Command } from "../../model/form.ts";
import type { Close, Handshake } from "../../model/frame.ts";
import type { ClientOptions } from "../../model/protocol.ts";
import type { ClientEffect, ClientInput, ClientSession, ClientStatus, SessionState } from "../../model/session.ts";
import { MisuseError } from "../kit/misuse-error.ts";
import { nothing } from "../kit/nothing.ts";
import { formatDuration } from "../kit/words.ts";
import { idNotSent } from "./id-verdicts.ts";
import { fitsHeader, lastEventIdOf } from "./last-event-id.ts";
import type { SseMessage } from "./messages.ts";
import { buildRequest } from "./request.ts";
import { type Judgement, judgeResponse } from "./response.ts";
import { readSettings, type Settings } from "./settings.ts";
import { noAnswer } from "./silence-verdicts.ts";

/** What Chromium, Safari and the `eventsource` package use until a `retry` comes; Firefox takes 5 s. */
const defaultRetryMs = 3000;
/** `retry: 0` with a server that hangs up at once would otherwise become a loop without a pause. */
const shortestRetryMs = 100;
/** The longest that a timer can wait (24 days). */
const longestRetryMs = 2 ** 31 - 1;
const noAnswerAfterMs = 10_000;
/** How long the body of a refusal may take before it is cut. */
const refusalBodyMs = 5000;
/** How long a server may keep the connection after `[DONE]`. */
const afterDoneMs = 2000;

/** What comes after the connection that is open or opening has closed. */
type Next = "as set" | "stop" | "open again";

export class SseClientSession implements ClientSession<SseMessage> {
  readonly #options: ClientOptions;
  readonly #settings: Settings;
  #state: SessionState = "stopped";
  #next: Next = "as set";
  /** Of the connection's answer; undefined until one came. */
  #judgement: Judgement | undefined;
  #status = "";
  #lastId: string;
  #retryMs = defaultRetryMs;
  #retryIsServers = false;
  #isDone = false;

  /** Throws a `MisuseError` that names the setting. */
  constructor(options: ClientOptions) {
    this.#options = options;
    this.#settings = readSettings(options.settings);
    this.#lastId = this.#settings.lastEventId || lastEventIdOf(options.headers);
  }

  handle(input: ClientInput<SseMessage>): readonly ClientEffect[] {
    switch (input.kind) {
      case "received":
        return this.#received(input.message);
      case "started":
        return this.#open();
      case "opened":
        return this.#opened(input.handshake);
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
    this.#judgement = undefined;
    this.#isDone = false;
    const canAsk = fitsHeader(this.#lastId);
    const request = buildRequest(this.#options, this.#settings, canAsk ? this.#lastId : "");
    const effects: ClientEffect[] = [
      this.#become("connecting"),
      { kind: "open", request },
      { kind: "wake", timer: "no answer", afterMs: noAnswerAfterMs },
    ];
    if (!canAsk) effects.push(report(idNotSent(this.#lastId)));
    return effects;
  }

  #opened(handshake: Handshake): readonly ClientEffect[] {
    const { response } = handshake;
    this.#judgement = judgeResponse(this.#settings.method, response);
    this.#status = `${response.status} ${response.reason}`.trim();
    const answered: ClientEffect = { kind: "forget", timer: "no answer" };
    if (this.#judgement === "stream") return [answered, this.#become("open")];
    const detail = `reading the answer: ${this.#status}`;
    return [answered, this.#become("connecting", detail), { kind: "wake", timer: "cut", afterMs: refusalBodyMs }];
  }

  #received(message: SseMessage): readonly ClientEffect[] {
    switch (message.kind) {
      case "event":
      case "id":
        this.#lastId = message.eventId ?? "";
        return nothing;
      case "retry":
        this.#retryMs = Math.min(longestRetryMs, Math.max(shortestRetryMs, message.retryMs));
        this.#retryIsServers = true;
        return nothing;
      case "done":
        this.#lastId = message.eventId ?? "";
        this.#isDone = true;
        return [{ kind: "wake", timer: "cut", afterMs: afterDoneMs }];
      default:
        return nothing;
    }
  }

  #closed(at: number, close: Close): readonly ClientEffect[] {
    const forgotten: readonly ClientEffect[] = [
      { kind: "forget", timer: "no answer" },
      { kind: "forget", timer: "cut" },
    ];
    if (this.#next === "open again") return [...forgotten, ...this.#open()];
    const reason = this.#reasonToStop(close);
    if (reason !== undefined) return [...forgotten, this.#become("stopped", reason)];
    const afterMs = this.#retryMs;
    const detail = `next attempt in ${formatDuration(afterMs)} (${this.#whyAgain()})`;
    return [...forgotten, this.#become("waiting", detail, at + afterMs), { kind: "wake", timer: "reconnect", afterMs }];
  }

  /** Undefined: try again. */
  #reasonToStop(close: Close): string | undefined {
    if (this.#next === "stop") return "disconnected";
    const { method, reconnect } = this.#settings;
    if (close.kind === "failed" && close.failure.stage === "url") return "this address can never be opened";
    if (this.#isDone) return "the stream said [DONE]";
    if (reconnect === "always") return undefined;
    if (this.#judgement === "stop") return "204 No Content: the server asks not to come back";
    if (this.#judgement === "refused") return `${this.#status}: EventSource stops here`;
    if (this.#judgement === "not a stream") return "the answer is no event stream: EventSource stops here";
    if (reconnect === "never") return "the connection ended";
    return method === "GET" ? undefined : `the answer ended; ${method} is not repeated by itself`;
  }

  #whyAgain(): string {
    if (this.#judgement !== undefined && this.#judgement !== "stream")
      return `Framescope's own: EventSource would have stopped at ${this.#status}`;
    return this.#retryIsServers ? "the server's retry" : "EventSource's usual time";
  }

  #woke(timer: string): readonly ClientEffect[] {
    if (timer === "reconnect" && this.#state === "waiting") return this.#open();
    if (timer === "cut" && this.#isConnected()) return [{ kind: "close" }];
    if (timer === "no answer" && this.#state === "connecting") return [report(noAnswer(noAnswerAfterMs))];
    return nothing;
  }

  #commanded(command: Command): readonly ClientEffect[] {
    switch (command.kind) {
      case "disconnect":
        return this.#end("stop");
      case "reconnect":
        // The old stream is closed first, so that the server never holds two.
        return this.#isConnected()
          ? this.#end("open again")
          : [{ kind: "forget", timer: "reconnect" }, ...this.#open()];
      default:
        throw new MisuseError("unknown-command", `An event stream goes one way: it has no command "${command.kind}".`);
    }
  }

  #end(next: Next): readonly ClientEffect[] {
    if (this.#isConnected()) {
      this.#next = next;
      return [{ kind: "close" }];
    }
    if (this.#state === "stopped") return nothing;
    return [{ kind: "forget", timer: "reconnect" }, this.#become("stopped", "disconnected")];
  }

  #isConnected(): boolean {
    return this.#state === "connecting" || this.#state === "open";
  }

  #become(state: SessionState, detail?: string, nextAttemptAt?: number): ClientEffect {
    this.#state = state;
    const status: ClientStatus = { state, detail, nextAttemptAt, channels: nothing };
    return { kind: "status", status };
  }
}

function report(event: ObserverEvent): ClientEffect {
  return { kind: "report", event };
}
