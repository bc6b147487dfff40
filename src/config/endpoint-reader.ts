/** Reads one endpoint as a person wrote it, from plain data: all that is wrong with it, and the endpoint if nothing is. */
import type { CommandForm, Field } from "../model/form.ts";
import type { HeaderList } from "../model/frame.ts";
import type { Prepared } from "../model/prepared.ts";
import { faultsOf, type Path, type ShapeFault, unknownName } from "../reading/faults.ts";
import { formValues, isSubscription, messageForms } from "./prepared.ts";
import { endpointShape, valuesShape } from "./shape.ts";
import { variableFaults, variablesIn } from "./variables.ts";
import type { ProtocolForms, WrittenEndpoint, WrittenLogin } from "./written-endpoint.ts";

export interface EndpointFault extends ShapeFault {
  /** Within the text at the path: where, and how long. */
  readonly within?: { readonly offset: number; readonly length: number } | undefined;
}

export interface EndpointReading {
  readonly endpoint?: WrittenEndpoint | undefined;
  readonly faults: readonly EndpointFault[];
}

type Shape = ReturnType<typeof endpointShape>;
type Written = NonNullable<ReturnType<Shape["parse"]>>;

export class EndpointReader {
  readonly #protocols: readonly ProtocolForms[];
  readonly #shape: Shape;

  constructor(protocols: readonly ProtocolForms[]) {
    this.#protocols = protocols;
    this.#shape = endpointShape(protocols);
  }

