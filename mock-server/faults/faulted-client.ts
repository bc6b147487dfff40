/** What faults know of a client, and all that they may do with it besides what they do to its wire. */
import type { Command } from "../../src/model/form.ts";
import type { Handshake } from "../../src/model/frame.ts";
import type { Protocol } from "../../src/model/protocol.ts";
import type { Outlet } from "../outlet.ts";
import type { Place } from "./scope.ts";

export interface FaultedClient extends Place {
  readonly protocol: Pick<Protocol, "id" | "farewells" | "createDecoder">;
  readonly topics: ReadonlySet<string>;
  readonly outlet: Outlet;
  commanded(command: Command): void;
  /** Its upgrade was accepted later than its session did it. */
  accepted(handshake: Handshake): void;
}
