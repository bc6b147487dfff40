/** The channels of a client and how far each was read. One position a channel, as the body of a poll has it. */
import type { ChannelStatus } from "../../model/session.ts";
import type { MessageBusMessage } from "./messages.ts";

interface Subscription {
  position: number;
  isConfirmed: boolean;
}

export class Subscriptions {
  readonly #channels = new Map<string, Subscription>();

  get size(): number {
    return this.#channels.size;
  }

  get positions(): readonly (readonly [channel: string, position: number])[] {
    return [...this.#channels].map(([channel, { position }]) => [channel, position]);
  }

  /** A channel that is there already starts anew from this position. */
  add(channel: string, position: number): void {
    this.#channels.set(channel, { position, isConfirmed: false });
  }

  /** A `*` at the end takes all that begin so. Returns whether anything was removed. */
  remove(channel: string): boolean {
    if (!channel.endsWith("*")) return this.#channels.delete(channel);
    const before = this.#channels.size;
    for (const name of [...this.#channels.keys()])
      if (name.startsWith(channel.slice(0, -1))) this.#channels.delete(name);
    return this.#channels.size < before;
  }

  /** The server took a poll that named them all. Returns whether that is news. */
  confirm(): boolean {
    let isNews = false;
    for (const subscription of this.#channels.values()) {
      isNews ||= !subscription.isConfirmed;
      subscription.isConfirmed = true;
    }
    return isNews;
  }

  advance(message: MessageBusMessage): void {
    if (message.kind === "message") this.#move(message.channel, message.messageId);
    else if (message.kind === "status")
      for (const [channel, position] of message.positions) this.#move(channel, position);
  }

  statuses(): readonly ChannelStatus[] {
    return [...this.#channels].map(([channel, { isConfirmed }]) => ({
      channel,
      label: channel,
      state: isConfirmed ? "confirmed" : "pending",
    }));
  }

  #move(channel: string, position: number): void {
    const subscription = this.#channels.get(channel);
    if (subscription) subscription.position = position;
  }
}
