/**
 * Opens TCP and TLS sockets, and remembers how far it got, so that an error can be told apart by stage.
 * Knows no HTTP.
 */
import { type LookupAddress, lookup } from "node:dns";
import { isIP, type LookupFunction, connect as netConnect, type Socket } from "node:net";
import { connect as tlsConnect } from "node:tls";
import type { ExchangeTiming } from "../model/frame.ts";
import type { Address } from "./address.ts";

/** What is being waited for. `handshake`: the socket stands, and the peer's answer is awaited. */
export type DialStage = "dns" | "connect" | "tls" | "handshake";

export interface Dial {
  readonly socket: Socket;
  stage(): DialStage;
  /** How long each step took that is over. */
  timing(): DialTiming;
  /** Called once when the socket stands (TLS included); at once if it does already. */
  whenReady(task: () => void): void;
}

export type DialTiming = Pick<ExchangeTiming, "dnsMs" | "tcpMs" | "tlsMs">;

/**
 * How long one of several addresses may take before the next is tried. Node's default of 250 ms gives up on a satellite
 * link before the peer can answer (nodejs/node issue 54359).
 */
const familyAttemptMs = 1_000;

/** A peer that vanished without a FIN is found by the system within minutes instead of hours. */
const keepAliveAfterMs = 30_000;

export interface DialOptions {
  readonly insecure: boolean;
  /** What to offer in the TLS handshake (ALPN), most wanted first. Default: HTTP/1.1 only. */
  readonly applicationProtocols?: readonly string[] | undefined;
}

export function dial(address: Address, options: DialOptions): Dial {
  const { host, port, secure } = address;
  const common = {
    host,
    port,
    lookup: lookupHost,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: familyAttemptMs,
  };
  const socket = secure
    ? tlsConnect({
        ...common,
        servername: isIP(host) ? "" : host,
        rejectUnauthorized: !options.insecure,
        ALPNProtocols: [...(options.applicationProtocols ?? ["http/1.1"])],
      })
    : netConnect(common);
  // Not as options: `tls.connect` does not hand them on.
  socket.setNoDelay(true);
  socket.setKeepAlive(true, keepAliveAfterMs);

  let stage: DialStage = isIP(host) ? "connect" : "dns";
  let timing: DialTiming = {};
  let stepAt = performance.now();
  const stepMs = (): number => {
    const before = stepAt;
    stepAt = performance.now();
    return stepAt - before;
  };
  // With several addresses it comes once for each, all at the same moment.
  socket.on("lookup", (error) => {
    if (error || stage !== "dns") return;
    stage = "connect";
    timing = { dnsMs: stepMs() };
  });
  socket.once("connect", () => {
    stage = secure ? "tls" : "handshake";
    timing = { ...timing, tcpMs: stepMs() };
  });
  if (secure) {
    socket.once("secureConnect", () => {
      stage = "handshake";
      timing = { ...timing, tlsMs: stepMs() };
    });
  }
  return {
    socket,
    stage: () => stage,
    timing: () => timing,
    whenReady(task) {
      if (stage === "handshake") task();
      else socket.once(secure ? "secureConnect" : "connect", task);
    },
  };
}

/**
 * `localhost` is both loopback addresses whatever the hosts file says (RFC 6761 section 6.3): many systems list only one
 * of them, and many development servers listen only on the other.
 */
const lookupHost: LookupFunction = (host, options, callback) => {
  if (host !== "localhost" && !host.endsWith(".localhost")) {
    lookup(host, options, callback);
    return;
  }
  const both: LookupAddress[] = [
    { address: "127.0.0.1", family: 4 },
    { address: "::1", family: 6 },
  ];
  process.nextTick(() => (options.all ? callback(null, both) : callback(null, "127.0.0.1", 4)));
};
