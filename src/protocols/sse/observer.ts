/**
 * Watches the course of event streams across reconnects: how they open and end, whether they resume where they left off,
 * and what silence means. What stands in them is the content observer's affair.
 */
import type { ObserverEvent } from "../../model/event.ts";
import type { Close, Handshake } from "../../model/frame.ts";
import type { Observer, ObserverInput } from "../../model/observer.ts";
import { headerValue } from "../kit/headers.ts";
import { nothing } from "../kit/nothing.ts";
import { Arrivals } from "./arrivals.ts";
import { ContentObserver } from "./content-observer.ts";
import { unfinishedBlock } from "./content-verdicts.ts";
import { dataOf } from "./fields.ts";
import { type IdFinding, IdSequence } from "./id-sequence.ts";
import { lastEventIdOf } from "./last-event-id.ts";
import { LeftStreams } from "./left-streams.ts";
import type { SseMessage } from "./messages.ts";
import { judgeResponse } from "./response.ts";
import { judgeResume } from "./resume.ts";
import * as verdicts from "./verdicts.ts";

/** Proxies commonly cut after 30 to 60 s of silence. */
const keepaliveWithinMs = 30_000;
const firstByteWithinMs = 10_000;

interface Stream {
  /** What a reconnect asks for again, and who asks: method, address and the client's name. */
  readonly place: string;
  readonly openedAt: number;
  readonly openEntry: number;
  /** Last-Event-ID of the request; empty for none. */
  readonly asked: string;
  /** False for methods that clients do not repeat by themselves. */
  readonly continues: boolean;
  readonly encoding: string | undefined;
  /** A sign of a proxy or a compressor on the way, in words. */
  readonly sign: string | undefined;
  readonly arrivals: Arrivals;
  readonly ids: IdSequence;
  /** How long earlier connections to this place lived. */
  readonly agesMs: readonly number[];
  lastAt: number;
  /** Nothing has come since the headers. */
  isSilent: boolean;
  lastId: string;
  /** No id has come on this connection. */
  awaitsFirstId: boolean;
  isDone: boolean;
  unfinished: { readonly raw: string; readonly entry: number } | undefined;
}

export class SseObserver implements Observer<SseMessage> {
  readonly #streams = new Map<number, Stream>();
  readonly #left = new LeftStreams();
  readonly #content = new ContentObserver();
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
    const { request, response } = handshake;
    const place = `${request.method} ${request.url} ${headerValue(request.headers, "user-agent") ?? ""}`;
    const asked = lastEventIdOf(request.headers);
    const left = this.#left.take(place, asked);
    const encoding = encodingOf(handshake);
    this.#streams.set(connection, {
      place,
      openedAt: at,
      openEntry: entry,
      asked,
      continues: request.method === "GET",
      encoding,
      sign: encoding === undefined ? proxySign(response.headers) : `content-encoding ${encoding}`,
      arrivals: new Arrivals(at),
      ids: left?.ids ?? new IdSequence(),
      agesMs: left?.agesMs ?? nothing,
      lastAt: at,
      isSilent: true,
      lastId: asked,
      awaitsFirstId: true,
      isDone: false,
      unfinished: undefined,
    });
    if (!left || asked !== "") return nothing;
    return [verdicts.blindWindow(left.lastAt, at, left.lastId, [left.entry, entry])];
  }

  #message(input: ObserverInput<SseMessage> & { readonly kind: "message" }): readonly ObserverEvent[] {
    const { message, at, entry } = input;
    if (input.direction === "sent") return nothing;
    const stream = this.#streams.get(input.connection);
    // An unfinished block comes with the end, not from the wire.
    if (stream && message.kind !== "unfinished") {
      stream.lastAt = at;
      stream.isSilent = false;
    }
    switch (message.kind) {
      case "open":
      case "closed":
      case "ws_ping":
      case "ws_pong":
      case "ws_close":
      case "retry":
      case "body":
      case "request_body":
        return nothing;
      case "comment":
      case "blank":
        this.#keepaliveTold = false;
        return nothing;
      case "unfinished":
        // Whether the cut was ours is known only when the connection has closed.
        if (!stream) return [unfinishedBlock(dataOf(message.raw), [entry])];
        stream.unfinished = { raw: message.raw, entry };
        return nothing;
      default: {
        const found = this.#content.message(message, entry);
        return stream ? together(found, this.#course(stream, message, at, entry, input.frame)) : found;
      }
    }
  }

  /** Ids and times of what came. */
  #course(stream: Stream, message: SseMessage, at: number, entry: number, frame: number): readonly ObserverEvent[] {
    let events: readonly ObserverEvent[] = nothing;
    if (message.kind === "done") stream.isDone = true;
    if (message.kind !== "event" && message.kind !== "id" && message.kind !== "done") return events;
    if (message.ownId !== undefined) events = idEvents(stream, message.ownId, at, entry);
    if (message.kind !== "event") return events;
    const lumps = stream.arrivals.event(frame, at);
    if (lumps === undefined || this.#lumpsTold) return events;
    this.#lumpsTold = true;
    return [...events, verdicts.arrivingInLumps(lumps, stream.sign, [entry])];
  }

  #ticked(at: number): readonly ObserverEvent[] {
    let events: readonly ObserverEvent[] = nothing;
    for (const stream of this.#streams.values()) {
      const silentMs = at - stream.lastAt;
      if (silentMs < firstByteWithinMs) continue;
      if (!this.#silenceTold && stream.isSilent) {
        this.#silenceTold = true;
        events = [...events, verdicts.silentSinceHeaders(silentMs, stream.encoding, [stream.openEntry])];
      }
      if (!this.#keepaliveTold && silentMs >= keepaliveWithinMs) {
        this.#keepaliveTold = true;
        events = [...events, verdicts.keepaliveMissing(silentMs, [stream.openEntry])];
      }
    }
    return events;
  }

  #closed(at: number, connection: number, entry: number, close: Close): readonly ObserverEvent[] {
    const stream = this.#streams.get(connection);
    this.#streams.delete(connection);
    if (!stream || close.kind !== "ended") return nothing;
    const events: ObserverEvent[] = [];
    const livedMs = at - stream.openedAt;
    if (stream.unfinished && !close.aborted)
      events.push(unfinishedBlock(dataOf(stream.unfinished.raw), [stream.unfinished.entry, entry]));
    if (close.failure && !close.aborted) events.push(verdicts.streamCut(close, livedMs, [stream.openEntry, entry]));
    if (!stream.continues || stream.isDone) return events;
    const agesMs = close.aborted ? nothing : [...stream.agesMs, livedMs].slice(-sameAgeCount);
    if (areSame(agesMs)) events.push(verdicts.cutAtSameAge(agesMs, [stream.openEntry, entry]));
    const { place, lastAt, lastId, ids } = stream;
    this.#left.leave({ place, lastAt, lastId, ids, agesMs: areSame(agesMs) ? nothing : agesMs, entry });
    return events;
  }

  /** False when the answer before was alike: a server that refuses is one finding, not one per attempt. */
  #isNewRefusal(answer: string): boolean {
    const isNew = answer !== this.#lastRefusal;
    this.#lastRefusal = answer;
    return isNew;
  }
}

