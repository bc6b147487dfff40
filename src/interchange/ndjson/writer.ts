/** Writes a capture as NDJSON: frames as they travelled and entries as they were concluded, so that nothing is lost. */

import type { FindingKind } from "../../bridge/transfer.ts";
import type { StoredFrame } from "../../capture/frame-reader.ts";
import type { StoredEntry } from "../../capture/reader.ts";
import { decodeUtf8 } from "../../protocols/kit/utf8.ts";
import type { ExportSource } from "../export-source.ts";
import { ChunkRedactor } from "../redaction/chunk-redactor.ts";
import { type BodyLine, type HeaderLine, ndjsonVersion } from "./lines.ts";

/** `masked`: the kinds that the source's redactor replaces. */
export function* writeNdjson(source: ExportSource, masked: readonly FindingKind[]): Generator<string> {
  const { selection, session, redactor } = source;
  for (const _ of selection.prepare()) yield "";
  const { title, url, protocol, startedAt, version } = session;
  const header: HeaderLine = {
    type: "framescope",
    version: ndjsonVersion,
    protocol,
    title: redactor.text(title),
    url: redactor.text(url),
    startedAt,
    creator: `Framescope ${version}`,
    decoded: true,
    whole: selection.isWhole,
    masked: [...masked],
  };
  yield `${JSON.stringify(header)}\n`;
  const frames = new FrameLines(source);
  const connections = new Set<number>();
  for (const batch of selection.entries()) {
    let lines = "";
    for (const entry of batch) {
      redactor.seq = entry.seq;
      if (entry.lastFrame > 0) lines += frames.upTo(entry.lastFrame);
      lines += connectionLine(entry.connection, connections, source) + entryLine(entry, source);
      if (lines.length > 65_536) {
        yield lines;
        lines = "";
      }
    }
    source.passed(batch.length);
    yield lines;
  }
  yield* frames.rest();
}

/** Frames come before the entry that they made. */
class FrameLines {
  readonly #source: ExportSource;
  readonly #batches: Iterator<readonly StoredFrame[]>;
  readonly #bodies = new Map<number, ChunkRedactor>();
  readonly #lastChunks: ReadonlyMap<number, number>;
  #batch: readonly StoredFrame[] = [];
  #next = 0;

  constructor(source: ExportSource) {
    this.#source = source;
    this.#batches = source.selection.frames();
    this.#lastChunks = source.redactor.isIdle ? new Map() : lastFrames(source);
  }

  upTo(id: number): string {
    let lines = "";
    for (let frame = this.#peek(); frame && frame.id <= id; frame = this.#peek()) {
      lines += this.#line(frame);
      this.#next += 1;
    }
    return lines;
  }

  *rest(): Generator<string> {
    for (let frame = this.#peek(); frame; frame = this.#peek()) {
      this.#next += 1;
      yield this.#line(frame);
    }
  }

  #peek(): StoredFrame | undefined {
    while (this.#next >= this.#batch.length) {
      const { value, done } = this.#batches.next();
      if (done) return undefined;
      this.#batch = value;
      this.#next = 0;
    }
    return this.#batch[this.#next];
  }

  #line(frame: StoredFrame): string {
    const { id, at, connection, direction, kind, code } = frame;
    const line: BodyLine = { type: "frame", id, at, connection, direction, kind, ...this.#content(frame), code };
    return `${JSON.stringify(line)}\n`;
  }

  #content(frame: StoredFrame): { head?: never; text?: string; base64?: string } {
    const { redactor } = this.#source;
    const { kind, data } = frame;
    if (kind === "request" || kind === "response") return { head: JSON.parse(redactor.text(String(data))) as never };
    if (redactor.isIdle || kind !== "chunk") {
      const readable = typeof data === "string" || kind === "binary" ? data : textOf(data);
      return typeof readable === "string" ? { text: redactor.text(readable) } : base64(redactor.bytes(readable));
    }
    const key = spanKey(frame);
    const body = this.#bodies.get(key) ?? new ChunkRedactor(redactor);
    const isLast = this.#lastChunks.get(key) === frame.id;
    if (isLast) this.#bodies.delete(key);
    else this.#bodies.set(key, body);
    const redacted = body.chunk(data, isLast);
    return typeof redacted === "string" ? { text: redacted } : base64(redacted);
  }
}

/** Of each direction of each connection, so that it is known when a body has ended. */
function lastFrames({ bulk, selection }: ExportSource): Map<number, number> {
  const last = new Map<number, number>();
  for (const span of bulk.spans(1, selection.lastFrame)) last.set(spanKey(span), span.lastFrame);
  return last;
}

function spanKey({ connection, direction }: Pick<StoredFrame, "connection" | "direction">): number {
  return connection * 2 + (direction === "received" ? 1 : 0);
}

/** A slice of a body may end within a character: then it stays bytes. */
function textOf(data: Uint8Array): string | Uint8Array {
  const decoded = decodeUtf8(data);
  return decoded.ok ? decoded.text : data;
}

function base64(bytes: Uint8Array): { base64: string } {
  return { base64: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64") };
}

function connectionLine(id: number, written: Set<number>, { reader, redactor }: ExportSource): string {
  if (written.has(id)) return "";
  const connection = reader.connection(id);
  if (!connection) return "";
  written.add(id);
  const handshake = JSON.parse(redactor.text(JSON.stringify(connection.handshake)));
  const line: BodyLine = { type: "connection", id, protocol: connection.protocol, handshake };
  return `${JSON.stringify(line)}\n`;
}

function entryLine(entry: StoredEntry, { reader, redactor }: ExportSource): string {
  const { seq, at, connection, source, direction, kind, channel, eventId, sizeBytes, bond } = entry;
  const body = entry.hasBody ? redactor.text(reader.body(seq) ?? "") : undefined;
  const line: BodyLine = {
    type: "entry",
    seq,
    at,
    connection,
    source,
    direction,
    kind,
    channel: channel === undefined ? undefined : redactor.text(channel),
    eventId: eventId === undefined ? undefined : redactor.text(eventId),
    sizeBytes,
    heartbeat: entry.heartbeat || undefined,
    bond,
    firstFrame: entry.firstFrame,
    lastFrame: entry.lastFrame,
    text: source === "message" ? body : undefined,
    unit: source === "transport" && body ? JSON.parse(body) : undefined,
    event: source === "event" && body ? JSON.parse(body) : undefined,
  };
  return `${JSON.stringify(line)}\n`;
}
