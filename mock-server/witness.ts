/**
 * Who may be told of all that travels on a mock server, as it went over the wire, faults and all: frames of both
 * directions and endings. Directions are those that the client sees. Without a witness nothing is listened to that is not
 * needed.
 */
import type { FaultStrike } from "../src/model/fault.ts";
import type { RequestHead } from "../src/model/frame.ts";
import type { Protocol } from "../src/model/protocol.ts";
import type { TransportSink } from "../src/model/transport.ts";

export interface WitnessedClient {
  /** `MockClient.id`: each plain HTTP exchange is a client of its own. */
  readonly id: number;
  readonly protocol: Protocol;
  /** Path of the door that it came through. */
  readonly door: string;
  /** The peer as `host:port`. */
  readonly address: string;
  /** What it asked for. */
  readonly request: RequestHead;
}

export interface MissedDoor {
  /** `GET /cabel`; `WebSocket /cabel`. Without the query. */
  readonly asked: string;
  readonly address: string;
  /** Paths that there are. */
  readonly doors: readonly string[];
}

/** No call may throw, nor those of what comes back. */
export interface Witness {
  /**
   * Somebody came through a door. What comes back is told the same as a transport of that client would tell, in wire order;
   * undefined when nothing of this client is to be told.
   */
  came(client: WitnessedClient): TransportSink | undefined;
  /** Somebody asked where there is no door, and was answered 404. */
  missedDoor(miss: MissedDoor): void;
  /** A fault has done something. */
  struck(strike: FaultStrike): void;
}
