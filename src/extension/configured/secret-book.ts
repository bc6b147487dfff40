/** Secrets by name, in VS Code's secret storage. Only names are ever listed. */
import type * as vscode from "vscode";

const listKey = "framescope.secretNames";

export class SecretBook {
  readonly #list: vscode.Memento;
  readonly #secrets: vscode.SecretStorage;

  constructor(list: vscode.Memento, secrets: vscode.SecretStorage) {
    this.#list = list;
    this.#secrets = secrets;
  }

  names(): readonly string[] {
    return this.#list.get<readonly string[]>(listKey, []);
  }

  async get(name: string): Promise<string | undefined> {
    return this.#secrets.get(secretKey(name));
  }

  async set(name: string, value: string): Promise<void> {
    await this.#secrets.store(secretKey(name), value);
    await this.#list.update(listKey, [...new Set([...this.names(), name])].sort());
  }

  async forget(name: string): Promise<void> {
    await this.#secrets.delete(secretKey(name));
    await this.#list.update(
      listKey,
      this.names().filter((known) => known !== name),
    );
  }
}

function secretKey(name: string): string {
  return `framescope.secret.${name}`;
}
