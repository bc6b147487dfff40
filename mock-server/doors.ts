/** Which protocol answers at which path, and what people should know of it. */
import type { RequestHead } from "../src/model/frame.ts";
import type { MockDoor, MockSample } from "../src/model/mock.ts";
import type { Door, DoorSample, Protocol } from "../src/model/protocol.ts";

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

/**
 * The door that is the longest prefix of the path, at a segment's border: `/cable` takes `/cable/x`, not `/cables`. Where
 * protocols share it, it is that of the one that claims the request, else of the one that claims none.
 */
export function findDoor(protocols: readonly Protocol[], path: string, request: RequestHead): OwnedDoor | undefined {
  let longest = 0;
  let found: OwnedDoor[] = [];
  for (const owned of doorsOf(protocols)) {
    for (const place of [owned.door.path, ...(owned.door.alsoAt ?? [])]) {
      const isInside = path === place || path.startsWith(`${place}/`);
      if (!isInside || place.length < longest) continue;
      if (place.length > longest) found = [];
      longest = place.length;
      found.push(owned);
    }
  }
  return found.find(({ door }) => door.claims?.(request)) ?? found.find(({ door }) => !door.claims) ?? found[0];
}

/** `origin` is the server's own, such as `http://127.0.0.1:4010`. */
export function describeDoor({ protocol, door }: OwnedDoor, origin: string, clients: number): MockDoor {
  const base = protocol.transport === "websocket" ? origin.replace(/^http/, "ws") : origin;
  const { path, hint, sample, demo = sample } = door;
  const at = ({ pathAndQuery, settings }: DoorSample): MockSample => ({ url: base + pathAndQuery, settings });
  return {
    protocol: protocol.id,
    path,
    hint,
    url: base + path,
    sample: at(sample),
    demo: at(demo),
    clients,
  };
}
