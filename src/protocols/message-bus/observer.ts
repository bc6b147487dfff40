/**
 * Watches polls as they overlap and follow each other: each becomes a record, and what it means for its client and its
 * channels is asked of their watches. A session of ours has one client; a recording proxy may see many.
 */
import type { ObserverEvent } from "../../model/event.ts";
import type { Close, Handshake } from "../../model/frame.ts";
import type { Message } from "../../model/message.ts";
import type { Observer, ObserverInput } from "../../model/observer.ts";
import { headerValue } from "../kit/headers.ts";
import { nothing } from "../kit/nothing.ts";
import type { Arrival } from "./channel-watch.ts";
import { ClientWatch } from "./client-watch.ts";
import { IdSpace } from "./id-space.ts";
import { isPoll, type MessageBusMessage } from "./messages.ts";
import { pollRecord } from "./poll-record.ts";
import * as verdicts from "./poll-verdicts.ts";
import { PollWatch } from "./poll-watch.ts";

/** A newer poll came so shortly before, or a client is told no so soon: the one is because of the other. */
const becauseWithinMs = 500;
/** The client that was silent longest is forgotten first. */
const maxClients = 500;

type MessageInput = ObserverInput<MessageBusMessage> & { readonly kind: "message" };

export class MessageBusObserver implements Observer<MessageBusMessage> {
  readonly #polls = new Map<number, PollWatch>();
  readonly #clients = new Map<string, ClientWatch>();
  readonly #ids = new IdSpace();
  #idsTold = false;
  #lastRefusal = "";

  observe(input: ObserverInput<MessageBusMessage>): readonly ObserverEvent[] {
    switch (input.kind) {
      case "message":
        return this.#message(input);
      case "opened":
        return this.#opened(input.at, input.connection, input.entry, input.handshake);
      case "closed":
        return this.#closed(input.at, input.connection, input.entry, input.close);
      case "ticked":
        return this.#news([...this.#clients.values()].flatMap((client) => client.settle()));
    }
  }

  #message({ message, direction, connection, at, entry, frame }: MessageInput): readonly ObserverEvent[] {
    if (direction === "sent") {
      if (!isPoll(message)) return nothing;
      const poll = new PollWatch(connection, at, entry, message);
      this.#polls.set(connection, poll);
      return message.clientId === undefined ? nothing : this.#client(message.clientId).asked(poll);
    }
    const poll = this.#polls.get(connection);
    if (!poll || isTransport(message)) return nothing;
    const client = this.#client(poll.clientId);
    const settled = poll.lastFrame === frame ? nothing : client.settle();
    const isBacklog = poll.isBacklog(at, frame);
    poll.received(message, at, frame);
    const found = this.#content(client, poll, message, { entry, isBacklog });
    return this.#news([...settled, ...found, ...client.arrived(poll, entry)]);
  }

  #content(
    client: ClientWatch,
    poll: PollWatch,
    message: MessageBusMessage,
    arrival: Arrival,
  ): readonly ObserverEvent[] {
    if (message.kind === "malformed") return client.malformed(message, poll, arrival.entry);
    if (message.kind === "status") return client.status(message, arrival.entry);
    if (message.kind !== "message") return nothing;
    this.#ids.seen(message.globalId, message.messageId);
    return client.message(message, arrival);
  }

  #opened(at: number, connection: number, entry: number, handshake: Handshake): readonly ObserverEvent[] {
    let poll = this.#polls.get(connection);
    if (!poll) {
      // A poll without a body, or a recording that lacks it.
      poll = new PollWatch(connection, at, entry, undefined, handshake);
      this.#polls.set(connection, poll);
    }
    poll.opened(handshake);
    const { response } = handshake;
    const events = this.#client(poll.clientId).opened(poll, entry);
    const evidence = [poll.entry, entry];
    if (!this.#isNewRefusal(poll, response.status)) return events;
    if (response.status === 429)
      return [...events, verdicts.rateLimited(headerValue(response.headers, "retry-after"), evidence)];
    const isRefusal = response.status < 200 || response.status >= 300;
    return [...events, isRefusal ? verdicts.refused(response, evidence) : verdicts.notMessageBus(response, evidence)];
  }

  /** False for an answer to be expected, and for one like the one before: that is one finding, not one a poll. */
  #isNewRefusal({ form, poll }: PollWatch, status: number): boolean {
    if (form !== "other") {
      this.#lastRefusal = "";
      return false;
    }
    // Something else under the same path that is answered well, such as a broadcast, is no poll.
    if (poll === undefined && status >= 200 && status < 300) return false;
    const isNew = this.#lastRefusal !== String(status);
    this.#lastRefusal = String(status);
    return isNew;
  }

  #closed(at: number, connection: number, entry: number, close: Close): readonly ObserverEvent[] {
    const poll = this.#polls.get(connection);
    this.#polls.delete(connection);
    if (!poll?.poll) return nothing;
    const client = this.#client(poll.clientId);
    const end = poll.endOf(close, at);
    const events: ObserverEvent[] = [];
    if (end === "cut") events.push(verdicts.streamCut(at - poll.startedAt, [poll.entry, entry]));
    const rivalry = end === "hold over" || end === "at once" ? this.#rivalry(poll, at, entry) : undefined;
    if (rivalry) events.push(rivalry);
    const judged = client.ended(poll, rivalry ? "hold over" : end, at, entry);
    return this.#news([pollRecord(poll, close, at, entry), ...judged, ...events]);
  }

  /** Another poll of the same client explains why this one got nothing at this moment. */
  #rivalry(poll: PollWatch, at: number, entry: number): ObserverEvent | undefined {
    if (poll.messagesInLast > 0) return undefined;
    for (const other of this.#polls.values()) {
      if (other.clientId !== poll.clientId) continue;
      const evidence = [other.entry, entry];
      if (other.startedAt >= poll.startedAt && other.seq >= poll.seq && at - other.startedAt < becauseWithinMs)
        return verdicts.replaced(poll.seq, other.seq, evidence);
      if (other.seq > poll.seq && at - poll.startedAt < becauseWithinMs)
        return verdicts.outOfDate(poll.seq, other.seq, evidence);
    }
    return undefined;
  }

  /** That ids are global is told once in a session. */
  #news(events: readonly ObserverEvent[]): readonly ObserverEvent[] {
    if (events.length === 0) return nothing;
    return events.filter((event) => event.kind !== "idsAreGlobal" || this.#isFirstOfIds());
  }

  #isFirstOfIds(): boolean {
    const isFirst = !this.#idsTold;
    this.#idsTold = true;
    return isFirst;
  }

  #client(id: string): ClientWatch {
    let client = this.#clients.get(id);
    if (!client) {
      client = new ClientWatch(this.#ids);
      const [oldest] = this.#clients.keys();
      if (this.#clients.size >= maxClients && oldest !== undefined) this.#clients.delete(oldest);
    } else this.#clients.delete(id);
    this.#clients.set(id, client);
    return client;
  }
}

function isTransport(message: Message): message is Exclude<MessageInput["message"], MessageBusMessage> {
  const { kind } = message;
  return kind === "open" || kind === "closed" || kind === "ws_ping" || kind === "ws_pong" || kind === "ws_close";
}
