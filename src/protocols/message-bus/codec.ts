/** Reads replies and the bodies of polls, chunked or whole, in any slices; and single messages again from what was stored. */
import type { DataFrame, Direction, FrameData, Handshake, RequestHead } from "../../model/frame.ts";
import type { Decoder, StoredMessage } from "../../model/protocol.ts";
import { headerValue } from "../kit/headers.ts";
import { parseJson } from "../kit/json.ts";
import { nothing } from "../kit/nothing.ts";
import { malformedAgain, readBatch, readItem } from "./batch.ts";
import { BlockCutter, maxBlockLength, shownLength } from "./blocks.ts";
import { isPoll, type MessageBusMessage, type PollMode } from "./messages.ts";
import { clientIdOf, modeOf, readBroadcast, readPoll } from "./poll-request.ts";
import { answerFormOf } from "./response.ts";

const tooLong = `a block of more than ${maxBlockLength / 1024 / 1024} MiB`;

export function createDecoder(direction: Direction, handshake: Handshake): Decoder<MessageBusMessage> {
  if (direction === "sent") return createRequestDecoder(handshake.request);
  const form = answerFormOf(handshake);
  return form === "stream" ? new StreamDecoder() : new WholeDecoder(form === "whole" ? readBatch : readBody);
}

export function createRequestDecoder(request: RequestHead): Decoder<MessageBusMessage> {
  const mode = modeOf(request);
  const length = Number(headerValue(request.headers, "content-length") ?? Number.NaN);
  const clientId = clientIdOf(request.url);
  if (clientId === "broadcast") return new WholeDecoder((text) => [readBroadcast(text)], length);
  return new WholeDecoder((text) => {
    const message = readPoll(mode, text);
    return [isPoll(message) ? { ...message, clientId } : message];
  }, length);
}

class StreamDecoder implements Decoder<MessageBusMessage> {
  readonly #utf8 = new TextDecoder("utf-8");
  readonly #cutter = new BlockCutter();
  #hasBlocks = false;

  decode({ data }: DataFrame): readonly MessageBusMessage[] {
    const text = typeof data === "string" ? data : this.#utf8.decode(data, { stream: true });
    const blocks = this.#cutter.add(text);
    if (blocks.length === 0) return nothing;
    this.#hasBlocks = true;
    return blocks.flatMap((block) =>
      block.kind === "block" ? readBatch(block.text) : [{ kind: "malformed", reason: tooLong, raw: block.text }],
    );
  }

  end(): readonly MessageBusMessage[] {
    const rest = this.#cutter.end() + this.#utf8.decode();
    if (rest === "") return nothing;
    // A server that answers in one piece under the wrong type still said what it said.
    const whole = this.#hasBlocks ? nothing : readBatch(rest);
    return whole.length > 0 && whole[0]?.kind !== "malformed" ? whole : [{ kind: "unfinished", raw: rest }];
  }

  holdsPart(): boolean {
    return this.#cutter.holdsPart;
  }
}

/** One text, read when all of it is there: at the given length, or at the end. */
class WholeDecoder implements Decoder<MessageBusMessage> {
  readonly #utf8 = new TextDecoder("utf-8");
  readonly #read: (text: string) => readonly MessageBusMessage[];
  #missingBytes: number;
  #pieces: string[] = [];
  #length = 0;
  #isDone = false;

  /** `sizeBytes` is NaN where it is not known. */
  constructor(read: (text: string) => readonly MessageBusMessage[], sizeBytes = Number.NaN) {
    this.#read = read;
    this.#missingBytes = sizeBytes;
  }

  decode({ data }: DataFrame): readonly MessageBusMessage[] {
    if (this.#isDone) return nothing;
    this.#missingBytes -= typeof data === "string" ? new TextEncoder().encode(data).length : data.length;
    this.#add(typeof data === "string" ? data : this.#utf8.decode(data, { stream: true }));
    if (this.#length > maxBlockLength) return this.#tell([{ kind: "malformed", reason: tooLong, raw: this.#shown() }]);
    return this.#missingBytes <= 0 ? this.end() : nothing;
  }

  end(): readonly MessageBusMessage[] {
    if (this.#isDone) return nothing;
    this.#add(this.#utf8.decode());
    return this.#length === 0 ? nothing : this.#tell(this.#read(this.#pieces.join("")));
  }

  holdsPart(): boolean {
    return this.#length > 0 && !this.#isDone;
  }

  #add(text: string): void {
    if (text === "") return;
    this.#pieces.push(text);
    this.#length += text.length;
  }

  #shown(): string {
    return this.#pieces.join("").slice(0, shownLength);
  }

  #tell(messages: readonly MessageBusMessage[]): readonly MessageBusMessage[] {
    this.#isDone = true;
    this.#pieces = [];
    return messages;
  }
}

function readBody(text: string): readonly MessageBusMessage[] {
  const shown = text.slice(0, shownLength);
  return [{ kind: "body", text: shown, raw: shown }];
}

export function readMessage({ kind, data, direction }: StoredMessage): MessageBusMessage {
  const raw = textOf(data);
  switch (kind) {
    case "body":
      return { kind, text: raw, raw };
    case "unfinished":
      return { kind, raw };
    case "empty":
      return { kind, heartbeat: true, raw };
    case "message":
    case "status":
      return readItem(raw);
    case "broadcast":
      return readBroadcast(raw);
    case "malformed":
      return readMalformed(raw, direction);
    default:
      return readPoll(kind as PollMode, raw);
  }
}

/** Why it is malformed is found again from the text itself. */
function readMalformed(raw: string, direction: Direction): MessageBusMessage {
  if (direction === "sent") {
    const poll = readPoll("stream", raw);
    return poll.kind === "malformed" ? poll : readBroadcast(raw);
  }
  const found = malformedAgain(raw);
  // What is shown of a block that is too long has just this length, and hardly ends with its JSON.
  return raw.length === shownLength && !parseJson(raw).ok ? { kind: "malformed", reason: tooLong, raw } : found;
}

function textOf(data: FrameData): string {
  return typeof data === "string" ? data : new TextDecoder().decode(data);
}
