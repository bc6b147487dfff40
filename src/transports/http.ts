/**
 * The HTTP transport: one exchange with a streamed answer, over HTTP/2 where an https server offers it, else HTTP/1.1.
 * Knows no meaning; whether a status or a content type is good is for the session to say.
 *
 * Chunks are handed over as they arrive, with the content-encoding undone (gzip, deflate, br, zstd), since no decoder
 * could read them otherwise. The wait for an answer is bounded by `handshakeTimeoutMs`, redirects included; a body may
 * be silent for as long as it likes.
 */
import { unescape as percentDecode } from "node:querystring";
import type {
  Close,
  ExchangeTiming,
  HeaderList,
  Redirect,
  RequestHead,
  ResponseHead,
  TransportFailure,
} from "../model/frame.ts";
import type { OpenRequest, Transport, TransportConnection, TransportSink } from "../model/transport.ts";
import { type Address, hostAndPort, isFailure, parseAddress } from "./address.ts";
import { type BodyDecoder, createBodyDecoder } from "./content-encoding.ts";
import { Dial, type DialStage, type DialTiming } from "./dial.ts";
import { abortedFailure, failureOf, NotOpenError, timeoutFailure } from "./failure.ts";
import { headerValue, withoutHeaders } from "./headers.ts";
import type { BodyFlow, RequestEvents, RunningRequest, Wish } from "./http-request.ts";
import { requestOverHttp1 } from "./http1-request.ts";
import type { Http2Connection, Via } from "./http2-connection.ts";
import { Http2Connections } from "./http2-connections.ts";
import { isRedirect, nextHop } from "./redirects.ts";
import { type Route, routeKey, routeOf } from "./route.ts";
import { tlsInfoOf } from "./tls-context.ts";

const defaultHandshakeTimeoutMs = 10_000;
const defaultMaxArrivalBytes = 100 * 1024 * 1024;

/** Made anew for each connection and body, so copies pasted from a browser's network panel must not go along. */
const framingHeaders = new Set([
  "connection",
  "content-length",
  "expect",
  "keep-alive",
  "transfer-encoding",
  "upgrade",
]);

/** Exchanges that are made by one transport share its HTTP/2 connections. */
export function createHttpTransport(): Transport {
  const connections = new Http2Connections();
  return { open: (request, sink) => new HttpExchange(request, sink, connections) };
}

class HttpExchange implements TransportConnection {
  readonly #request: OpenRequest;
  readonly #route: Route;
  readonly #sink: TransportSink;
  readonly #connections: Http2Connections;
  readonly #timer: NodeJS.Timeout;
  readonly #startedAt = performance.now();
  readonly #redirects: Redirect[] = [];
  /** Counts redirects: what happens to a request that was left behind does not matter any more. */
  #hop = 0;
  #running: RunningRequest | undefined;
  #dial: Dial | undefined;
  /** Ends the wait of those who wait for our dial. */
  #tellWaiting: (() => void) | undefined;
  #remoteAddress: string | undefined;
  #via: Via = {};
  #target = "";
  #requestHead: RequestHead = { method: "GET", url: "", httpVersion: "1.1", headers: [] };
  /** What the dial of this hop took; undefined on a connection that was open already. */
  #dialTiming: DialTiming | undefined;
  #requestedAt = 0;
  /** Undefined while parts of the request still wait to be sent. */
  #sentAt: number | undefined;
  #answeredAt = 0;
  #decoder: BodyDecoder | undefined;
  #flow: BodyFlow | undefined;
  #isOpened = false;
  #isDone = false;

