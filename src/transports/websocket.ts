/**
 * The WebSocket transport, over `ws`. Moves frames and shows all that `ws` lets one see, control frames of both
 * directions included; knows no meaning.
 */
import { isUtf8 } from "node:buffer";
import { type ClientOptions, WebSocket } from "ws";
import type { CloseFrameInfo, TransportFailure } from "../model/frame.ts";
import type { OpenRequest, OutgoingFrame, Transport, TransportConnection, TransportSink } from "../model/transport.ts";
import { failureOf, NotOpenError } from "./failure.ts";
import { type Opened, WebSocketOpening } from "./websocket-opening.ts";

export interface WebSocketTransportOptions {
  /** How long a peer may take over the closing handshake before the socket is cut. Default 5 000. */
  readonly closeTimeoutMs?: number | undefined;
}

const defaultMaxPayloadBytes = 100 * 1024 * 1024;
const defaultCloseTimeoutMs = 5_000;

/**
 * While so much is waiting to be written, pings go unanswered: a peer that only writes would otherwise fill our memory
 * with pongs. A pong may answer just the latest of several pings (RFC 6455 section 5.5.3).
 */
const pongBacklogBytes = 64 * 1024;

export function createWebSocketTransport(options: WebSocketTransportOptions = {}): Transport {
  const closeTimeoutMs = options.closeTimeoutMs ?? defaultCloseTimeoutMs;
  return { open: (request, sink) => new WebSocketConnection(request, sink, closeTimeoutMs) };
}

class WebSocketConnection implements TransportConnection {
  readonly #sink: TransportSink;
  readonly #closeTimeoutMs: number;
  readonly #maxPayloadBytes: number;
  readonly #opening: WebSocketOpening;
  #ws: WebSocket | undefined;
  #target = "";
  #isCut = false;
  #hasEnded = false;
  #socketError: Error | undefined;
  #failure: TransportFailure | undefined;
  #seen: CloseFrameInfo | undefined;
  #sent: CloseFrameInfo | undefined;

