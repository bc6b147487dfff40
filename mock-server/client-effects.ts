/**
 * Does what a session asks of the world, for one client: on its wire, in the hub, with the clock. Knows no protocol, and
 * not what brought an effect about.
 */

import type { WakeTimers } from "../src/clock/wake-timers.ts";
import type { Handshake } from "../src/model/frame.ts";
import type { Happening } from "../src/model/happening.ts";
import type { JoinRequest } from "../src/model/hub.ts";
import type { SaidEffect, ServerEffect } from "../src/model/session.ts";
import type { MockHub } from "./hub.ts";
import type { Outlet } from "./outlet.ts";
import type { Subscriber } from "./topic.ts";

/** A client that takes less than it is sent is cut when more than this waits for it and another message is due. */
const maxPendingBytes = 8 * 1024 * 1024;

/** Topics that one client may have joined at a time; with one more it is cut. */
const maxTopics = 10_000;

/** Whose effects they are. */
export interface EffectsOwner extends Subscriber {
  /** Its signals go by this name. */
  readonly protocol: { readonly id: string };
  accepted(handshake: Handshake): void;
  log(text: string): void;
  happened(happening: Happening): void;
  /** Where to write what is about these topics. */
  outletFor(about: string | readonly string[] | undefined): Outlet;
  /** Whether somebody has an answer of their own to what the client said. */
  isAnswered(said: SaidEffect): boolean;
}

export class ClientEffects {
  readonly topics = new Set<string>();
  readonly #owner: EffectsOwner;
  readonly #timers: WakeTimers;
  readonly #hub: Pick<MockHub, "join" | "leave" | "publish" | "signal">;

  constructor(owner: EffectsOwner, timers: WakeTimers, hub: Pick<MockHub, "join" | "leave" | "publish" | "signal">) {
    this.#owner = owner;
    this.#timers = timers;
    this.#hub = hub;
  }

  /**
   * Returns why the client must be cut, if it must. Throws when the effect makes no sense at this moment. `topic` is what
   * brought it about, if that is one.
   */
  perform(effect: ServerEffect, topic: string | undefined): string | undefined {
    const outlet = this.#owner.outletFor("topics" in effect ? (effect.topics ?? topic) : topic);
    switch (effect.kind) {
      case "send":
        if (outlet.pendingBytes() > maxPendingBytes) return "it reads too slowly: more than 8 MiB wait for it";
        outlet.send(effect.data);
        break;
      case "join":
        return this.#join(effect.join);
      case "leave":
        this.#owner.happened({ on: "unsubscribe", topic: effect.topic });
        this.#leave(effect.topic);
        break;
      case "publish":
        this.#hub.publish(effect.topic, effect.data);
        break;
      case "signal":
        this.#hub.signal(this.#owner.protocol.id, effect.topic, effect.data);
        break;
      case "said":
        return this.#said(effect);
      case "accept":
        this.#accept(effect, outlet);
        break;
      case "respond":
        outlet.respond(effect);
        break;
      case "close":
        outlet.close(effect.code, effect.reason);
        break;
      case "end":
        outlet.end();
        break;
      case "drop":
        outlet.drop();
        break;
      case "note":
        this.#owner.log(effect.text);
        break;
      case "wake":
        this.#timers.wake(effect.timer, effect.afterMs);
        break;
      case "forget":
        this.#timers.forget(effect.timer);
        break;
    }
    return undefined;
  }

  /** The session is over: nothing may reach it any more. */
  letGo(): void {
    this.#timers.forgetAll();
    for (const topic of this.topics) this.#leave(topic);
  }

  #accept({ subprotocol, headers }: Extract<ServerEffect, { kind: "accept" }>, outlet: Outlet): void {
    const handshake = outlet.accept(subprotocol, headers ?? []);
    if (handshake) this.#owner.accepted(handshake);
  }

  #said(said: SaidEffect): string | undefined {
    const { topic, action, data } = said;
    this.#owner.happened({ on: "command", topic, action, data });
    if (this.#owner.isAnswered(said)) return undefined;
    for (const effect of said.otherwise) {
      const reason = this.perform(effect, topic);
      if (reason !== undefined) return reason;
    }
    return undefined;
  }

  #join(request: JoinRequest): string | undefined {
    if (this.topics.size >= maxTopics) return `it joined more than ${maxTopics} topics`;
    // Who asks for more of the history joins again, and heard the topic before.
    const isNew = !this.topics.has(request.topic);
    this.topics.add(request.topic);
    this.#hub.join(this.#owner, request);
    if (isNew) this.#owner.happened({ on: "subscribe", topic: request.topic });
    return undefined;
  }

  #leave(topic: string): void {
    this.topics.delete(topic);
    this.#hub.leave(this.#owner, topic);
  }
}
