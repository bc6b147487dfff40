/** Asks Redis for what the scripts do, in the words of the mock server. Holds no state but names. */

import type { AppChannels } from "./app-channels.ts";
import { busChannel, writeBus } from "./app-forms.ts";
import { earKey, messageBusKeys, sharedNames, writerKey } from "./keys.ts";
import type { RedisLink } from "./link.ts";
import { type LogEntry, readEntry } from "./log-entry.ts";
import type { HeldWish } from "./outbox.ts";
import * as scripts from "./scripts.ts";

/** Longer than a beat, shorter than anybody's patience. */
const earMs = 3_000;

/** What a mock server knows of the shared history already. */
export interface Known {
  /** Empty when it comes for the first time. */
  readonly life: string;
  readonly seq: number;
  readonly globalId: number;
  /** MessageBus' own. */
  readonly busId: number;
  readonly offsets: Readonly<Record<string, number>>;
}

export interface Entered {
  readonly life: string;
  readonly epoch: string;
  readonly seq: number;
  readonly globalId: number;
  readonly offsets: ReadonlyMap<string, number>;
  /** Of topics that have one of their own. */
  readonly epochs: ReadonlyMap<string, string>;
}

export interface CommandsOptions {
  readonly database: number;
  readonly writer: string;
  readonly channels: AppChannels;
  /** Makes a name for a new history, and an epoch for what has to begin again. */
  readonly drawLife: () => string;
  readonly drawEpoch: () => string;
}

export class Commands {
  readonly #options: CommandsOptions;
  readonly #names: ReturnType<typeof sharedNames>;
  readonly #keys: readonly string[];

  constructor(options: CommandsOptions) {
    this.#options = options;
    this.#names = sharedNames(options.database);
    const { hub, offsets, epochs, log } = this.#names;
    this.#keys = [hub, offsets, epochs, log, messageBusKeys.globalId, messageBusKeys.globalBacklog];
  }

  /** Begins a history where there is none to go on with. */
  enter(link: RedisLink, known: Known): Promise<Entered> {
    return this.#enter(link, known, "");
  }

  /** Begins another history, with ids from 1, whatever there is. */
  beginAnew(link: RedisLink, life: string): Promise<Entered> {
    return this.#enter(link, { life, seq: 0, globalId: 0, busId: 0, offsets: {} }, "1");
  }

  /** Takes what MessageBus has; how far the log goes. */
  async pull(link: RedisLink, life: string): Promise<number> {
    return Number(await this.#run(link, scripts.pull, life, []));
  }

  /** The entry's `seq`; 0 when it was done before, -1 when it is for somebody else to do. */
  async publish(link: RedisLink, life: string, { topic, json, n, heard }: HeldWish): Promise<number> {
    const { writer, channels } = this.#options;
    const channel = busChannel(topic);
    const isOwn = heard === undefined;
    const values = [
      ...[writer, String(n), topic, json, heard ?? "", channel],
      isOwn && channel !== "" ? writeBus(channel, json) : "",
      JSON.stringify(isOwn ? channels.announcements(topic, json) : []),
      JSON.stringify(channels.buses),
    ];
    const keys = [writerKey(writer), earKey(heard ?? "")];
    return Number(await this.#run(link, scripts.publish, life, values, keys));
  }

  async befall(
    link: RedisLink,
    life: string,
    what: "trimmed" | "renewed" | "skipped",
    topic: string,
    count: number,
  ): Promise<void> {
    await this.#run(link, scripts.befall, life, [what, topic, busChannel(topic), String(count)]);
  }

  /** Which of the sources this one brings in, for the next few seconds. */
  async listen(link: RedisLink, sources: readonly string[]): Promise<boolean[]> {
    const answer = await link.run(scripts.listen, sources.map(earKey), [this.#options.writer, String(earMs)]);
    return (answer as number[]).map((mine) => mine === 1);
  }

  async letGo(link: RedisLink, sources: readonly string[]): Promise<void> {
    await link.run(scripts.letGo, sources.map(earKey), [this.#options.writer]);
  }

  async read(link: RedisLink, from: number, count: number): Promise<LogEntry[]> {
    const texts = await link.read(this.#names.log, from, count);
    return texts.flatMap((text) => readEntry(text) ?? []);
  }

  async #enter(link: RedisLink, known: Known, isAnew: "" | "1"): Promise<Entered> {
    const { life, seq, globalId, busId, offsets } = known;
    const values = [life, ...[seq, globalId, busId].map(String), JSON.stringify(offsets), isAnew];
    const answer = await this.#run(link, scripts.enter, this.#options.drawLife(), values);
    const [present, epoch, lastSeq, lastId, offsetFields, epochFields] = answer as [
      ...[life: string, epoch: string, seq: number, globalId: number, offsets: string, epochs: string],
    ];
    return {
      life: present,
      epoch,
      seq: lastSeq,
      globalId: lastId,
      offsets: new Map(pairs(offsetFields).map(([topic, offset]) => [topic, Number(offset)])),
      epochs: new Map(pairs(epochFields)),
    };
  }

  #run(
    link: RedisLink,
    script: string,
    life: string,
    values: readonly string[],
    keys: readonly string[] = [],
  ): Promise<unknown> {
    const { told } = this.#names;
    return link.run(script, [...this.#keys, ...keys], [told, life, this.#options.drawEpoch(), ...values]);
  }
}

/** Fields and values in turns, as Redis gives a hash. */
function pairs(json: string): [string, string][] {
  const flat = JSON.parse(json) as string[];
  return flat.flatMap((field, i) => (i % 2 === 0 ? [[field, flat[i + 1] ?? ""] satisfies [string, string]] : []));
}
