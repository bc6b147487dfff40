/** Polls as a recorder tells an observer of them, written short: what is asked, answered and when. */
import type { ObserverEvent } from "../../../src/model/event.ts";
import type { Close, HeaderList } from "../../../src/model/frame.ts";
import type { Decoder } from "../../../src/model/protocol.ts";
import { messageBus } from "../../../src/protocols/message-bus/index.ts";
import type { MessageBusMessage } from "../../../src/protocols/message-bus/messages.ts";
import { httpHandshake } from "../handshakes.ts";
import { block, bytesOf, jsonType, streamType } from "./polls.ts";

export interface PollOptions {
  readonly clientId?: string;
  readonly mode?: "stream" | "long" | "plain";
}

export class Observing {
  readonly events: ObserverEvent[] = [];
  readonly #observer = messageBus.createObserver();
  #at = 1_760_000_000_000;
  #entry = 0;
  #connections = 0;

  pass(ms: number): void {
    for (let left = ms; left > 0; left -= 250) {
      this.#at += Math.min(left, 250);
      this.tell({ kind: "ticked", at: this.#at });
    }
  }

  poll(body: string, options: PollOptions = {}): ObservedPoll {
    this.#connections += 1;
    return new ObservedPoll(this, this.#connections, body, options);
  }

  tell(input: Parameters<ReturnType<typeof messageBus.createObserver>["observe"]>[0]): void {
    this.events.push(...this.#observer.observe(input));
  }

  stamp(): { readonly at: number; readonly entry: number } {
    this.#entry += 1;
    return { at: this.#at, entry: this.#entry };
  }

  /** Since the last look, without the records of polls. */
  take(): string[] {
    return this.events
      .splice(0)
      .filter(({ kind }) => kind !== "polled")
      .map(({ level, kind, title }) => `${level} ${kind}: ${title}`);
  }
}

export class ObservedPoll {
  readonly #world: Observing;
  readonly #connection: number;
  readonly #requestHeaders: HeaderList;
  readonly #url: string;
  #decoder: Decoder<MessageBusMessage> | undefined;

  constructor(world: Observing, connection: number, body: string, { clientId = "c", mode = "stream" }: PollOptions) {
    this.#world = world;
    this.#connection = connection;
    this.#url = `http://h/message-bus/${clientId}/poll${mode === "plain" ? "?dlp=t" : ""}`;
    this.#requestHeaders = mode === "stream" ? [] : [["Dont-Chunk", "true"]];
    const { request } = this.#handshake(200, []);
    const decoder = messageBus.createRequestDecoder?.(request);
    decoder?.decode({ kind: "chunk", direction: "sent", data: body });
    this.#messages(decoder?.end() ?? [], "sent");
  }

  opened(status = 200, headers: HeaderList = streamType): this {
    const handshake = this.#handshake(status, headers);
    this.#decoder = messageBus.createDecoder("received", handshake);
    this.#world.tell({ kind: "opened", connection: this.#connection, ...this.#world.stamp(), handshake });
    return this;
  }

  /** Each is one arrival. */
  gets(...slices: readonly string[]): this {
    for (const slice of slices) {
      const data = bytesOf(slice);
      this.#messages(this.#decoder?.decode({ kind: "chunk", direction: "received", data }) ?? [], "received");
    }
    return this;
  }

  closed(close: Close = { kind: "ended" }): void {
    this.#messages(this.#decoder?.end() ?? [], "received");
    this.#world.tell({ kind: "closed", connection: this.#connection, ...this.#world.stamp(), close });
  }

  aborted(): void {
    const failure = { stage: "handshake", code: "aborted", message: "closed" } as const;
    this.closed(this.#decoder ? { kind: "ended", aborted: true } : { kind: "failed", failure });
  }

  cut(): void {
    this.closed({ kind: "ended", failure: { stage: "reset", code: "ECONNRESET", message: "cut" } });
  }

  /** A whole poll that is answered in one piece. */
  answered(...items: readonly string[]): void {
    this.opened(200, jsonType);
    this.gets(`[${items.join(",")}]`);
    this.closed();
  }

  /** A whole poll that is streamed: these items at once, then nothing until the hold is over. */
  streamed(...items: readonly string[]): void {
    this.opened().gets(block(...items));
    this.#world.pass(25_000);
    this.gets(block()).closed();
  }

  #messages(messages: readonly MessageBusMessage[], direction: "sent" | "received"): void {
    const frame = this.#world.stamp().entry;
    for (const message of messages)
      this.#world.tell({
        kind: "message",
        connection: this.#connection,
        frame,
        direction,
        message,
        ...this.#world.stamp(),
      });
  }

  #handshake(status: number, headers: HeaderList) {
    return httpHandshake({
      url: this.#url,
      method: "POST",
      requestHeaders: this.#requestHeaders,
      status,
      headers,
      reason: "",
    });
  }
}
