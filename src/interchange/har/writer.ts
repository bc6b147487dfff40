/**
 * Writes a capture as HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/), with `_webSocketMessages` as Chrome
 * writes them and `_webSocketClose` as HTTP Toolkit does. One entry a connection; nothing larger than a batch is held.
 */
import type { StoredFrame } from "../../capture/frame-reader.ts";
import type { Handshake, RequestHead, ResponseHead } from "../../model/frame.ts";
import type { TransportMessage } from "../../model/message.ts";
import { headerValue } from "../../protocols/kit/headers.ts";
import type { ExportSource } from "../export-source.ts";
import { ChunkRedactor } from "../redaction/chunk-redactor.ts";
import { type ConnectionSpan, connectionSpans } from "./connection-spans.ts";
import { contentOf, isEventStream, requestOf, responseOf, round, serverAddress } from "./har-objects.ts";
import { base64Of, opcodes, payloadOf } from "./opcodes.ts";

type Closed = Extract<TransportMessage, { kind: "closed" }>["close"];

export function* writeHar(source: ExportSource): Generator<string> {
  for (const _ of source.selection.prepare()) yield "";
  const { spans, steps } = connectionSpans(source);
  yield* steps;
  const { version } = source.session;
  const creator = JSON.stringify({ name: "Framescope", version });
  yield `{"log":{"version":"1.2","creator":${creator},"pages":[],"entries":[`;
  let separator = "\n";
  for (const span of spans.values()) {
    const entry = new EntryWriter(source, span);
    if (!entry.isMeant) continue;
    yield separator;
    yield* entry.write();
    separator = ",\n";
  }
  yield "\n]}}\n";
}

class EntryWriter {
  readonly #source: ExportSource;
  readonly #span: ConnectionSpan;
  readonly #request: RequestHead | undefined;
  readonly #response: ResponseHead | undefined;
  readonly #handshake: Handshake | undefined;
  readonly #close: Closed | undefined;
  readonly #openedAt: number;

  constructor(source: ExportSource, span: ConnectionSpan) {
    this.#source = source;
    this.#span = span;
    const { reader } = source;
    this.#handshake = reader.connection(span.connection)?.handshake;
    this.#close = span.closedSeq === 0 ? undefined : JSON.parse(reader.body(span.closedSeq) ?? "{}").close;
    const heads = this.#heads();
    this.#request = this.#handshake?.request ?? (heads.request && JSON.parse(String(heads.request.data)));
    this.#response = this.#handshake?.response ?? (heads.response && JSON.parse(String(heads.response.data)));
    this.#openedAt = heads.response?.at ?? span.firstAt;
  }

  /** A connection without any request has nothing that a HAR entry could say. */
  get isMeant(): boolean {
    return this.#request !== undefined;
  }

