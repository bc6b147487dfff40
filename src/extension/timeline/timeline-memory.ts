/**
 * What is needed to connect again after a window reload: sessions end with their window, while the tabs of their
 * timelines come back. Titles lie in the workspace's state; endpoints, which may hold secrets, in the secret storage.
 */
import type * as vscode from "vscode";
import type { Endpoint } from "../../model/endpoint.ts";

export interface LostSession {
  readonly title: string;
  /** Masked. */
  readonly url: string;
  readonly protocolTitle: string;
  /** The path of the mock server's door that it went through, if it did: its port is another one next time. */
  readonly door?: string | undefined;
}

const listKey = "framescope.timelines";
const limit = 20;

type Remembered = Readonly<Record<string, LostSession>>;

export class TimelineMemory {
  readonly #list: vscode.Memento;
  readonly #secrets: vscode.SecretStorage;

  constructor(list: vscode.Memento, secrets: vscode.SecretStorage) {
    this.#list = list;
    this.#secrets = secrets;
  }

  /** Keeps the twenty newest. */
  async remember(session: string, lost: LostSession, endpoint: Endpoint): Promise<void> {
    await this.#secrets.store(secretKey(session), JSON.stringify(withoutLookedUp(lost, endpoint)));
    const entries = Object.entries({ ...this.#remembered(), [session]: lost });
    for (const [old] of entries.slice(0, -limit)) await this.#secrets.delete(secretKey(old));
    await this.#list.update(listKey, Object.fromEntries(entries.slice(-limit)));
  }

  get(session: string): LostSession | undefined {
    return this.#remembered()[session];
  }

  async endpoint(session: string): Promise<Endpoint | undefined> {
    const text = await this.#secrets.get(secretKey(session));
    return text === undefined ? undefined : (JSON.parse(text) as Endpoint);
  }

  async forget(session: string): Promise<void> {
    const { [session]: _, ...rest } = this.#remembered();
    await this.#secrets.delete(secretKey(session));
    await this.#list.update(listKey, rest);
  }

  #remembered(): Remembered {
    return this.#list.get<Remembered>(listKey, {});
  }
}

/** What was looked up is looked up again next time, and kept in no second place. */
function withoutLookedUp({ url }: LostSession, endpoint: Endpoint): Endpoint {
  if (endpoint.secrets === undefined) return endpoint;
  const { id, name, protocol } = endpoint;
  return { id, name, url, protocol, headers: [], settings: {} };
}

function secretKey(session: string): string {
  return `framescope.timeline.${session}`;
}
