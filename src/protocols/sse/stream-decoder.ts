/**
 * Reads an event stream in any slices (WHATWG HTML section 9.2.6). What an event is, `eventsource-parser` decides; here
 * lines are found, so that what it hides or drops (comments, lost ids, unknown fields, rests) becomes messages too.
 */
import { createParser, type EventSourceMessage, type EventSourceParser, type ParseError } from "eventsource-parser";
import type { DataFrame } from "../../model/frame.ts";
import type { Decoder } from "../../model/protocol.ts";
import { nothing } from "../kit/nothing.ts";
import { fieldValue, holdsField } from "./fields.ts";
import { LineSplitter } from "./lines.ts";
import type { SseMessage } from "./messages.ts";

/** A block that grows longer, in characters, is given up: one `malformed` message, then on from the next blank line. */
export const maxBlockLength = 16 * 1024 * 1024;
/** So much of a block that was given up stays with its message; all of it is in its frames. */
export const keptOfLongBlock = 64 * 1024;

const byteOrderMark = "\uFEFF";

export class SseStreamDecoder implements Decoder<SseMessage> {
  readonly #utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #lines: LineSplitter;
  readonly #parser: EventSourceParser;
  #messages: SseMessage[] = [];
  #atStart = true;
  #lastId: string;
  /** The current block's lines so far, with their ends. */
  #block = "";
  /** The line that the parser is reading. */
  #line = "";
  #ownId: string | undefined;
  #eventType: string | undefined;
  #hasComment = false;
  #event: EventSourceMessage | undefined;
  /** Inside a block that was given up. */
  #skipping = false;

  /** Browsers start a reconnected stream with the id that they asked for, so events without an id keep it. */
  constructor(lastEventId: string) {
    this.#lastId = lastEventId;
    this.#lines = new LineSplitter({
      line: (text, end) => this.#read(text, end),
      lateLineFeed: () => {
        if (this.#block !== "") this.#block += "\n";
      },
    });
    this.#parser = createParser({
      onId: (id) => {
        this.#ownId = id;
        this.#lastId = id;
      },
      onEvent: (event) => {
        this.#event = event;
      },
      onComment: (text) => this.#commented(text),
      onRetry: (retryMs) => this.#add({ kind: "retry", retryMs, raw: this.#line }),
      onError: (error) => this.#ignored(error),
    });
    this.#endParserStart();
  }

  decode(frame: DataFrame): readonly SseMessage[] {
    this.#feed(typeof frame.data === "string" ? frame.data : this.#utf8.decode(frame.data, { stream: true }));
    return this.#taken();
  }

  end(): readonly SseMessage[] {
    this.#feed(this.#utf8.decode());
    const rest = this.#lines.pending;
    if (!this.#skipping && (rest !== "" || holdsField(this.#block)))
      this.#add({ kind: "unfinished", raw: this.#block + rest });
    this.#startBlock();
    return this.#taken();
  }

  holdsPart(): boolean {
    return this.#block !== "" || this.#lines.pendingLength > 0 || this.#skipping;
  }

  /** The parser drops a byte order mark wherever its own input starts; only the stream's first one may go. */
  #endParserStart(): void {
    this.#parser.feed("\n");
  }

  #taken(): readonly SseMessage[] {
    if (this.#messages.length === 0) return nothing;
    const messages = this.#messages;
    this.#messages = [];
    return messages;
  }

  #add(message: SseMessage): void {
    this.#messages.push(message);
  }

  #feed(text: string): void {
    if (text === "") return;
    const hasMark = this.#atStart && text.startsWith(byteOrderMark);
    this.#atStart = false;
    if (hasMark) this.#add({ kind: "bom", raw: byteOrderMark });
    this.#lines.feed(hasMark ? text.slice(1) : text);
    if (!this.#skipping && this.#block.length + this.#lines.pendingLength > maxBlockLength)
      this.#giveUp(this.#lines.pending);
    if (this.#skipping) this.#lines.forgetPending();
  }

  #read(line: string, end: string): void {
    if (line === "") this.#blankLine();
    else if (this.#skipping) return;
    else if (this.#block.length + line.length > maxBlockLength) this.#giveUp(line);
    else this.#fieldLine(line, end);
  }

  #fieldLine(line: string, end: string): void {
    this.#block += line + end;
    this.#line = line;
    const type = fieldValue(line, "event");
    if (type !== undefined) this.#eventType = type || undefined;
    if (line.includes("\0") && fieldValue(line, "id") !== undefined) this.#add({ kind: "invalid_id", raw: line });
    this.#parser.feed(`${line}\n`);
  }

  #blankLine(): void {
    if (this.#skipping) {
      this.#skipping = false;
    } else if (this.#block === "") {
      this.#add({ kind: "blank", heartbeat: true, raw: "" });
    } else {
      this.#parser.feed("\n");
      if (this.#event) this.#dispatched(this.#event);
      else this.#endedWithoutData();
      this.#startBlock();
    }
  }

  #startBlock(): void {
    this.#block = "";
    this.#ownId = undefined;
    this.#eventType = undefined;
    this.#hasComment = false;
    this.#event = undefined;
  }

  #dispatched({ event, data }: EventSourceMessage): void {
    const channel = event ?? "message";
    const eventId = this.#lastId || undefined;
    const ownId = this.#ownId;
    const raw = this.#block;
    if (data.length <= 16 && data.trim() === "[DONE]") this.#add({ kind: "done", channel, eventId, ownId, raw });
    else this.#add({ kind: "event", channel, eventId, heartbeat: isHeartbeat(channel, data), data, ownId, raw });
  }

  #endedWithoutData(): void {
    const raw = this.#block;
    if (this.#ownId !== undefined)
      this.#add({ kind: "id", eventId: this.#lastId || undefined, ownId: this.#ownId, raw });
    if (this.#eventType === undefined) return;
    // A comment and a type with no data is how nchan (1.3.6) says that it is still there.
    const heartbeat = this.#hasComment || undefined;
    this.#add({ kind: "event_without_data", channel: this.#eventType, heartbeat, raw });
  }

  #commented(text: string): void {
    this.#hasComment = true;
    this.#add({ kind: "comment", text, heartbeat: true, raw: this.#line });
  }

  #ignored(error: ParseError): void {
    const raw = this.#line;
    const value = error.value ?? "";
    if (error.type === "invalid-retry") this.#add({ kind: "invalid_retry", value, raw });
    else this.#add({ kind: "unknown_field", field: error.field ?? "", value, raw });
  }

  #giveUp(line: string): void {
    this.#add({ kind: "malformed", reason: tooLong, raw: (this.#block + line).slice(0, keptOfLongBlock) });
    this.#skipping = true;
    this.#startBlock();
    this.#parser.reset();
    this.#endParserStart();
  }
}

export const tooLong = `longer than ${maxBlockLength} characters without a blank line: given up to the next one`;

/** Names that servers give to events which only keep the connection alive. */
function isHeartbeat(type: string, data: string): true | undefined {
  return (data.length <= 64 && /^(ping|heartbeat|keep-?alive)$/i.test(type)) || undefined;
}
