/**
 * One mock server's part in the log that all mock servers of a Redis share: writes to it, follows it, survives its loss,
 * and brings in what apps say. Knows no topic's state: it hands on entries, in order and each once.
 */
import { randomBytes } from "node:crypto";
import { MisuseError } from "../../src/protocols/kit/misuse-error.ts";
import type { Published } from "../hub.ts";
import type { RedisAddress } from "./address.ts";
import { AppChannels } from "./app-channels.ts";
import { AppHearing } from "./app-hearing.ts";
import { Commands, type Entered, type Known } from "./commands.ts";
import { sentenceOf } from "./failures.ts";
import { LogFollower } from "./follower.ts";
import { sharedNames, toldPattern } from "./keys.ts";
import { RedisLine } from "./line.ts";
import { isRefusal, type RedisLink } from "./link.ts";
import { type LogEntry, readEntry } from "./log-entry.ts";
import { type HeldWish, isElsewhere, Outbox, type Outcome, type Wish } from "./outbox.ts";
import { otherLifeReply } from "./scripts.ts";

/** How long what is under way may take when the mock server stops. */
const stopGraceMs = 300;

export interface SharedLogOptions {
  readonly address: RedisAddress;
  /** Rails' `channel_prefix`, or empty. */
  readonly prefix: string;
  /** ms since the epoch. */
  readonly now: () => number;
  readonly drawEpoch: () => string;
  readonly known: () => Omit<Known, "life" | "seq">;
  /** The log was entered: `isNew` when it is another history than the one that was followed before. */
  readonly entered: (entered: Entered, isNew: boolean) => void;
  /** All that was in the log at the time has been applied. */
  readonly caughtUp: (entered: Entered) => void;
  /** `wish` is what this mock server asked for, when it was this one. */
  readonly apply: (entry: LogEntry, wish: Wish | undefined) => Published | undefined;
  readonly log: (text: string) => void;
  readonly onChange: () => void;
}

export class SharedLog {
  readonly #options: SharedLogOptions;
  readonly #writer = randomBytes(9).toString("base64url");
  readonly #told: string;
  readonly #channels: AppChannels;
  readonly #commands: Commands;
  readonly #line: RedisLine;
  readonly #outbox = new Outbox();
  readonly #apps: AppHearing;
  readonly #follower: LogFollower;
  /** The link in use, from its opening on. */
  #link: RedisLink | undefined;
  #faultsSaid = new Set<string>();
  #caughtUp = 0;
  #entering: Promise<void> | undefined;

