/** An endpoint as it was written down, checked, with its variables still in it. Types only. */
import type { TlsOptions } from "../model/endpoint.ts";
import type { CommandForm, Field, Values } from "../model/form.ts";
import type { HeaderList } from "../model/frame.ts";
import type { TokenRule } from "../model/login.ts";
import type { Prepared } from "../model/prepared.ts";
import type { Place } from "../reading/text-place.ts";

/** What has to be known of a protocol to check what is written for it. */
export interface ProtocolForms {
  readonly id: string;
  readonly title: string;
  readonly connectForm: readonly Field[];
  readonly commandForms: readonly CommandForm[];
}

export interface WrittenLogin {
  readonly url: string;
  readonly method?: string | undefined;
  readonly headers: HeaderList;
  readonly form?: Values | undefined;
  /** Its strings may hold variables. */
  readonly json?: unknown;
  readonly body?: string | undefined;
  /** True: the page at `url` itself. */
  readonly csrf?: boolean | string | undefined;
  readonly token?: TokenRule | undefined;
}

export interface WrittenEndpoint {
  readonly name: string;
  readonly group?: string | undefined;
  readonly url: string;
  readonly protocol: string;
  readonly headers: HeaderList;
  readonly settings: Values;
  readonly subscriptions: readonly Prepared[];
  readonly messages: readonly Prepared[];
  /** Files as paths, relative to the workspace folder. */
  readonly tls?: TlsOptions | undefined;
  readonly proxy?: string | undefined;
  readonly cookie?: string | undefined;
  readonly login?: WrittenLogin | undefined;
  readonly followRedirects?: boolean | undefined;
  readonly maxPayloadBytes?: number | undefined;
}

/** What is wrong with what was written, and what to do about it. */
export interface Fault {
  readonly message: string;
  /** Where it stands in the text, where there is one. */
  readonly place?: Place | undefined;
  /** In the words of the file: `endpoints[2].settings.policy`. */
  readonly path: string;
}

/** One endpoint of a file or of the settings; it can be connected when it has no faults. */
export interface ReadEndpoint {
  /** Undefined when there are faults. */
  readonly endpoint?: WrittenEndpoint | undefined;
  /** As far as it can be told. */
  readonly name: string;
  readonly url: string;
  readonly faults: readonly Fault[];
  /** What was found out of one that is recognised rather than written. */
  readonly notes?: readonly string[] | undefined;
  readonly place?: Place | undefined;
}
