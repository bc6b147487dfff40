/** Collects what one input leads to, in order, so that the parts of a session need not hand lists around. */
import type { ObserverEvent } from "../../model/event.ts";
import type { ClientEffect } from "../../model/session.ts";

export class Outbox {
  private effects: ClientEffect[] = [];

  put(effect: ClientEffect): void {
    this.effects.push(effect);
  }

  report(event: ObserverEvent): void {
    this.effects.push({ kind: "report", event });
  }

  sendText(data: string): void {
    this.effects.push({ kind: "send", frame: { kind: "text", data } });
  }

  /** Everything so far; then it is empty. */
  take(): readonly ClientEffect[] {
    const taken = this.effects;
    this.effects = [];
    return taken;
  }
}
