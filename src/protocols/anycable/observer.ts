/**
 * Concludes what went right and wrong in an AnyCable conversation: Action Cable's observer judges what both have in common
 * (silence, confirmations, odd frames), this one adds positions, history, restored sessions and presence.
 */
import type { ObserverEvent } from "../../model/event.ts";
import type { Observer, ObserverInput } from "../../model/observer.ts";
import { ActionCableObserver } from "../action-cable/observer.ts";
import { nothing } from "../kit/nothing.ts";
import { ConnectionWatch } from "./connection-watch.ts";
import { HistoryWatch } from "./history-watch.ts";
import type { AnyCableMessage } from "./messages.ts";
import { inOwnWords } from "./own-words.ts";
import { PositionWatch } from "./position-watch.ts";

export class AnyCableObserver implements Observer<AnyCableMessage> {
  private readonly plain = new ActionCableObserver();
  private readonly positions = new PositionWatch();
  private readonly history = new HistoryWatch();
  private readonly connections = new Map<number, ConnectionWatch>();
  private latest: ConnectionWatch | undefined;

  observe(input: ObserverInput<AnyCableMessage>): readonly ObserverEvent[] {
    switch (input.kind) {
      case "message":
        return this.watchOf(input.connection).message(input);
      case "ticked":
        return this.tick(input);
      case "opened": {
        const watch = this.watchOf(input.connection);
        return watch.opened(input);
      }
      case "closed": {
        const watch = this.connections.get(input.connection);
        this.connections.delete(input.connection);
        if (this.latest === watch) this.latest = undefined;
        return watch?.closed(input) ?? nothing;
      }
    }
  }

  private tick(input: ObserverInput<AnyCableMessage> & { readonly kind: "ticked" }): readonly ObserverEvent[] {
    const { at } = input;
    const told = this.plain.observe(input);
    const plain = told.length === 0 ? nothing : told.filter((event) => this.keeps(event)).map(inOwnWords);
    const history = this.history.tick(
      at,
      this.latest?.extended ?? false,
      (id) => this.latest?.isConfirmed(id) ?? false,
    );
    const gaps = this.positions.tick(at, (identifier) => this.history.isAwaiting(identifier));
    const waiting = this.latest?.tick(at) ?? nothing;
    if (plain.length + history.length + gaps.length + waiting.length === 0) return nothing;
    return [...plain, ...history, ...gaps, ...waiting];
  }

  private keeps(event: ObserverEvent): boolean {
    return [...this.connections.values()].every((watch) => watch.keeps(event));
  }

  private watchOf(connection: number): ConnectionWatch {
    if (this.latest?.connection === connection) return this.latest;
    let watch = this.connections.get(connection);
    if (watch === undefined) {
      const { plain, positions, history } = this;
      watch = new ConnectionWatch(connection, { plain, positions, history });
      this.connections.set(connection, watch);
    }
    this.latest = watch;
    return watch;
  }
}