  constructor(request: OpenRequest, sink: TransportSink, closeTimeoutMs: number) {
    this.#sink = sink;
    this.#closeTimeoutMs = closeTimeoutMs;
    this.#maxPayloadBytes = request.maxPayloadBytes ?? defaultMaxPayloadBytes;
    // `closeTimeout` is not in the types of ws yet.
    const options: ClientOptions & { closeTimeout: number } = {
      maxPayload: this.#maxPayloadBytes,
      closeTimeout: closeTimeoutMs,
      allowSynchronousEvents: true,
      // An inspector shows a text that is not UTF-8 instead of dropping the connection, so we look ourselves.
      skipUTF8Validation: true,
      // Pongs of `ws` would be invisible.
      autoPong: false,
    };
    this.#opening = new WebSocketOpening(request, options, sink, {
      opened: (opened) => this.#opened(opened),
      closed: (close) => sink.closed(close),
    });
  }

  send(frame: OutgoingFrame): void {
    const ws = this.#ws;
    if (ws === undefined || ws.readyState !== WebSocket.OPEN) throw new NotOpenError("The WebSocket is not open.");
    if (frame.kind === "ping") ws.ping(frame.data);
    else ws.send(frame.data);
    this.#sink.frame({ kind: frame.kind, direction: "sent", data: frame.data });
  }

  close(code?: number, reason = ""): void {
    if (this.#ws === undefined) this.#opening.cancel();
    else if (this.#ws.readyState === WebSocket.OPEN) this.#sendClose(this.#ws, code, reason);
  }

  cut(): void {
    this.#isCut = true;
    if (this.#ws === undefined) this.#opening.cancel();
    else this.#ws.terminate();
  }

  #opened({ ws, socket, handshake, target }: Opened): void {
    this.#ws = ws;
    this.#target = target;
    // `ws` swallows both: they tell a reset from an orderly end without a close frame.
    socket.once("error", (error) => {
      this.#socketError = error;
    });
    socket.once("end", () => {
      this.#hasEnded = true;
    });
    ws.on("message", (data, isBinary) => this.#message(data as Buffer, isBinary));
    ws.on("ping", (data) => this.#ping(ws, data));
    ws.on("pong", (data) => this.#sink.frame({ kind: "pong", direction: "received", data: Buffer.from(data) }));
    ws.on("error", (error) => {
      this.#failure ??= protocolFailure(error, this.#maxPayloadBytes);
    });
    ws.on("close", (code, reason) => this.#closed(code, reason));
    // `ws` answers close frames and bad frames by itself and tells nobody, but does so through its own public close().
    ws.close = (...args) => this.#closeByLibrary(ws, args);
    this.#sink.opened(handshake);
  }

  #message(data: Buffer, isBinary: boolean): void {
    if (isBinary) {
      this.#sink.frame({ kind: "binary", direction: "received", data });
      return;
    }
    const text = data.toString();
    // Only a text with a replacement character can have been invalid, and then again the character may be its own.
    const isValid = !text.includes("\ufffd") || isUtf8(data);
    this.#sink.frame({ kind: "text", direction: "received", data: isValid ? text : data });
  }

  #ping(ws: WebSocket, data: Buffer): void {
    const payload = Buffer.from(data);
    this.#sink.frame({ kind: "ping", direction: "received", data: payload });
    if (ws.readyState !== WebSocket.OPEN || ws.bufferedAmount > pongBacklogBytes) return;
    ws.pong(payload);
    this.#sink.frame({ kind: "pong", direction: "sent", data: payload });
  }

  /** Told apart by what `ws` passes: a bad frame came (its code), an empty close frame (nothing), any other (both). */
  #closeByLibrary(ws: WebSocket, args: [code?: number | undefined, reason?: string | Buffer | undefined]): void {
    const [code, reason = ""] = args;
    if (args.length === 1) {
      this.#sendClose(ws, code, "");
      return;
    }
    const bytes = Buffer.from(reason);
    this.#seeClose(code, bytes);
    if (isUtf8(bytes)) {
      this.#sendClose(ws, code, bytes.toString());
      return;
    }
    this.#failure = {
      stage: "protocol",
      code: "WS_ERR_INVALID_UTF8",
      message: "The reason in the server's close frame is not valid UTF-8.",
    };
    this.#sendClose(ws, 1007, "");
  }

  #seeClose(code: number | undefined, reason: Buffer): void {
    this.#seen = { code, reason: reason.toString() };
    this.#sink.frame({ kind: "close", direction: "received", data: isUtf8(reason) ? reason.toString() : reason, code });
  }

  #sendClose(ws: WebSocket, code: number | undefined, reason: string): void {
    const isFirst = ws.readyState === WebSocket.OPEN;
    WebSocket.prototype.close.call(ws, code, reason);
    if (!isFirst) return;
    this.#sent = { code, reason };
    this.#sink.frame({ kind: "close", direction: "sent", data: reason, code });
  }

  #closed(code: number, reason: Buffer): void {
    // A close frame that was still being inflated when the socket closed does not pass through close().
    if (this.#seen === undefined && code !== 1006) this.#seeClose(code === 1005 ? undefined : code, reason);
    const failure = this.#failure ?? this.#silentEnd();
    this.#sink.closed({ kind: "closed", seen: this.#seen, sent: this.#sent, failure });
  }

  /** Why no close frame came; undefined when one did, or when we cut the connection ourselves. */
  #silentEnd(): TransportFailure | undefined {
    if (this.#seen !== undefined || this.#isCut) return undefined;
    if (this.#socketError !== undefined) return failureOf(this.#socketError, "reset", this.#target);
    if (this.#sent !== undefined && !this.#hasEnded) {
      return {
        stage: "timeout",
        code: "close-timeout",
        message: `${this.#target} did not answer our close frame within ${this.#closeTimeoutMs / 1000} s.`,
      };
    }
    return {
      stage: "reset",
      code: "no-close-frame",
      message: `${this.#target} ended the TCP connection.`,
    };
  }
}

function protocolFailure(error: Error & { code?: string }, maxPayloadBytes: number): TransportFailure {
  const code = error.code ?? error.name;
  switch (code) {
    case "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH":
    case "WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH":
      return { stage: "protocol", code, message: `A message is larger than the limit of ${maxPayloadBytes} bytes.` };
    case "WS_ERR_TOO_MANY_BUFFERED_PARTS":
      return { stage: "protocol", code, message: "A message came in more pieces than are kept: 16384 fragments." };
    default:
      return {
        stage: "protocol",
        code,
        message: `The server broke the WebSocket protocol: ${error.message.replace("Invalid WebSocket frame: ", "")}.`,
      };
  }
}