function idEvents(stream: Stream, id: string, at: number, entry: number): readonly ObserverEvent[] {
  stream.lastId = id;
  if (id === "") return nothing;
  const isFirst = stream.awaitsFirstId;
  stream.awaitsFirstId = false;
  const wasLearned = stream.ids.isLearned;
  const finding = stream.ids.observe(id, at);
  if (!isFirst) return finding ? [told(finding, [entry])] : nothing;
  // Without Last-Event-ID a fresh start is what was asked for, and the blind window has been told.
  if (stream.asked === "") return nothing;
  return [judgeResume(stream.asked, id, wasLearned, at, [stream.openEntry, entry])];
}

function told(finding: IdFinding, evidence: readonly number[]): ObserverEvent {
  switch (finding.kind) {
    case "gap":
      return verdicts.gapFound(finding.after, finding.found, finding.missing, evidence);
    case "repeat":
      return verdicts.repeated(finding.after, finding.found, evidence);
    case "late":
      return verdicts.arrivedLate(finding.found, evidence);
    case "sparse":
      return verdicts.idsAreSparse(evidence);
  }
}

const sameAgeCount = 3;
/** Shorter lives have other reasons than a time limit. */
const shortestAgeMs = 5000;

function areSame(agesMs: readonly number[]): boolean {
  if (agesMs.length < sameAgeCount) return false;
  const shortest = Math.min(...agesMs);
  return shortest >= shortestAgeMs && Math.max(...agesMs) - shortest <= Math.max(1000, shortest * 0.02);
}

function encodingOf(handshake: Handshake): string | undefined {
  const encoding = headerValue(handshake.response.headers, "content-encoding")?.trim().toLowerCase();
  return encoding === "identity" ? undefined : encoding || undefined;
}

function proxySign(headers: Handshake["response"]["headers"]): string | undefined {
  const name = ["via", "x-cache", "cf-ray", "x-varnish"].find((header) => headerValue(headers, header) !== undefined);
  return name === undefined ? undefined : `a proxy is on the way: ${name}`;
}

function together(first: readonly ObserverEvent[], second: readonly ObserverEvent[]): readonly ObserverEvent[] {
  if (first.length === 0) return second;
  return second.length === 0 ? first : [...first, ...second];
}
