/** What every contender that runs the engine has in common. */
import type { EngineApi, EngineEvents } from "../../src/bridge/engine-api.ts";
import type { Endpoint } from "../../src/model/endpoint.ts";
import { identifier } from "./flood.ts";

export const quietEvents: EngineEvents = {
  sessionChanged: () => {},
  sessionForgotten: () => {},
  verdict: () => {},
  viewChanged: () => {},
  overviewChanged: () => {},
  mockChanged: () => {},
  transferChanged: () => {},
  log: (level, text) => {
    if (level === "error") console.error(text);
  },
};

export function benchEndpoint(url: string): Endpoint {
  return { id: "bench", url, protocol: "action-cable", headers: [], settings: { channels: identifier } };
}

/** Resolves when the one session's channel is confirmed, with how many entries that took. */
export async function subscribed(api: EngineApi): Promise<number> {
  for (;;) {
    const [session] = await api.sessions();
    if (session?.channels[0]?.state === "confirmed") return session.entries;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
