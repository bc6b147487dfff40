/**
 * Stands between a session and its client's wire while faults touch what is sent there. Heads, messages and ends go through
 * it in one order. A client that no such fault is about has none.
 */

import type { Clock } from "../../src/clock/clock.ts";
import type { FrameData, Handshake, HeaderList } from "../../src/model/frame.ts";
import type { Answer } from "../outlet.ts";
import { Exit } from "./exit.ts";
import type { FaultBook, FaultEntry } from "./fault-book.ts";
import type { FaultedClient } from "./faulted-client.ts";
import { HeadFaults } from "./head-faults.ts";
import { KindReader } from "./kind-reader.ts";
import type { Outgoing } from "./outgoing.ts";
import { PacedWire } from "./paced-wire.ts";
import { PassingOutlet } from "./passing-outlet.ts";
import { StageRow } from "./stage-row.ts";

export interface LineSurroundings {
  readonly book: FaultBook;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
}

export class FaultLine extends PassingOutlet {
  /** What is about to be sent is about these. */
  topics: readonly string[] = [];
  readonly row: StageRow;
  readonly #client: FaultedClient;
  readonly #clock: Clock;
  readonly #heads: HeadFaults;
  readonly #exit: Exit;
  readonly #kinds: KindReader;
  #handshake: Handshake | undefined;
  /** What waits behind a head that is held back. */
  #waiting: (() => void)[] | undefined;
  /** The faults that keep it silent. */
  readonly #silencers = new Set<FaultEntry>();

  constructor(client: FaultedClient, { book, clock, random }: LineSurroundings) {
    super(client.outlet);
    this.#client = client;
    this.#clock = clock;
    this.#heads = new HeadFaults(book, client);
    this.#exit = new Exit(client.outlet, clock);
    this.#kinds = new KindReader(client.protocol);
    const out = (outgoing: Outgoing) => this.#leave(outgoing);
    this.row = new StageRow({ book, place: client, clock, random, wire: () => this.#describeWire(), out });
  }

  /** Nothing is left for it to do. */
  get isIdle(): boolean {
    if (this.#silencers.size > 0 || this.#waiting || this.#exit.isCompressing) return false;
    return this.row.isIdle && PacedWire.pendingBytes(this.outlet.wire()) === 0;
  }

  /** From now on nothing goes out, and nothing is read. */
  silence(by: FaultEntry): void {
    this.#silencers.add(by);
    this.outlet.pause();
  }

  /** What went unsaid is lost; what the client said meanwhile is read now. */
  speak(by: FaultEntry): void {
    if (this.#silencers.delete(by) && this.#silencers.size === 0) this.outlet.resume();
  }

  override accept(subprotocol: string | undefined, headers: HeaderList): Handshake | undefined {
    const chosen = this.#heads.subprotocol(subprotocol);
    const slow = this.#heads.slow();
    if (!slow) return this.#accept(chosen, headers);
    this.#holdHead(slow.byMs, () => {
      const handshake = this.#accept(chosen, headers);
      if (handshake) this.#client.accepted(handshake);
    });
    return undefined;
  }

  override respond(given: Answer): void {
    const { request } = this.outlet.agreed();
    // A browser's question before the request has no answer that anybody would call a message.
    if (request.method === "OPTIONS") {
      this.outlet.respond(given);
      return;
    }
    const slow = this.#heads.slow();
    const answer = this.#heads.answer(given, request.headers, () => this.#exit.compress());
    this.#handshake = this.outlet.agreed(answer);
    if (slow) this.#holdHead(slow.byMs, () => this.#respond(answer));
    else this.#respond(answer);
  }

  override send(data: FrameData): void {
    const { topics } = this;
    if (this.#waiting) this.#waiting.push(() => this.#send(data, topics));
    else this.#send(data, topics);
  }

  override close(code: number, reason: string): void {
    this.#end(() => this.outlet.close(code, reason));
  }

  override end(): void {
    this.#end(() => this.#exit.end(() => this.outlet.end()));
  }

  override pendingBytes(): number {
    return this.outlet.pendingBytes() + this.row.heldBytes + PacedWire.pendingBytes(this.outlet.wire());
  }

  #accept(subprotocol: string | undefined, headers: HeaderList): Handshake | undefined {
    const handshake = this.outlet.accept(subprotocol, headers);
    this.#handshake = handshake;
    if (this.#isSilent()) this.outlet.pause();
    return handshake;
  }

  #respond(answer: Answer): void {
    const { topics } = this;
    const { body = "", stream, ...head } = answer;
    if (stream) {
      this.row.put({ kind: "head", act: () => this.#exit.head({ ...head, stream }) });
      if (body.length > 0) this.#send(body, topics);
      return;
    }
    const kinds = this.#kinds.readWhole(body, this.outlet.agreed(answer));
    this.row.put({
      kind: "message",
      bytes: bytesOf(body),
      untouched: body,
      // What the doors answer is text, also where a session has encoded it to know its length.
      isText: true,
      kinds,
      topics,
      answer,
      treatment: {},
    });
  }

  #send(data: FrameData, topics: readonly string[]): void {
    this.#handshake ??= this.outlet.agreed();
    const kinds = this.#kinds.read(data, this.#handshake);
    const isText = typeof data === "string";
    const bytes = bytesOf(data);
    this.row.put({ kind: "message", bytes, untouched: data, isText, kinds, topics, answer: undefined, treatment: {} });
  }

  #end(act: () => void): void {
    if (this.#waiting) this.#waiting.push(() => this.row.put({ kind: "end", act }));
    else this.row.put({ kind: "end", act });
  }

  #holdHead(byMs: number, act: () => void): void {
    const waiting: (() => void)[] = [];
    this.#waiting = waiting;
    this.#clock.schedule(byMs, () => {
      this.#waiting = undefined;
      if (this.outlet.phase() === "over") return;
      this.#exit.trickle(act);
      for (const task of waiting) task();
    });
  }

  #leave(outgoing: Outgoing): void {
    if (this.#isSilent() || this.outlet.phase() === "over") return;
    if (outgoing.kind === "message") this.#exit.message(outgoing);
    else outgoing.act();
  }

  #isSilent(): boolean {
    return this.#silencers.size > 0;
  }

  #describeWire(): { readonly isSocket: boolean; readonly isEvents: boolean } {
    const { response } = this.#handshake ?? this.outlet.agreed();
    const type = response.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
    return { isSocket: response.status === 101, isEvents: type.startsWith("text/event-stream") };
  }
}

function bytesOf(data: FrameData): Uint8Array {
  return typeof data === "string" ? Buffer.from(data) : data;
}
