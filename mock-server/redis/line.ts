/**
 * Keeps a mock server connected to its Redis: opens it, notices that it is lost, tries again, and says each in a sentence.
 * Knows nothing of what it is used for.
 */
import { MisuseError } from "../../src/protocols/kit/misuse-error.ts";
import type { RedisAddress } from "./address.ts";
import { sentenceOf } from "./failures.ts";
import { type LinkEvents, RedisLink } from "./link.ts";

const firstPauseMs = 100;
const longestPauseMs = 2_000;
const beatMs = 1_000;

export interface LineOptions {
  readonly address: RedisAddress;
  /** ms since the epoch. */
  readonly now: () => number;
  readonly heard: LinkEvents["heard"];
  /** What must be done before a link is of use; if it rejects, the link is lost. */
  readonly prepare: (link: RedisLink) => Promise<void>;
  /** Once a second; if it rejects, the link is lost. */
  readonly beat: (link: RedisLink) => Promise<void>;
  readonly lost: (why: string) => void;
  /** Still lost, for another reason than was said last. */
  readonly stillLost: (why: string) => void;
  readonly back: (awayMs: number) => void;
}

export class RedisLine {
  readonly #options: LineOptions;
  /** Open, and prepared. */
  #link: RedisLink | undefined;
  #opening: RedisLink | undefined;
  #timer: NodeJS.Timeout | undefined;
  #beat: NodeJS.Timeout | undefined;
  #isStopped = false;
  #since: number;
  #why = "";

  constructor(options: LineOptions) {
    this.#options = options;
    this.#since = options.now();
  }

  get link(): RedisLink | undefined {
    return this.#link;
  }

  /** When it was connected, or lost, last; ms since the epoch. */
  get since(): number {
    return this.#since;
  }

  /** Rejects with a `MisuseError` (`redis`) when it cannot be had at all. */
  async start(): Promise<void> {
    try {
      await this.#open();
    } catch (error) {
      this.stop();
      throw new MisuseError("redis", sentenceOf(error, this.#options.address.masked));
    }
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    clearInterval(this.#beat);
    this.#opening?.close();
    this.#link?.close();
    this.#link = undefined;
  }

  async #open(): Promise<void> {
    const { address, heard, prepare, now } = this.#options;
    let broken: unknown;
    let link: RedisLink | undefined;
    const lost = (error: unknown) => {
      broken = error;
      if (link && this.#link === link) this.#lose(error);
    };
    link = await RedisLink.open(address, { heard, lost });
    this.#opening = link;
    try {
      await prepare(link);
      if (broken !== undefined) throw broken;
    } catch (error) {
      link.close();
      throw broken ?? error;
    } finally {
      this.#opening = undefined;
    }
    if (this.#isStopped) return link.close();
    this.#link = link;
    this.#since = now();
    this.#beat = setInterval(() => this.#doBeat(link), beatMs);
  }

  #doBeat(link: RedisLink): void {
    this.#options.beat(link).catch((error: unknown) => link.lose(error));
  }

  #lose(error: unknown): void {
    const { address, lost, now } = this.#options;
    clearInterval(this.#beat);
    this.#link = undefined;
    if (this.#isStopped) return;
    this.#since = now();
    this.#why = sentenceOf(error, address.masked);
    lost(this.#why);
    this.#tryAgain(firstPauseMs, this.#since);
  }

  #tryAgain(afterMs: number, lostAt: number): void {
    const { address, stillLost } = this.#options;
    this.#timer = setTimeout(async () => {
      try {
        await this.#open();
      } catch (error) {
        if (this.#isStopped) return;
        const why = sentenceOf(error, address.masked);
        if (why !== this.#why) stillLost(why);
        this.#why = why;
        this.#tryAgain(Math.min(afterMs * 2, longestPauseMs), lostAt);
        return;
      }
      if (!this.#isStopped) this.#options.back(this.#since - lostAt);
    }, afterMs);
  }
}
