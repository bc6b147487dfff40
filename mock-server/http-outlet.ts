/** The wire of one plain HTTP exchange: an answer in one piece, or a body that stays open and is flushed slice by slice. */
import type { ServerResponse } from "node:http";
import type { Http2ServerResponse } from "node:http2";
import type { Writable } from "node:stream";
import type { FrameData, Handshake, HeaderList } from "../src/model/frame.ts";
import type { Answer, Outlet, OutletEvents, OutletPhase } from "./outlet.ts";
import { addressOf, readHead } from "./request-head.ts";
import { resetSocket, resetStream } from "./resetting.ts";

export class HttpOutlet implements Outlet {
  readonly #response: ServerResponse;
  #answer: Answer | undefined;

  constructor(response: ServerResponse, events: OutletEvents) {
    this.#response = response;
    response.on("error", (error) => events.broke(error.message));
    response.on("close", () => events.closed());
  }

  accept(): undefined {
    this.respond({ status: 426, headers: [["Upgrade", "websocket"]], body: "This door speaks WebSocket only.\n" });
  }

  respond(answer: Answer): void {
    const response = this.#response;
    if (response.headersSent) throw new Error("It was answered already.");
    if (!this.#isWritable()) return;
    this.#answer = answer;
    response.writeHead(answer.status, flatten(this.#isHttp2() ? withoutConnection(answer.headers) : answer.headers));
    if (answer.stream) {
      response.flushHeaders();
      if (answer.body !== undefined) response.write(answer.body);
    } else {
      response.end(answer.body);
    }
  }

  send(data: FrameData): void {
    if (!this.#response.headersSent) throw new Error("A body cannot be sent before the answer's head.");
    if (this.#isWritable()) this.#response.write(data);
  }

  sendPart(bytes: Uint8Array): void {
    this.send(bytes);
  }

  close(): void {
    throw new Error("An HTTP exchange has no close code; it can only end or drop.");
  }

  end(): void {
    if (!this.#response.headersSent) throw new Error("A body cannot end before the answer's head.");
    if (this.#isWritable()) this.#response.end();
  }

  drop(): void {
    this.#response.destroy();
  }

  fail(): void {
    if (this.#response.headersSent) this.drop();
    else
      this.respond({ status: 500, headers: [["Content-Type", "text/plain"]], body: "The mock server has a fault.\n" });
  }

  stop(): void {
    if (this.#response.headersSent) this.end();
    else this.drop();
  }

  part(): void {
    if (this.#response.headersSent) this.end();
    else this.cut();
  }

  cut(): void {
    const { socket } = this.#response;
    if (this.#isHttp2()) this.drop();
    else socket?.destroySoon();
  }

  reset(): void {
    const { socket } = this.#response;
    if (this.#isHttp2()) resetStream(this.#response);
    else if (socket) resetSocket(socket);
  }

  pause(): void {}

  resume(): void {}

  agreed(answer = this.#answer): Handshake {
    const { req } = this.#response;
    const { status = 0, headers = [] } = answer ?? {};
    return {
      request: readHead(req, "http") ?? { method: "GET", url: "", httpVersion: req.httpVersion, headers: [] },
      response: { status, reason: "", httpVersion: req.httpVersion, headers },
      offered: [],
    };
  }

  wire(): Writable {
    const { req } = this.#response;
    return this.#isHttp2() ? (this.#response as unknown as Http2ServerResponse).stream : req.socket;
  }

  phase(): OutletPhase {
    if (!this.#isWritable()) return "over";
    return this.#response.headersSent ? "open" : "waiting";
  }

  hasCodes(): boolean {
    return false;
  }

  pendingBytes(): number {
    return this.#response.writableLength;
  }

  peerAddress(): string {
    return addressOf(this.#response.req.socket);
  }

  #isHttp2(): boolean {
    return this.#response.req.httpVersion.startsWith("2");
  }

  #isWritable(): boolean {
    return !this.#response.writableEnded && !this.#response.destroyed;
  }
}

/** HTTP/2 has no headers about the connection (RFC 9113 section 8.2.2). */
function withoutConnection(headers: HeaderList): HeaderList {
  return headers.filter(([name]) => !/^(connection|keep-alive|transfer-encoding|upgrade)$/i.test(name));
}

/** As `writeHead` takes them, so that order, spelling and repeated names reach the wire as given. */
function flatten(headers: HeaderList): string[] {
  return headers.flat();
}
