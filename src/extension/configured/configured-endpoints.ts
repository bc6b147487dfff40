/** All endpoints that are written down or recognised, from wherever they come; each has an id that outlives a reload. */
import * as vscode from "vscode";
import type { ReadEndpoint } from "../../config/written-endpoint.ts";
import type { EndpointGroup, EndpointSource } from "./endpoint-source.ts";

export interface ConfiguredEndpoint {
  readonly id: string;
  readonly group: EndpointGroup;
  readonly read: ReadEndpoint;
}

export class ConfiguredEndpoints implements vscode.Disposable {
  readonly #sources: readonly EndpointSource[];
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onChanged = this.#changed.event;
  readonly #subscriptions: readonly vscode.Disposable[];

  /** In the order in which they are listed. */
  constructor(sources: readonly EndpointSource[]) {
    this.#sources = sources;
    this.#subscriptions = sources.map((source) => source.onChanged(() => this.#changed.fire()));
  }

  groups(): readonly EndpointGroup[] {
    return this.#sources.flatMap((source) => source.groups());
  }

  all(): readonly ConfiguredEndpoint[] {
    return this.groups().flatMap((group) => group.endpoints.map((read) => ({ id: idOf(group, read), group, read })));
  }

  get(id: string): ConfiguredEndpoint | undefined {
    return this.all().find((endpoint) => endpoint.id === id);
  }

  /** Resolves when all was read for the first time. */
  async ready(): Promise<void> {
    await Promise.all(this.#sources.map(({ ready }) => ready));
  }

  get waitForTrust(): boolean {
    return this.#sources.some((source) => source.waitsForTrust);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const source of this.#sources) source.dispose();
    this.#changed.dispose();
  }
}

const prefix = "configured:";

export function idOf(group: EndpointGroup, { name }: ReadEndpoint): string {
  return `${prefix}${group.id}#${name}`;
}

/** Whether an endpoint was made of one that is written down: it can be made again, and is edited where it stands. */
export function isConfigured(id: string): boolean {
  return id.startsWith(prefix);
}
