/**
 * Opens TCP and TLS sockets, through a proxy where the route has one, and remembers how far it got, so that an error can be
 * told apart by stage. The one way out for WebSockets, HTTP/1.1 and HTTP/2; knows no HTTP but the tunnel's.
 */
import { isIP, connect as netConnect, type Socket } from "node:net";
import { type ConnectionOptions, type SecureContext, connect as tlsConnect } from "node:tls";
import type { ExchangeTiming, TransportFailure } from "../model/frame.ts";
import { type Address, hostAndPort } from "./address.ts";
import { DialError, failureOf } from "./failure.ts";
import { lookUpHost } from "./host-lookup.ts";
import { openHttpTunnel } from "./http-tunnel.ts";
import { isExempt } from "./no-proxy.ts";
import { type ProxyAddress, parseProxy } from "./proxy-address.ts";
import type { Route } from "./route.ts";
import { openSocksTunnel } from "./socks-tunnel.ts";
import { secureContextOf } from "./tls-context.ts";

/** What is being waited for. `handshake`: the socket stands, and the peer's answer is awaited. */
export type DialStage = "dns" | "connect" | "proxy" | "tls" | "handshake";

export type DialTiming = Pick<ExchangeTiming, "dnsMs" | "tcpMs" | "proxyMs" | "tlsMs">;

/** One of the two is called once, never before `dial` has returned, and never after `cancel`. */
export interface DialOutcome {
  /** The socket stands, TLS included. Errors of it are the caller's from now on. */
  ready(socket: Socket): void;
  failed(error: Error): void;
}

/**
 * How long one of several addresses may take before the next is tried. Node's default of 250 ms gives up on a satellite
 * link before the peer can answer (nodejs/node issue 54359).
 */
const familyAttemptMs = 1_000;

/** A peer that vanished without a FIN is found by the system within minutes instead of hours. */
const keepAliveAfterMs = 30_000;

export class Dial {
  readonly #address: Address;
  readonly #route: Route;
  readonly #applicationProtocols: readonly string[];
  readonly #outcome: DialOutcome;
  #proxy: ProxyAddress | undefined;
  #context: SecureContext | undefined;
  #stage: DialStage = "dns";
  #timing: DialTiming = {};
  #stepAt = performance.now();
  #socket: Socket | undefined;
  #isOver = false;

