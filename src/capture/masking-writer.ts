/** Stands before a capture where secret values are known, and masks them in all that is written. Decodes nothing. */
import type { Bond, CaptureWriter } from "../model/capture.ts";
import type { ObserverEvent } from "../model/event.ts";
import type { Direction, Frame, FrameData, Handshake } from "../model/frame.ts";
import type { Message } from "../model/message.ts";
import type { SecretMask, SliceMask } from "./secret-mask.ts";

export class MaskingWriter implements CaptureWriter {
  readonly #writer: CaptureWriter;
  readonly #mask: SecretMask;
  /** Of bodies that are under way, by connection and direction. */
  readonly #slices = new Map<string, SliceMask>();

  constructor(writer: CaptureWriter, mask: SecretMask) {
    this.#writer = writer;
    this.#mask = mask;
  }

  frame(at: number, connection: number, frame: Frame): number {
    return this.#writer.frame(at, connection, this.#frame(connection, frame));
  }

  message(
    at: number,
    connection: number,
    direction: Direction,
    source: "message" | "transport",
    message: Message,
    firstFrame: number,
    lastFrame: number,
    sizeBytes: number,
    bond?: Bond,
  ): number {
    if (source === "transport" && message.kind === "closed") this.#forget(connection);
    const masked = source === "transport" ? this.#mask.deep(message) : this.#message(message);
    return this.#writer.message(at, connection, direction, source, masked, firstFrame, lastFrame, sizeBytes, bond);
  }

  event(at: number, connection: number, event: ObserverEvent): number {
    return this.#writer.event(at, connection, this.#mask.deep(event));
  }

  connection(connection: number, protocol: string, handshake: Handshake): void {
    this.#writer.connection(connection, protocol, this.#mask.deep(handshake));
  }

  #frame(connection: number, frame: Frame): Frame {
    if ("head" in frame) return { ...frame, head: this.#mask.deep(frame.head) };
    if (frame.kind === "chunk") return { ...frame, data: this.#slice(connection, frame.direction, frame.data) };
    return { ...frame, data: this.#mask.deep(frame.data) };
  }

  #slice(connection: number, direction: Direction, data: FrameData): FrameData {
    if (typeof data === "string") return this.#mask.text(data);
    const key = `${connection} ${direction}`;
    const slices = this.#slices.get(key) ?? this.#mask.slices();
    this.#slices.set(key, slices);
    return slices.mask(data);
  }

  /** What else it holds is read again from its frame. */
  #message(message: Message): Message {
    const { channel, eventId, raw } = message;
    if (channel === undefined && eventId === undefined && raw === undefined) return message;
    return {
      ...message,
      channel: this.#mask.deep(channel),
      eventId: this.#mask.deep(eventId),
      raw: this.#mask.deep(raw),
    };
  }

  #forget(connection: number): void {
    this.#slices.delete(`${connection} sent`);
    this.#slices.delete(`${connection} received`);
  }
}
