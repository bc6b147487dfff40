/**
 * A WebSocket's opening handshake, from an address to an open socket or the reason why not, redirects included.
 * Knows nothing of what travels afterwards.
 */
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { type ClientOptions, WebSocket } from "ws";
import type {
  Close,
  Handshake,
  HeaderList,
  Redirect,
  RequestHead,
  ResponseHead,
  TransportFailure,
} from "../model/frame.ts";
import type { OpenRequest, TransportSink } from "../model/transport.ts";
import { type Address, hostAndPort, isFailure, parseAddress } from "./address.ts";
import { Dial } from "./dial.ts";
import { abortedFailure, failureOf, timeoutFailure } from "./failure.ts";
import { headerList, headerRecord, headerValue } from "./headers.ts";
import { isRedirect, nextHop } from "./redirects.ts";
import { type Route, routeOf } from "./route.ts";
import { tlsInfoOf } from "./tls-context.ts";
import { handshakeFailure, upgradeWish } from "./upgrade.ts";
import { tapRequestHead } from "./wire-tap.ts";

export interface Opened {
  readonly ws: WebSocket;
  readonly socket: Socket;
  readonly handshake: Handshake;
  /** `host:port` that was dialled, for sentences. */
  readonly target: string;
}

/** Exactly one of the two is called, once. */
export interface OpeningOutcome {
  opened(opened: Opened): void;
  closed(close: Close): void;
}

const defaultHandshakeTimeoutMs = 10_000;

/** Of a refusal's body; more says nothing new. */
const refusalBodyBytes = 64 * 1024;

/** How long a refusal's body may take: an event stream on this path would otherwise keep its reader waiting. */
const refusalBodyMs = 2_000;

export class WebSocketOpening {
  readonly #request: OpenRequest;
  readonly #route: Route;
  readonly #options: ClientOptions;
  readonly #sink: TransportSink;
  readonly #outcome: OpeningOutcome;
  readonly #redirects: Redirect[] = [];
  readonly #timer: NodeJS.Timeout;
  #bodyTimer: NodeJS.Timeout | undefined;
  #ws: WebSocket | undefined;
  #dial: Dial | undefined;
  #target = "";
  #offered: readonly string[] = [];
  #requestHead: RequestHead = { method: "GET", url: "", httpVersion: "1.1", headers: [] };
  #responseHead: ResponseHead | undefined;
  /** Set while the body of a refusal is being read: ends it with what came so far. */
  #refuse: (() => void) | undefined;
  #failure: TransportFailure | undefined;
  #isDone = false;

