/**
 * Plays a recorded conversation (test/fixtures/transcripts) through a recorder, as an import would: observers are told
 * the time before each frame and at the end. Knows the recording's format and no protocol.
 */
import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { CaptureWriter } from "../../src/model/capture.ts";
import type { ObserverEvent } from "../../src/model/event.ts";
import type {
  Close,
  CloseFrameInfo,
  Direction,
  Frame,
  HeaderList,
  RequestHead,
  ResponseHead,
} from "../../src/model/frame.ts";
import type { Message } from "../../src/model/message.ts";
import type { Protocol } from "../../src/model/protocol.ts";
import { Recorder } from "../../src/runner/recorder.ts";

interface Line {
  readonly t_ms: number;
  readonly dir: "in" | "out" | "note";
  readonly layer: string;
  readonly conn?: number;
  readonly method?: string;
  readonly path?: string;
  readonly version?: string;
  readonly status?: number;
  readonly reason?: string;
  readonly headers?: HeaderList;
  readonly framing?: string;
  readonly last?: boolean;
  readonly bytes?: number;
  readonly data?: string;
  readonly data_b64?: string;
  readonly data_head?: string;
  readonly data_tail?: string;
  readonly opcode?: number;
  readonly fin?: boolean;
  readonly inflate_error?: string;
  readonly code?: number | null;
  readonly text?: string;
}

export interface PlayedMessage {
  readonly seq: number;
  readonly connection: number;
  readonly direction: Direction;
  readonly source: "message" | "transport";
  readonly message: Message;
  readonly firstFrame: number;
  readonly lastFrame: number;
}

export interface PlayedEvent extends ObserverEvent {
  readonly seq: number;
  readonly connection: number;
}

export interface Played {
  readonly messages: readonly PlayedMessage[];
  readonly events: readonly PlayedEvent[];
}

const folder = new URL("../fixtures/transcripts/", import.meta.url);

/** All there are, without `.jsonl`. */
export const recordingNames: readonly string[] = readdirSync(folder).flatMap((file) =>
  file.endsWith(".jsonl") ? [file.slice(0, -".jsonl".length)] : [],
);

/** The id of the protocol that whoever recorded it would have it read by. */
export function protocolOf(name: string): string {
  if (/^client-anycable/.test(name)) return "anycable";
  if (/^(?:client-)?mb-/.test(name)) return "message-bus";
  if (/sse/.test(name)) return "sse";
  if (/poll|mb-config/.test(name)) return "polling";
  return /^(?:client-)?rails/.test(name) ? "action-cable" : "websocket";
}

/** When recordings start, in ms since the epoch: the day on which they were made. */
const startAt = Date.UTC(2026, 10, 25, 1, 26, 50);

/** `name` without `.jsonl`. `quietMs` is how long nothing comes after the last line. */
export function play(protocol: Protocol, name: string, quietMs = 0): Played {
  const player = new Player(protocol);
  for (const line of linesOf(name)) player.line(line);
  return player.finish(quietMs);
}

/** Plays it into a capture, as if it came live. */
export function record(protocol: Protocol, name: string, writer: CaptureWriter): void {
  const player = new Player(protocol, writer);
  for (const line of linesOf(name)) player.line(line);
  player.finish(0);
}

function linesOf(name: string): Line[] {
  return readFileSync(new URL(`${name}.jsonl`, folder), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);
}

/** One exchange or WebSocket: a TCP connection may carry several, one after the other. */
interface Exchange {
  readonly connection: number;
  readonly request: RequestHead;
  readonly isUpgrade: boolean;
  readonly askedAt: number;
  response: ResponseHead | undefined;
  expectedBytes: number;
  fragments: Buffer[];
  fragmentsAreText: boolean;
  seen: CloseFrameInfo | undefined;
  sent: CloseFrameInfo | undefined;
  body: string;
}

class Player {
  readonly #recorder: Recorder;
  readonly #messages: PlayedMessage[] = [];
  readonly #events: PlayedEvent[] = [];
  readonly #open = new Map<number, Exchange>();
  #connections = 0;
  #seq = 0;
  #at = startAt;

  constructor(protocol: Protocol, writer = this.#ownWriter()) {
    this.#recorder = new Recorder({ protocol, writer, onEvent: () => {} });
  }

