/** Every starter scenario plays on a mock server for a minute of its time, and says of nothing that it went wrong. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../src/clock/manual-clock.ts";
import { protocols } from "../../../src/protocols/registry.ts";
import { knownProtocols } from "../../../src/scenario/known-protocols.ts";
import { readScenario } from "../../../src/scenario/reader.ts";
import { startMock } from "../running-mock.ts";
import { openSocket } from "../socket-client.ts";

const folder = new URL("../../../src/scenario/starters/", import.meta.url);
const starters = readdirSync(folder).filter((name) => name.endsWith(".scenario.yaml"));

function read(name: string) {
  return readScenario(readFileSync(new URL(name, folder), "utf8"), knownProtocols(protocols));
}

describe.each(starters)("%s", (name) => {
  const { scenario, problems } = read(name);

  it("plays for a minute, with somebody there, and complains of nothing", async () => {
    expect(problems).toEqual([]);
    const clock = new ManualClock();
    const mock = await startMock({ clock, scenario });
    await openSocket(`${mock.origin}/ws?topic=room`).catch(() => undefined);
    for (let second = 0; second < 60; second += 1) {
      clock.advance(1000);
      await new Promise(setImmediate);
    }
    const published = mock.state().topics.reduce((sum, { publications }) => sum + publications, 0);
    expect(published).toBeGreaterThan(0);
    const expected = /^(?:Playing |The mock server listens |.*: phase .* begins\.$)/;
    expect(mock.logs.all.filter((line) => !expected.test(line))).toEqual([]);
  });
});

it("the WebSocket's answers what it says that it answers", async () => {
  const { scenario } = read("websocket.scenario.yaml");
  const { origin } = await startMock({ scenario: scenario && { ...scenario, faults: [] } });
  const { socket, messages } = await openSocket(`${origin}/ws?topic=room`);
  const told = async (type: string) =>
    JSON.parse(String(await messages.takeUntil((text) => String(text).includes(`"${type}"`))));
  expect(await told("hello")).toMatchObject({ type: "hello", server: "Framescope", at: expect.any(Number) });
  const say = (message: object) => socket.send(JSON.stringify(message));
  say({ type: "ping", id: 7 });
  expect(await told("pong")).toEqual({ type: "pong", id: 7 });
  say({ type: "join", name: "Ada", id: 8 });
  expect(await told("joined")).toEqual({ type: "joined", id: 8, users: 3 });
  expect(await told("user_joined")).toEqual({ type: "user_joined", name: "Ada" });
  say({ type: "search", query: "ab", id: 9 });
  expect(await told("error")).toMatchObject({ id: 9, reason: "unknown or incomplete: search" });
  say({ type: "search", query: "abc", id: 10 });
  expect(await told("results")).toMatchObject({ id: 10, results: [expect.any(String), expect.any(String)] });
});
