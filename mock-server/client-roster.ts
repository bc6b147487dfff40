/** Who is connected at the moment, by door. Knows how to reach them all, not what to tell them. */
import type { Command } from "../src/model/form.ts";
import type { MockClient, MockPosition } from "../src/model/mock.ts";
import { MisuseError } from "../src/protocols/kit/misuse-error.ts";
import type { ClientConnection } from "./client-connection.ts";

/** Topics named of one client in a `MockClient`. */
const topicsShown = 50;

export class ClientRoster {
  readonly #clients = new Map<number, ClientConnection>();
  readonly #countByDoor = new Map<string, number>();
  readonly #doors: readonly string[];
  readonly #onChange: () => void;
  /** Those that are being ended, with what to do when they are gone. */
  readonly #going = new Map<ClientConnection, () => void>();

  /** `doors` are the paths that a command may name. */
  constructor(doors: readonly string[], onChange: () => void) {
    this.#doors = doors;
    this.#onChange = onChange;
  }

  add(client: ClientConnection): void {
    this.#clients.set(client.id, client);
    this.#count(client, 1);
  }

  remove(client: ClientConnection): void {
    if (!this.#clients.delete(client.id)) return;
    this.#count(client, -1);
    this.#going.get(client)?.();
  }

  /** Protocols may share a door: those of this one. */
  countAt(door: string, protocol: string): number {
    return this.#countByDoor.get(`${door} ${protocol}`) ?? 0;
  }

  all(): ClientConnection[] {
    return [...this.#clients.values()];
  }

  /** Those that have been here longest, at most `count`. */
  list(count: number, positionOf: (client: ClientConnection, topic: string) => MockPosition | undefined): MockClient[] {
    const shown: MockClient[] = [];
    for (const client of this.#clients.values()) {
      const { id, door, protocol, address, topics, waitingBytes, connectedAt } = client;
      if (shown.length >= count) break;
      const named = [...topics].slice(0, topicsShown);
      const positions = named.flatMap((topic) => positionOf(client, topic) ?? []);
      const { id: spoken } = protocol;
      shown.push({ id, door, protocol: spoken, address, topics: named, positions, waitingBytes, connectedAt });
    }
    return shown;
  }

  /** Throws `MisuseError` (`unknown-client`). */
  get(id: number): ClientConnection {
    const client = this.#clients.get(id);
    if (!client) throw new MisuseError("unknown-client", `No client ${id} is connected to the mock server.`);
    return client;
  }

  /**
   * To every client, or to those of one door where `values.door` names its path, or to one where `values.client` is its
   * number. Throws `MisuseError` (`unknown-door`, `unknown-client`).
   */
  command(command: Command): void {
    const { door, client: only } = command.values;
    if (only !== undefined) {
      this.get(Number(only)).commanded(command);
      return;
    }
    if (door !== undefined && !this.#doors.includes(door)) {
      throw new MisuseError(
        "unknown-door",
        `The mock server has no door ${door}. Its doors: ${this.#doors.join(", ")}.`,
      );
    }
    for (const client of this.all()) {
      if (door === undefined || client.door === door) client.commanded(command);
    }
  }

  /** Ends all connections there are as politely as they let us within `graceMs`, and cuts what is left of them then. */
  async end(graceMs: number): Promise<void> {
    const clients = this.all();
    const gone = clients.map((client) => new Promise<void>((resolve) => this.#going.set(client, resolve)));
    for (const client of clients) client.stop();
    // Real time, also where a test moves the sessions' clock by hand: this is about sockets, not about sessions.
    const cutting = setTimeout(() => {
      for (const client of clients) if (this.#clients.has(client.id)) client.drop();
    }, graceMs);
    await Promise.all(gone);
    clearTimeout(cutting);
    for (const client of clients) this.#going.delete(client);
  }

  #count({ door, protocol }: ClientConnection, by: number): void {
    this.#countByDoor.set(`${door} ${protocol.id}`, this.countAt(door, protocol.id) + by);
    this.#onChange();
  }
}
