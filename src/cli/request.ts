/**
 * Reads a command line into what is wanted. Pure: no process, no terminal, no engine; whether a protocol knows a setting
 * is for others to say.
 */
import { parseArgs } from "node:util";
import type { ScenarioOptions } from "../bridge/engine-api.ts";
import type { TlsOptions } from "../model/endpoint.ts";
import type { Values } from "../model/form.ts";
import type { HeaderList } from "../model/frame.ts";
import { defaultConfig } from "./configured-endpoint.ts";
import { readDuration } from "./duration.ts";
import { readFilter } from "./filter.ts";
import { type CommandName, commandNames } from "./usage.ts";
import { UsageError } from "./usage-error.ts";

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

export interface ImportRequest {
  readonly kind: "import";
  readonly path: string;
  readonly json: boolean;
  readonly filter: string;
  readonly heartbeats: boolean;
  /** Where to write a scenario of it, in place of its rows on stdout. */
  readonly scenario?: string | undefined;
}

export interface MockRequest {
  readonly kind: "mock";
  readonly port?: number | undefined;
  readonly host?: string | undefined;
  readonly tls: boolean;
  /** By protocol id. */
  readonly settings: Readonly<Record<string, Values>>;
  readonly demo: boolean;
  /** Where to write how tests can drive it. */
  readonly controlFile?: string | undefined;
  readonly scenario?: ScenarioOptions | undefined;
  readonly redis?: { readonly url: string; readonly prefix?: string | undefined } | undefined;
}

export interface PublishRequest {
  readonly kind: "publish";
  readonly topic: string;
  readonly data: unknown;
  /** Which of several running mock servers. */
  readonly port?: number | undefined;
}

export type Request =
  | ListenRequest
  | ImportRequest
  | MockRequest
  | PublishRequest
  | { readonly kind: "help"; readonly command?: CommandName | undefined }
  | { readonly kind: "version" };

const readers: Readonly<Record<CommandName, (args: readonly string[]) => Request>> = {
  listen: readListen,
  import: readImport,
  mock: readMock,
  publish: readPublish,
};

/** Throws a `UsageError`. `args` is what follows the program's name. */
export function readRequest(args: readonly string[]): Request {
  const [first, ...rest] = args;
  if (first === undefined) throw new UsageError("Say what to do: listen, import, mock or publish.");
  if (first === "--help" || first === "-h") return { kind: "help" };
  if (first === "--version" || first === "-v") return { kind: "version" };
  if (first === "help") return { kind: "help", command: commandNames.find((name) => name === rest[0]) };
  const command = commandNames.find((name) => name === first);
  if (!command) {
    const meant = /^(wss?|https?):\/\//i.test(first) ? ` Did you mean "framescope listen ${first}"?` : "";
    throw new UsageError(`There is no command "${first}", only ${commandNames.join(", ")}.${meant}`);
  }
  if (rest.includes("--help") || rest.includes("-h")) return { kind: "help", command };
  return readers[command](rest);
}

function readListen(args: readonly string[]): ListenRequest {
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

function readImport(args: readonly string[]): ImportRequest {
  const { values, positionals } = parsed(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: "boolean" },
        filter: { type: "string" },
        "no-heartbeats": { type: "boolean" },
        scenario: { type: "string" },
      },
    }),
  );
  const [path, ...others] = positionals;
  if (path === undefined) throw new UsageError("Give the file to import, such as customer.har.");
  if (others.length > 0) throw new UsageError(`One file at a time: what is "${others[0]}" for?`);
  const { json = false, filter = "" } = values;
  const { scenario } = values;
  const clash = (["json", "filter", "no-heartbeats"] as const).find((name) => values[name] !== undefined);
  if (scenario !== undefined && clash)
    throw new UsageError(`A scenario is made of all that is in the file: leave out --${clash}, or --scenario.`);
  return { kind: "import", path, json, filter: readFilter(filter), heartbeats: !values["no-heartbeats"], scenario };
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

function readMock(args: readonly string[]): MockRequest {
  const { values, positionals } = parsed(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        port: { type: "string" },
        host: { type: "string" },
        tls: { type: "boolean" },
        demo: { type: "boolean" },
        "control-file": { type: "string" },
        scenario: { type: "string" },
        seed: { type: "string" },
        redis: { type: "string" },
        "redis-prefix": { type: "string" },
        set: { type: "string", multiple: true },
      },
    }),
  );
  if (positionals.length > 0) throw new UsageError(`The mock server takes no "${positionals[0]}", only options.`);
  const { tls = false, demo = false } = values;
  const settings = readMockSettings(values.set ?? []);
  const controlFile = values["control-file"];
  const scenario = readScenarioOptions(values.scenario, values.seed);
  const redis = readMockRedis(values.redis, values["redis-prefix"]);
  const port = readPort(values.port);
  return { kind: "mock", port, host: values.host, tls, demo, settings, scenario, controlFile, redis };
}

function readScenarioOptions(path: string | undefined, seed: string | undefined): ScenarioOptions | undefined {
  if (path === undefined && seed !== undefined)
    throw new UsageError("A seed is for a scenario: give --scenario FILE as well.");
  if (seed !== undefined && !/^\d{1,15}$/.test(seed))
    throw new UsageError(`A seed is a whole number, and "${seed}" is not.`);
  return path === undefined ? undefined : { path, seed: seed === undefined ? undefined : Number(seed) };
}

function readMockRedis(url: string | undefined, prefix: string | undefined): MockRequest["redis"] {
  if (url === undefined && prefix !== undefined)
    throw new UsageError("--redis-prefix says what channels of a Redis begin with: name the Redis with --redis URL.");
  return url === undefined ? undefined : { url, prefix };
}

function readMockSettings(texts: readonly string[]): Record<string, Record<string, string>> {
  const settings: Record<string, Record<string, string>> = {};
  for (const text of texts) {
    const [path, value] = readSetting(text);
    const [, protocol, name] = /^([^.]+)\.(.+)$/.exec(path) ?? [];
    if (protocol === undefined || name === undefined)
      throw new UsageError(`"${path}" names no protocol: write --set anycable.broadcastKey=KEY.`);
    settings[protocol] = { ...settings[protocol], [name]: value };
  }
  return settings;
}

function readPublish(args: readonly string[]): PublishRequest {
  const { values, positionals } = parsed(() =>
    parseArgs({ args: [...args], allowPositionals: true, options: { port: { type: "string" } } }),
  );
  const [topic, json, ...others] = positionals;
  if (!topic || json === undefined || others.length > 0)
    throw new UsageError(
      `Give a topic and one JSON value, quoted for the shell: framescope publish chat '{"body":"hi"}'`,
    );
  return { kind: "publish", topic, data: readJson(json), port: readPort(values.port) };
}

/** Node's own errors for unknown and valueless options are sentences already. */
function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(error instanceof Error ? `${error.message.replace(/\.?$/, ".")}` : String(error));
  }
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

function readSetting(text: string): [string, string] {
  const at = text.indexOf("=");
  if (at < 1) throw new UsageError(`A setting is written name=value, and "${text}" is not.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function readPort(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new UsageError(`A port is a number from 0 to 65535, and "${text}" is not.`);
  return port;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const hint = /^[\w .-]+$/.test(text) ? ` For a text, quote it twice: '"${text}"'.` : "";
    throw new UsageError(`That is not JSON: ${error instanceof Error ? error.message : error}.${hint}`);
  }
}