  #ownWriter(): CaptureWriter {
    let frames = 0;
    return {
      frame: () => ++frames,
      connection: () => {},
      message: (_, connection, direction, source, message, firstFrame, lastFrame) => {
        this.#seq += 1;
        this.#messages.push({ seq: this.#seq, connection, direction, source, message, firstFrame, lastFrame });
        return this.#seq;
      },
      event: (_, connection, event) => {
        this.#seq += 1;
        this.#events.push({ ...event, seq: this.#seq, connection });
        return this.#seq;
      },
    };
  }

  line(line: Line): void {
    this.#at = startAt + line.t_ms;
    this.#recorder.tick(this.#at);
    if (line.dir === "note") this.#note(line.text ?? "");
    else if (line.conn !== undefined) this.#wire(line, line.conn);
  }

  finish(quietMs: number): Played {
    this.#at += quietMs;
    this.#recorder.tick(this.#at);
    return { messages: this.#messages, events: this.#events };
  }

  #wire(line: Line, conn: number): void {
    const direction: Direction = line.dir === "out" ? "sent" : "received";
    const exchange = this.#open.get(conn);
    if (line.layer === "http-request") this.#request(conn, line);
    else if (!exchange) return;
    else if (line.layer === "http-response") this.#response(conn, exchange, line);
    else if (line.layer.endsWith("-chunk")) this.#chunk(conn, exchange, direction, line);
    else if (line.layer.startsWith("ws-")) this.#webSocket(exchange, direction, line);
    else if (line.layer === "tcp-end") this.#tcpEnded(conn, exchange, direction);
  }

  /** The eventsource client tells when its stream broke; the tap cut it and wrote no end. */
  #note(text: string): void {
    if (!text.startsWith("eventsource error")) return;
    const failure = { stage: "reset", code: "ECONNRESET", message: "the connection was cut" } as const;
    for (const conn of [...this.#open.keys()]) this.#close(conn, { kind: "ended", failure });
  }

  #request(conn: number, line: Line): void {
    const headers = line.headers ?? [];
    const isUpgrade = header(headers, "upgrade")?.toLowerCase() === "websocket";
    const host = header(headers, "host") ?? "localhost";
    const url = `${isUpgrade ? "ws" : "http"}://${host}${line.path ?? "/"}`;
    const request = {
      method: line.method ?? "GET",
      url,
      httpVersion: line.version?.replace("HTTP/", "") ?? "1.1",
      headers,
    };
    this.#connections += 1;
    this.#open.set(conn, {
      connection: this.#connections,
      request,
      isUpgrade,
      askedAt: this.#at,
      response: undefined,
      expectedBytes: Number.POSITIVE_INFINITY,
      fragments: [],
      fragmentsAreText: true,
      seen: undefined,
      sent: undefined,
      body: "",
    });
    this.#frame(this.#connections, { kind: "request", direction: "sent", head: request });
  }

  #response(conn: number, exchange: Exchange, line: Line): void {
    const headers = line.headers ?? [];
    const response = { status: line.status ?? 0, reason: line.reason ?? "", httpVersion: "1.1", headers };
    exchange.response = response;
    this.#frame(exchange.connection, { kind: "response", direction: "received", head: response });
    const length = header(headers, "content-length");
    if (length !== undefined) exchange.expectedBytes = Number(length);
    if (exchange.isUpgrade && response.status !== 101) return;
    const handshake = {
      request: exchange.request,
      response,
      offered: list(header(exchange.request.headers, "sec-websocket-protocol")),
      subprotocol: header(headers, "sec-websocket-protocol"),
      extensions: header(headers, "sec-websocket-extensions"),
      timing: { connectMs: 0, holdMs: this.#at - exchange.askedAt },
    };
    this.#recorder.opened(this.#at, exchange.connection, handshake, 1);
    if (!exchange.isUpgrade && (response.status === 204 || exchange.expectedBytes === 0))
      this.#close(conn, { kind: "ended" });
  }

  #chunk(conn: number, exchange: Exchange, direction: Direction, line: Line): void {
    const data = inflated(exchange, payload(line));
    if (exchange.isUpgrade) {
      exchange.body += data.toString();
      return;
    }
    if (data.length > 0) this.#frame(exchange.connection, { kind: "chunk", direction, data });
    exchange.expectedBytes -= line.bytes ?? data.length;
    if (direction === "received" && (line.last || exchange.expectedBytes <= 0)) this.#close(conn, { kind: "ended" });
  }

  #webSocket(exchange: Exchange, direction: Direction, line: Line): void {
    const data = payload(line);
    switch (line.layer) {
      case "ws-text":
      case "ws-binary":
        // A frame that the tap could not inflate has no payload to show.
        if (line.inflate_error === undefined) this.#data(exchange, direction, line, data);
        break;
      case "ws-ping":
        this.#frame(exchange.connection, { kind: "ping", direction, data });
        break;
      case "ws-pong":
        this.#frame(exchange.connection, { kind: "pong", direction, data });
        break;
      case "ws-close": {
        const info = { code: line.code ?? undefined, reason: line.reason ?? "" };
        if (direction === "sent") exchange.sent = info;
        else exchange.seen = info;
        this.#frame(exchange.connection, { kind: "close", direction, data: info.reason, code: info.code });
      }
    }
  }

  /** Whole messages only, as transports hand them over; text that is not UTF-8 keeps its bytes. */
  #data(exchange: Exchange, direction: Direction, line: Line, data: Buffer): void {
    if (line.opcode !== 0) {
      exchange.fragments = [];
      exchange.fragmentsAreText = line.layer === "ws-text";
    }
    exchange.fragments.push(data);
    if (!line.fin) return;
    const whole = Buffer.concat(exchange.fragments);
    const text = whole.toString();
    const isText = exchange.fragmentsAreText;
    const frame: Frame = isText
      ? { kind: "text", direction, data: Buffer.from(text).equals(whole) ? text : whole }
      : { kind: "binary", direction, data: whole };
    this.#frame(exchange.connection, frame);
  }

  #tcpEnded(conn: number, exchange: Exchange, direction: Direction): void {
    if (!exchange.isUpgrade) {
      this.#close(conn, httpEnd(exchange, direction));
    } else if (exchange.response && exchange.response.status !== 101) {
      this.#close(conn, { kind: "refused", response: exchange.response, body: exchange.body });
    } else {
      this.#close(conn, { kind: "closed", seen: exchange.seen, sent: exchange.sent });
    }
  }

  #close(conn: number, close: Close): void {
    const exchange = this.#open.get(conn);
    if (!exchange) return;
    this.#open.delete(conn);
    this.#recorder.closed(this.#at, exchange.connection, close);
  }

  #frame(connection: number, frame: Frame): void {
    this.#recorder.frame(this.#at, connection, frame);
  }
}

