/**
 * One HTTP/2 connection, shared by the requests of one origin, by Node's own `http2`: undici's does not tell which stream
 * a request was, nor why a stream was reset. Knows frames of requests, no exchange and no redirect.
 */
import { type ClientHttp2Session, connect, constants } from "node:http2";
import type { Socket } from "node:net";
import type { Handshake, StreamInfo } from "../model/frame.ts";
import { headerList, headerRecord } from "./headers.ts";
import type { RequestEvents, RunningRequest, Wish } from "./http-request.ts";

/** A poll comes back within its interval; after that nobody will. */
const idleMs = 30_000;

/** What a peer may send ahead of us; the standard's 64 KiB would slow down streams from far away. */
const streamWindowBytes = 1024 * 1024;
const connectionWindowBytes = 16 * 1024 * 1024;

/** What its handshake told, for all who share it. */
export type Via = Pick<Handshake, "proxy" | "tls">;

let opened = 0;

export class Http2Connection {
  /** Counts the connections of this process, from 1. */
  readonly number: number;
  readonly socket: Socket;
  readonly via: Via;
  readonly #session: ClientHttp2Session;
  #openStreams = 0;
  #idleTimer: NodeJS.Timeout | undefined;
  #isLeaving = false;

  /** `onGone` is called once, as soon as no new request may be made on it. */
  constructor(origin: string, socket: Socket, via: Via, onGone: () => void) {
    opened += 1;
    this.number = opened;
    this.socket = socket;
    this.via = via;
    this.#session = connect(origin, {
      createConnection: () => socket,
      settings: { enablePush: false, initialWindowSize: streamWindowBytes },
    });
    this.#session.once("connect", () => this.#session.setLocalWindowSize(connectionWindowBytes));
    const gone = () => {
      if (this.#isLeaving) return;
      this.#isLeaving = true;
      clearTimeout(this.#idleTimer);
      onGone();
    };
    // Each stream is told of it by itself.
    this.#session.on("error", gone);
    this.#session.on("goaway", gone);
    this.#session.on("close", gone);
    this.#rest();
  }

  /** False when it is full or on its way out. */
  get isFree(): boolean {
    if (this.#isLeaving || this.#session.closed || this.#session.destroyed) return false;
    return this.#openStreams < (this.#session.remoteSettings.maxConcurrentStreams ?? Number.POSITIVE_INFINITY);
  }

  /** Throws when the request cannot be written, such as for a header that HTTP/2 forbids. */
  request(wish: Wish, events: RequestEvents): RunningRequest {
    const { origin, host, pathname, search, protocol } = new URL(wish.url);
    const fields = wish.headers.filter(([name]) => name.toLowerCase() !== "host");
    const authority = wish.headers.find(([name]) => name.toLowerCase() === "host")?.[1] ?? host;
    const headers = headerRecord(fields.map(([name, value]) => [name.toLowerCase(), value]));
    const stream = this.#session.request(
      {
        ":method": wish.method,
        ":scheme": protocol.slice(0, -1),
        ":authority": authority,
        ":path": pathname + search,
        ...headers,
      },
      { endStream: wish.body === undefined || wish.body.length === 0 },
    );
    this.#occupy();
    const openStreams = this.#openStreams;
    let isOver = false;
    let info: StreamInfo | undefined;
    const over = (tell: () => void) => {
      if (isOver) return;
      isOver = true;
      tell();
    };
    const head = (raw: readonly string[]) => {
      const all = headerList(raw);
      const status = Number(all.find(([name]) => name === ":status")?.[1] ?? 0);
      const fieldsOnly = all.filter(([name]) => !name.startsWith(":"));
      events.answered({ status, reason: "", httpVersion: "2", headers: fieldsOnly }, stream);
    };
    stream.on("headers", (_, __, raw: readonly string[]) => head(raw));
    stream.on("response", (_, __, raw: readonly string[]) => {
      info = { connection: this.number, id: stream.id ?? 0, openStreams };
      head(raw);
    });
    stream.on("data", (chunk: Buffer) => events.data(chunk));
    let hasEnded = false;
    // A reset ends the readable side as well, so only the close tells a finished body from a cut one.
    stream.on("end", () => {
      hasEnded = true;
    });
    stream.on("error", (error) => over(() => events.failed(error)));
    stream.on("close", () => {
      this.#release();
      const isWhole = hasEnded && stream.rstCode === constants.NGHTTP2_NO_ERROR;
      over(() => (isWhole ? events.ended() : events.failed(cutShort(stream.rstCode))));
    });
    const requested = { method: wish.method, url: origin + pathname + search, httpVersion: "2" };
    // What stands in the address is told by it; the pseudo-headers would repeat it.
    events.requested({ ...requested, headers: fields.map(([name, value]) => [name.toLowerCase(), value]) });
    if (wish.body !== undefined && wish.body.length > 0) stream.end(wish.body, () => events.sent());
    else events.sent();
    return {
      get stream() {
        return info;
      },
      cancel() {
        isOver = true;
        if (!stream.closed) stream.close(constants.NGHTTP2_CANCEL);
      },
    };
  }

  #occupy(): void {
    this.#openStreams += 1;
    clearTimeout(this.#idleTimer);
    this.#session.ref();
  }

  #release(): void {
    this.#openStreams -= 1;
    if (this.#openStreams === 0) this.#rest();
  }

  /** An idle connection keeps no process alive. */
  #rest(): void {
    this.#session.unref();
    this.#idleTimer = setTimeout(() => this.#session.close(), idleMs);
    this.#idleTimer.unref();
  }
}

function cutShort(code: number | undefined): Error {
  const error = new Error(`closed with code ${code ?? 0} before its end`);
  return Object.assign(error, { code: "ERR_HTTP2_STREAM_ERROR" });
}
