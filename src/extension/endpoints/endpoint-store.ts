/**
 * Endpoints that a person saved or used lately. The list that is shown lies in global state and holds nothing secret;
 * each endpoint itself, whose address and headers may hold secrets, lies in the secret storage.
 */
import * as vscode from "vscode";
import type { Endpoint } from "../../model/endpoint.ts";

/** What may be shown of an endpoint; the URL is masked. */
export interface ListedEndpoint {
  readonly id: string;
  readonly kind: "saved" | "recent";
  readonly title: string;
  readonly url: string;
  readonly protocol: string;
  readonly protocolTitle: string;
  /** ms since the epoch. */
  readonly usedAt: number;
}

const listKey = "framescope.endpoints";
const recentLimit = 10;

export class EndpointStore implements vscode.Disposable {
  readonly #list: vscode.Memento;
  readonly #secrets: vscode.SecretStorage;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onChanged = this.#changed.event;

  constructor(list: vscode.Memento, secrets: vscode.SecretStorage) {
    this.#list = list;
    this.#secrets = secrets;
  }

  /** Saved ones by title, then recent ones, the newest first. */
  listed(): readonly ListedEndpoint[] {
    const all = this.#list.get<readonly ListedEndpoint[]>(listKey, []);
    const saved = all.filter(({ kind }) => kind === "saved");
    const recent = all.filter(({ kind }) => kind === "recent");
    return [...saved.sort((a, b) => a.title.localeCompare(b.title)), ...recent.sort((a, b) => b.usedAt - a.usedAt)];
  }

  /** Undefined when it is not kept (any more). */
  async read(id: string): Promise<Endpoint | undefined> {
    const text = await this.#secrets.get(secretKey(id));
    return text === undefined ? undefined : (JSON.parse(text) as Endpoint);
  }

  /** Puts it on top of the recent ones; one that is saved stays saved. The oldest recent ones beyond ten go. */
  async used(endpoint: Endpoint, shown: Omit<ListedEndpoint, "id" | "kind">): Promise<void> {
    const known = this.listed();
    const saved = known.some(({ id, kind }) => id === endpoint.id && kind === "saved");
    await this.#write(endpoint, { ...shown, id: endpoint.id, kind: saved ? "saved" : "recent" });
    const recent = this.listed().filter(({ kind }) => kind === "recent");
    for (const { id } of recent.slice(recentLimit)) await this.remove(id);
  }

  async save(endpoint: Endpoint, shown: Omit<ListedEndpoint, "id" | "kind">): Promise<void> {
    await this.#write(endpoint, { ...shown, id: endpoint.id, kind: "saved" });
  }

  async remove(id: string): Promise<void> {
    await this.#secrets.delete(secretKey(id));
    await this.#update(this.listed().filter((endpoint) => endpoint.id !== id));
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #write(endpoint: Endpoint, entry: ListedEndpoint): Promise<void> {
    await this.#secrets.store(secretKey(endpoint.id), JSON.stringify(endpoint));
    await this.#update([...this.listed().filter(({ id }) => id !== entry.id), entry]);
  }

  async #update(list: readonly ListedEndpoint[]): Promise<void> {
    await this.#list.update(listKey, list);
    this.#changed.fire();
  }
}

function secretKey(id: string): string {
  return `framescope.endpoint.${id}`;
}
