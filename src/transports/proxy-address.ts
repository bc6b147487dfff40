/** Reads the address of a proxy. Knows what can be spoken to it, not whether it is there. */
import { unescape as percentDecode } from "node:querystring";
import type { TransportFailure } from "../model/frame.ts";
import { hostAndPort } from "./address.ts";

export interface ProxyAddress {
  /** `http` is spoken by CONNECT, over TLS if `secure`. */
  readonly kind: "http" | "socks4" | "socks4a" | "socks5" | "socks5h";
  readonly secure: boolean;
  /** Without the brackets of an IPv6 address. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** For people: without credentials. */
  readonly shown: string;
}

const kinds: Readonly<Record<string, readonly [kind: ProxyAddress["kind"], port: number]>> = {
  http: ["http", 80],
  https: ["http", 443],
  socks4: ["socks4", 1080],
  socks4a: ["socks4a", 1080],
  socks5: ["socks5", 1080],
  socks5h: ["socks5h", 1080],
  // As VS Code and curl's own configuration take it.
  socks: ["socks5h", 1080],
};

/** `host:port` alone is an HTTP proxy, as in the usual variables. */
export function parseProxy(text: string): ProxyAddress | TransportFailure {
  const full = text.includes("://") ? text : `http://${text}`;
  const url = URL.canParse(full) ? new URL(full) : undefined;
  const scheme = url?.protocol.slice(0, -1) ?? "";
  const known = kinds[scheme];
  if (url === undefined || url.hostname === "") {
    return badProxy("The proxy's address cannot be read. Write http://host:port or socks5://host:port.");
  }
  if (known === undefined) {
    return badProxy(`A proxy's address begins with ${Object.keys(kinds).join("://, ")}://, not ${scheme}://.`);
  }
  const host = url.hostname.startsWith("[") ? url.hostname.slice(1, -1) : url.hostname;
  const port = Number(url.port) || known[1];
  return {
    kind: known[0],
    secure: scheme === "https",
    host,
    port,
    user: percentDecode(url.username),
    password: percentDecode(url.password),
    shown: `${scheme}://${hostAndPort(host, port)}`,
  };
}

function badProxy(message: string): TransportFailure {
  return { stage: "proxy", code: "bad-proxy", message };
}
