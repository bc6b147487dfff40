/** Rails' own client, `@rails/actioncable`, in Node: what it calls is put in a mailbox, and its impatience can be set. */
import { createRequire } from "node:module";
import { onTestFinished } from "vitest";
import { WebSocket } from "ws";
import { Mailbox } from "./mailbox.ts";

/** What of the package is used here; it comes without types. */
interface RailsPackage {
  readonly adapters: { WebSocket: unknown };
  /** In seconds. */
  readonly ConnectionMonitor: { staleThreshold: number };
  createConsumer(url: string): Consumer;
}

interface Consumer {
  readonly subscriptions: { create(params: object, callbacks: object): Subscription };
  readonly connection: { readonly monitor: { startPolling(): void } };
  disconnect(): void;
}

export interface Subscription {
  readonly identifier: string;
  perform(action: string, data?: object): boolean;
  unsubscribe(): void;
}

export type Callback =
  | { readonly kind: "connected"; readonly reconnected: boolean }
  | { readonly kind: "disconnected"; readonly willAttemptReconnect: boolean }
  | { readonly kind: "rejected" }
  | { readonly kind: "received"; readonly data: unknown };

// Node would take the package's UMD build for CommonJS without named exports.
const rails = createRequire(import.meta.url)("@rails/actioncable") as RailsPackage;
rails.adapters.WebSocket = WebSocket;
// The client listens for the page becoming visible; in Node there is no page.
Object.assign(globalThis, { addEventListener: () => undefined, removeEventListener: () => undefined });

export class RailsClient {
  readonly #consumer: Consumer;

  constructor(url: string) {
    this.#consumer = rails.createConsumer(url);
    onTestFinished(() => {
      this.#consumer.disconnect();
      rails.ConnectionMonitor.staleThreshold = 6;
    });
  }

  subscribe(params: object): { readonly subscription: Subscription; readonly callbacks: Mailbox<Callback> } {
    const callbacks = new Mailbox<Callback>();
    const subscription = this.#consumer.subscriptions.create(params, {
      connected: (event: { reconnected: boolean }) => callbacks.put({ kind: "connected", ...event }),
      disconnected: (event: { willAttemptReconnect: boolean }) => callbacks.put({ kind: "disconnected", ...event }),
      rejected: () => callbacks.put({ kind: "rejected" }),
      received: (data: unknown) => callbacks.put({ kind: "received", data }),
    });
    return { subscription, callbacks };
  }

  /** It looks after 6 to 12 s whether it must connect again; now after 0.5 to 1 s. `patient` takes that back. */
  hurry(): void {
    rails.ConnectionMonitor.staleThreshold = 0.5;
    this.#consumer.connection.monitor.startPolling();
  }

  patient(): void {
    rails.ConnectionMonitor.staleThreshold = 6;
    this.#consumer.connection.monitor.startPolling();
  }
}
