/**
 * Who comes to the mock server, by which request, and when it is there: let in, and everything done that its request asks
 * for. Knows no rules.
 */

import type { Alarms } from "../../src/clock/alarms.ts";
import type { RequestHead } from "../../src/model/frame.ts";
import type { ClientConnection } from "../client-connection.ts";
import { Delays } from "./delays.ts";
import type { Occasion } from "./occasion.ts";
import type { Visit } from "./visit.ts";
import { Visitors } from "./visitors.ts";

export class Guests {
  readonly #visitors: Visitors;
  readonly #delays: Delays;
  readonly #tell: (occasion: Occasion) => void;
  readonly #visits = new WeakMap<ClientConnection, Visit>();
  readonly #byRequest = new WeakMap<RequestHead, { readonly client: ClientConnection; readonly visit: Visit }>();
  /** Let in just now. */
  readonly #arriving = new Set<ClientConnection>();

  /** `now` in ms since the epoch; `tell` hears of each connection and subscription that counts as one. */
  constructor(now: () => number, alarms: Alarms, tell: (occasion: Occasion) => void) {
    this.#visitors = new Visitors(now);
    this.#delays = new Delays(alarms, Number.POSITIVE_INFINITY);
    this.#tell = tell;
  }

  /** It may be turned away yet. */
  comes(client: ClientConnection, request: RequestHead): void {
    const visit = { door: client.door, protocol: client.protocol.id, request };
    this.#visits.set(client, visit);
    this.#byRequest.set(request, { client, visit });
  }

  letIn(request: RequestHead): void {
    const { client } = this.#byRequest.get(request) ?? {};
    if (!client) return;
    this.#arriving.add(client);
    // Not at once: what a connection sets off shall reach it, and it has subscribed to nothing yet.
    this.#delays.after(0, () => this.#isThere(client));
  }

  subscribes(client: ClientConnection, topic: string): void {
    // Many protocols subscribe by the request that connects: being there comes first.
    this.#isThere(client);
    if (this.#isNew(client, topic)) this.#tell({ on: "subscribe", client, visit: this.#visits.get(client), topic });
  }

  /** Undefined for who came before anybody was asked for. */
  visitOf(client: ClientConnection): Visit | undefined {
    return this.#visits.get(client);
  }

  visitBy(request: RequestHead): Visit | undefined {
    return this.#byRequest.get(request)?.visit;
  }

  stop(): void {
    this.#delays.callOff();
    this.#arriving.clear();
  }

  #isThere(client: ClientConnection): void {
    if (!this.#arriving.delete(client)) return;
    if (this.#isNew(client, "")) this.#tell({ on: "connect", client, visit: this.#visits.get(client) });
  }

  /** Only pollers come again and again and are still the same. */
  #isNew(client: ClientConnection, topic: string): boolean {
    const visit = this.#visits.get(client);
    if (!client.protocol.polls || !visit) return true;
    const host = client.address.replace(/:\d+$/, "");
    const { pathname } = new URL(visit.request.url);
    return this.#visitors.isNew(JSON.stringify([visit.protocol, host, pathname, topic]));
  }
}
