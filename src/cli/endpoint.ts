/** Makes an endpoint of a command line and a protocol's own form. Knows no protocol by name. */
import type { Candidate, ProtocolInfo } from "../bridge/engine-api.ts";
import { type Environment, proxyOfEnvironment, withAmbientProxy } from "../config/ambient-proxy.ts";
import type { Endpoint, EndpointRoute } from "../model/endpoint.ts";
import type { Field } from "../model/form.ts";
import type { ListenRequest } from "./requests/listen-request.ts";
import { UsageError } from "./usage-error.ts";

/** Throws a `UsageError` where the protocol does not have what was given, or lacks what it needs. */
export function endpointOf(request: ListenRequest, protocol: ProtocolInfo, env: Environment): Endpoint {
  const settings: Record<string, string> = {};
  const add = (name: string, value: string, option: string) => {
    const field = protocol.connectForm.find((candidate) => candidate.name === name);
    if (!field) throw new UsageError(`${protocol.title} has no setting for ${option}. ${listed(protocol.connectForm)}`);
    const before = settings[name];
    settings[name] = field.type === "list" && before !== undefined ? `${before}\n${value}` : value;
  };
  for (const channel of request.channels) add("channels", channel, "--channel");
  for (const subprotocol of request.subprotocols) add("subprotocols", subprotocol, "--subprotocol");
  for (const [name, value] of request.settings) add(name, value, `--set ${name}`);
  for (const field of protocol.connectForm) {
    if (field.required && settings[field.name] === undefined && field.initial === undefined)
      throw new UsageError(`${protocol.title} needs ${field.label.toLowerCase()}: give ${optionFor(field)}.`);
  }
  return {
    id: "terminal",
    url: request.url,
    protocol: protocol.id,
    headers: request.headers,
    settings,
    followRedirects: request.followRedirects,
    ...routeOf(request, env),
  };
}

/** A passphrase comes by the environment, since command lines are there for all to see. */
export function routeOf({ url, insecure, tls, proxy }: ListenRequest, env: Environment): EndpointRoute {
  const passphrase = env.FRAMESCOPE_PASSPHRASE;
  return withAmbientProxy({ insecure, tls: { ...tls, passphrase }, proxy }, proxyOfEnvironment(url, env));
}

/** The likeliest that has all that the command line sets: a `--channel` tells as much as the address does. */
export function likeliestProtocol(
  request: ListenRequest,
  candidates: readonly Candidate[],
  protocols: readonly ProtocolInfo[],
): ProtocolInfo | undefined {
  const wanted = [
    ...(request.channels.length > 0 ? ["channels"] : []),
    ...(request.subprotocols.length > 0 ? ["subprotocols"] : []),
    ...request.settings.map(([name]) => name),
  ];
  const likely = candidates.flatMap(({ protocol }) => protocols.filter(({ id }) => id === protocol));
  const hasAll = ({ connectForm }: ProtocolInfo) => wanted.every((name) => connectForm.some((f) => f.name === name));
  return likely.find(hasAll) ?? likely[0];
}

/** Throws a `UsageError` when the name is none of them. */
export function protocolNamed(name: string, protocols: readonly ProtocolInfo[]): ProtocolInfo {
  const found = protocols.find((protocol) => protocol.id === name.toLowerCase());
  if (found) return found;
  throw new UsageError(
    `There is no protocol "${name}". Known: ${protocols.map((protocol) => protocol.id).join(", ")}.`,
  );
}

function listed(form: readonly Field[]): string {
  return form.length === 0 ? "It has none at all." : `It has ${form.map(optionFor).join(", ")}.`;
}

function optionFor(field: Field): string {
  if (field.name === "channels") return "--channel CHANNEL";
  if (field.name === "subprotocols") return "--subprotocol NAME";
  return `--set ${field.name}=${field.choices?.join("|") ?? "VALUE"}`;
}
