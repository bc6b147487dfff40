/** Reads the connections of a capture as talks, masked: heads without what belongs to one hop, bodies and frames as they were. */
import type { StoredFrame } from "../../capture/frame-reader.ts";
import type { FrameData, Handshake, HeaderList, RequestHead, ResponseHead } from "../../model/frame.ts";
import type { TransportMessage } from "../../model/message.ts";
import { headerValue } from "../../protocols/kit/headers.ts";
import { decodeUtf8 } from "../../protocols/kit/utf8.ts";
import type { ExportSource } from "../export-source.ts";
import { type ConnectionSpan, connectionSpans } from "../har/connection-spans.ts";
import { ChunkRedactor } from "../redaction/chunk-redactor.ts";
import { ChosenFrames, tooMuch } from "./chosen-frames.ts";
import type { Said, Talk, TalkAnswer, TalkEnding } from "./talk.ts";

type Closed = Extract<TransportMessage, { kind: "closed" }>["close"];

const mostBytes = 4_000_000;

/** Of the hop, of the handshake, of the body's coding and length, and what would set somebody else's cookie. */
const leftOut =
  /^(?:connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|content-length|content-encoding|date|set-cookie|sec-websocket-.*|alt-svc|strict-transport-security)$|^:/i;

/** Throws with a sentence when it is too much. */
export function* readTalks(source: ExportSource): Generator<string, Talk[]> {
  const { spans, steps } = connectionSpans(source);
  yield* steps;
  const chosen = new ChosenFrames(source);
  const talks: Talk[] = [];
  let sizeBytes = 0;
  for (const span of spans.values()) {
    const reader = new TalkReader(source, span, chosen);
    const talk = yield* reader.read();
    if (!talk) continue;
    talks.push(talk);
    sizeBytes += talk.said.reduce((sum, { data }) => sum + data.length, 0);
    if (sizeBytes > mostBytes) throw new Error(tooMuch("More than 4 MB of messages"));
  }
  return talks;
}

class TalkReader {
  readonly #source: ExportSource;
  readonly #span: ConnectionSpan;
  readonly #chosen: ChosenFrames;
  readonly #handshake: Handshake | undefined;
  #request: RequestHead | undefined;
  #response: ResponseHead | undefined;
  #answeredAt: number | undefined;
  #closedFirst: StoredFrame | undefined;
  readonly #posted: FrameData[] = [];
  readonly #said: Said[] = [];

  constructor(source: ExportSource, span: ConnectionSpan, chosen: ChosenFrames) {
    this.#source = source;
    this.#span = span;
    this.#chosen = chosen;
    this.#handshake = source.reader.connection(span.connection)?.handshake;
    this.#request = this.#handshake?.request;
  }

