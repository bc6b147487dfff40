/**
 * Makes sense of what is heard on apps' channels: tells echoes of the mock's own publications from an app's word, and has
 * each word brought in by one mock server. Told in the order in which Redis said it; knows no Redis.
 */
import type { AppChannels } from "./app-channels.ts";
import { Ears } from "./ears.ts";
import type { LogEntry } from "./log-entry.ts";
import type { Wish } from "./outbox.ts";

export interface AppHearingOptions {
  readonly channels: AppChannels;
  /** To be written to the shared log. */
  readonly bringIn: (wish: Wish) => void;
  /** MessageBus has published, and keeps it where it can be read. */
  readonly busHasMore: () => void;
  /** A sentence about what cannot be used. */
  readonly say: (text: string) => void;
}

export class AppHearing {
  readonly #options: AppHearingOptions;
  readonly #ears: Ears;
  /** What is yet to be heard of the entry told last: Redis tells it to apps right after. */
  #echoes: string[] = [];

  constructor(options: AppHearingOptions) {
    this.#options = options;
    const { channels, bringIn } = options;
    this.#ears = new Ears(channels.sources, (heard, message, json) => bringIn({ ...message, json, heard }));
  }

  get sources(): readonly string[] {
    return this.#ears.sources;
  }

  /** Of this database's log or of another one's: either way what it tells apps is heard next. */
  told(entry: LogEntry): void {
    this.#echoes = entry.kind === "published" ? [...entry.echoes] : [];
  }

  heard(channel: string, text: string, pattern: string | undefined): void {
    const { channels, busHasMore, say } = this.#options;
    // A pattern brings again what was heard by its own channel.
    if (pattern !== undefined && channels.channels.includes(channel)) return;
    if (this.#isEcho(channel)) return;
    if (channels.buses.includes(channel)) {
      busHasMore();
      return;
    }
    const heard = channels.read(channel, text, pattern);
    if (!heard) return;
    for (const fault of heard.faults) say(`Left alone: ${fault}.`);
    for (const message of heard.messages) this.#ears.heard(heard.source, message);
  }

  /** It stands in the log. */
  isIn(entry: LogEntry): void {
    if (entry.kind === "published" && entry.heard !== "") this.#ears.isIn(entry.heard, entry.topic, entry.data);
  }

  /** Which of the sources this one brings in, in their order. */
  own(mine: readonly boolean[]): void {
    this.sources.forEach((source, i) => {
      this.#ears.own(source, mine[i] ?? false);
    });
  }

  /** The connection is gone, and with it the order in which things were heard. */
  goDeaf(): void {
    this.#echoes = [];
    this.#ears.goDeaf();
  }

  #isEcho(channel: string): boolean {
    const place = this.#echoes.indexOf(channel);
    if (place >= 0) this.#echoes.splice(place, 1);
    return place >= 0;
  }
}
