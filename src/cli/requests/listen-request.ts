/** Reads the command line of `framescope listen`. Pure; whether a protocol knows a setting is for others to say. */
import { parseArgs } from "node:util";
import type { TlsOptions } from "../../model/endpoint.ts";
import type { HeaderList } from "../../model/frame.ts";
import { defaultConfig } from "../configured-endpoint.ts";
import { readDuration } from "../duration.ts";
import { readFilter } from "../filter.ts";
import { UsageError } from "../usage-error.ts";
import { parsed, readSetting } from "./option-values.ts";

export interface ListenRequest {
  readonly kind: "listen";
  /** Empty where an endpoint is named. */
  readonly url: string;
  /** One of a file, which then says how to connect. */
  readonly endpoint?: { readonly name: string; readonly config: string } | undefined;
  /** A protocol's id; undefined: work it out. */
  readonly protocol?: string | undefined;
  readonly channels: readonly string[];
  readonly headers: HeaderList;
  readonly subprotocols: readonly string[];
  readonly settings: readonly (readonly [name: string, value: string])[];
  /** Undefined: until it is interrupted or the session stops. */
  readonly forMs?: number | undefined;
  readonly json: boolean;
  readonly filter: string;
  readonly insecure: boolean;
  readonly tls: TlsOptions;
  /** Undefined: the environment's. */
  readonly proxy?: string | undefined;
  /** Undefined: as the protocol's own clients do. */
  readonly followRedirects?: boolean | undefined;
  readonly heartbeats: boolean;
  /** Where to save what was recorded, at the end. */
  readonly save?: string | undefined;
}

/** Throws a `UsageError`. */
export function readListen(args: readonly string[]): ListenRequest {
  const { values, positionals } = parsed(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        endpoint: { type: "string" },
        config: { type: "string" },
        protocol: { type: "string" },
        channel: { type: "string", multiple: true },
        header: { type: "string", multiple: true },
        origin: { type: "string" },
        subprotocol: { type: "string", multiple: true },
        set: { type: "string", multiple: true },
        for: { type: "string" },
        json: { type: "boolean" },
        filter: { type: "string" },
        insecure: { type: "boolean" },
        ca: { type: "string" },
        cert: { type: "string" },
        key: { type: "string" },
        pfx: { type: "string" },
        proxy: { type: "string" },
        "follow-redirects": { type: "boolean" },
        "no-heartbeats": { type: "boolean" },
        save: { type: "string" },
      },
    }),
  );
  const [url, ...others] = positionals;
  const endpoint = readEndpointName(values, url);
  if (url === undefined && !endpoint)
    throw new UsageError("Give the address to listen to, such as ws://localhost:3000/cable.");
  if (others.length > 0) throw new UsageError(`One address at a time: what is "${others[0]}" for?`);
  const headers = (values.header ?? []).map(readHeader);
  if (values.origin !== undefined) headers.push(["Origin", values.origin]);
  return {
    kind: "listen",
    url: url === undefined ? "" : readUrl(url),
    endpoint,
    protocol: values.protocol,
    channels: (values.channel ?? []).map(readChannel),
    headers,
    subprotocols: values.subprotocol ?? [],
    settings: (values.set ?? []).map(readSetting),
    forMs: values.for === undefined ? undefined : readDuration(values.for),
    json: values.json ?? false,
    filter: readFilter(values.filter ?? ""),
    insecure: values.insecure ?? false,
    tls: { ca: values.ca, cert: values.cert, key: values.key, pfx: values.pfx },
    proxy: values.proxy,
    followRedirects: values["follow-redirects"],
    heartbeats: !values["no-heartbeats"],
    save: values.save,
  };
}

/** The options that say how to connect: with a file's endpoint, the file says it. */
const connectOptions = [
  ...["protocol", "channel", "header", "origin", "subprotocol", "set", "insecure"],
  ...["ca", "cert", "key", "pfx", "proxy", "follow-redirects"],
];

function readEndpointName(
  values: Readonly<Record<string, unknown>>,
  url: string | undefined,
): ListenRequest["endpoint"] {
  const { endpoint: name, config = defaultConfig } = values;
  if (typeof name !== "string") {
    if (values.config !== undefined) throw new UsageError("Say which endpoint of the file: --endpoint NAME.");
    return undefined;
  }
  const option = url === undefined ? connectOptions.find((candidate) => values[candidate] !== undefined) : undefined;
  const clash = url === undefined ? option && `--${option}` : "an address";
  if (clash) throw new UsageError(`The file says how to connect to "${name}": leave out ${clash}, or --endpoint.`);
  return { name, config: String(config) };
}

function readUrl(text: string): string {
  const shown = withoutSecrets(text);
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined)
    throw new UsageError(`"${shown}" needs a scheme: ws://${shown} for a WebSocket, http://${shown} for a stream.`);
  if (!["ws", "wss", "http", "https"].includes(scheme))
    throw new UsageError(`${scheme}:// cannot be listened to; ws, wss, http and https can.`);
  if (!URL.canParse(text)) throw new UsageError(`"${shown}" is not an address.`);
  return text;
}

/** Command lines with tokens in them are run where their output is kept for all to read: in CI. */
function withoutSecrets(address: string): string {
  return address.replace(/[?#].*$/s, "?…").replace(/^([^/]*\/\/)?[^/]*@/, "$1…@");
}

/** RFC 9110 section 5.6.2: a name is a token. */
function readHeader(text: string): [string, string] {
  const match = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*)$/.exec(text);
  if (!match) throw new UsageError("A header is written 'Name: value', and one of those given is not.");
  return [match[1] ?? "", match[2] ?? ""];
}

function readChannel(text: string): string {
  if (/[\r\n]/.test(text)) throw new UsageError("A channel must be on one line.");
  if (text.trim() === "") throw new UsageError(`A channel needs a name, such as 'ChatChannel {"room":"lobby"}'.`);
  return text;
}