  read(value: unknown): EndpointReading {
    const faults: EndpointFault[] = [...faultsOf(this.#shape, value)];
    const protocolId = isRecord(value) ? value.protocol : undefined;
    const protocol = this.#protocols.find(({ id }) => id === protocolId);
    if (isRecord(value)) {
      if (protocol) faults.push(...protocolFaults(value, protocol));
      faults.push(...textFaults(value), ...addressFaults(value.url, "url", anyScheme));
      if (isRecord(value.login)) faults.push(...loginFaults(value.login));
      if (isRecord(value.tls)) faults.push(...tlsFaults(value.tls));
    }
    if (faults.length > 0 || !protocol) return { faults };
    return { endpoint: written(value as Written, protocol), faults };
  }
}

function written(value: Written, protocol: ProtocolForms): WrittenEndpoint {
  const { name, group, url, cookie, proxy, tls, followRedirects, maxPayloadBytes } = value;
  const subscribe = protocol.commandForms.find(isSubscription);
  return {
    name,
    group,
    url,
    protocol: protocol.id,
    headers: headerList(value.headers),
    settings: { ...initialValues(protocol.connectForm), ...formValues(protocol.connectForm, value.settings ?? {}) },
    subscriptions: subscribe ? (value.subscriptions ?? []).map((item) => subscription(item, subscribe)) : [],
    messages: (value.messages ?? []).map((item) => message(item, messageForms(protocol))),
    tls,
    proxy,
    cookie,
    login: value.login === undefined ? undefined : writtenLogin(value.login),
    followRedirects,
    maxPayloadBytes,
  };
}

function initialValues(fields: readonly Field[]): Record<string, string> {
  return Object.fromEntries(fields.flatMap(({ name, initial }) => (initial === undefined ? [] : [[name, initial]])));
}

function writtenLogin({ headers, token, ...login }: NonNullable<Written["login"]>): WrittenLogin {
  const header = token?.header ?? "Authorization";
  const prefix = token?.prefix ?? (/^authorization$/i.test(header) ? "Bearer " : "");
  return { ...login, headers: headerList(headers), token: token && { path: token.path, header, prefix } };
}

function headerList(headers: Written["headers"]): HeaderList {
  return Object.entries(headers ?? {}).flatMap(([name, value]) => [value].flat().map((one) => [name, one] as const));
}

function message(item: NonNullable<Written["messages"]>[number], forms: readonly CommandForm[]): Prepared {
  const form = forms.find(({ kind }) => kind === item.command) ?? (forms[0] as CommandForm);
  return {
    group: item.group,
    name: item.name,
    command: { kind: form.kind, values: formValues(form.fields, item.values) },
  };
}

function subscription(item: NonNullable<Written["subscriptions"]>[number], form: CommandForm): Prepared {
  const first = form.fields[0]?.name ?? "channel";
  const { group, name, values } =
    typeof item === "string" ? { group: undefined, name: item, values: { [first]: item } } : item;
  const given = formValues(form.fields, values);
  return { group, name: name ?? given[first] ?? "", command: { kind: form.kind, values: given } };
}

/** What only the protocol can tell: its settings, and what may be sent and subscribed to. */
function protocolFaults(value: Record<string, unknown>, protocol: ProtocolForms): EndpointFault[] {
  const faults: EndpointFault[] = [];
  const given = isRecord(value.settings) ? value.settings : {};
  const isNeeded = protocol.connectForm.some(({ required, initial }) => required && initial === undefined);
  if (value.settings === undefined ? isNeeded : isRecord(value.settings))
    faults.push(...faultsOf(valuesShape(protocol.connectForm), given, ["settings"]));
  const forms = messageForms(protocol);
  each(value.messages, (item, index) => faults.push(...messageFaults(item, ["messages", index], forms, protocol)));
  const subscribe = protocol.commandForms.find(isSubscription);
  each(value.subscriptions, (item, index) => {
    const path = ["subscriptions", index];
    if (!subscribe)
      faults.push({ path, message: `${protocol.title} has no subscriptions to give while connected. Remove it.` });
    else if (isRecord(item) && isRecord(item.values))
      faults.push(...faultsOf(valuesShape(subscribe.fields), item.values, [...path, "values"]));
  });
  return faults;
}

function messageFaults(
  item: unknown,
  path: Path,
  forms: readonly CommandForm[],
  { title }: ProtocolForms,
): readonly EndpointFault[] {
  if (!isRecord(item)) return [];
  if (forms.length === 0) return [{ path, message: `${title} clients send nothing. Remove the message.` }];
  const form = item.command === undefined ? forms[0] : forms.find(({ kind }) => kind === item.command);
  if (!form) {
    const known = forms.map(({ kind }) => kind);
    return [
      {
        path: [...path, "command"],
        message: unknownName(String(item.command), known).replace(" here.", ` that ${title} clients can send.`),
      },
    ];
  }
  return isRecord(item.values) ? faultsOf(valuesShape(form.fields), item.values, [...path, "values"]) : [];
}

function each(list: unknown, act: (item: unknown, index: number) => void): void {
  if (Array.isArray(list)) list.forEach(act);
}

/** Everything in which variables are filled in; messages and names are taken as they stand. */
const filledIn = ["url", "headers", "settings", "cookie", "login", "tls", "proxy"] as const;

function textFaults(value: Record<string, unknown>): EndpointFault[] {
  return filledIn.flatMap((name) => faultsInTexts(value[name], [name]));
}

function faultsInTexts(value: unknown, path: Path): EndpointFault[] {
  if (typeof value === "string")
    return variableFaults(value).map(({ message, offset, length }) => ({ message, path, within: { offset, length } }));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    faultsInTexts(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

const anyScheme = /^(?:wss?|https?):\/\//i;
const httpScheme = /^https?:\/\//i;

/** As far as it can be told before variables are filled in. */
function addressFaults(url: unknown, name: string, scheme: RegExp, path: Path = [name]): EndpointFault[] {
  if (typeof url !== "string" || url === "" || url.startsWith("${")) return [];
  const listed = scheme === anyScheme ? "ws://, wss://, http:// or https://" : "http:// or https://";
  if (!scheme.test(url)) return [{ path, message: `An address begins with ${listed}. Put it in front.` }];
  if (variablesIn(url).length > 0 || URL.canParse(url)) return [];
  return [{ path, message: "This is not an address: a host is missing, or its port is no number." }];
}

function loginFaults(login: Record<string, unknown>): EndpointFault[] {
  const bodies = ["form", "json", "body"].filter((name) => login[name] !== undefined);
  const [, second] = bodies;
  const faults = addressFaults(login.url, "url", httpScheme, ["login", "url"]);
  if (second)
    faults.push({
      path: ["login", second],
      isName: true,
      message: `A login sends one of form, json and body, not ${bodies.join(" and ")}. Remove the others.`,
    });
  if (typeof login.csrf === "string") faults.push(...addressFaults(login.csrf, "csrf", httpScheme, ["login", "csrf"]));
  const rule = isRecord(login.token) ? login.token.path : undefined;
  if (typeof rule === "string" && !/^\$(?:\.[\w-]+|\[\d+\])+$/.test(rule))
    faults.push({ path: ["login", "token", "path"], message: "A path looks like $.token or $.data.tokens[0]." });
  return faults;
}

function tlsFaults({ cert, key, pfx }: Record<string, unknown>): EndpointFault[] {
  if ((cert === undefined) !== (key === undefined)) {
    const given = cert === undefined ? "key" : "cert";
    return [
      {
        path: ["tls", given],
        isName: true,
        message: `"${given}" needs "${given === "key" ? "cert" : "key"}" beside it.`,
      },
    ];
  }
  if (pfx === undefined || cert === undefined) return [];
  return [{ path: ["tls", "pfx"], isName: true, message: `Give either "pfx" or "cert" and "key", not both.` }];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
