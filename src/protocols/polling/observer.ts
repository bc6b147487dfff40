/**
 * Watches polls from one to the next: how they are answered, what is lost or comes twice, in which rhythm, at what cost.
 * Each question has a watch of its own; here is only who is told what.
 */
import type { ObserverEvent } from "../../model/event.ts";
import type { Close, Handshake } from "../../model/frame.ts";
import type { Observer, ObserverInput } from "../../model/observer.ts";
import { headerValue } from "../kit/headers.ts";
import { nothing } from "../kit/nothing.ts";
import { judgeAnswer, retryAfterMs } from "./answer.ts";
import * as verdicts from "./answer-verdicts.ts";
import { ChangeWatch } from "./change-watch.ts";
import { HoldWatch } from "./hold-watch.ts";
import { ItemWatch } from "./item-watch.ts";
import type { Items } from "./items.ts";
import type { PollingMessage } from "./messages.ts";
import { PaceWatch } from "./pace-watch.ts";
import { Poll } from "./poll.ts";
import { PositionWatch } from "./position-watch.ts";

type MessageInput = ObserverInput<PollingMessage> & { readonly kind: "message" };

export class PollingObserver implements Observer<PollingMessage> {
  readonly #polls = new Map<number, Poll>();
  readonly #holds = new HoldWatch();
  readonly #items: ItemWatch;
  readonly #changes: ChangeWatch;
  readonly #pace = new PaceWatch();
  readonly #positions = new PositionWatch();
  #lastRefusal = 0;
  readonly #told = new Set<string>();

  constructor(items: Items) {
    this.#items = new ItemWatch(items);
    this.#changes = new ChangeWatch(items);
  }

  observe(input: ObserverInput<PollingMessage>): readonly ObserverEvent[] {
    switch (input.kind) {
      case "opened":
        return this.#opened(input.at, input.connection, input.entry, input.handshake);
      case "message":
        return this.#message(input);
      case "closed":
        return this.#closed(input.at, input.connection, input.close);
      case "ticked":
        return nothing;
    }
  }

  #opened(at: number, connection: number, entry: number, handshake: Handshake): readonly ObserverEvent[] {
    const poll = new Poll(at, entry, handshake);
    this.#polls.set(connection, poll);
    const { response } = handshake;
    const judgement = judgeAnswer(response);
    if (judgement !== "fine") return this.#refused(at, poll);
    this.#lastRefusal = 0;
    const events: ObserverEvent[] = [];
    if (/^text\/event-stream\b/i.test(headerValue(response.headers, "content-type") ?? ""))
      events.push(verdicts.notAPoll([entry]));
    const cache = cachedHow(handshake);
    if (cache !== undefined) events.push(verdicts.servedFromCache(response, cache, [entry]));
    return events.filter((event) => this.#isFirst(event));
  }

  #refused(at: number, poll: Poll): readonly ObserverEvent[] {
    const { response } = poll.handshake;
    const isNew = response.status !== this.#lastRefusal;
    this.#lastRefusal = response.status;
    if (!isNew) return nothing;
    const pauseMs = retryAfterMs(response, at);
    const isLimit = response.status === 429 || (response.status === 503 && pauseMs !== undefined);
    return [
      isLimit
        ? verdicts.rateLimited(response, pauseMs, [poll.entry])
        : verdicts.refused(response, poll.holdMs, [poll.entry]),
    ];
  }

  #message({ message, direction, connection, entry }: MessageInput): readonly ObserverEvent[] {
    const poll = this.#polls.get(connection);
    if (direction === "sent" || poll === undefined || isTransport(message)) return nothing;
    poll.reply = message;
    poll.replyEntry = entry;
    return nothing;
  }

  #closed(at: number, connection: number, close: Close): readonly ObserverEvent[] {
    const poll = this.#polls.get(connection);
    this.#polls.delete(connection);
    const isWhole = close.kind === "ended" && close.failure === undefined && !close.aborted;
    if (poll === undefined || !isWhole || judgeAnswer(poll.handshake.response) !== "fine") {
      this.#pace.interrupted();
      return poll && close.kind === "ended" && close.failure ? [verdicts.replyCut(close, poll.evidence)] : nothing;
    }
    const events: ObserverEvent[] = [];
    if (poll.reply?.kind === "malformed") events.push(verdicts.malformedReply(poll.reply.reason, poll.evidence));
    if (poll.holdMs !== undefined) events.push(...this.#holds.answered(poll, poll.holdMs));
    if (poll.isNews) events.push(...this.#items.answered(poll), ...this.#changes.answered(poll));
    events.push(...this.#positions.answered(poll, this.#holds.style));
    events.push(...this.#pace.answered(poll, at));
    return events;
  }

  #isFirst({ kind }: ObserverEvent): boolean {
    const isFirst = !this.#told.has(kind);
    this.#told.add(kind);
    return isFirst;
  }
}

/** A header that a cache adds (RFC 9111 section 5.1), as text. An `Age` of 0 may also come from the server. */
function cachedHow({ response: { headers } }: Handshake): string | undefined {
  const age = headerValue(headers, "age");
  if (age !== undefined && Number(age) > 0) return `Age: ${age}`;
  const cache = headerValue(headers, "x-cache") ?? "";
  return /\bhit\b/i.test(cache) ? `X-Cache: ${cache}` : undefined;
}

function isTransport(message: MessageInput["message"]): message is Exclude<MessageInput["message"], PollingMessage> {
  const { kind } = message;
  return kind === "open" || kind === "closed" || kind === "ws_ping" || kind === "ws_pong" || kind === "ws_close";
}
