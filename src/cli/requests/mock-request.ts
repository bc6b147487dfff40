/** Reads the command line of `framescope mock`. Pure; whether a protocol knows a setting is for others to say. */
import { parseArgs } from "node:util";
import type { ScenarioOptions } from "../../bridge/engine-api.ts";
import type { Values } from "../../model/form.ts";
import { UsageError } from "../usage-error.ts";
import { parsed, readPort, readSetting } from "./option-values.ts";

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

/** Throws a `UsageError`. */
export function readMock(args: readonly string[]): MockRequest {
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
