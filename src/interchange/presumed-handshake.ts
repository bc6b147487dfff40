/**
 * What a handshake that a file does not have will have been: as the protocol's own clients offer it, and the first of
 * it taken.
 */
import type { Handshake } from "../model/frame.ts";
import type { Protocol } from "../model/protocol.ts";

/** Without it every such connection would be judged as one on which no subprotocol was agreed. */
export function presumedHandshake(handshake: Handshake, protocol: Protocol): Handshake {
  if (handshake.subprotocol !== undefined) return handshake;
  const offered = handshake.offered.length > 0 ? handshake.offered : offeredBy(protocol, handshake.request.url);
  return { ...handshake, offered, subprotocol: offered[0] };
}

function offeredBy(protocol: Protocol, url: string): readonly string[] {
  try {
    const session = protocol.createClientSession({ url, headers: [], settings: {}, random: () => 0 });
    for (const effect of session.handle({ kind: "started", at: 0 }))
      if (effect.kind === "open") return effect.request.subprotocols ?? [];
  } catch {
    // A protocol may need settings that a file does not have: then nothing is presumed.
  }
  return [];
}
