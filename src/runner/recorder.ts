/**
 * Records what travels on the connections of one session: raw frame first, then the messages in it, then what the
 * observer concludes. Knows no session, so that a tap or an imported file can feed it as well.
 */
import type { Bond, CaptureWriter } from "../model/capture.ts";
import type { ObserverEvent } from "../model/event.ts";
import type { Close, DataFrame, Direction, Frame, FrameData, Handshake, RequestHead } from "../model/frame.ts";
import type { Message, TransportMessage } from "../model/message.ts";
import type { Observer, ObserverInput } from "../model/observer.ts";
import type { Protocol } from "../model/protocol.ts";
import { ConnectionRecord, Lane } from "./connection-record.ts";
import { controlMessage } from "./control-message.ts";

export interface RecorderOptions {
  readonly protocol: Protocol;
  readonly writer: CaptureWriter;
  /** Told of each event after it was written. */
  onEvent(event: ObserverEvent, seq: number): void;
  /** Number of the newest row of all, where others write to the same capture. */
  newestEntry?(): number;
}

export interface ClosedRecord {
  /** Received messages that were unfinished until the end. */
  readonly messages: readonly Message[];
  /** Number of the `closed` row. */
  readonly entry: number;
}

const nothing: readonly Message[] = [];

/** A decoder that fails on every frame would bury the recording under its own errors. */
const internalErrorLimit = 20;

/** Moments are ms since the epoch and never run backwards; connections are numbered from 1 by the caller. */
export class Recorder {
  readonly #protocol: Protocol;
  readonly #writer: CaptureWriter;
  readonly #onEvent: (event: ObserverEvent, seq: number) => void;
  readonly #observer: Observer;
  readonly #newestEntry: () => number;
  readonly #records = new Map<number, ConnectionRecord>();
  #latest: ConnectionRecord | undefined;
  #internalErrors = 0;
  #hasOpened = false;
  /** Number of its own newest row. */
  #lastEntry = 0;
  /** When the exchange before ended. */
  #lastEndAt: number | undefined;

  constructor(options: RecorderOptions) {
    this.#protocol = options.protocol;
    this.#writer = options.writer;
    this.#onEvent = options.onEvent;
    this.#observer = options.protocol.createObserver();
    this.#newestEntry = options.newestEntry?.bind(options) ?? (() => this.#lastEntry);
  }

  /** Returns the messages that this frame completed; none for heads and control frames. */
  frame(at: number, connection: number, frame: Frame): readonly Message[] {
    const id = this.#writer.frame(at, connection, frame);
    const record = this.#record(connection);
    switch (frame.kind) {
      case "text":
      case "binary":
      case "chunk": {
        const lane = frame.direction === "received" ? record.received : record.sent;
        if (lane !== undefined) return this.#decode(at, record, lane, frame, id);
        break;
      }
      case "ping":
      case "pong":
      case "close": {
        const message = controlMessage(frame);
        this.#message(at, record, frame.direction, "transport", message, id, id, dataSize(frame.data));
        return nothing;
      }
      case "request":
        this.#requested(at, record, frame.head as RequestHead);
    }
    if (record.firstFrame === 0) record.firstFrame = id;
    record.lastFrame = id;
    return nothing;
  }

  /** `attempt` counts the tries since the session was last open, from 1. */
  opened(at: number, connection: number, agreed: Handshake, attempt: number): void {
    const record = this.#record(connection);
    const handshake = this.#withGap(at, agreed);
    record.opened = true;
    record.isAnswered = this.#protocol.polls === true && isSuccess(handshake.response.status);
    record.isRoutine = record.isAnswered && this.#hasOpened;
    this.#hasOpened = true;
    this.#writer.connection(connection, this.#protocol.id, handshake);
    const message: TransportMessage = { kind: "open", handshake, attempt, heartbeat: record.isRoutine || undefined };
    const { firstFrame, lastFrame } = record;
    const entry = this.#write(at, record, "received", "transport", message, firstFrame, lastFrame, 0);
    record.openEntry = entry;
    try {
      record.received = new Lane("received", this.#protocol.createDecoder("received", handshake));
      record.sent ??= new Lane("sent", this.#protocol.createDecoder("sent", handshake));
    } catch (error) {
      this.internalError(at, connection, "decoder", error);
    }
    this.#observe({ kind: "opened", at, connection, entry, handshake }, connection);
  }

  /** The last call for this connection. */
  closed(at: number, connection: number, close: Close): ClosedRecord {
    const record = this.#record(connection);
    if (record.sent !== undefined) this.#finish(at, record, record.sent);
    const messages = record.received === undefined ? nothing : this.#finish(at, record, record.received);
    const isRoutine = record.isAnswered && close.kind === "ended" && !close.failure && !close.aborted;
    const message: TransportMessage = { kind: "closed", close, heartbeat: isRoutine || undefined };
    const [firstFrame, lastFrame] = record.opened ? [0, 0] : [record.firstFrame, record.lastFrame];
    const entry = this.#write(at, record, "received", "transport", message, firstFrame, lastFrame, 0);
    this.#lastEndAt = at;
    this.#observe({ kind: "closed", at, connection, entry, close }, connection);
    this.#records.delete(connection);
    return { messages, entry };
  }

  /** Time passed. Call it at least every 250 ms while anything is live. */
  tick(at: number): void {
    this.#observe({ kind: "ticked", at }, this.#latest?.connection ?? 0);
  }

  /** Writes an event that someone else concluded. */
  report(at: number, connection: number, event: ObserverEvent): void {
    const seq = this.#writer.event(at, connection, event);
    this.#lastEntry = seq;
    this.#onEvent(event, seq);
  }

  /** Our own fault, not the peer's: it is shown, and the recording goes on. */
  internalError(at: number, connection: number, part: string, error: unknown): void {
    this.#internalErrors += 1;
    if (this.#internalErrors > internalErrorLimit) return;
    const last = this.#internalErrors === internalErrorLimit ? " Further ones of this session are not listed." : "";
    this.report(at, connection, {
      kind: "internalError",
      level: "error",
      title: `Framescope's own ${part} failed: ${error instanceof Error ? error.message : String(error)}`,
      explanation: `This is a fault of Framescope, not of the server. The frames are recorded all the same.${last}`,
      advice: ["Please report it together with the frames around this row."],
    });
  }

  #record(connection: number): ConnectionRecord {
    const latest = this.#latest;
    if (latest !== undefined && latest.connection === connection) return latest;
    let record = this.#records.get(connection);
    if (record === undefined) {
      record = new ConnectionRecord(connection);
      this.#records.set(connection, record);
    }
    this.#latest = record;
    return record;
  }

  #requested(at: number, record: ConnectionRecord, head: RequestHead): void {
    try {
      const decoder = this.#protocol.createRequestDecoder?.(head);
      if (decoder) record.sent = new Lane("sent", decoder);
    } catch (error) {
      this.internalError(at, record.connection, "decoder", error);
    }
  }

  #decode(at: number, record: ConnectionRecord, lane: Lane, frame: DataFrame, id: number): readonly Message[] {
    let messages: readonly Message[];
    lane.lastFrame = id;
    try {
      messages = lane.decoder.decode(frame);
    } catch (error) {
      this.internalError(at, record.connection, "decoder", error);
      return nothing;
    }
    let first = lane.heldSince === 0 ? id : lane.heldSince;
    for (let i = 0; i < messages.length; i += 1) {
      const message = messages[i] as Message;
      const sizeBytes = dataSize(message.raw ?? frame.data);
      this.#message(at, record, lane.direction, "message", message, first, id, sizeBytes);
      first = id;
    }
    if (frame.kind === "chunk") lane.heldSince = lane.decoder.holdsPart?.() === false ? 0 : first;
    return messages;
  }

