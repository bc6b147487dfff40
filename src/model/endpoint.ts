/** An address with all that is needed to connect to it; saved by the person. */

import type { Values } from "./form.ts";
import type { HeaderList } from "./frame.ts";

export interface Endpoint {
  readonly id: string;
  readonly name?: string | undefined;
  /** ws, wss, http or https. */
  readonly url: string;
  /** A protocol's id. */
  readonly protocol: string;
  /** Sent as given, Cookie and Origin included. A missing Origin is filled with the URL's own origin. */
  readonly headers: HeaderList;
  /** The protocol's connect form, filled in. */
  readonly settings: Values;
  readonly followRedirects?: boolean | undefined;
  /** Largest WebSocket message taken, in bytes, after inflation. Default 100 MiB. */
  readonly maxPayloadBytes?: number | undefined;
  /** Accept any TLS certificate; the same as `tls.insecure`. */
  readonly insecure?: boolean | undefined;
  readonly tls?: TlsOptions | undefined;
  /**
   * What to go through: `http://`, `https://`, `socks4://`, `socks4a://`, `socks5://` (names looked up here) or `socks5h://`
   * (looked up there), with `user:password@` where it asks for them; `none` for nothing. Undefined: nothing, unless whoever
   * connects (editor, terminal) knows of one.
   */
  readonly proxy?: string | undefined;
  /** Hosts that are not reached through the proxy, as in NO_PROXY: `localhost,.internal,10.0.0.0/8,example.com:8443`. */
  readonly noProxy?: string | undefined;
  /** Accept any TLS certificate of an `https://` proxy, but not of the server. */
  readonly proxyInsecure?: boolean | undefined;
  /** Values that were looked up rather than written down: wherever they turn up in what is written, they are masked. */
  readonly secrets?: readonly string[] | undefined;
}

/** How one gets there, of all that an endpoint says. */
export type EndpointRoute = Pick<Endpoint, "insecure" | "tls" | "proxy" | "noProxy" | "proxyInsecure">;

/** Files are paths, or PEM texts themselves. */
export interface TlsOptions {
  /** Authorities to trust besides those that are trusted anyway. */
  readonly ca?: string | undefined;
  /** The client's certificate with its chain, PEM, and its key. */
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  /** Both in one PKCS#12 file; a path. */
  readonly pfx?: string | undefined;
  /** Of the key or the PKCS#12 file. */
  readonly passphrase?: string | undefined;
  /** Accept any certificate of the server. */
  readonly insecure?: boolean | undefined;
}
