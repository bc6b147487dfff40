/** Makes an endpoint of a command line and a protocol's own form. Knows no protocol by name. */
import type { ProtocolInfo } from "../bridge/engine-api.ts";
import type { Endpoint } from "../model/endpoint.ts";
import type { Field } from "../model/form.ts";
import type { ListenRequest } from "./request.ts";
import { UsageError } from "./usage-error.ts";

/** Throws a `UsageError` where the protocol does not have what was given, or lacks what it needs. */
export function endpointOf(request: ListenRequest, protocol: ProtocolInfo): Endpoint {
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
    insecure: request.insecure,
  };
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
