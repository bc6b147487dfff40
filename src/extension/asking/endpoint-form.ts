/**
 * Everything about one endpoint on one sheet: what was worked out, what its protocol needs, what the request carries.
 * The first line connects; every other line can be changed. Knows no protocol.
 */
import type { ProtocolInfo } from "../../bridge/engine-api.ts";
import type { Endpoint } from "../../model/endpoint.ts";
import type { Values } from "../../model/form.ts";
import { askField } from "./ask-field.ts";
import { askHeaders } from "./ask-headers.ts";
import {
  authorityField,
  type EndpointForm,
  protocolOf,
  proxyField,
  type SheetAct,
  type SheetLine,
  sheetLines,
} from "./endpoint-sheet.ts";
import { askPick } from "./quick-pick.ts";
import { nextRedirects } from "./redirects.ts";

/** For an endpoint that nobody filled in yet: asks what it cannot do without, then shows the sheet. */
export async function askNewEndpoint(form: EndpointForm): Promise<Endpoint | undefined> {
  return askEndpoint({ ...form, endpoint: await askFirstThings(form, form.endpoint) });
}

/** Shows the sheet. Resolves to the endpoint as it should be connected; undefined when the sheet was dismissed. */
export async function askEndpoint(form: EndpointForm): Promise<Endpoint | undefined> {
  let { endpoint } = form;
  for (;;) {
    const protocol = protocolOf(form, endpoint);
    const missing = protocol.connectForm.find(({ name, required }) => required && !endpoint.settings[name]);
    const taken = await askPick<SheetLine>({
      title: title(endpoint),
      placeholder: missing
        ? `${missing.label} is needed before connecting`
        : "Enter connects; choose a line to change it",
      items: () => sheetLines(form, endpoint),
      isActive: ({ act }) => act?.kind === (missing ? "field" : "connect"),
    });
    if (!taken?.item.act) return undefined;
    if (taken.item.act.kind === "connect" && !missing) return endpoint;
    endpoint = await change(form, endpoint, missing ? { kind: "field", field: missing } : taken.item.act);
  }
}

/**
 * What nearly everybody has to say is asked at once: a protocol's first field, and all that it requires, unless they
 * have a value. The rest waits on the sheet.
 */
async function askFirstThings(form: EndpointForm, endpoint: Endpoint): Promise<Endpoint> {
  let answered = endpoint;
  const fields = protocolOf(form, endpoint).connectForm;
  for (const [index, field] of fields.entries()) {
    const isAsked = (index === 0 || field.required === true) && !answered.settings[field.name];
    if (isAsked) answered = await change(form, answered, { kind: "field", field });
  }
  return answered;
}

async function change(form: EndpointForm, endpoint: Endpoint, act: SheetAct): Promise<Endpoint> {
  switch (act.kind) {
    case "field": {
      const { field } = act;
      const value = await askField({
        title: title(endpoint),
        field,
        value: endpoint.settings[field.name] ?? "",
        channels: [],
      });
      return value === undefined ? endpoint : { ...endpoint, settings: { ...endpoint.settings, [field.name]: value } };
    }
    case "headers":
      return { ...endpoint, headers: await askHeaders(title(endpoint), endpoint.headers) };
    case "redirects":
      return { ...endpoint, followRedirects: nextRedirects(endpoint.followRedirects) };
    case "proxy": {
      const value = await askField({
        title: title(endpoint),
        field: proxyField,
        value: endpoint.proxy ?? "",
        channels: [],
      });
      return value === undefined ? endpoint : { ...endpoint, proxy: value.trim() || undefined };
    }
    case "authority": {
      const question = { title: title(endpoint), field: authorityField, value: endpoint.tls?.ca ?? "", channels: [] };
      const value = await askField(question);
      return value === undefined ? endpoint : { ...endpoint, tls: { ...endpoint.tls, ca: value.trim() || undefined } };
    }
    case "certificate":
      return { ...endpoint, insecure: !endpoint.insecure };
    case "protocol": {
      const protocol = await askProtocol(form, endpoint);
      if (!protocol || protocol.id === endpoint.protocol) return endpoint;
      return askFirstThings(form, { ...endpoint, protocol: protocol.id, settings: initialSettings(protocol) });
    }
    case "connect":
      return endpoint;
  }
}

async function askProtocol(form: EndpointForm, endpoint: Endpoint): Promise<ProtocolInfo | undefined> {
  const candidates = form.probe?.candidates ?? [];
  const order = (id: string): number => candidates.find((candidate) => candidate.protocol === id)?.confidence ?? -1;
  const items = fitting(form.protocols, endpoint.url)
    .sort((a, b) => order(b.id) - order(a.id))
    .map((protocol) => ({
      label: protocol.title,
      description: protocol.id === endpoint.protocol ? "now" : "",
      protocol,
    }));
  const taken = await askPick({
    title: title(endpoint),
    placeholder: "Which protocol does this address speak?",
    items: () => items,
    isActive: ({ protocol }) => protocol.id === endpoint.protocol,
  });
  return taken?.item.protocol;
}

/** What a protocol's form holds before anybody answered. */
export function initialSettings(protocol: ProtocolInfo): Values {
  return Object.fromEntries(protocol.connectForm.map(({ name, initial }) => [name, initial ?? ""]));
}

/** Protocols whose transport fits the address's scheme. */
function fitting(protocols: readonly ProtocolInfo[], url: string): ProtocolInfo[] {
  const transport = /^ws/i.test(url) ? "websocket" : "http";
  return protocols.filter((protocol) => protocol.transport === transport);
}

function title(endpoint: Endpoint): string {
  return endpoint.name ?? endpoint.url;
}