/** A chunked body that had no last chunk was cut. */
function httpEnd({ response }: Exchange, direction: Direction): Close {
  if (direction === "sent") return { kind: "ended", aborted: true };
  const isChunked = header(response?.headers ?? [], "transfer-encoding") === "chunked";
  const failure = { stage: "reset", code: "ECONNRESET", message: "the connection was cut" } as const;
  return isChunked ? { kind: "ended", failure } : { kind: "ended" };
}

/** As a transport hands it over. Recordings have such a body in one piece. */
function inflated({ response }: Exchange, data: Buffer): Buffer {
  const isGzip = response && data.length > 0 && header(response.headers, "content-encoding") === "gzip";
  return isGzip ? gunzipSync(data) : data;
}

function payload(line: Line): Buffer {
  if (line.data_b64 !== undefined) return Buffer.from(line.data_b64, "base64");
  if (line.data_head === undefined) return Buffer.from(line.data ?? "");
  // The middle was cut out of the recording; these payloads are one letter over and over.
  const head = Buffer.from(line.data_head);
  const tail = Buffer.from(line.data_tail ?? "");
  const middle = Buffer.alloc(Math.max(0, (line.bytes ?? 0) - head.length - tail.length), head.subarray(-1));
  return Buffer.concat([head, middle, tail]);
}

function header(headers: HeaderList, name: string): string | undefined {
  return headers.find(([key]) => key.toLowerCase() === name)?.[1];
}

function list(value: string | undefined): string[] {
  return (value ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}
