/** What scenarios may refer to, of the protocols that there are. */
import type { Protocol } from "../model/protocol.ts";
import type { KnownProtocol } from "./name-faults.ts";

export function knownProtocols(
  protocols: readonly Pick<Protocol, "id" | "door" | "moreDoors" | "serverKinds">[],
): readonly KnownProtocol[] {
  return protocols.map(({ id, door, moreDoors = [], serverKinds }) => ({
    id,
    doors: [door, ...moreDoors].map(({ path }) => path),
    kinds: serverKinds,
  }));
}
