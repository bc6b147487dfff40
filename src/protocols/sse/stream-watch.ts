/**
 * Watches one event stream from its head to its end: whether its ids go on where they should, whether it arrives in
 * lumps, and how long it has been silent. Knows no other connection.
 */
import type { ObserverEvent } from "../../model/event.ts";
import type { Close, Handshake, HeaderList } from "../../model/frame.ts";
import { headerValue } from "../kit/headers.ts";
import { nothing } from "../kit/nothing.ts";
import { Arrivals } from "./arrivals.ts";
import { unfinishedBlock } from "./content-verdicts.ts";
import { dataOf } from "./fields.ts";
import { type IdFinding, IdSequence } from "./id-sequence.ts";
import * as verdicts from "./id-verdicts.ts";
import { lastEventIdOf } from "./last-event-id.ts";
import type { LeftStream } from "./left-streams.ts";
import type { SseMessage } from "./messages.ts";
import { judgeResume } from "./resume.ts";
import { arrivingInLumps } from "./silence-verdicts.ts";
import { streamCut } from "./verdicts.ts";

type Ended = Close & { readonly kind: "ended" };

export class StreamWatch {
  readonly openEntry: number;
  /** Content-Encoding of the answer; undefined when it is as it is. */
  readonly encoding: string | undefined;
  readonly #openedAt: number;
  readonly #place: string;
  /** Last-Event-ID of the request; empty for none. */
  readonly #asked: string;
  /** False for methods that clients do not repeat by themselves. */
  readonly #continues: boolean;
  readonly #proxy: string | undefined;
  readonly #arrivals: Arrivals;
  readonly #ids: IdSequence;
  #lastAt: number;
  #lastId: string;
  #hasStarted = false;
  #hasId = false;
  #isDone = false;
  #unfinished: { readonly raw: string; readonly entry: number } | undefined;

  /** `left` is the stream that this one goes on with. */
  constructor(at: number, entry: number, handshake: Handshake, left: LeftStream | undefined) {
    const { request, response } = handshake;
    this.openEntry = entry;
    this.encoding = encodingOf(response.headers);
    this.#openedAt = at;
    this.#lastAt = at;
    this.#place = placeOf(handshake);
    this.#asked = lastEventIdOf(request.headers);
    this.#lastId = this.#asked;
    this.#continues = request.method === "GET";
    this.#proxy = proxyIn(response.headers);
    this.#arrivals = new Arrivals(at);
    this.#ids = left?.ids ?? new IdSequence();
  }

  /** Nothing has come since the headers. */
  get isSilent(): boolean {
    return !this.#hasStarted;
  }

  silentMs(at: number): number {
    return at - this.#lastAt;
  }

  message(message: SseMessage, at: number, entry: number, frame: number): readonly ObserverEvent[] {
    if (message.kind === "unfinished") {
      // It comes with the end, not from the wire; whether the end is our own doing is known only then.
      this.#unfinished = { raw: message.raw, entry };
      return nothing;
    }
    this.#lastAt = at;
    this.#hasStarted = true;
    if (message.kind === "done") this.#isDone = true;
    if (message.kind !== "event" && message.kind !== "id" && message.kind !== "done") return nothing;
    const found = message.ownId === undefined ? nothing : this.#id(message.ownId, at, entry);
    const lumps = message.kind === "event" ? this.#arrivals.event(frame, at) : undefined;
    return lumps === undefined ? found : [...found, arrivingInLumps(lumps, this.#sign(), [entry])];
  }

  ended(at: number, close: Ended, entry: number): readonly ObserverEvent[] {
    if (close.aborted) return nothing;
    const events: ObserverEvent[] = [];
    if (this.#unfinished) events.push(unfinishedBlock(dataOf(this.#unfinished.raw), [this.#unfinished.entry, entry]));
    if (close.failure) events.push(streamCut(close, at - this.#openedAt, [this.openEntry, entry]));
    return events;
  }

  /** What the next connection goes on with; undefined when clients would not come back. */
  left(at: number, entry: number): LeftStream | undefined {
    if (!this.#continues || this.#isDone) return undefined;
    return {
      place: this.#place,
      lastAt: this.#lastAt,
      lastId: this.#lastId,
      ids: this.#ids,
      livedMs: at - this.#openedAt,
      entry,
    };
  }

  #id(id: string, at: number, entry: number): readonly ObserverEvent[] {
    this.#lastId = id;
    if (id === "") return nothing;
    const isFirst = !this.#hasId;
    this.#hasId = true;
    const isCounter = this.#ids.isLearned;
    const finding = this.#ids.observe(id, at);
    if (!isFirst) return finding ? [told(finding, [entry])] : nothing;
    // Without Last-Event-ID a fresh start is what was asked for, and the blind window has been told.
    if (this.#asked === "") return nothing;
    return [judgeResume(this.#asked, id, isCounter, at, [this.openEntry, entry])];
  }

  #sign(): string | undefined {
    if (this.encoding !== undefined) return `content-encoding ${this.encoding}`;
    return this.#proxy === undefined ? undefined : `a proxy is on the way: ${this.#proxy}`;
  }
}

/** What a reconnect asks for again, and who asks: a recording proxy sees several clients. */
export function placeOf({ request }: Handshake): string {
  return `${request.method} ${request.url} ${headerValue(request.headers, "user-agent") ?? ""}`;
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

function encodingOf(headers: HeaderList): string | undefined {
  const encoding = headerValue(headers, "content-encoding")?.trim().toLowerCase();
  return encoding === "identity" ? undefined : encoding || undefined;
}

/** The header that gives it away. */
function proxyIn(headers: HeaderList): string | undefined {
  return ["via", "x-cache", "cf-ray", "x-varnish"].find((name) => headerValue(headers, name) !== undefined);
}
