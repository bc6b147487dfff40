/** Connects an endpoint, remembers it and shows its timeline; one that is refused can be edited and tried again. */
import * as vscode from "vscode";
import type { Endpoint } from "../../model/endpoint.ts";
import { askEndpoint } from "../asking/endpoint-form.ts";
import { type ConfiguredEndpoints, isConfigured } from "../configured/configured-endpoints.ts";
import { showDefinition } from "../configured/definition.ts";
import type { Renewal } from "../configured/renewal.ts";
import { sentence } from "../errors.ts";
import type { LazyEngine } from "../lazy-engine.ts";
import { doorOf } from "../mock/doors.ts";
import type { Session, Sessions } from "../sessions.ts";
import type { Timelines } from "../timeline/timelines.ts";
import type { EndpointStore } from "./endpoint-store.ts";

export interface Connecting {
  readonly engine: LazyEngine;
  readonly sessions: Sessions;
  readonly endpoints: EndpointStore;
  readonly timelines: Timelines;
  readonly configured: ConfiguredEndpoints;
  readonly renewal: Renewal;
}

const editAndRetry = "Edit and Retry";

/** Resolves to undefined when it was refused and the person left it at that. */
export async function connectEndpoint(connecting: Connecting, endpoint: Endpoint): Promise<Session | undefined> {
  let session: Session;
  try {
    session = await connecting.sessions.connect(endpoint);
  } catch (error) {
    const choice = await vscode.window.showErrorMessage(sentence(error), editAndRetry);
    return choice === editAndRetry ? editAndConnect(connecting, endpoint) : undefined;
  }
  await remember(connecting, session);
  await connecting.timelines.open(session);
  return session;
}

export async function editAndConnect(connecting: Connecting, endpoint: Endpoint): Promise<Session | undefined> {
  // What was looked up is not shown on a sheet, and a change would be gone with the next reload.
  const configured = isConfigured(endpoint.id) ? connecting.configured.get(endpoint.id) : undefined;
  if (configured) {
    await showDefinition(configured);
    return undefined;
  }
  const edited = await askEndpoint({ endpoint, protocols: await connecting.engine.api.protocols() });
  return edited && connectEndpoint(connecting, edited);
}

/** Doors of the mock server are offered while it runs; to keep them would fill the list with ports that are gone. */
async function remember({ engine, endpoints }: Connecting, session: Session): Promise<void> {
  const { endpoint, summary } = session;
  if (doorOf(await engine.api.mockState(), endpoint)) return;
  await endpoints.used(endpoint, {
    title: summary.title,
    url: summary.url,
    protocol: summary.protocol,
    protocolTitle: summary.protocolTitle,
    usedAt: Date.now(),
  });
}
