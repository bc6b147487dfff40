/**
 * One opening of a Redis: a connection for scripts and one that hears, both gone when either is. Never reconnects and
 * holds nothing back: that is decided by who opened it. Knows no hub.
 */
import { createHash } from "node:crypto";
import { createClient, ErrorReply } from "@redis/client";
import type { RedisAddress } from "./address.ts";

const connectLimitMs = 3_000;
/** A Redis that says nothing for so long is taken for lost. */
const answerLimitMs = 5_000;

export interface LinkEvents {
  /** `pattern` is the one that the channel was heard by, if it was by one. */
  heard(channel: string, text: string, pattern: string | undefined): void;
  /** Once, unless `close` was called. */
  lost(error: unknown): void;
}

type Client = ReturnType<typeof openClient>;

export class RedisLink {
  readonly #commands: Client;
  readonly #ears: Client;
  readonly #events: LinkEvents;
  #isOver = false;
  #broken: unknown;

  /** Rejects with what Redis or the socket said. */
  static async open(address: RedisAddress, events: LinkEvents): Promise<RedisLink> {
    const link = new RedisLink(address, events);
    try {
      await Promise.all([link.#commands.connect(), link.#ears.connect()]);
    } catch (error) {
      link.close();
      // What made one of them fail ends the other, whose own error says less.
      throw link.#broken ?? error;
    }
    return link;
  }

  private constructor(address: RedisAddress, events: LinkEvents) {
    this.#events = events;
    this.#commands = openClient(address.url);
    this.#ears = openClient(address.url);
    for (const client of [this.#commands, this.#ears]) client.on("error", (error) => this.lose(error));
  }

  async listen(channels: readonly string[], patterns: readonly string[]): Promise<void> {
    const { heard } = this.#events;
    if (channels.length > 0)
      await this.#ears.subscribe([...channels], (text, channel) => heard(channel, text, undefined));
    for (const pattern of patterns) {
      await this.#ears.pSubscribe(pattern, (text, channel) => heard(channel, text, pattern));
    }
  }

  /** Rejects with Redis' own error; one that says nothing is lost. */
  async run(script: string, keys: readonly string[], values: readonly string[]): Promise<unknown> {
    const options = { keys: [...keys], arguments: [...values] };
    const answer = this.#commands.evalSha(digestOf(script), options).catch((error: unknown) => {
      if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
      return this.#commands.eval(script, options);
    });
    return await this.#inTime(answer);
  }

  /** Entries of the stream from that id on, oldest first: the text of their one field. */
  async read(stream: string, from: number, count: number): Promise<string[]> {
    const entries = await this.#inTime(this.#commands.xRange(stream, `${from}-0`, "+", { COUNT: count }));
    return (entries ?? []).map(({ message }) => message.entry ?? "");
  }

  /** Asks the hearing connection whether it is still there. */
  async ping(): Promise<void> {
    await this.#inTime(this.#ears.ping());
  }

  /** As if the connection had broken. */
  lose(error: unknown): void {
    if (this.#isOver) return;
    this.#broken = error;
    this.close();
    this.#events.lost(error);
  }

  close(): void {
    this.#isOver = true;
    for (const client of [this.#commands, this.#ears]) if (client.isOpen) client.destroy();
  }

  async #inTime<T>(answer: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const error = new Error(`Timeout: no answer for ${answerLimitMs / 1000} s`);
        reject(error);
        this.lose(error);
      }, answerLimitMs);
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Redis itself said no, and goes on. */
export function isRefusal(error: unknown): error is Error {
  return error instanceof ErrorReply;
}

function openClient(url: string) {
  return createClient({
    url,
    // Of Redis 5 and of what takes its place: nothing of the newer one is needed.
    RESP: 2,
    name: "framescope",
    disableClientInfo: true,
    disableOfflineQueue: true,
    maintNotifications: "disabled",
    socket: { reconnectStrategy: false, connectTimeout: connectLimitMs },
  });
}

const digests = new Map<string, string>();

function digestOf(script: string): string {
  let digest = digests.get(script);
  if (digest === undefined) {
    digest = createHash("sha1").update(script).digest("hex");
    digests.set(script, digest);
  }
  return digest;
}
