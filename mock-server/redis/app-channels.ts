/** Which channels of Redis' pub/sub carry what apps say, as one mock server is set up, and what it says there itself. */
import * as forms from "./app-forms.ts";

/** Something heard: where it comes from, and what it was. */
export interface Heard extends forms.Reading {
  readonly source: string;
}

export class AppChannels {
  readonly #prefix: string;
  readonly #pattern: string;
  readonly buses: readonly string[];

  /** `prefix` is Rails' `channel_prefix`, or empty. */
  constructor(prefix: string, database: number) {
    this.#prefix = prefix;
    this.#pattern = forms.railsPattern(prefix);
    this.buses = forms.busesOf(database);
  }

  get channels(): readonly string[] {
    return [...this.buses, forms.anycableChannel];
  }

  get patterns(): readonly string[] {
    return [this.#pattern];
  }

  /** What has no history in Redis, so that somebody must bring it in. */
  get sources(): readonly string[] {
    return [this.#pattern, forms.anycableChannel];
  }

  /** Undefined for what is no app's, and for what is heard by its own channel already. */
  read(channel: string, text: string, pattern: string | undefined): Heard | undefined {
    if (pattern === undefined)
      return channel === forms.anycableChannel ? { source: channel, ...forms.readAnycable(text) } : undefined;
    const topic = isReserved(channel) ? undefined : forms.topicOfRails(channel, this.#prefix);
    return topic === undefined ? undefined : { source: pattern, ...forms.readRails(topic, text) };
  }

  /** Channels and payloads by which the app's own subscribers are told. */
  announcements(topic: string, json: string): readonly (readonly [channel: string, payload: string])[] {
    const channel = forms.railsChannel(topic, this.#prefix);
    const toAnycable = [forms.anycableChannel, forms.writeAnycable(topic, json)] as const;
    return isReserved(channel) ? [toAnycable] : [[channel, json], toAnycable];
  }
}

/** Channels that other software gave a meaning of its own. */
function isReserved(channel: string): boolean {
  return /^(framescope:|_message_bus_|__anycable|__key(space|event)@|__sentinel__|__redis__)/.test(channel);
}
