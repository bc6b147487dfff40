/**
 * What is known of one poll from its request to its end: times, what it brought, and how it ended. Judges nothing.
 */
import type { Close, Handshake, ResponseHead } from "../../model/frame.ts";
import type { MessageBusMessage, PollMessage, PollMode } from "./messages.ts";
import { clientIdOf, modeOf } from "./poll-request.ts";
import { type AnswerForm, answerFormOf } from "./response.ts";

/** An answer within this time was not held. */
const atOnceMs = 1000;

export type PollEnd =
  | "data"
  | "hold over"
  | "at once"
  | "ended by the client"
  | "cut"
  | "no answer"
  | "refused"
  | "rate limited"
  | "no batch";

export class PollWatch {
  readonly connection: number;
  readonly startedAt: number;
  /** Of the row that it begins with. */
  readonly entry: number;
  poll: PollMessage | undefined;
  mode: PollMode;
  clientId: string;
  response: ResponseHead | undefined;
  form: AnswerForm = "other";
  firstAt: number | undefined;
  messages = 0;
  statuses = 0;
  /** Arrivals, each with one block or more. */
  blocks = 0;
  /** Messages that were there when the poll came. */
  backlog = 0;
  /** The arrival that came last, and what it holds. */
  lastFrame = -1;
  lastAt = 0;
  /** How long nothing had come before it. */
  silenceMs = 0;
  messagesInLast = 0;
  endsEmpty = false;
  /** Where the next poll goes on, by channel. */
  readonly after = new Map<string, string>();

  constructor(connection: number, at: number, entry: number, poll: PollMessage | undefined, handshake?: Handshake) {
    this.connection = connection;
    this.startedAt = at;
    this.entry = entry;
    this.poll = poll;
    this.mode = poll?.kind ?? (handshake ? modeOf(handshake.request) : "stream");
    this.clientId = poll?.clientId ?? "";
    this.lastAt = at;
    for (const [channel, position] of poll?.positions ?? []) this.after.set(channel, position);
  }

  get seq(): number {
    return this.poll?.seq ?? 0;
  }

  opened(handshake: Handshake): void {
    const { request, response } = handshake;
    this.response = response;
    this.form = answerFormOf(handshake);
    this.mode = modeOf(request);
    this.clientId = clientIdOf(request.url);
  }

  /** Whether what comes now was there when the poll came. */
  isBacklog(at: number, frame: number): boolean {
    const isFirstArrival = this.blocks === 0 || (this.blocks === 1 && frame === this.lastFrame);
    return isFirstArrival && at - this.startedAt < atOnceMs;
  }

  received(message: MessageBusMessage, at: number, frame: number): void {
    if (this.isBacklog(at, frame) && message.kind === "message") this.backlog += 1;
    this.firstAt ??= at;
    if (frame !== this.lastFrame) {
      this.silenceMs = at - this.lastAt;
      this.lastFrame = frame;
      this.lastAt = at;
      this.messagesInLast = 0;
      this.blocks += 1;
    }
    this.endsEmpty = message.kind === "empty";
    if (message.kind === "message") {
      this.messages += 1;
      this.messagesInLast += 1;
      this.after.set(message.channel, String(message.messageId));
    } else if (message.kind === "status") {
      this.statuses += 1;
      for (const [channel, position] of message.positions) this.after.set(channel, String(position));
    }
  }

  endOf(close: Close, at: number): PollEnd {
    if (close.kind === "failed") return close.failure.code === "aborted" ? "ended by the client" : "no answer";
    if (close.kind !== "ended") return "refused";
    const status = this.response?.status ?? 0;
    if (status === 429) return "rate limited";
    if (status < 200 || status >= 300) return "refused";
    if (close.aborted) return "ended by the client";
    if (close.failure) return "cut";
    if (this.form === "other") return "no batch";
    if (this.form === "whole" && this.messages + this.statuses > 0) return "data";
    return at - this.startedAt < atOnceMs ? "at once" : "hold over";
  }
}
