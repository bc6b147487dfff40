/** Which of an endpoint's settings change how its traffic is read, and the protocol that reads it so. */
import type { Values } from "../model/form.ts";
import type { Protocol } from "../model/protocol.ts";

/** As a capture keeps them; undefined where there are none. */
export function readingSettings(protocol: Protocol, settings: Values): string | undefined {
  const kept = (protocol.configuredBy ?? []).flatMap((name) => (settings[name] ? [[name, settings[name]]] : []));
  return kept.length === 0 ? undefined : JSON.stringify(Object.fromEntries(kept));
}

/** Never throws: the file may be anybody's. What makes no sense is read as if it were not set. */
export function configuredAgain(protocol: Protocol, kept: string | undefined): Protocol {
  if (kept === undefined) return protocol;
  try {
    return protocol.configured?.(JSON.parse(kept)) ?? protocol;
  } catch {
    return protocol;
  }
}
