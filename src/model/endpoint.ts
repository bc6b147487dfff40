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
  /** Accept any TLS certificate. */
  readonly insecure?: boolean | undefined;
}
