/** Which protocol answers at which path, and what people should know of it. */
import type { MockDoor } from "../src/model/mock.ts";
import type { Door, Protocol } from "../src/model/protocol.ts";

/** A door and who answers behind it. */
export interface OwnedDoor {
  readonly protocol: Protocol;
  readonly door: Door;
}

export function doorsOf(protocols: readonly Protocol[]): OwnedDoor[] {
  return protocols.flatMap((protocol) =>
    [protocol.door, ...(protocol.moreDoors ?? [])].map((door) => ({ protocol, door })),
  );
}

/** The door that is the longest prefix of the path, at a segment's border: `/cable` takes `/cable/x`, not `/cables`. */
export function findDoor(protocols: readonly Protocol[], path: string): OwnedDoor | undefined {
  let found: OwnedDoor | undefined;
  for (const owned of doorsOf(protocols)) {
    const door = owned.door.path;
    const isInside = path === door || path.startsWith(`${door}/`);
    if (isInside && door.length > (found?.door.path.length ?? 0)) found = owned;
  }
  return found;
}

/** `origin` is the server's own, such as `http://127.0.0.1:4010`. */
export function describeDoor({ protocol, door }: OwnedDoor, origin: string, clients: number): MockDoor {
  const base = protocol.transport === "websocket" ? origin.replace(/^http/, "ws") : origin;
  const { path, hint, sample } = door;
  return {
    protocol: protocol.id,
    path,
    hint,
    url: base + path,
    sample: { url: base + sample.pathAndQuery, settings: sample.settings },
    clients,
  };
}
