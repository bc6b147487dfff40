/** Which protocol answers at which path, and what people should know of it. */
import type { MockDoor } from "../src/model/mock.ts";
import type { Protocol } from "../src/model/protocol.ts";

/** The protocol whose door is the longest prefix of the path, at a segment's border: `/cable` takes `/cable/x`, not `/cables`. */
export function findDoor(protocols: readonly Protocol[], path: string): Protocol | undefined {
  let found: Protocol | undefined;
  for (const protocol of protocols) {
    const door = protocol.door.path;
    const isInside = path === door || path.startsWith(`${door}/`);
    if (isInside && door.length > (found?.door.path.length ?? 0)) found = protocol;
  }
  return found;
}

/** `origin` is the server's own, such as `http://127.0.0.1:4010`. */
export function describeDoor(protocol: Protocol, origin: string, clients: number): MockDoor {
  const base = protocol.transport === "websocket" ? origin.replace(/^http/, "ws") : origin;
  const { path, hint, sample } = protocol.door;
  return {
    protocol: protocol.id,
    path,
    hint,
    url: base + path,
    sample: { url: base + sample.pathAndQuery, settings: sample.settings },
    clients,
  };
}
