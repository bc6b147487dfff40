/** Getting in before connecting: a request whose answer brings cookies or a token. Knows no protocol. */
import type { EndpointRoute } from "./endpoint.ts";
import type { Values } from "./form.ts";
import type { HeaderList } from "./frame.ts";

export interface LoginRequest extends EndpointRoute {
  /** http or https. */
  readonly url: string;
  /** Default POST. */
  readonly method?: string | undefined;
  readonly headers: HeaderList;
  /** Sent as application/x-www-form-urlencoded. At most one of `form`, `json` and `body`. */
  readonly form?: Values | undefined;
  /** JSON text. */
  readonly json?: string | undefined;
  readonly body?: string | undefined;
  /** The page to fetch first for its authenticity token, as Rails' forms have one. */
  readonly csrfPage?: string | undefined;
  readonly token?: TokenRule | undefined;
  /** As in `Endpoint`. */
  readonly secrets?: readonly string[] | undefined;
}

/** Where a token stands in a JSON answer, and which header takes it to the endpoint. */
export interface TokenRule {
  /** `$.token` or `$.data.tokens[0]`. */
  readonly path: string;
  readonly header: string;
  /** Put before the token: `Bearer `. */
  readonly prefix: string;
}

export type Cookie = readonly [name: string, value: string];

/** What to take to the endpoint. All values are secret. */
export interface LoginOutcome {
  readonly cookies: readonly Cookie[];
  readonly token?: string | undefined;
}
