/**
 * Watches event streams across reconnects: how they are answered, whether anything was lost in between, and when silence
 * means something. One stream by itself is the stream watch's affair, what stands in it the content observer's.
 */
import type { ObserverEvent } from "../../model/event.ts";
import type { Close, Handshake } from "../../model/frame.ts";
import type { Observer, ObserverInput } from "../../model/observer.ts";
import { nothing } from "../kit/nothing.ts";
import { Ages } from "./ages.ts";
import { ContentObserver } from "./content-observer.ts";
import { blindWindow } from "./id-verdicts.ts";
import { lastEventIdOf } from "./last-event-id.ts";
import { LeftStreams } from "./left-streams.ts";
import type { SseMessage } from "./messages.ts";
import { judgeResponse } from "./response.ts";
import { keepaliveMissing, silentSinceHeaders } from "./silence-verdicts.ts";
import { placeOf, StreamWatch } from "./stream-watch.ts";
import * as verdicts from "./verdicts.ts";

/** Proxies commonly cut after 30 to 60 s of silence. */
const keepaliveWithinMs = 30_000;
const firstByteWithinMs = 10_000;

type MessageInput = ObserverInput<SseMessage> & { readonly kind: "message" };

export class SseObserver implements Observer<SseMessage> {
  readonly #streams = new Map<number, StreamWatch>();
  readonly #left = new LeftStreams();
  readonly #content = new ContentObserver();
  readonly #ages = new Ages();
  #lastRefusal = "";
  /** Told once, until the server shows that it can keep a connection alive. */
  #keepaliveTold = false;
  #silenceTold = false;
  #lumpsTold = false;

  observe(input: ObserverInput<SseMessage>): readonly ObserverEvent[] {
    switch (input.kind) {
      case "message":
        return this.#message(input);
      case "ticked":
        return this.#ticked(input.at);
      case "opened":
        return this.#opened(input.at, input.connection, input.entry, input.handshake);
      case "closed":
        return this.#closed(input.at, input.connection, input.entry, input.close);
    }
  }

  #opened(at: number, connection: number, entry: number, handshake: Handshake): readonly ObserverEvent[] {
    const { request, response, redirects } = handshake;
    const events: ObserverEvent[] = [];
    if (redirects && redirects.length > 0) events.push(verdicts.redirected(redirects, [entry]));
    const judgement = judgeResponse(request.method, response);
    if (judgement === "stream") {
      this.#lastRefusal = "";
      return [...events, ...this.#begin(at, connection, entry, handshake)];
    }
    if (!this.#isNewRefusal(`${response.status} ${judgement}`)) return events;
    if (judgement === "refused") events.push(verdicts.refused(response, [entry]));
    else if (judgement === "stop") events.push(verdicts.stopRequested([entry]));
    else events.push(verdicts.notEventStream(response, [entry]));
    return events;
  }

  #begin(at: number, connection: number, entry: number, handshake: Handshake): readonly ObserverEvent[] {
    const asked = lastEventIdOf(handshake.request.headers);
    const left = this.#left.take(placeOf(handshake), asked);
    this.#streams.set(connection, new StreamWatch(at, entry, handshake, left));
    if (!left || asked !== "") return nothing;
    return [blindWindow(left.lastAt, at, left.lastId, [left.entry, entry])];
  }

  #message({ message, direction, connection, at, entry, frame }: MessageInput): readonly ObserverEvent[] {
    if (direction === "sent" || isTransport(message)) return nothing;
    if (message.kind === "comment" || message.kind === "blank") this.#keepaliveTold = false;
    const found = this.#content.message(message, entry);
    const course = this.#streams.get(connection)?.message(message, at, entry, frame) ?? nothing;
    return course.length === 0 ? found : [...found, ...course.filter((event) => this.#isNews(event))];
  }

  #ticked(at: number): readonly ObserverEvent[] {
    let events: readonly ObserverEvent[] = nothing;
    for (const stream of this.#streams.values()) {
      const silentMs = stream.silentMs(at);
      if (silentMs < firstByteWithinMs) continue;
      if (!this.#silenceTold && stream.isSilent) {
        this.#silenceTold = true;
        events = [...events, silentSinceHeaders(silentMs, stream.encoding, [stream.openEntry])];
      }
      if (!this.#keepaliveTold && silentMs >= keepaliveWithinMs) {
        this.#keepaliveTold = true;
        events = [...events, keepaliveMissing(at - silentMs, at, [stream.openEntry])];
      }
    }
    return events;
  }

  #closed(at: number, connection: number, entry: number, close: Close): readonly ObserverEvent[] {
    const stream = this.#streams.get(connection);
    this.#streams.delete(connection);
    if (!stream || close.kind !== "ended") return nothing;
    const events = stream.ended(at, close, entry);
    const left = stream.left(at, entry);
    if (!left) return events;
    this.#left.leave(left);
    const ages = close.aborted ? undefined : this.#ages.ended(left.livedMs);
    return ages ? [...events, verdicts.cutAtSameAge(ages, [stream.openEntry, entry])] : events;
  }

  /** Lumps are how the connection is, and are told once; anything else each time. */
  #isNews(event: ObserverEvent): boolean {
    if (event.kind !== "bufferingSuspected") return true;
    const isFirst = !this.#lumpsTold;
    this.#lumpsTold = true;
    return isFirst;
  }

  /** False when the answer before was alike: a server that refuses is one finding, not one per attempt. */
  #isNewRefusal(answer: string): boolean {
    const isNew = answer !== this.#lastRefusal;
    this.#lastRefusal = answer;
    return isNew;
  }
}

function isTransport(message: MessageInput["message"]): message is Exclude<MessageInput["message"], SseMessage> {
  const { kind } = message;
  return kind === "open" || kind === "closed" || kind === "ws_ping" || kind === "ws_pong" || kind === "ws_close";
}
