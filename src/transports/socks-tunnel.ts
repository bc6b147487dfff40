/** Asks a SOCKS proxy for a tunnel, by the `socks` package, on a socket that stands already. */
import { isIP, type Socket } from "node:net";
import { SocksClient, type SocksProxy } from "socks";
import type { TransportFailure } from "../model/frame.ts";
import { hostAndPort } from "./address.ts";
import { DialError, failureOf } from "./failure.ts";
import { lookUpHost } from "./host-lookup.ts";
import type { ProxyAddress } from "./proxy-address.ts";

/** Far beyond the time that an opening may take: that is the caller's to watch. */
const timeoutMs = 10 * 60 * 1000;

/** Calls back once: with the error, or without one when the socket leads to the target. */
export function openSocksTunnel(
  socket: Socket,
  proxy: ProxyAddress,
  target: { readonly host: string; readonly port: number },
  done: (error?: Error) => void,
): void {
  const connect = (host: string): void => {
    const wish: SocksProxy = {
      host: proxy.host,
      port: proxy.port,
      type: proxy.kind.startsWith("socks4") ? 4 : 5,
      ...(proxy.user === "" ? {} : { userId: proxy.user, password: proxy.password }),
    };
    const destination = { host, port: target.port };
    SocksClient.createConnection({
      proxy: wish,
      command: "connect",
      destination,
      existing_socket: socket,
      timeout: timeoutMs,
    }).then(
      () => done(),
      (error: Error) => done(new DialError(refusal(proxy, hostAndPort(target.host, target.port), error.message))),
    );
  };
  // A host name goes to the proxy as it is, by SOCKS 4a or 5; the older ways look it up here.
  if (isIP(target.host) !== 0 || proxy.kind === "socks4a" || proxy.kind === "socks5h") {
    connect(target.host);
    return;
  }
  lookUpHost(target.host, proxy.kind === "socks4" ? { family: 4 } : {}, (error, address) => {
    if (error) done(new DialError(notFound(proxy, failureOf(error, "dns", hostAndPort(target.host, target.port)))));
    else connect(String(address));
  });
}

/** The package's errors are sentences that end in the proxy's own word: `… - (ConnectionRefused)`. */
function refusal({ shown, user }: ProxyAddress, target: string, text: string): TransportFailure {
  const word = /\((\w+)\)$|- (\w+)$/.exec(text);
  const reason = word?.[1] ?? word?.[2] ?? "";
  const known = reasons[reason];
  if (/authentication failed/i.test(text))
    return fail("proxy-auth", `The proxy ${shown} did not take this user and password.`);
  if (/no accepted authentication/i.test(text)) {
    const was = user === "" ? "no user was given" : "it does not take a user and a password";
    return fail("proxy-auth", `The proxy ${shown} takes none of our ways to authenticate: ${was}.`);
  }
  if (known !== undefined) return fail("proxy-refused", `The proxy ${shown} ${known(target)}.`);
  if (/socket closed/i.test(text))
    return fail("proxy-closed", `The proxy ${shown} closed the connection when it was asked for ${target}.`);
  return fail("proxy-refused", `The proxy ${shown} did not connect to ${target}: ${text}.`);
}

function notFound({ kind }: ProxyAddress, failure: TransportFailure): TransportFailure {
  const there = kind === "socks4" ? "socks4a" : "socks5h";
  return {
    ...failure,
    message: `${failure.message} With ${kind}:// names are looked up here; ${there}:// has the proxy do it.`,
  };
}

/** RFC 1928 section 6, and SOCKS 4's one word for all. */
const reasons: Readonly<Record<string, (target: string) => string>> = {
  Failure: (target) => `could not connect to ${target}, and says no more`,
  NotAllowed: (target) => `does not allow connections to ${target}`,
  NetworkUnreachable: (target) => `cannot reach the network of ${target}`,
  HostUnreachable: (target) => `cannot reach ${target}, or does not know the name`,
  ConnectionRefused: (target) => `was refused by ${target}: nothing listens there`,
  TTLExpired: (target) => `got no answer from ${target}`,
  AddressNotSupported: (target) => `does not take this kind of address: ${target}`,
  Rejected: (target) => `rejected the request for ${target}`,
  Failed: (target) => `rejected the request for ${target}`,
};

function fail(code: string, message: string): TransportFailure {
  return { stage: "proxy", code, message };
}