  #finish(at: number, record: ConnectionRecord, lane: Lane): readonly Message[] {
    let messages: readonly Message[];
    try {
      messages = lane.decoder.end();
    } catch (error) {
      this.internalError(at, record.connection, "decoder", error);
      return nothing;
    }
    const first = lane.heldSince === 0 ? lane.lastFrame : lane.heldSince;
    for (const message of messages) {
      const sizeBytes = dataSize(message.raw ?? "");
      this.#message(at, record, lane.direction, "message", message, first, lane.lastFrame, sizeBytes);
    }
    return messages;
  }

  #message(
    at: number,
    record: ConnectionRecord,
    direction: Direction,
    source: "message" | "transport",
    message: Message | TransportMessage,
    first: number,
    last: number,
    sizeBytes: number,
  ): void {
    const { connection } = record;
    const entry = this.#write(at, record, direction, source, message, first, last, sizeBytes);
    this.#observe({ kind: "message", at, connection, entry, frame: last, direction, message }, connection);
  }

  #write(
    at: number,
    record: ConnectionRecord,
    direction: Direction,
    source: "message" | "transport",
    message: Message | TransportMessage,
    first: number,
    last: number,
    sizeBytes: number,
  ): number {
    const bond = this.#protocol.polls === true ? this.#bondOf(record, source, message) : undefined;
    const entry = this.#writer.message(at, record.connection, direction, source, message, first, last, sizeBytes, bond);
    record.lastEntry = entry;
    this.#lastEntry = entry;
    return entry;
  }

  /**
   * A cycle that goes well is one row: request, opening, first message, end. Whatever comes between them, such as a verdict
   * or a row of another connection, keeps them apart, so that nothing is hidden.
   */
  #bondOf(record: ConnectionRecord, source: "message" | "transport", message: Message): Bond | undefined {
    if (!record.isAnswered || record.lastEntry === 0 || record.lastEntry !== this.#newestEntry()) return undefined;
    if (source === "transport") return message.heartbeat === true ? "part" : undefined;
    const takesOpening = record.isRoutine && record.openEntry === record.lastEntry;
    return takesOpening && message.heartbeat !== true ? "face" : undefined;
  }

  #withGap(at: number, handshake: Handshake): Handshake {
    const { timing } = handshake;
    if (this.#protocol.polls !== true || timing === undefined || this.#lastEndAt === undefined) return handshake;
    const startedAt = at - timing.connectMs - (timing.requestMs ?? 0) - timing.holdMs;
    return { ...handshake, timing: { ...timing, gapMs: Math.max(0, startedAt - this.#lastEndAt) } };
  }

  #observe(input: ObserverInput<Message>, connection: number): void {
    let events: readonly ObserverEvent[];
    try {
      events = this.#observer.observe(input);
    } catch (error) {
      this.internalError(input.at, connection, "observer", error);
      return;
    }
    for (let i = 0; i < events.length; i += 1) this.report(input.at, connection, events[i] as ObserverEvent);
  }
}

function dataSize(data: FrameData): number {
  return typeof data === "string" ? Buffer.byteLength(data) : data.byteLength;
}

/** 304 is how a poll says that nothing is new, and 408 is how nchan ends a hold that brought nothing. */
function isSuccess(status: number): boolean {
  return (status >= 200 && status < 300) || status === 304 || status === 408;
}
