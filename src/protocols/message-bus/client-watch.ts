/**
 * Watches one client over all of its polls: in which mode it asks and why that changes, whether the server holds its
 * polls, what holds replies back, and whether it caught up after a failure. Ids are the channel watches' affair.
 */
import type { ObserverEvent } from "../../model/event.ts";
import { nothing } from "../kit/nothing.ts";
import { type Arrival, ChannelWatch } from "./channel-watch.ts";
import type { IdSpace } from "./id-space.ts";
import type { DataMessage, MalformedBlock, PollMode, StatusMessage } from "./messages.ts";
import { positionNumber } from "./poll-request.ts";
import * as verdicts from "./poll-verdicts.ts";
import type { PollEnd, PollWatch } from "./poll-watch.ts";

/** message-bus-client gives a stream up 3 s after it asked, if nothing came. */
const firstBlockLateMs = 2900;
/** So long nothing came, and then a message together with the end of the reply. */
const heldTailMs = 1000;
/** Polls in a row that were to be held and were not. */
const notHeldToTell = 3;
/** A client has as many channels as its page subscribes to; a flood of made-up ones is not watched. */
const maxChannels = 10_000;

export class ClientWatch {
  readonly #ids: IdSpace;
  readonly #channels = new Map<string, ChannelWatch>();
  /** Those that something came for since. */
  readonly #unsettled = new Set<ChannelWatch>();
  #mode: PollMode | undefined;
  #wasHeldBack = false;
  #bufferingTold = false;
  #malformedTold = false;
  #notStreamedTold = false;
  #notHeld = 0;
  #failedSince: number | undefined;

  constructor(ids: IdSpace) {
    this.#ids = ids;
  }

  message({ channel, messageId }: DataMessage, arrival: Arrival): readonly ObserverEvent[] {
    const watch = this.#channel(channel);
    if (!watch) return nothing;
    this.#unsettled.add(watch);
    return watch.message(messageId, arrival);
  }

  status({ positions }: StatusMessage, entry: number): readonly ObserverEvent[] {
    return positions.flatMap(([channel, position]) => this.#channel(channel)?.status(position, entry) ?? nothing);
  }

  /** Told once: the rows show how often. */
  malformed({ reason }: MalformedBlock, poll: PollWatch, entry: number): readonly ObserverEvent[] {
    if (this.#malformedTold) return nothing;
    this.#malformedTold = true;
    return [verdicts.blockMalformed(reason, [poll.entry, entry])];
  }

  #channel(name: string): ChannelWatch | undefined {
    let channel = this.#channels.get(name);
    if (!channel && this.#channels.size < maxChannels) {
      channel = new ChannelWatch(name, this.#ids);
      this.#channels.set(name, channel);
    }
    return channel;
  }

  asked(poll: PollWatch): readonly ObserverEvent[] {
    for (const [channel, position] of poll.poll?.positions ?? [])
      this.#channel(channel)?.ask(positionNumber(position), poll.entry);
    const before = this.#mode;
    this.#mode = poll.mode;
    if (before === undefined || before === poll.mode) return nothing;
    const isFallback = before === "stream" && poll.mode === "long_poll" && this.#wasHeldBack;
    return [isFallback ? verdicts.fellBack([poll.entry]) : verdicts.modeChanged(before, poll.mode, [poll.entry])];
  }

  opened(poll: PollWatch, entry: number): readonly ObserverEvent[] {
    if (this.#notStreamedTold || !poll.poll || poll.mode !== "stream" || poll.form !== "whole") return nothing;
    this.#notStreamedTold = true;
    return [verdicts.notStreamed(poll.response, [poll.entry, entry])];
  }

  /** After each arrival of a stream. */
  arrived(poll: PollWatch, entry: number): readonly ObserverEvent[] {
    if (poll.mode !== "stream" || poll.blocks !== 1 || poll.firstAt === undefined) return nothing;
    const waitedMs = poll.firstAt - poll.startedAt;
    return waitedMs < firstBlockLateMs ? nothing : this.#heldBack(poll, waitedMs, entry);
  }

  ended(poll: PollWatch, end: PollEnd, at: number, entry: number): readonly ObserverEvent[] {
    const events = [...this.settle(), ...this.#caughtUp(poll, entry)];
    if (poll.mode === "stream" && end === "ended by the client" && poll.firstAt === undefined) {
      const waitedMs = at - poll.startedAt;
      if (waitedMs >= firstBlockLateMs) events.push(...this.#heldBack(poll, waitedMs, entry));
    } else if (poll.mode === "stream" && poll.endsEmpty && poll.messagesInLast > 0 && poll.silenceMs >= heldTailMs) {
      events.push(...this.#heldBack(poll, poll.silenceMs, entry));
    }
    if (end === "cut" || end === "refused" || end === "no answer" || end === "rate limited")
      this.#failedSince ??= poll.lastAt;
    else if (end !== "ended by the client") this.#failedSince = undefined;
    return [...events, ...this.#heldOrNot(poll, end, entry)];
  }

  /** What came is whole: what it leaves open stays so. */
  settle(): readonly ObserverEvent[] {
    if (this.#unsettled.size === 0) return nothing;
    const events = [...this.#unsettled].flatMap((channel) => channel.settle());
    this.#unsettled.clear();
    return events;
  }

  #heldBack(poll: PollWatch, waitedMs: number, entry: number): readonly ObserverEvent[] {
    this.#wasHeldBack = true;
    if (this.#bufferingTold) return nothing;
    this.#bufferingTold = true;
    return [verdicts.bufferingSuspected(poll.response, waitedMs, poll.firstAt !== undefined, [poll.entry, entry])];
  }

  #caughtUp(poll: PollWatch, entry: number): readonly ObserverEvent[] {
    const since = this.#failedSince;
    if (since === undefined || poll.backlog === 0) return nothing;
    this.#failedSince = undefined;
    return [verdicts.caughtUp(poll.backlog, poll.startedAt - since, [poll.entry, entry])];
  }

  /** A poll that is to be held, and gets nothing at once: the server answers it like a plain one. */
  #heldOrNot(poll: PollWatch, end: PollEnd, entry: number): readonly ObserverEvent[] {
    const isNotHeld = poll.mode !== "plain_poll" && poll.form === "whole" && end === "at once";
    this.#notHeld = isNotHeld ? this.#notHeld + 1 : 0;
    return this.#notHeld === notHeldToTell ? [verdicts.notHeld(notHeldToTell, [poll.entry, entry])] : nothing;
  }
}
