/** The lines of an endpoint's sheet: what each says, and what choosing it does. Asks nobody, knows no protocol. */
import type * as vscode from "vscode";
import type { ProbeResult, ProtocolInfo } from "../../bridge/engine-api.ts";
import type { Endpoint } from "../../model/endpoint.ts";
import type { Field, Values } from "../../model/form.ts";
import { headerNames } from "./header.ts";
import { separator } from "./quick-pick.ts";
import { redirectsText } from "./redirects.ts";
import { authorityText, proxyText } from "./route-text.ts";

export interface EndpointForm {
  readonly endpoint: Endpoint;
  readonly protocols: readonly ProtocolInfo[];
  /** Undefined for an endpoint that was connected before. */
  readonly probe?: ProbeResult | undefined;
}

export type SheetAct =
  | { readonly kind: "connect" | "protocol" | "headers" | "redirects" | "proxy" | "certificate" | "authority" }
  | { readonly kind: "field"; readonly field: Field };

export interface SheetLine extends vscode.QuickPickItem {
  readonly act?: SheetAct;
}

export function sheetLines(form: EndpointForm, endpoint: Endpoint): SheetLine[] {
  const protocol = protocolOf(form, endpoint);
  const isTls = /^(wss|https):/i.test(endpoint.url);
  const certificate: SheetLine = {
    label: "$(lock) Certificate",
    description: endpoint.insecure ? "any is accepted" : "checked",
    act: { kind: "certificate" },
  };
  const authority: SheetLine = {
    label: "$(verified) Authority to trust as well",
    description: endpoint.tls?.ca ? authorityText(endpoint.tls.ca) : "none",
    act: { kind: "authority" },
  };
  return [
    { label: "$(plug) Connect", description: endpoint.url, act: { kind: "connect" } },
    separator(form.probe ? "Worked out" : "Protocol"),
    {
      label: "$(symbol-interface) Protocol",
      description: protocol.title,
      detail: form.probe?.answer ?? "",
      act: { kind: "protocol" },
    },
    ...(protocol.connectForm.length > 0 ? [separator(protocol.title)] : []),
    ...protocol.connectForm.map((field) => fieldLine(field, endpoint.settings)),
    separator("Request"),
    {
      label: "$(key) Headers, Cookie or Origin",
      description: headerNames(endpoint.headers) || `Origin ${originOf(endpoint.url)} by default`,
      act: { kind: "headers" },
    },
    {
      label: "$(arrow-swap) Redirects",
      description: redirectsText(endpoint.followRedirects, protocol.title),
      act: { kind: "redirects" },
    },
    {
      label: "$(globe) Proxy",
      description: proxyText(endpoint.proxy),
      act: { kind: "proxy" },
    },
    ...(isTls ? [certificate, authority] : []),
  ];
}

export const proxyField: Field = {
  name: "proxy",
  label: "Proxy",
  type: "text",
  placeholder: "http://user:password@host:3128, socks5h://host:1080 or none",
  help: "Empty: as VS Code does",
};

export const authorityField: Field = {
  name: "ca",
  label: "Authority",
  type: "text",
  placeholder: "/path/to/ca.pem",
  help: "Path of its certificate (PEM). Empty: only those that are trusted anyway. Client certificates go into .vscode/framescope.json",
};

function fieldLine(field: Field, settings: Values): SheetLine {
  const value = settings[field.name] ?? "";
  return {
    label: `$(edit) ${field.label}`,
    description: value === "" ? "not given" : value.split("\n").join(" · "),
    act: { kind: "field", field },
  };
}

export function protocolOf(form: EndpointForm, endpoint: Endpoint): ProtocolInfo {
  const found = form.protocols.find(({ id }) => id === endpoint.protocol);
  if (!found) throw new Error(`No protocol is called "${endpoint.protocol}".`);
  return found;
}

/** What is sent when no Origin is given: the address's own. */
function originOf(url: string): string {
  return new URL(url.replace(/^ws/i, "http")).origin;
}
