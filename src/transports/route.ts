/** How a request gets to its server: what of TLS and proxy it wishes, read out of the request. Opens nothing. */
import type { TlsOptions } from "../model/endpoint.ts";
import type { OpenRequest } from "../model/transport.ts";

export interface Route {
  readonly tls: TlsOptions;
  /** Undefined: none. */
  readonly proxy: string | undefined;
  readonly noProxy: string;
  /** Accept any certificate of the proxy. */
  readonly isProxyUnchecked: boolean;
}

export function routeOf({ tls, insecure, proxy, noProxy, proxyInsecure }: OpenRequest): Route {
  return {
    tls: insecure === true ? { ...tls, insecure } : (tls ?? {}),
    proxy: proxy === undefined || proxy === "" || proxy === "none" ? undefined : proxy,
    noProxy: noProxy ?? "",
    isProxyUnchecked: insecure === true || tls?.insecure === true || proxyInsecure === true,
  };
}

/**
 * The same for routes that trust and show the same, so that their exchanges may share a connection. In memory only: it
 * has secrets.
 */
export function routeKey({ tls, proxy, noProxy, isProxyUnchecked }: Route): string {
  const { ca, cert, key, pfx, passphrase, insecure } = tls;
  return JSON.stringify([proxy, noProxy, isProxyUnchecked, ca, cert, key, pfx, passphrase, insecure === true]);
}