  constructor(request: OpenRequest, options: ClientOptions, sink: TransportSink, outcome: OpeningOutcome) {
    this.#request = request;
    this.#route = routeOf(request);
    this.#options = options;
    this.#sink = sink;
    this.#outcome = outcome;
    const timeoutMs = request.handshakeTimeoutMs ?? defaultHandshakeTimeoutMs;
    // Our own timer, since that of `ws` starts anew with every byte: a peer that trickles headers would hold us for ever.
    this.#timer = setTimeout(() => {
      this.#abort(timeoutFailure(this.#dial?.stage() ?? "connect", this.#target, timeoutMs));
    }, timeoutMs);
    // Not at once: whoever opens a connection shall hold it before it can close.
    process.nextTick(() => this.#connect(request.url, request.headers));
  }

  /** Gives up. A refusal whose body is still coming is told all the same, with what came of it. */
  cancel(): void {
    this.#abort(abortedFailure);
  }

  #abort(failure: TransportFailure): void {
    if (this.#refuse !== undefined) {
      this.#refuse();
      return;
    }
    this.#close({ kind: "failed", failure });
  }

  #connect(url: string, headers: HeaderList): void {
    if (this.#isDone) return;
    const address = parseAddress(url, ["ws", "wss", "http", "https"]);
    if (isFailure(address)) {
      this.#close({ kind: "failed", failure: address });
      return;
    }
    this.#target = hostAndPort(address.host, address.port);
    const wish = upgradeWish(address.url, headers, this.#request.subprotocols ?? []);
    this.#offered = wish.offered;
    const createConnection = (_: unknown, take: (error: Error | null, socket?: Socket) => void) =>
      this.#dialOut(address, take);
    try {
      const ws = new WebSocket(address.url, [...wish.offered], {
        ...this.#options,
        headers: headerRecord(wish.headers),
        createConnection: createConnection as never,
      });
      this.#listen(ws, address.url, headers);
    } catch (error) {
      this.#dial?.cancel();
      this.#close({ kind: "failed", failure: refusedByLibrary(error, address.url) });
    }
  }

  /** Node takes the socket when it stands: as its documentation says of `createConnection`, but its types do not. */
  #dialOut(address: Address, take: (error: Error | null, socket?: Socket) => void): void {
    const dialled = new Dial(address, this.#route, ["http/1.1"], {
      ready: (socket) => {
        const origin = `${address.secure ? "wss" : "ws"}://${address.url.host}`;
        tapRequestHead(socket, origin, (head) => {
          if (this.#isDone) return;
          this.#requestHead = head;
          this.#sink.frame({ kind: "request", direction: "sent", head });
        });
        take(null, socket);
      },
      failed: (error) => take(error),
    });
    this.#dial = dialled;
  }

  #listen(ws: WebSocket, url: URL, headers: HeaderList): void {
    this.#ws = ws;
    ws.once("unexpected-response", (_, response) => this.#unexpected(response, url, headers));
    const onError = (error: Error) => {
      if (this.#ws === ws) this.#failure ??= this.#explain(error);
    };
    const onClose = () => {
      if (this.#ws === ws) this.#close({ kind: "failed", failure: this.#failure ?? abortedFailure });
    };
    ws.on("error", onError);
    ws.on("close", onClose);
    ws.once("upgrade", (response) => {
      const head = this.#answered(response);
      ws.once("open", () => {
        ws.off("error", onError);
        ws.off("close", onClose);
        this.#open(ws, response.socket, head);
      });
    });
  }

  #answered(response: IncomingMessage): ResponseHead {
    const head: ResponseHead = {
      status: response.statusCode ?? 0,
      reason: response.statusMessage ?? "",
      httpVersion: response.httpVersion,
      headers: headerList(response.rawHeaders),
    };
    this.#responseHead = head;
    this.#sink.frame({ kind: "response", direction: "received", head });
    return head;
  }

  #open(ws: WebSocket, socket: Socket, response: ResponseHead): void {
    this.#isDone = true;
    clearTimeout(this.#timer);
    const handshake: Handshake = {
      request: this.#requestHead,
      response,
      offered: this.#offered,
      subprotocol: ws.protocol === "" ? undefined : ws.protocol,
      extensions: headerValue(response.headers, "sec-websocket-extensions"),
      remoteAddress: hostAndPort(socket.remoteAddress, socket.remotePort),
      proxy: this.#dial?.proxy,
      tls: tlsInfoOf(socket, this.#route.tls),
      redirects: this.#redirects.length > 0 ? this.#redirects : undefined,
    };
    this.#outcome.opened({ ws, socket, handshake, target: this.#target });
  }

  #unexpected(response: IncomingMessage, url: URL, headers: HeaderList): void {
    if (this.#isDone) return;
    const head = this.#answered(response);
    const location = headerValue(head.headers, "location");
    if (this.#request.followRedirects === true && isRedirect(head.status, location)) {
      this.#follow(head.status, location, url, headers);
      return;
    }
    let body = Buffer.alloc(0);
    const refuse = () =>
      this.#close({ kind: "refused", response: head, body: body.subarray(0, refusalBodyBytes).toString() });
    this.#refuse = refuse;
    this.#bodyTimer = setTimeout(refuse, refusalBodyMs);
    response.on("data", (chunk: Buffer) => {
      if (this.#isDone) return;
      this.#sink.frame({ kind: "chunk", direction: "received", data: chunk });
      body = Buffer.concat([body, chunk]);
      if (body.length >= refusalBodyBytes) refuse();
    });
    response.on("error", refuse);
    response.once("close", refuse);
  }

  #follow(status: number, location: string, url: URL, headers: HeaderList): void {
    const hop = nextHop(url, location, headers, this.#redirects.length);
    if ("stage" in hop) {
      this.#close({ kind: "failed", failure: hop });
      return;
    }
    this.#redirects.push({ from: url.href, to: hop.url, status });
    const left = this.#ws;
    this.#ws = undefined;
    left?.terminate();
    this.#dial?.cancel();
    this.#connect(hop.url, hop.headers);
  }

  #explain(error: Error): TransportFailure {
    if ("code" in error) return failureOf(error, this.#dial?.stage() ?? "connect", this.#target);
    return handshakeFailure(error.message, this.#offered, this.#responseHead);
  }

  #close(close: Close): void {
    if (this.#isDone) return;
    this.#isDone = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#bodyTimer);
    this.#outcome.closed(close);
    this.#ws?.terminate();
    this.#dial?.cancel();
  }
}

/** What `ws` and Node do not even try to send. */
function refusedByLibrary(error: unknown, url: URL): TransportFailure {
  const { message, code } = error as Error & { code?: string };
  if (url.hash !== "") {
    return {
      stage: "url",
      code: "fragment",
      message: "A WebSocket address cannot have a fragment: leave out # and what follows.",
    };
  }
  return { stage: "handshake", code: code ?? "bad-request", message: `The request cannot be sent: ${message}.` };
}