  /** `applicationProtocols`: what to offer in the TLS handshake (ALPN), most wanted first. */
  constructor(address: Address, route: Route, applicationProtocols: readonly string[], outcome: DialOutcome) {
    this.#address = address;
    this.#route = route;
    this.#applicationProtocols = applicationProtocols;
    this.#outcome = outcome;
    try {
      this.#proxy = proxyFor(address, route);
      this.#context = address.secure ? secureContextOf(route.tls) : undefined;
      this.#start();
    } catch (error) {
      process.nextTick(() => this.#fail(error as Error));
    }
  }

  stage(): DialStage {
    return this.#stage;
  }

  /** How long each step took that is over. */
  timing(): DialTiming {
    return this.#timing;
  }

  /** Without credentials; undefined where there is none. */
  get proxy(): string | undefined {
    return this.#proxy?.shown;
  }

  cancel(): void {
    this.#isOver = true;
    this.#socket?.destroy();
  }

  #start(): void {
    const proxy = this.#proxy;
    const { host, port } = proxy ?? this.#address;
    const secure = proxy === undefined ? this.#address.secure : proxy.secure;
    const common = {
      host,
      port,
      lookup: lookUpHost,
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: familyAttemptMs,
    };
    const tls = (): ConnectionOptions => (proxy === undefined ? this.#tlsOptions() : this.#proxyTlsOptions(host));
    const socket = secure ? tlsConnect({ ...common, ...tls() }) : netConnect(common);
    this.#stage = isIP(host) ? "connect" : "dns";
    this.#watch(socket);
    // Not as options: `tls.connect` does not hand them on.
    socket.setNoDelay(true);
    socket.setKeepAlive(true, keepAliveAfterMs);
    // With several addresses it comes once for each, all at the same moment.
    socket.on("lookup", (error) => {
      if (error || this.#stage !== "dns") return;
      this.#step("dnsMs", "connect");
    });
    const next: DialStage = proxy !== undefined ? "proxy" : secure ? "tls" : "handshake";
    socket.once("connect", () => {
      this.#step("tcpMs", next);
      if (!secure) this.#stands(socket);
    });
    if (!secure) return;
    socket.once("secureConnect", () => {
      if (proxy === undefined) this.#step("tlsMs", "handshake");
      this.#stands(socket);
    });
  }

  /** The first socket stands: to the proxy, or to the server itself. */
  #stands(socket: Socket): void {
    if (this.#isOver) return;
    const proxy = this.#proxy;
    if (proxy === undefined) {
      this.#succeed(socket);
      return;
    }
    const { host, port } = this.#address;
    const done = (error?: Error): void => {
      if (error) this.#fail(error);
      else this.#throughProxy(socket);
    };
    if (proxy.kind === "http") openHttpTunnel(socket, proxy, hostAndPort(host, port), done);
    else openSocksTunnel(socket, proxy, { host, port }, done);
  }

  #throughProxy(tunnel: Socket): void {
    if (this.#isOver) return;
    this.#step("proxyMs", this.#address.secure ? "tls" : "handshake");
    if (!this.#address.secure) {
      this.#succeed(tunnel);
      return;
    }
    const { host } = this.#address;
    const socket = tlsConnect({ socket: tunnel, host, ...this.#tlsOptions() });
    this.#watch(socket);
    socket.once("secureConnect", () => {
      this.#step("tlsMs", "handshake");
      this.#succeed(socket);
    });
  }

  #tlsOptions(): ConnectionOptions {
    return {
      servername: nameOf(this.#address.host),
      rejectUnauthorized: this.#route.tls.insecure !== true,
      ALPNProtocols: [...this.#applicationProtocols],
      ...(this.#context === undefined ? {} : { secureContext: this.#context }),
    };
  }

  /** Who trusts an authority of their own trusts it on the whole way; the client certificate is not for the proxy. */
  #proxyTlsOptions(host: string): ConnectionOptions {
    const { tls, isProxyUnchecked } = this.#route;
    const context = secureContextOf({ ca: tls.ca });
    return {
      servername: nameOf(host),
      rejectUnauthorized: !isProxyUnchecked,
      ALPNProtocols: ["http/1.1"],
      ...(context === undefined ? {} : { secureContext: context }),
    };
  }

  /** The listener stays, since there is a moment before whoever takes the socket over listens. */
  #watch(socket: Socket): void {
    this.#socket = socket;
    socket.on("error", (error) => this.#fail(error));
    // A proxy or a server may hang up without an error.
    socket.once("close", () => this.#fail(new DialError(hungUp(this.#stage, this.#named()))));
  }

  #step(name: keyof DialTiming, next: DialStage): void {
    const now = performance.now();
    this.#timing = { ...this.#timing, [name]: now - this.#stepAt };
    this.#stepAt = now;
    this.#stage = next;
  }

  #succeed(socket: Socket): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#outcome.ready(socket);
  }

  #fail(error: Error): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#socket?.destroy();
    this.#outcome.failed(
      this.#isProxys(error) ? new DialError(proxyFailure(error, this.#stage, this.#named())) : error,
    );
  }

  /** On the way to the proxy, or through it: then the proxy is to be named, not the server. */
  #isProxys(error: Error): boolean {
    if (this.#proxy === undefined || error instanceof DialError) return false;
    return this.#timing.proxyMs === undefined;
  }

  #named(): string {
    const { host, port } = this.#address;
    return this.#proxy === undefined || this.#timing.proxyMs !== undefined
      ? hostAndPort(host, port)
      : this.#proxy.shown;
  }
}

/** Undefined where the server is reached directly. Throws a `DialError`. */
function proxyFor({ host, port }: Address, { proxy, noProxy }: Route): ProxyAddress | undefined {
  if (proxy === undefined || isExempt(noProxy, host, port)) return undefined;
  const parsed = parseProxy(proxy);
  if ("stage" in parsed) throw new DialError(parsed);
  return parsed;
}

/** An address is no name to ask for (RFC 6066 section 3). */
function nameOf(host: string): string {
  return isIP(host) ? "" : host;
}

function proxyFailure(error: Error, stage: DialStage, shown: string): TransportFailure {
  const { code, message, attempts } = failureOf(error, stage === "proxy" ? "handshake" : stage, shown);
  return { stage: "proxy", code, message: `On the way to the proxy: ${message}`, ...(attempts ? { attempts } : {}) };
}

function hungUp(stage: DialStage, named: string): TransportFailure {
  const isProxy = stage === "proxy";
  const message = `${isProxy ? "The proxy " : ""}${named} closed the connection before it had answered.`;
  return { stage: stage === "handshake" ? "reset" : stage, code: "ECONNRESET", message };
}
