/**
 * Asks an HTTP proxy for a tunnel (CONNECT, RFC 9110 section 9.3.6), for plain http and ws as well as for https and wss: the
 * other way, a request with the whole address, would let the proxy change, collect and answer what an inspector is to show.
 */
import { request } from "node:http";
import type { Socket } from "node:net";
import type { TransportFailure } from "../model/frame.ts";
import { DialError } from "./failure.ts";
import type { ProxyAddress } from "./proxy-address.ts";

/** Calls back once: with the error, or without one when the socket leads to the target. */
export function openHttpTunnel(
  socket: Socket,
  proxy: ProxyAddress,
  target: string,
  done: (error?: Error) => void,
): void {
  const asked = request({
    method: "CONNECT",
    path: target,
    setHost: false,
    headers: { Host: target, ...authorization(proxy) },
    // Given this, Node uses no agent, and leaves the socket to us.
    createConnection: () => socket,
  });
  asked.once("connect", ({ statusCode = 0, statusMessage = "", headers }, _, head) => {
    if (statusCode < 200 || statusCode > 299) {
      const scheme = /^\w+/.exec(headers["proxy-authenticate"] ?? "")?.[0];
      done(new DialError(refusal(proxy, target, `${statusCode} ${statusMessage}`.trim(), scheme)));
      return;
    }
    if (head.length > 0) socket.unshift(head);
    done();
  });
  // Only what is no answer to a CONNECT, such as a proxy that closes without a word.
  asked.once("error", done);
  asked.end();
}

function authorization({ user, password }: ProxyAddress): Record<string, string> {
  if (user === "" && password === "") return {};
  return { "Proxy-Authorization": `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` };
}

function refusal(proxy: ProxyAddress, target: string, status: string, scheme: string | undefined): TransportFailure {
  const said = `The proxy ${proxy.shown} answered ${status} when it was asked for ${target}`;
  if (!status.startsWith("407")) return { stage: "proxy", code: `proxy-${status.slice(0, 3)}`, message: `${said}.` };
  const was = proxy.user === "" ? "no user was given" : "it did not take this user and password";
  const wanted = scheme === undefined ? "" : ` It wants ${scheme}.`;
  return { stage: "proxy", code: "proxy-407", message: `${said}: ${was}.${wanted}` };
}
