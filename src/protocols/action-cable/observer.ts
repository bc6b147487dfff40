/**
 * Concludes from a conversation what went right and wrong, across all connections of a session. Passive: it serves our own
 * session, a proxy's recording and an imported file alike. What each verdict says stands in the `…-verdicts.ts` files.
 */
import type { ObserverEvent } from "../../model/event.ts";
import type { Observer, ObserverInput } from "../../model/observer.ts";
import { nothing } from "../kit/nothing.ts";
import { BlindWindows } from "./blind-windows.ts";
import { ConnectionWatch } from "./connection-watch.ts";
import type { ActionCableMessage } from "./messages.ts";

export class ActionCableObserver implements Observer<ActionCableMessage> {
  private readonly connections = new Map<number, ConnectionWatch>();
  private readonly blind = new BlindWindows();
  private latest: ConnectionWatch | undefined;

  observe(input: ObserverInput<ActionCableMessage>): readonly ObserverEvent[] {
    switch (input.kind) {
      case "message": {
        const watch = this.watchOf(input.connection, input.at);
        if (input.direction === "sent") return watch.sent(input.message, input.at, input.entry);
        return watch.received(input.message, input.at, input.entry);
      }
      case "ticked":
        return this.tick(input.at);
      case "opened": {
        const watch = new ConnectionWatch(input.connection, input.at, input.entry, this.blind);
        this.connections.set(input.connection, watch);
        this.latest = watch;
        return watch.opened(input.handshake);
      }
      case "closed": {
        const watch = this.connections.get(input.connection);
        this.connections.delete(input.connection);
        if (this.latest === watch) this.latest = undefined;
        return watch?.closed(input.entry) ?? nothing;
      }
    }
  }

  private tick(at: number): readonly ObserverEvent[] {
    let events: ObserverEvent[] | undefined;
    for (const watch of this.connections.values()) {
      const found = watch.tick(at);
      if (found.length > 0) events = [...(events ?? []), ...found];
    }
    return events ?? nothing;
  }

  private watchOf(connection: number, at: number): ConnectionWatch {
    if (this.latest?.connection === connection) return this.latest;
    let watch = this.connections.get(connection);
    if (!watch) {
      // A recording that begins in the middle: nothing is known of its beginning, so nothing is concluded from it.
      watch = new ConnectionWatch(connection, at, 0, this.blind);
      watch.assumeWelcomed(at);
      this.connections.set(connection, watch);
    }
    this.latest = watch;
    return watch;
  }
}
