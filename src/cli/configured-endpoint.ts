/** An endpoint of `.vscode/framescope.json`, made ready where nobody can be asked: variables come from the environment. */
import { readFileSync } from "node:fs";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import type { EngineApi, ProtocolInfo } from "../bridge/engine-api.ts";
import { type Environment, proxyOfEnvironment, withAmbientProxy } from "../config/ambient-proxy.ts";
import { readEndpointFile } from "../config/endpoint-file.ts";
import { resolveEndpoint, withLogin } from "../config/resolving.ts";
import { type Lookup, VariableError } from "../config/variables.ts";
import type { WrittenEndpoint } from "../config/written-endpoint.ts";
import type { Endpoint } from "../model/endpoint.ts";
import { UsageError } from "./usage-error.ts";

export const defaultConfig = ".vscode/framescope.json";

/** Throws a `UsageError` with a sentence, and the place in the file where there is one. */
export async function configuredEndpoint(
  api: EngineApi,
  protocols: readonly ProtocolInfo[],
  { name, config }: { readonly name: string; readonly config: string },
  env: Environment,
): Promise<Endpoint> {
  const written = endpointNamed(name, config, textOf(config), protocols);
  try {
    const resolved = await resolveEndpoint(written, "terminal", environmentLookup(config, env));
    if (!resolved) throw new VariableError("Nobody can be asked here.");
    const { endpoint, login } = resolved;
    if (!login) return withAmbientProxy(endpoint, proxyOfEnvironment(endpoint.url, env));
    const outcome = await api.login(withAmbientProxy(login, proxyOfEnvironment(login.url, env)));
    return withAmbientProxy(withLogin(endpoint, login, outcome), proxyOfEnvironment(endpoint.url, env));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function endpointNamed(
  name: string,
  config: string,
  text: string,
  protocols: readonly ProtocolInfo[],
): WrittenEndpoint {
  const { endpoints, faults } = readEndpointFile(text, protocols);
  const found = endpoints.find((endpoint) => endpoint.name === name);
  if (found?.endpoint) return found.endpoint;
  const [fault] = found?.faults ?? (endpoints.length === 0 ? faults : []);
  if (fault) throw new UsageError(`${config}:${fault.place?.line ?? 1}:${fault.place?.column ?? 1}: ${fault.message}`);
  const known = endpoints.map((endpoint) => endpoint.name).join(", ");
  throw new UsageError(`${config} has no endpoint "${name}". ${known ? `It has ${known}.` : "It has none at all."}`);
}

/** `${secret:My token}` is FRAMESCOPE_SECRET_MY_TOKEN. */
function environmentLookup(config: string, env: Environment): Lookup {
  const folder = folderOf(config);
  return {
    env: (name) => env[name],
    secret: async (name) => {
      const variable = `FRAMESCOPE_SECRET_${name.toUpperCase().replace(/[^A-Z0-9]+/g, "_")}`;
      const value = env[variable];
      if (value === undefined)
        throw new VariableError(`The secret "${name}" is not there: set the variable ${variable}.`);
      return value;
    },
    input: async (prompt) => {
      throw new VariableError(
        `"\${input:${prompt}}" asks a person, and in the terminal nobody is asked. Use \${env:NAME} instead.`,
      );
    },
    folder: (name) => (name === undefined || name === basename(folder) ? folder : undefined),
    file: (path) => (isAbsolute(path) ? path : join(folder, path)),
  };
}

/** The one that holds `.vscode`. */
function folderOf(config: string): string {
  const parent = dirname(resolve(config));
  return basename(parent) === ".vscode" ? dirname(parent) : parent;
}

function textOf(config: string): string {
  try {
    return readFileSync(config, "utf8");
  } catch {
    throw new UsageError(`${config} cannot be read. Name the file with --config.`);
  }
}