  constructor(options: SharedLogOptions) {
    this.#options = options;
    const { address, prefix, now, drawEpoch } = options;
    this.#told = sharedNames(address.database).told;
    this.#channels = new AppChannels(prefix, address.database);
    const drawLife = () => randomBytes(6).toString("hex");
    const { database } = address;
    this.#commands = new Commands({ database, writer: this.#writer, channels: this.#channels, drawLife, drawEpoch });
    this.#apps = new AppHearing({
      channels: this.#channels,
      bringIn: (wish) => this.#bringIn(wish),
      busHasMore: () => this.#pullSoon(),
      say: (text) => this.#sayOnce(text),
    });
    this.#follower = new LogFollower({
      apply: (entry) => this.#apply(entry),
      missed: (count) => options.log(`${count} entries of the shared history were trimmed before they could be read.`),
      read: async (from, count) => (this.#link ? this.#commands.read(this.#link, from, count) : []),
    });
    this.#line = new RedisLine({
      address,
      now,
      heard: (channel, text, pattern) => this.#heard(channel, text, pattern),
      prepare: (link) => this.#prepare(link),
      beat: (link) => this.#beat(link),
      lost: (why) => this.#lost(why),
      stillLost: (why) => options.log(`Redis is still lost: ${why}`),
      back: (awayMs) => this.#back(awayMs),
    });
  }

  get isConnected(): boolean {
    return this.#line.link !== undefined;
  }

  get since(): number {
    return this.#line.since;
  }

  /** Publications that wait for Redis. */
  get held(): number {
    return this.#outbox.size;
  }

  /** Rejects with a `MisuseError` (`redis`). */
  async start(): Promise<void> {
    await this.#line.start();
    this.#send();
  }

  /** Rejects when too much is held already, when Redis refuses it, or when the mock server stops before. */
  async write(wish: Wish): Promise<Published> {
    const published = this.#outbox.put(wish);
    this.#send();
    return await published;
  }

  /** What befalls a topic's history befalls it in Redis. Said, and not done, while Redis is lost. */
  befall(what: "trimmed" | "renewed" | "skipped", topic: string, count: number): void {
    const link = this.#line.link;
    if (!link) {
      this.#options.log(`Redis is lost, so nothing befell the history of ${topic}.`);
      return;
    }
    const done = this.#commands.befall(link, this.#follower.life, what, topic, count);
    done.catch((error: unknown) => this.#failed(link, error));
  }

  /** Begins another history for all who share it, with ids from 1. Rejects when Redis is lost. */
  async reset(): Promise<void> {
    const link = this.#line.link;
    if (!link) throw new MisuseError("redis-lost", "Redis is lost, and with it what could be reset.");
    await this.#commands.beginAnew(link, this.#follower.life);
    await this.#enter(link);
  }

  async stop(): Promise<void> {
    const link = this.#line.link;
    const until = Date.now() + stopGraceMs;
    while (link && this.#line.link === link && this.#outbox.size > 0 && Date.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 5));
    const letGo = link && this.#commands.letGo(link, this.#apps.sources).catch(() => {});
    await Promise.race([letGo, new Promise((resolve) => setTimeout(resolve, stopGraceMs).unref())]);
    this.#line.stop();
    const count = this.#outbox.giveUp("The mock server stopped before Redis took it.");
    if (count > 0) this.#options.log(`${count} held publications were never published: Redis did not come back.`);
  }

  async #prepare(link: RedisLink): Promise<void> {
    this.#link = link;
    // The log first: what is heard on apps' channels may be an echo of it.
    await link.listen([], [toldPattern]);
    await link.listen(this.#channels.channels, this.#channels.patterns);
    await this.#enter(link);
    await this.#listen(link);
  }

  async #enter(link: RedisLink): Promise<void> {
    const { known, entered, caughtUp } = this.#options;
    const { life, seq } = this.#follower;
    const found = await this.#commands.enter(link, { ...known(), life, seq });
    entered(found, this.#follower.enter(found.life));
    this.#caughtUp = 0;
    await this.#follower.readUpTo(found.seq);
    caughtUp(found);
    this.#outbox.sendAgain();
  }

  /** Another history has begun while this one was followed. */
  #enterAgain(link: RedisLink): void {
    this.#entering ??= this.#enter(link)
      .then(() => this.#send())
      .catch((error: unknown) => link.lose(error))
      .finally(() => {
        this.#entering = undefined;
      });
  }

  async #beat(link: RedisLink): Promise<void> {
    await Promise.all([link.ping(), this.#listen(link)]);
    await this.#pull(link).catch((error: unknown) => this.#failed(link, error));
  }

  async #pull(link: RedisLink): Promise<void> {
    const seq = await this.#commands.pull(link, this.#follower.life);
    await this.#follower.readUpTo(seq);
  }

  #pullSoon(): void {
    const link = this.#line.link;
    if (link) this.#pull(link).catch((error: unknown) => this.#failed(link, error));
  }

  async #listen(link: RedisLink): Promise<void> {
    this.#apps.own(await this.#commands.listen(link, this.#apps.sources));
  }

  #heard(channel: string, text: string, pattern: string | undefined): void {
    if (pattern !== toldPattern) {
      this.#apps.heard(channel, text, pattern);
      return;
    }
    const entry = readEntry(text);
    if (!entry) return;
    this.#apps.told(entry);
    if (channel !== this.#told) return;
    const link = this.#line.link;
    if (link && entry.kind === "began" && entry.life !== this.#follower.life) this.#enterAgain(link);
    else this.#follower.told(entry);
  }

  #apply(entry: LogEntry): void {
    const { apply } = this.#options;
    this.#caughtUp += 1;
    this.#apps.isIn(entry);
    if (entry.kind !== "published" || entry.by !== this.#writer) {
      apply(entry, undefined);
      return;
    }
    this.#outbox.cameBack(entry.n, (wish) => apply(entry, wish));
  }

  #bringIn(wish: Wish): void {
    this.write(wish).catch((error: Error) => {
      if (!isElsewhere(error)) this.#sayOnce(`What an app published on ${wish.topic} was lost: ${error.message}`);
    });
  }

  #send(): void {
    const link = this.#line.link;
    if (!link) return;
    this.#outbox.send((wish) => this.#write(link, wish));
  }

  async #write(link: RedisLink, wish: HeldWish): Promise<Outcome> {
    try {
      const seq = await this.#commands.publish(link, this.#follower.life, wish);
      if (seq !== 0) return seq < 0 ? "elsewhere" : "written";
      // It was written before. Once all of the log is read it has come back, unless it was trimmed meanwhile.
      await this.#pull(link);
      return { refusedBecause: "Redis took it before the connection broke, and has trimmed it since." };
    } catch (error) {
      if (!isRefusal(error) || otherLifeReply.test(error.message)) {
        this.#failed(link, error);
        return "unsure";
      }
      return { refusedBecause: sentenceOf(error, this.#options.address.masked) };
    }
  }

  #failed(link: RedisLink, error: unknown): void {
    if (!isRefusal(error)) link.lose(error);
    else if (otherLifeReply.test(error.message)) this.#enterAgain(link);
    else this.#sayOnce(sentenceOf(error, this.#options.address.masked));
  }

  #lost(why: string): void {
    this.#apps.goDeaf();
    const { log, onChange } = this.#options;
    log(`Redis is lost: ${why} Clients stay connected; what they publish is held until it is back.`);
    onChange();
  }

  #back(awayMs: number): void {
    const { log, onChange } = this.#options;
    const away = `${(awayMs / 1000).toFixed(1)} s`;
    log(
      `Redis is back after ${away}: ${count(this.#caughtUp, "entry", "entries")} of the shared history caught up, ` +
        `${count(this.#outbox.size, "held publication", "held publications")} published now. What Rails and AnyCable ` +
        "published meanwhile was not heard: Redis keeps nothing of it.",
    );
    this.#send();
    onChange();
  }

  #sayOnce(text: string): void {
    if (this.#faultsSaid.has(text) || this.#faultsSaid.size > 100) return;
    this.#faultsSaid.add(text);
    this.#options.log(text);
  }
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