  *write(): Generator<string> {
    const { redactor } = this.#source;
    const isWebSocket = /^wss?:/i.test(this.#request?.url ?? "");
    const { firstAt, lastAt } = this.#span;
    const head = {
      startedDateTime: new Date(firstAt).toISOString(),
      time: round(lastAt - firstAt),
      _resourceType: isWebSocket ? "websocket" : isEventStream(this.#response) ? "eventsource" : "fetch",
      _framescope: {
        protocol: this.#source.session.protocol,
        startedAt: firstAt,
        answeredAt: this.#response && this.#openedAt,
      },
      ...this.#closeFields(),
      request: { ...requestOf(this.#request as RequestHead), ...this.#postData() },
      cache: {},
      timings: this.#timings(),
      ...serverAddress(this.#handshake),
      connection: String(this.#span.connection),
    };
    // What is streamed comes last, within an object whose beginning is written whole.
    yield redactor.text(JSON.stringify(head)).slice(0, -1);
    yield `,"response":${redactor.text(JSON.stringify(responseOf(this.#response))).slice(0, -1)}`;
    if (isWebSocket) {
      const refused = this.#close?.kind === "refused" ? this.#close.body : undefined;
      yield `,"content":${JSON.stringify(contentOf(this.#response, redactor.text(refused ?? "")))}}`;
      yield* this.#webSocketMessages();
    } else yield* this.#body();
    yield "}";
  }

  #heads(): { request?: StoredFrame; response?: StoredFrame } {
    const { connection, firstFrame, lastFrame } = this.#span;
    const first = this.#source.bulk.framesOfConnection(connection, firstFrame, lastFrame, 8);
    const request = first.find(({ kind }) => kind === "request");
    const response = first.find(({ kind }) => kind === "response");
    return { ...(request && { request }), ...(response && { response }) };
  }

  *#frames(): Generator<readonly StoredFrame[]> {
    const { connection, firstFrame, lastFrame } = this.#span;
    yield* this.#source.selection.framesOfConnection(connection, firstFrame, lastFrame);
  }

  *#webSocketMessages(): Generator<string> {
    yield ',"_webSocketMessages":[';
    let separator = "\n";
    for (const batch of this.#frames()) {
      let text = "";
      for (const frame of batch) {
        const opcode = opcodes[frame.kind];
        if (opcode === undefined) continue;
        this.#source.redactor.seq = frame.id;
        text += `${separator}${this.#message(frame, opcode)}`;
        separator = ",\n";
      }
      this.#source.passed(batch.length);
      yield text;
    }
    yield "]";
  }

  #message(frame: StoredFrame, opcode: number): string {
    const type = frame.direction === "sent" ? "send" : "receive";
    const payload = payloadOf(frame);
    const { redactor } = this.#source;
    const isText = opcode === 1 && typeof payload === "string";
    const data = isText
      ? redactor.text(payload)
      : base64Of(typeof payload === "string" ? payload : redactor.bytes(payload));
    // Chrome says text of what is not UTF-8 too, with its characters replaced: here the bytes are kept, and said to be bytes.
    return JSON.stringify({ type, time: frame.at / 1000, opcode: opcode === 1 && !isText ? 2 : opcode, data });
  }

  /** One text, as long as all chunks are UTF-8; else base64. */
  *#body(): Generator<string> {
    const isText = yield* this.#isText();
    const { redactor } = this.#source;
    const content = contentOf(this.#response, undefined);
    yield `,"content":${JSON.stringify(content).slice(0, -1)}${isText ? "" : ',"encoding":"base64"'},"text":"`;
    const body = new ChunkRedactor(redactor);
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    // Of each chunk its time and its size, flat: a stream may have millions.
    const chunks: number[] = [];
    let odd: Uint8Array = new Uint8Array();
    let sizeBytes = 0;
    const { lastReceived } = this.#span;
    for (const batch of this.#frames()) {
      let text = "";
      for (const frame of batch) {
        if (frame.kind !== "chunk" || frame.direction !== "received") continue;
        redactor.seq = frame.id;
        const data = redactor.isIdle ? frame.data : body.chunk(frame.data, frame.id === lastReceived);
        const bytes = typeof data === "string" ? Buffer.from(data) : data;
        sizeBytes += bytes.length;
        if (isText) {
          const piece = decoder.decode(bytes, { stream: true });
          text += JSON.stringify(piece).slice(1, -1);
          chunks.push(round(frame.at - this.#span.firstAt), piece.length);
        } else {
          // Base64 goes by threes.
          const joined = Buffer.concat([odd, bytes]);
          const whole = joined.length - (joined.length % 3);
          odd = joined.subarray(whole);
          text += joined.subarray(0, whole).toString("base64");
          chunks.push(round(frame.at - this.#span.firstAt), bytes.length);
        }
      }
      this.#source.passed(batch.length);
      yield text;
    }
    yield `${isText ? "" : base64Of(odd)}","size":${sizeBytes}}}`;
    if (chunks.length > 0) yield* chunkList(chunks);
  }

  *#isText(): Generator<string, boolean> {
    const strict = new TextDecoder("utf-8", { fatal: true });
    for (const batch of this.#frames()) {
      for (const frame of batch) {
        if (frame.kind !== "chunk" || frame.direction !== "received" || typeof frame.data === "string") continue;
        try {
          strict.decode(frame.data, { stream: true });
        } catch {
          return false;
        }
      }
      yield "";
    }
    return true;
  }

  /** What was sent before the answer came: bodies of requests are small. */
  #postData(): object {
    if (this.#span.firstSent === this.#span.lastSent) return {};
    const pieces: Uint8Array[] = [];
    for (const batch of this.#frames())
      for (const { kind, direction, data } of batch)
        if (kind === "chunk" && direction === "sent") pieces.push(typeof data === "string" ? Buffer.from(data) : data);
    if (pieces.length === 0) return {};
    const body = Buffer.concat(pieces);
    const mimeType = headerValue(this.#request?.headers ?? [], "content-type") ?? "";
    return { bodySize: body.length, postData: { mimeType, text: body.toString() } };
  }

  #closeFields(): object {
    const close = this.#close;
    if (close?.kind === "closed") {
      const { seen, failure } = close;
      if (!seen) return { _webSocketClose: "aborted", ...(failure && { _error: failure.message }) };
      return { _webSocketClose: { code: seen.code, reason: seen.reason, timestamp: this.#span.lastAt / 1000 } };
    }
    if (close?.kind === "failed") return { _error: `${close.failure.code}: ${close.failure.message}` };
    return close?.kind === "ended" && close.failure ? { _error: close.failure.message } : {};
  }

  #timings(): object {
    const timing = this.#handshake?.timing;
    const untilHead = Math.max(0, this.#openedAt - this.#span.firstAt);
    const receive = round(Math.max(0, this.#span.lastAt - this.#openedAt));
    if (!timing) return { blocked: -1, dns: -1, connect: -1, ssl: -1, send: 0, wait: round(untilHead), receive };
    const { connectMs, dnsMs, tlsMs, requestMs, holdMs } = timing;
    return {
      blocked: -1,
      dns: dnsMs ?? -1,
      connect: round(connectMs - (dnsMs ?? 0)),
      ssl: tlsMs ?? -1,
      send: requestMs ?? 0,
      wait: holdMs,
      receive,
    };
  }
}

function* chunkList(chunks: readonly number[]): Generator<string> {
  yield ',"_chunks":[';
  for (let i = 0; i < chunks.length; i += 2) yield `${i === 0 ? "" : ","}[${chunks[i]},${chunks[i + 1]}]`;
  yield "]";
}
