/** Which clients have a line at the moment: only those whose traffic is touched, and only while it is. */
import type { Outlet } from "../outlet.ts";
import type { FaultEntry } from "./fault-book.ts";
import { FaultLine, type LineSurroundings } from "./fault-line.ts";
import type { FaultedClient } from "./faulted-client.ts";

export class FaultLines {
  readonly #around: LineSurroundings;
  readonly #lines = new Map<FaultedClient, FaultLine>();

  constructor(around: LineSurroundings) {
    this.#around = around;
  }

  get isEmpty(): boolean {
    return this.#lines.size === 0;
  }

  /** For what is about these topics. */
  outletOf(client: FaultedClient, about: string | readonly string[] | undefined): Outlet {
    const known = this.#lines.get(client);
    if (known?.isIdle) this.#lines.delete(client);
    const isKept = known !== undefined && !known.isIdle;
    if (!isKept && !this.#isTouched(client)) return client.outlet;
    const line = this.of(client);
    line.topics = typeof about === "string" ? [about] : (about ?? []);
    return line;
  }

  of(client: FaultedClient): FaultLine {
    const known = this.#lines.get(client);
    if (known) return known;
    const line = new FaultLine(client, this.#around);
    this.#lines.set(client, line);
    return line;
  }

  over(entry: FaultEntry): void {
    const { does, times = Number.POSITIVE_INFINITY } = entry.fault;
    for (const line of [...this.#lines.values()]) {
      if (does.kind === "silent") line.speak(entry);
      // One that has struck its times is done with what comes, not with what it holds.
      if (entry.strikes < times) line.row.removed(entry);
    }
    // Not at once: it may be over because of what a line is in the middle of.
    queueMicrotask(() => this.#tidy());
  }

  /** Undefined where its traffic is not touched. */
  find(client: FaultedClient): FaultLine | undefined {
    return this.#lines.get(client);
  }

  gone(client: FaultedClient): void {
    this.#lines.delete(client);
  }

  #isTouched(client: FaultedClient): boolean {
    const { book } = this.#around;
    if (book.at("message", client).length > 0) return true;
    return book.at("connecting", client).length > 0 && client.outlet.phase() === "waiting";
  }

  #tidy(): void {
    for (const [client, line] of [...this.#lines]) if (line.isIdle) this.#lines.delete(client);
  }
}
