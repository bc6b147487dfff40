/**
 * A hub that is the same in all mock servers of one Redis. Sessions talk to a hub in memory, as ever; what is published goes
 * through a log in Redis first and comes back from there to every mock server in one order, with the ids that Redis gave.
 * Signals, and who listens, stay within this one.
 */
import type { JoinRequest, Publication } from "../../src/model/hub.ts";
import type { MockPosition, MockRedis, MockTopic } from "../../src/model/mock.ts";
import { MisuseError } from "../../src/protocols/kit/misuse-error.ts";
import { drawEpoch } from "../epoch.ts";
import { Hub, type HubOptions, type MockHub, type Published } from "../hub.ts";
import { publishableJson } from "../publishable.ts";
import type { Subscriber } from "../topic.ts";
import { type RedisAddress, readAddress } from "./address.ts";
import { readBus } from "./app-forms.ts";
import type { Entered } from "./commands.ts";
import type { LogEntry } from "./log-entry.ts";
import type { Wish } from "./outbox.ts";
import { SharedLog } from "./shared-log.ts";

export interface SharedHubOptions extends HubOptions {
  /** `redis://[user:password@]host:port/database`. */
  readonly url: string;
  /** Rails' `channel_prefix`; none when it is empty. */
  readonly prefix?: string | undefined;
  readonly log: (text: string) => void;
}

export class SharedHub implements MockHub {
  readonly #options: SharedHubOptions;
  readonly #address: RedisAddress;
  readonly #local: Hub;
  readonly #log: SharedLog;
  /** Of MessageBus, as far as it was told of. */
  #busId = 0;
  #globalId = 0;
  #isFirst = true;

  /** Rejects with a `MisuseError` (`bad-redis-url`, `redis`) whose sentence helps when it cannot be had. */
  static async open(options: SharedHubOptions): Promise<SharedHub> {
    const hub = new SharedHub(options, readAddress(options.url));
    await hub.#log.start();
    const where = hub.#address.masked;
    options.log(`Topics, history and ids are shared through ${where} with all mock servers and apps that use it.`);
    return hub;
  }

  private constructor(options: SharedHubOptions, address: RedisAddress) {
    this.#options = options;
    this.#address = address;
    const { onPublication: _, ...local } = options;
    this.#local = new Hub(local);
    this.#log = new SharedLog({
      address,
      prefix: options.prefix ?? "",
      now: options.now,
      drawEpoch: () => drawEpoch(options.random),
      known: () => ({ globalId: this.#globalId, busId: this.#busId, offsets: this.#offsets() }),
      entered: (entered, isNew) => this.#entered(entered, isNew),
      caughtUp: (entered) => this.#caughtUp(entered),
      apply: (entry, wish) => this.#apply(entry, wish),
      log: options.log,
      onChange: () => options.onChange?.(),
    });
  }

  state(): MockRedis {
    const { isConnected, since, held } = this.#log;
    return { url: this.#address.masked, state: isConnected ? "connected" : "lost", since, held };
  }

  /** For somebody who can try again: throws `MisuseError` (`redis-lost`) where a publication would have to be held. */
  checkConnected(): void {
    if (this.#log.isConnected) return;
    const since = new Date(this.#log.since).toISOString().slice(11, 19);
    throw new MisuseError(
      "redis-lost",
      `The mock server has lost its Redis (${this.#address.masked}) at ${since} UTC: publish again when it is back.`,
    );
  }

  join(subscriber: Subscriber, request: JoinRequest): void {
    this.#local.join(subscriber, request);
  }

  leave(subscriber: Subscriber, name: string): void {
    this.#local.leave(subscriber, name);
  }

  signal(from: string, topic: string, data: unknown): void {
    this.#local.signal(from, topic, data);
  }

  topics(count: number): MockTopic[] {
    return this.#local.topics(count);
  }

  topicsWithHistory(): string[] {
    const topics = this.#local.topics(Number.MAX_SAFE_INTEGER);
    return topics.filter(({ publications }) => publications > 0).map(({ topic }) => topic);
  }

  history(name: string, count: number): readonly Publication[] {
    return this.#local.history(name, count);
  }

  position(subscriber: Subscriber, name: string): MockPosition | undefined {
    return this.#local.position(subscriber, name);
  }

  /**
   * Held while Redis is lost, as far as there is room: rejects with a `MisuseError` (`too-much-held`, `redis-refuses`). Throws
   * one (`missing-topic`, `not-json`).
   */
  publish(topic: string, data: unknown): Promise<Published> {
    const published = this.#log.write({ topic, data, json: publishableJson(topic, data) });
    // A session that publishes waits for nothing, so what is refused is in the log.
    published.catch((error: Error) => this.#options.log(`Not published on ${topic}: ${error.message}`));
    this.#options.onChange?.();
    return published;
  }

  trim(topic: string, keep: number): void {
    this.#log.befall("trimmed", topic, keep);
  }

  renewEpoch(topic: string): void {
    this.#log.befall("renewed", topic, 0);
  }

  skipIds(topic: string, count: number): void {
    this.#log.befall("skipped", topic, count);
  }

  /** For all who share it. Message ids of an app's MessageBus go on. Rejects with a `MisuseError` (`redis-lost`). */
  reset(): Promise<void> {
    return this.#log.reset();
  }

  stop(): Promise<void> {
    return this.#log.stop();
  }

  #offsets(): Record<string, number> {
    const topics = this.#local.topics(Number.MAX_SAFE_INTEGER);
    return Object.fromEntries(topics.map(({ topic, publications }) => [topic, publications]));
  }

  #entered({ epoch, globalId }: Entered, isNew: boolean): void {
    if (!isNew) return;
    this.#globalId = globalId;
    this.#local.restart(epoch, globalId);
    if (!this.#isFirst) {
      this.#options.log(
        "The history that was shared through Redis is gone: Redis came back without it, or was emptied, or a mock " +
          `server was reset. A new one begins, in epoch ${epoch}; what was before is not kept.`,
      );
    }
    this.#isFirst = false;
  }

  /** Topics of which the log has nothing any more have come somewhere all the same. */
  #caughtUp({ epoch, offsets, epochs }: Entered): void {
    for (const [topic, offset] of offsets) {
      this.#local.passTo({ topic, offset, epoch: epochs.get(topic) ?? epoch });
    }
  }

  #apply(entry: LogEntry, wish: Wish | undefined): Published | undefined {
    switch (entry.kind) {
      case "published": {
        this.#busId = Math.max(this.#busId, entry.bus);
        const published = this.#take(entry, wish ? wish.data : entry.data);
        // Of all mock servers only the one that it came from acts on it.
        if (wish) this.#options.onPublication?.(published.publication);
        return published;
      }
      case "message": {
        this.#busId = Math.max(this.#busId, Number.parseInt(entry.message, 10) || 0);
        const message = readBus(entry.message);
        return message && this.#take(entry, message.data);
      }
      case "trimmed":
        this.#local.trim(entry.topic, entry.count);
        return undefined;
      case "renewed":
        this.#local.renewEpoch(entry.topic, entry.epoch);
        return undefined;
      case "skipped":
        this.#local.skipIds(entry.topic, entry.count);
        return undefined;
      case "began":
        return undefined;
    }
  }

  #take({ topic, globalId, offset, epoch, at }: Omit<Publication, "data">, data: unknown): Published {
    this.#globalId = globalId;
    return this.#local.take({ topic, globalId, offset, epoch, at, data });
  }
}
