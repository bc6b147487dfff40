/** What a client session asks for when it is started. */
import type { ClientOptions, Protocol } from "../../src/model/protocol.ts";
import type { OpenRequest } from "../../src/model/transport.ts";

export function firstRequest(protocol: Protocol, url: string, options: Partial<ClientOptions> = {}): OpenRequest {
  const session = protocol.createClientSession({ url, headers: [], settings: {}, random: () => 0, ...options });
  const open = session.handle({ kind: "started", at: 0 }).find((effect) => effect.kind === "open");
  if (!open) throw new Error("nothing was opened");
  return open.request;
}
