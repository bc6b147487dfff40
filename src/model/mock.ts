/** What a running mock server tells of itself. Knows nothing of sockets. */
import type { ActiveFault } from "./fault.ts";
import type { Values } from "./form.ts";

export interface MockSample {
  readonly url: string;
  readonly settings: Values;
}

export interface MockDoor {
  readonly protocol: string;
  readonly path: string;
  readonly hint: string;
  readonly url: string;
  /** A ready example of connecting through this door. */
  readonly sample: MockSample;
  /** What to connect with while the demo's traffic runs. */
  readonly demo: MockSample;
  readonly clients: number;
}

export interface MockTopic {
  readonly topic: string;
  /** Ever published; how many of them are kept is not told. */
  readonly publications: number;
  readonly subscribers: number;
  readonly lastAt?: number | undefined;
}

export interface MockClient {
  readonly id: number;
  readonly door: string;
  /** The peer as `host:port`. */
  readonly address: string;
  /** At most 50. */
  readonly topics: readonly string[];
  readonly connectedAt: number;
}

export interface MockState {
  readonly running: boolean;
  readonly port?: number | undefined;
  readonly origin?: string | undefined;
  readonly doors: readonly MockDoor[];
  /** The 500 that were published to last. */
  readonly topics: readonly MockTopic[];
  /** The 500 that have been connected longest; `MockDoor.clients` counts all. */
  readonly clients: readonly MockClient[];
  /** At work at the moment. */
  readonly faults: readonly ActiveFault[];
  /** Id of the session that is its own timeline, while it is recorded. */
  readonly recording?: string | undefined;
}
