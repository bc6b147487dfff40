/**
 * The one place that turns an HTTP upgrade into a WebSocket. Compression stays off: deflate contexts of thousands of
 * connections fragment memory (https://github.com/websockets/ws/issues/1202).
 */
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import type { DataFrame, HeaderList, RequestHead } from "../src/model/frame.ts";
import type { OutletEvents } from "./outlet.ts";
import { offeredSubprotocols } from "./request-head.ts";
import type { Testimony } from "./testimony.ts";
import { headerLines } from "./watch-response.ts";
import { WatchedSocket } from "./watched-socket.ts";

/** What Rails takes: 0x3ffffff, the default of websocket-driver. Larger messages end the connection with 1009. */
const maxMessageBytes = 0x3ff_ffff;

/** How long a client may take to answer our close frame before the connection is cut. */
const closeTimeoutMs = 2_000;

/**
 * Tells its owner what comes by handlers that all sockets share: closures of its own would cost each some 300 bytes.
 */
export class OwnedSocket extends WatchedSocket {
  owner: OutletEvents | undefined = undefined;
}

function tellMessage(this: WebSocket, data: WebSocket.RawData, isBinary: boolean): void {
  // With the default `binaryType` a message is always one Buffer, text too.
  const bytes = data as Buffer;
  const { owner } = this as OwnedSocket;
  const frame: DataFrame = isBinary
    ? { kind: "binary", direction: "sent", data: bytes }
    : { kind: "text", direction: "sent", data: bytes.toString() };
  (this as OwnedSocket).testimony?.frame(frame);
  owner?.received(frame);
}

function tellError(this: WebSocket, error: Error): void {
  (this as OwnedSocket).owner?.broke(error.message);
}

function tellClose(this: WebSocket): void {
  (this as OwnedSocket).owner?.closed();
}

export interface Upgrade {
  readonly request: IncomingMessage;
  readonly head: RequestHead;
  readonly socket: Socket;
  /** What came along after the request head, mostly nothing. */
  readonly firstBytes: Buffer;
  readonly testimony?: Testimony | undefined;
}

export class Upgrades {
  readonly #server: WebSocketServer;
  /** What the session chose; read by `ws` while `handleUpgrade` runs, which is synchronous. */
  #chosen: { readonly subprotocol: string | undefined; readonly headers: HeaderList } | undefined;
  /** The head of the newest answer, as `ws` writes it. */
  #written: readonly string[] = [];
  #lastText = "";
  #lastBytes = Buffer.alloc(0);

  readonly #isWatched: boolean;

  /** `watched`: somebody may want to know of every frame, so that none may go unseen. */
  constructor({ watched }: { readonly watched: boolean }) {
    this.#isWatched = watched;
    const options = {
      noServer: true,
      WebSocket: OwnedSocket,
      clientTracking: false,
      perMessageDeflate: false,
      // Pongs of `ws` would be invisible.
      autoPong: !watched,
      maxPayload: maxMessageBytes,
      // Not yet in @types/ws; in ws since 8.19.
      closeTimeout: closeTimeoutMs,
      handleProtocols: (): string | false => this.#chosen?.subprotocol ?? false,
    };
    this.#server = new WebSocketServer(options);
    this.#server.on("headers", (lines) => {
      for (const [name, value] of this.#chosen?.headers ?? []) lines.push(`${name}: ${value}`);
      this.#written = lines;
    });
  }

  /** Returns undefined when the request breaks RFC 6455 (key, version): `ws` has answered it with 400 or 405 then. */
  accept(
    { request, head, socket, firstBytes, testimony }: Upgrade,
    subprotocol: string | undefined,
    headers: HeaderList,
  ): OwnedSocket | undefined {
    let opened: OwnedSocket | undefined;
    // Of what was not offered `ws` says nothing; a session never chooses that, but a fault may.
    const isUnasked = subprotocol !== undefined && request.headers["sec-websocket-protocol"] === undefined;
    const all: HeaderList = isUnasked ? [["Sec-WebSocket-Protocol", subprotocol], ...headers] : headers;
    this.#chosen = { subprotocol, headers: all };
    this.#server.handleUpgrade(request, socket, firstBytes, (webSocket) => {
      // Made by the class that the options name.
      opened = webSocket as OwnedSocket;
    });
    if (this.#isWatched) opened?.watch(testimony, socket);
    opened?.on("message", tellMessage).on("error", tellError).on("close", tellClose);
    if (!testimony) return opened;
    if (!opened) {
      testimony.broken("The upgrade request breaks RFC 6455 and was answered with an error.");
      return undefined;
    }
    const answer = { status: 101, reason: "Switching Protocols", httpVersion: "1.1" };
    const written = headerLines(this.#written.slice(1));
    testimony.upgraded({ ...answer, headers: written }, offeredSubprotocols(head), opened.protocol || undefined);
    return opened;
  }

  /**
   * A text message as bytes. A broadcast hands the same string over for each of its clients, one after the other: it is
   * encoded for the first one only.
   */
  encode(text: string): Buffer {
    if (text !== this.#lastText) {
      this.#lastText = text;
      this.#lastBytes = Buffer.from(text);
    }
    return this.#lastBytes;
  }
}