  constructor(request: OpenRequest, sink: TransportSink, connections: Http2Connections) {
    this.#request = request;
    this.#route = routeOf(request);
    this.#sink = sink;
    this.#connections = connections;
    const timeoutMs = request.handshakeTimeoutMs ?? defaultHandshakeTimeoutMs;
    this.#timer = setTimeout(() => {
      this.#fail(timeoutFailure(this.#stage(), this.#target, timeoutMs));
    }, timeoutMs);
    const body = typeof request.body === "string" ? Buffer.from(request.body) : request.body;
    // Not at once: whoever opens a connection shall hold it before it can close.
    process.nextTick(() => {
      this.#connect({
        url: request.url,
        method: request.method ?? "GET",
        headers: withoutHeaders(request.headers, framingHeaders),
        body,
      });
    });
  }

  send(): void {
    throw new NotOpenError("An HTTP exchange takes nothing after its request.");
  }

  close(): void {
    this.#close(this.#isOpened ? { kind: "ended", aborted: true } : { kind: "failed", failure: abortedFailure });
  }

  cut(): void {
    this.close();
  }

  #connect(wish: Wish): void {
    if (this.#isDone) return;
    const address = parseAddress(wish.url, ["http", "https"]);
    if (isFailure(address)) {
      this.#fail(address);
      return;
    }
    this.#target = hostAndPort(address.host, address.port);
    const headers = wish.headers.concat(basicAuthorization(address.url, wish.headers));
    const request = { ...wish, headers };
    if (!address.secure || this.#request.httpVersion === "1.1") {
      this.#dialOut(address, request, undefined);
      return;
    }
    // A connection to a server that one exchange trusts blindly is none for those that do not.
    const key = `${address.url.origin} ${routeKey(this.#route)}`;
    const shared = this.#connections.find(key);
    if (shared !== undefined) this.#requestOverHttp2(shared, request);
    else if (!this.#connections.wait(key, () => this.#connect(wish))) this.#dialOut(address, request, key);
  }

  /** With a key HTTP/2 is offered, and shared under it if it is taken. */
  #dialOut(address: Address, wish: Wish, key: string | undefined): void {
    const hop = this.#hop;
    const applicationProtocols = key === undefined ? ["http/1.1"] : ["h2", "http/1.1"];
    const dialled = new Dial(address, this.#route, applicationProtocols, {
      ready: (socket) => {
        this.#dialTiming = dialled.timing();
        this.#via = { proxy: dialled.proxy, tls: tlsInfoOf(socket, this.#route.tls) };
        this.#remoteAddress = hostAndPort(socket.remoteAddress, socket.remotePort);
        if (key === undefined || !("alpnProtocol" in socket) || socket.alpnProtocol !== "h2") {
          if (key !== undefined) this.#connections.refused(key);
          this.#running = requestOverHttp1(socket, wish, this.#events(wish));
        } else {
          // From now on the socket is the connection's, not ours.
          this.#dial = undefined;
          this.#requestOverHttp2(this.#connections.add(key, address.url.origin, socket, this.#via), wish);
        }
        this.#endDialling();
      },
      failed: (error) => {
        this.#endDialling();
        if (hop === this.#hop) this.#fail(failureOf(error, dialled.stage(), this.#target));
      },
    });
    this.#dial = dialled;
    this.#tellWaiting = key === undefined ? undefined : this.#connections.dialling(key);
  }

  #endDialling(): void {
    this.#tellWaiting?.();
    this.#tellWaiting = undefined;
  }

  #requestOverHttp2(connection: Http2Connection, wish: Wish): void {
    const { socket } = connection;
    this.#via = connection.via;
    this.#remoteAddress = hostAndPort(socket.remoteAddress, socket.remotePort);
    try {
      this.#running = connection.request(wish, this.#events(wish));
    } catch (error) {
      this.#fail(failureOf(error, "handshake", this.#target));
    }
  }

  #events(wish: Wish): RequestEvents {
    const hop = this.#hop;
    const isCurrent = () => hop === this.#hop && !this.#isDone;
    return {
      requested: (head) => {
        if (!isCurrent()) return;
        this.#requestHead = head;
        this.#requestedAt = performance.now();
        this.#sentAt = undefined;
        this.#sink.frame({ kind: "request", direction: "sent", head });
        const { body } = wish;
        if (body !== undefined && body.length > 0) this.#sink.frame({ kind: "chunk", direction: "sent", data: body });
      },
      sent: () => {
        if (isCurrent()) this.#sentAt = performance.now();
      },
      answered: (head, flow) => {
        if (!isCurrent()) return;
        this.#sink.frame({ kind: "response", direction: "received", head });
        if (head.status < 200) return;
        const location = headerValue(head.headers, "location");
        if (this.#request.followRedirects === true && isRedirect(head.status, location))
          this.#follow(head.status, location, wish);
        else this.#open(head, flow);
      },
      data: (chunk) => {
        if (!isCurrent()) return;
        if (this.#decoder === undefined) this.#data(chunk);
        else if (!this.#decoder.write(chunk)) this.#flow?.pause();
      },
      ended: () => {
        if (!isCurrent()) return;
        if (this.#decoder === undefined) this.#close({ kind: "ended" });
        else this.#decoder.end();
      },
      failed: (error) => {
        if (isCurrent()) this.#fail(failureOf(error, this.#isOpened ? "reset" : this.#stage(), this.#target));
      },
    };
  }

  /** What is being waited for; a request on a shared connection waits for its answer. */
  #stage(): DialStage {
    return this.#dial?.stage() ?? (this.#running === undefined ? "connect" : "handshake");
  }

  #open(response: ResponseHead, flow: BodyFlow): void {
    clearTimeout(this.#timer);
    this.#isOpened = true;
    this.#answeredAt = performance.now();
    this.#flow = flow;
    const encoding = headerValue(response.headers, "content-encoding") ?? "";
    this.#decoder = createBodyDecoder(encoding, this.#request.maxPayloadBytes ?? defaultMaxArrivalBytes, {
      data: (chunk) => this.#data(chunk),
      drained: () => flow.resume(),
      ended: () => this.#close({ kind: "ended" }),
      failed: (failure) => this.#fail(failure),
    });
    this.#sink.opened({
      request: this.#requestHead,
      response,
      offered: [],
      remoteAddress: this.#remoteAddress,
      ...this.#via,
      redirects: this.#redirects.length > 0 ? this.#redirects : undefined,
      timing: this.#timing(),
      stream: this.#running?.stream,
    });
  }

  #timing(): ExchangeTiming {
    // A server may answer before it has taken all of a body: then its time began with the request.
    const sentAt = this.#sentAt ?? this.#requestedAt;
    return {
      connectMs: this.#requestedAt - this.#startedAt,
      ...this.#dialTiming,
      requestMs: sentAt - this.#requestedAt,
      holdMs: this.#answeredAt - sentAt,
    };
  }

  #data(chunk: Buffer): void {
    if (!this.#isDone) this.#sink.frame({ kind: "chunk", direction: "received", data: chunk });
  }

  #follow(status: number, location: string, wish: Wish): void {
    const from = new URL(wish.url);
    const hop = nextHop(from, location, wish.headers, this.#redirects.length);
    if ("stage" in hop) {
      this.#fail(hop);
      return;
    }
    this.#redirects.push({ from: from.href, to: hop.url, status });
    this.#dialTiming = undefined;
    this.#hop += 1;
    this.#letGo();
    // Fetch standard, HTTP-redirect fetch, step 12: 303 becomes a GET, and so do 301 and 302 after a POST.
    const isGet = status === 303 || ((status === 301 || status === 302) && wish.method === "POST");
    this.#connect({ ...hop, method: isGet ? "GET" : wish.method, body: isGet ? undefined : wish.body });
  }

  #fail(failure: TransportFailure): void {
    this.#close(this.#isOpened ? { kind: "ended", failure } : { kind: "failed", failure });
  }

  #close(close: Close): void {
    if (this.#isDone) return;
    this.#isDone = true;
    clearTimeout(this.#timer);
    this.#sink.closed(close.kind === "ended" ? { ...close, bodyMs: performance.now() - this.#answeredAt } : close);
    this.#decoder?.destroy();
    this.#letGo();
  }

  #letGo(): void {
    this.#running?.cancel();
    this.#running = undefined;
    this.#dial?.cancel();
    this.#dial = undefined;
    this.#endDialling();
  }
}

/** From a `user:password@` in the address, unless there is an Authorization header. */
function basicAuthorization(url: URL, headers: HeaderList): HeaderList {
  if (url.username === "" || headerValue(headers, "authorization") !== undefined) return [];
  const pair = `${percentDecode(url.username)}:${percentDecode(url.password)}`;
  return [["Authorization", `Basic ${Buffer.from(pair).toString("base64")}`]];
}