  *read(): Generator<string, Talk | undefined> {
    const { connection, firstFrame, lastFrame, firstAt } = this.#span;
    const { bulk, redactor } = this.#source;
    const chunks = new ChunkRedactor(redactor);
    for (let from = firstFrame; ; ) {
      const batch = bulk.framesOfConnection(connection, from, lastFrame, 500);
      for (const frame of batch) this.#take(frame, chunks);
      this.#source.passed(batch.length);
      yield "";
      const last = batch.at(-1);
      if (!last) break;
      from = last.id + 1;
    }
    if (!this.#request) return undefined;
    const close = this.#close();
    const { method, url } = this.#request;
    const body = this.#posted.length === 0 ? undefined : redacted(joined(this.#posted), redactor);
    return {
      connection,
      protocol: this.#source.reader.connection(connection)?.protocol,
      startedAt: firstAt,
      isWebSocket: this.#isWebSocket,
      method,
      address: redactor.text(addressOf(url)),
      body,
      isOnePiece: headerValue(this.#response?.headers ?? [], "content-length") !== undefined,
      ...this.#answered(close?.close),
      ending: close && this.#ending(close.close, close.at),
    };
  }

  get #isWebSocket(): boolean {
    return /^wss?:/i.test(this.#request?.url ?? "");
  }

  #take(frame: StoredFrame, chunks: ChunkRedactor): void {
    const { kind, direction, data, at, id } = frame;
    if (kind === "request") this.#request ??= JSON.parse(String(data)) as RequestHead;
    else if (kind === "response") {
      this.#response = JSON.parse(String(data)) as ResponseHead;
      this.#answeredAt = at;
    } else if (kind === "close") this.#closedFirst ??= frame;
    else if (kind === "chunk" && direction === "sent") this.#posted.push(data);
    else if (kind === "chunk" || kind === "text" || kind === "binary") {
      const chosen = this.#chosen.of(id);
      if (!chosen) return;
      const { redactor } = this.#source;
      redactor.seq = chosen.row;
      const masked =
        kind === "binary"
          ? redactor.bytes(bytesOf(data))
          : kind === "text" || redactor.isIdle
            ? redacted(data, redactor)
            : readable(chunks.chunk(data, id === this.#span.lastReceived));
      if (kind === "chunk" && masked.length === 0) return;
      this.#said.push({ from: direction === "sent" ? "client" : "server", at, data: masked, ...chosen });
    }
  }

  #answered(close: Closed | undefined): { answer?: TalkAnswer; said: readonly Said[] } {
    const at = this.#answeredAt ?? this.#span.firstAt;
    if (close?.kind === "refused") {
      const body = this.#source.redactor.text(close.body);
      const said = { from: "server", at, data: body, isHeartbeat: false, row: 0 } as const;
      return { answer: { at, ...this.#head(close.response) }, said: body === "" ? [] : [said] };
    }
    const response = this.#response ?? this.#handshake?.response;
    if (!response && !this.#handshake) return { said: [] };
    // Browsers write what never came as status 0 or -1.
    if (!this.#isWebSocket && (response?.status ?? 0) < 100) return { said: [] };
    const { redactor } = this.#source;
    const { subprotocol } = this.#handshake ?? {};
    const head = this.#head(response);
    const status = this.#isWebSocket ? 101 : head.status;
    const name = subprotocol === undefined ? {} : { subprotocol: redactor.text(subprotocol) };
    return { answer: { at, ...head, status, ...name }, said: this.#said };
  }

  #head(response: ResponseHead | undefined): { status: number; headers: HeaderList } {
    const { redactor } = this.#source;
    const headers = (response?.headers ?? [])
      .filter(([name]) => !leftOut.test(name))
      .map(([name, value]) => [name, redactor.text(value)] as const);
    return { status: response?.status ?? 0, headers };
  }

  #close(): { readonly close: Closed; readonly at: number } | undefined {
    const { closedSeq, lastAt } = this.#span;
    if (closedSeq === 0 || !this.#chosen.hasClosing(closedSeq)) return undefined;
    const { reader } = this.#source;
    const { close } = JSON.parse(reader.body(closedSeq) ?? "{}") as { close?: Closed };
    return close && { close, at: reader.entryAt(closedSeq) ?? lastAt };
  }

  /** Undefined where it was the client that left. */
  #ending(close: Closed, at: number): TalkEnding | undefined {
    if (close.kind === "refused") return { kind: "end", at };
    if (close.kind === "ended") return close.aborted ? undefined : { kind: close.failure ? "cut" : "end", at };
    if (close.kind === "failed") return this.#answeredAt === undefined ? undefined : { kind: "cut", at };
    if (this.#closedFirst?.direction === "sent") return undefined;
    const seen = close.seen && (this.#closedFirst || !close.sent) ? close.seen : undefined;
    if (!seen) return close.sent ? undefined : { kind: "cut", at };
    // A close without a code (1005) cannot be sent with one.
    return { kind: "close", at, code: seen.code ?? 1000, reason: seen.reason };
  }
}

function addressOf(url: string): string {
  return url
    .replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, "")
    .replace(/#.*$/s, "")
    .replace(/^(?!\/)/, "/");
}

function redacted(data: FrameData, redactor: ExportSource["redactor"]): FrameData {
  const text = readable(data);
  return typeof text === "string" ? redactor.text(text) : redactor.bytes(text);
}

/** Text where it is, since that can be read, matched and filled. */
function readable(data: FrameData): FrameData {
  if (typeof data === "string") return data;
  const decoded = decodeUtf8(data);
  return decoded.ok ? decoded.text : data;
}

function joined(pieces: readonly FrameData[]): Uint8Array {
  return Buffer.concat(pieces.map(bytesOf));
}

function bytesOf(data: FrameData): Uint8Array {
  return typeof data === "string" ? Buffer.from(data) : data;
}
