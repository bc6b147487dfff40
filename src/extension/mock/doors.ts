/** The running mock server's doors, as far as endpoints go through them. */
import * as vscode from "vscode";
import type { EngineApi, ScenarioOptions } from "../../bridge/engine-api.ts";
import type { Endpoint } from "../../model/endpoint.ts";
import type { Values } from "../../model/form.ts";
import type { MockDoor, MockState } from "../../model/mock.ts";
import { readRedis } from "./redis-setting.ts";

/** The door that an endpoint goes through, if it is one of this mock server's. Protocols may share a path. */
export function doorOf(mock: MockState, { url, protocol }: Endpoint): MockDoor | undefined {
  const { host, pathname } = new URL(url);
  return mock.doors.find((door) => {
    const own = new URL(door.url);
    return door.protocol === protocol && own.host === host && pathname.startsWith(own.pathname);
  });
}

/** Starts it as the settings say, or says where it runs already. With a scenario it plays that then, in either case. */
export async function startMock(engine: EngineApi, scenario?: ScenarioOptions): Promise<MockState> {
  const state = await engine.mockState();
  if (state.running) return scenario ? engine.playScenario(scenario) : state;
  const configuration = vscode.workspace.getConfiguration("framescope.mock");
  return engine.startMock({
    port: configuration.get<number>("port", 0),
    tls: configuration.get<boolean>("tls", false),
    record: configuration.get<boolean>("record", true),
    scenario,
    redis: await readRedis(
      { redis: configuration.get("redis", ""), redisPrefix: configuration.get("redisPrefix", "") },
      process.env,
    ),
    // VS Code gives a proxy, which does not cross to the engine's thread.
    settings: JSON.parse(JSON.stringify(configuration.get<Record<string, Values>>("settings", {}))),
  });
}

/**
 * The same endpoint by today's port of the door with this path; starts the mock server where it does not run. Rejects with a
 * sentence when there is no such door any more.
 */
export async function throughDoor(engine: EngineApi, path: string, endpoint: Endpoint): Promise<Endpoint> {
  const { doors } = await startMock(engine);
  const door = doors.find((candidate) => candidate.path === path && candidate.protocol === endpoint.protocol);
  if (!door) throw new Error(`The mock server has no door ${path} any more.`);
  const url = new URL(endpoint.url);
  const today = new URL(door.url);
  url.protocol = today.protocol;
  url.host = today.host;
  return { ...endpoint, url: url.href, insecure: isSelfSigned(today.protocol) };
}

/** How people write each protocol, by its id: doors of two protocols may share a path. */
export async function protocolTitles(engine: EngineApi): Promise<ReadonlyMap<string, string>> {
  return new Map((await engine.protocols()).map(({ id, title }) => [id, title]));
}

/** What connects through a door, as the door itself proposes. */
export function sampleEndpoint(door: MockDoor): Endpoint {
  return {
    id: crypto.randomUUID(),
    name: `Mock ${door.path}`,
    url: door.sample.url,
    protocol: door.protocol,
    headers: [],
    settings: door.sample.settings,
    insecure: isSelfSigned(new URL(door.sample.url).protocol),
  };
}

/** Nobody vouches for the certificate that the mock server makes for itself. */
function isSelfSigned(scheme: string): boolean {
  return scheme === "https:" || scheme === "wss:";
}
