/** Reads the address of an endpoint. Knows what can be dialled, not what answers there. */
import { isIP } from "node:net";
import type { TransportFailure } from "../model/frame.ts";

export interface Address {
  readonly url: URL;
  readonly secure: boolean;
  /** Without the brackets of an IPv6 address. */
  readonly host: string;
  readonly port: number;
}

/** `schemes` without the colon; the first two are named in the complaint. */
export function parseAddress(text: string, schemes: readonly string[]): Address | TransportFailure {
  if (!URL.canParse(text)) return badUrl("ERR_INVALID_URL", `"${text}" is not an address.`);
  const url = new URL(text);
  const scheme = url.protocol.slice(0, -1);
  if (!schemes.includes(scheme)) {
    return badUrl(
      "unknown-scheme",
      `The address has to begin with ${schemes[0]}:// or ${schemes[1]}://, not ${scheme}:.`,
    );
  }
  const secure = scheme === "wss" || scheme === "https";
  const host = url.hostname.startsWith("[") ? url.hostname.slice(1, -1) : url.hostname;
  return { url, secure, host, port: Number(url.port) || (secure ? 443 : 80) };
}

export function isFailure(value: Address | TransportFailure): value is TransportFailure {
  return "stage" in value;
}

/** `host:port`, with brackets where the colon needs them. */
export function hostAndPort(host: string | undefined, port: number | undefined): string {
  return `${host !== undefined && isIP(host) === 6 ? `[${host}]` : (host ?? "")}:${port ?? ""}`;
}

function badUrl(code: string, message: string): TransportFailure {
  return { stage: "url", code, message };
}
