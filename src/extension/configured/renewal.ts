/** Makes a configured endpoint ready to connect: looks up what it leaves open, and logs in where it says so. */
import * as vscode from "vscode";
import { withAmbientProxy } from "../../config/ambient-proxy.ts";
import { resolveEndpoint, withLogin } from "../../config/resolving.ts";
import type { Endpoint } from "../../model/endpoint.ts";
import { editorProxy } from "../endpoints/editor-proxy.ts";
import type { LazyEngine } from "../lazy-engine.ts";
import { askingLookup } from "./asking-lookup.ts";
import { type ConfiguredEndpoint, type ConfiguredEndpoints, isConfigured } from "./configured-endpoints.ts";
import type { SecretBook } from "./secret-book.ts";

export class Renewal {
  readonly #engine: LazyEngine;
  readonly #configured: ConfiguredEndpoints;
  readonly #secrets: SecretBook;

  constructor(engine: LazyEngine, configured: ConfiguredEndpoints, secrets: SecretBook) {
    this.#engine = engine;
    this.#configured = configured;
    this.#secrets = secrets;
  }

  /** As it stands today, for one that is connected again. Undefined when a question was dismissed. */
  async renew(endpoint: Endpoint): Promise<Endpoint | undefined> {
    if (!isConfigured(endpoint.id)) return endpoint;
    await this.#configured.ready();
    const configured = this.#configured.get(endpoint.id);
    if (configured) return this.ready(configured);
    throw new Error(
      this.#configured.waitForTrust
        ? "This endpoint is written in a workspace that is not trusted, so it is not connected."
        : `"${endpoint.name}" is written down nowhere any more. It was in framescope.json or in the settings.`,
    );
  }

  /** Undefined when a question was dismissed. Rejects with a sentence when it has faults or the login was refused. */
  async ready({ id, group, read }: ConfiguredEndpoint): Promise<Endpoint | undefined> {
    if (!read.endpoint) throw new Error(read.faults[0]?.message ?? "This endpoint is not complete.");
    const resolved = await resolveEndpoint(read.endpoint, id, askingLookup(this.#secrets, read.name, group.folder));
    if (!resolved?.login) return resolved?.endpoint;
    const { endpoint, login } = resolved;
    const request = withAmbientProxy(login, editorProxy(login.url));
    const outcome = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: `Logging in for ${read.name}…` },
      () => this.#engine.api.login(request),
    );
    return withLogin(endpoint, login, outcome);
  }
}
