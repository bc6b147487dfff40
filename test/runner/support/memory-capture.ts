/** A capture in memory, told as short lines in the order of writing. */
import type { Bond, CaptureWriter } from "../../../src/model/capture.ts";
import type { ObserverEvent } from "../../../src/model/event.ts";
import type { Direction, Frame, Handshake } from "../../../src/model/frame.ts";
import type { Message } from "../../../src/model/message.ts";

export interface WrittenMessage {
  readonly message: Message;
  readonly direction: Direction;
  readonly source: "message" | "transport";
  readonly firstFrame: number;
  readonly lastFrame: number;
  readonly sizeBytes: number;
}

export class MemoryCapture implements CaptureWriter {
  /** `frame 1 received text`, `1 received line [1-1]`, `2 event gapFound`. */
  readonly lines: string[] = [];
  readonly messages: WrittenMessage[] = [];
  readonly events: ObserverEvent[] = [];
  #frames = 0;
  #entries = 0;

  frame(_at: number, connection: number, frame: Frame): number {
    this.#frames += 1;
    this.lines.push(`frame ${this.#frames} of ${connection}: ${frame.direction} ${frame.kind}`);
    return this.#frames;
  }

  message(
    _at: number,
    connection: number,
    direction: Direction,
    source: "message" | "transport",
    message: Message,
    firstFrame: number,
    lastFrame: number,
    sizeBytes: number,
    bond?: Bond,
  ): number {
    this.messages.push({ message, direction, source, firstFrame, lastFrame, sizeBytes });
    const text = `${direction} ${message.kind} [${firstFrame}-${lastFrame}] ${sizeBytes} B`;
    return this.#entry(connection, bond === undefined ? text : `${text}, ${bond}`);
  }

  event(_at: number, connection: number, event: ObserverEvent): number {
    this.events.push(event);
    return this.#entry(connection, `event ${event.kind}`);
  }

  connection(connection: number, protocol: string, _handshake: Handshake): void {
    this.lines.push(`connection ${connection} speaks ${protocol}`);
  }

  #entry(connection: number, text: string): number {
    this.#entries += 1;
    this.lines.push(`${this.#entries} of ${connection}: ${text}`);
    return this.#entries;
  }
}
