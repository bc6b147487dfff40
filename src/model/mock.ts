/** What a running mock server tells of itself. Knows nothing of sockets. */
import type { Values } from "./form.ts";

export interface MockDoor {
  readonly protocol: string;
  readonly path: string;
  readonly hint: string;
  readonly url: string;
  /** A ready example of connecting through this door. */
  readonly sample: { readonly url: string; readonly settings: Values };
  readonly clients: number;
}

export interface MockTopic {
  readonly topic: string;
  readonly publications: number;
  readonly subscribers: number;
  readonly lastAt?: number | undefined;
}

export interface MockClient {
  readonly id: number;
  readonly door: string;
  readonly address: string;
  readonly topics: readonly string[];
  readonly connectedAt: number;
}

export interface MockState {
  readonly running: boolean;
  readonly port?: number | undefined;
  readonly origin?: string | undefined;
  readonly doors: readonly MockDoor[];
  readonly topics: readonly MockTopic[];
  readonly clients: readonly MockClient[];
}
