/**
 * The HTTP transport, over undici: one exchange with a streamed answer, HTTP/1.1 only. Knows no meaning; whether a
 * status or a content type is good is for the session to say.
 *
 * Chunks are handed over as they arrive, with the content-encoding undone (gzip, deflate, br, zstd), since no decoder
 * could read them otherwise. The wait for an answer is bounded by `handshakeTimeoutMs`, redirects included; a body may
 * be silent for as long as it likes.
 */
import type { Socket } from "node:net";
import { unescape as percentDecode } from "node:querystring";
import { Client, type Dispatcher } from "undici";
import type { Close, HeaderList, Redirect, RequestHead, ResponseHead, TransportFailure } from "../model/frame.ts";
import type { OpenRequest, Transport, TransportConnection, TransportSink } from "../model/transport.ts";
import { type Address, hostAndPort, isFailure, parseAddress } from "./address.ts";
import { type BodyDecoder, createBodyDecoder } from "./content-encoding.ts";
import { type Dial, dial } from "./dial.ts";
import { abortedFailure, failureOf, NotOpenError, timeoutFailure } from "./failure.ts";
import { headerList, headerValue, toWire, withoutHeaders } from "./headers.ts";
import { isRedirect, nextHop } from "./redirects.ts";
import { tapHttpVersion, tapRequestHead } from "./wire-tap.ts";

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

export function createHttpTransport(): Transport {
  return { open: (request, sink) => new HttpExchange(request, sink) };
}

interface Wish {
  readonly url: string;
  readonly method: string;
  readonly headers: HeaderList;
  readonly body: Uint8Array | undefined;
}

class HttpExchange implements TransportConnection {
  readonly #request: OpenRequest;
  readonly #sink: TransportSink;
  readonly #timer: NodeJS.Timeout;
  readonly #redirects: Redirect[] = [];
  #client: Client | undefined;
  #dial: Dial | undefined;
  #target = "";
  #requestHead: RequestHead = { method: "GET", url: "", httpVersion: "1.1", headers: [] };
  #httpVersion = "1.1";
  #decoder: BodyDecoder | undefined;
  #isOpened = false;
  #isDone = false;

  constructor(request: OpenRequest, sink: TransportSink) {
    this.#request = request;
    this.#sink = sink;
    const timeoutMs = request.handshakeTimeoutMs ?? defaultHandshakeTimeoutMs;
    this.#timer = setTimeout(() => {
      this.#fail(timeoutFailure(this.#dial?.stage() ?? "connect", this.#target, timeoutMs));
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
    const { url } = address;
    // One client for one exchange: nothing is shared, so nothing of another exchange can be mistaken for this one's.
    const client = new Client(url.origin, {
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: (_, callback) => {
        const dialled = this.#dialOut(address, wish.body);
        const { socket } = dialled;
        const refused = (error: Error) => callback(error, null);
        socket.once("error", refused);
        dialled.whenReady(() => {
          socket.off("error", refused);
          callback(null, socket);
        });
      },
    });
    this.#client = client;
    client.dispatch(
      {
        path: url.pathname + url.search,
        method: wish.method as Dispatcher.HttpMethod,
        headers: wish.headers
          .concat(basicAuthorization(url, wish.headers))
          .flatMap(([name, value]) => [name, toWire(value)]),
        body: wish.body ?? null,
      },
      this.#handler(client, wish, url),
    );
  }

  #dialOut(address: Address, body: Uint8Array | undefined): Dial {
    const dialled = dial(address, { insecure: this.#request.insecure === true });
    this.#dial = dialled;
    tapRequestHead(dialled.socket, address.url.origin, (head) => {
      this.#requestHead = head;
      this.#sink.frame({ kind: "request", direction: "sent", head });
      if (body !== undefined && body.length > 0) this.#sink.frame({ kind: "chunk", direction: "sent", data: body });
    });
    tapHttpVersion(dialled.socket, (version) => {
      this.#httpVersion = version;
    });
    return dialled;
  }

  /** What happens to a client that was left behind by a redirect does not matter any more. */
  #handler(client: Client, wish: Wish, url: URL): Dispatcher.DispatchHandler {
    const isCurrent = () => this.#client === client && !this.#isDone;
    return {
      onRequestStart() {},
      onResponseStart: (controller, status, _, reason) => {
        if (!isCurrent()) return;
        const raw = (controller.rawHeaders ?? []) as readonly (string | Uint8Array)[];
        const head = { status, reason: reason ?? "", httpVersion: this.#httpVersion, headers: headerList(raw) };
        this.#sink.frame({ kind: "response", direction: "received", head });
        if (status < 200) return;
        const location = headerValue(head.headers, "location");
        if (this.#request.followRedirects === true && isRedirect(status, location)) {
          this.#follow(status, location, wish, url);
        } else {
          this.#open(controller, head);
        }
      },
      onResponseData: (controller, chunk) => {
        if (!isCurrent()) return;
        if (this.#decoder === undefined) this.#data(chunk);
        else if (!this.#decoder.write(chunk)) controller.pause();
      },
      onResponseEnd: () => {
        if (!isCurrent()) return;
        if (this.#decoder === undefined) this.#close({ kind: "ended" });
        else this.#decoder.end();
      },
      onResponseError: (_, error) => {
        if (!isCurrent()) return;
        const stage = this.#isOpened ? "reset" : (this.#dial?.stage() ?? "handshake");
        this.#fail(failureOf(error, stage, this.#target));
      },
    };
  }

  #open(controller: Dispatcher.DispatchController, response: ResponseHead): void {
    clearTimeout(this.#timer);
    this.#isOpened = true;
    const encoding = headerValue(response.headers, "content-encoding") ?? "";
    this.#decoder = createBodyDecoder(encoding, this.#request.maxPayloadBytes ?? defaultMaxArrivalBytes, {
      data: (chunk) => this.#data(chunk),
      drained: () => controller.resume(),
      ended: () => this.#close({ kind: "ended" }),
      failed: (failure) => this.#fail(failure),
    });
    const socket: Socket | undefined = this.#dial?.socket;
    this.#sink.opened({
      request: this.#requestHead,
      response,
      offered: [],
      remoteAddress: hostAndPort(socket?.remoteAddress, socket?.remotePort),
      redirects: this.#redirects.length > 0 ? this.#redirects : undefined,
    });
  }

  #data(chunk: Buffer): void {
    if (!this.#isDone) this.#sink.frame({ kind: "chunk", direction: "received", data: chunk });
  }

  #follow(status: number, location: string, wish: Wish, from: URL): void {
    const hop = nextHop(from, location, wish.headers, this.#redirects.length);
    if ("stage" in hop) {
      this.#fail(hop);
      return;
    }
    this.#redirects.push({ from: from.href, to: hop.url, status });
    void this.#client?.destroy();
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
    this.#sink.closed(close);
    this.#decoder?.destroy();
    void this.#client?.destroy();
    this.#dial?.socket.destroy();
  }
}

/** From a `user:password@` in the address, unless there is an Authorization header. */
function basicAuthorization(url: URL, headers: HeaderList): HeaderList {
  if (url.username === "" || headerValue(headers, "authorization") !== undefined) return [];
  const pair = `${percentDecode(url.username)}:${percentDecode(url.password)}`;
  return [["Authorization", `Basic ${Buffer.from(pair).toString("base64")}`]];
}
