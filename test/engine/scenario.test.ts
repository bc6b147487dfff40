/** The engine plays a scenario's file, and plays it again when it is saved. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { EngineApi } from "../../src/bridge/engine-api.ts";
import { makeFolder } from "../mock-server/running-mock.ts";
import { openSocket } from "../mock-server/socket-client.ts";
import { newEngine, newHostedEngine } from "./engines.ts";

const hello = (text: string) => `
name: Hello
messages:
  - to: chat
    data: ${text}
    on: { subscribe: chat }
`;

const broken = "name: Hello\nmessages:\n  - too: chat\n";

function file(text: string): string {
  const path = join(makeFolder(), "hello.scenario.yaml");
  writeFileSync(path, text);
  return path;
}

async function heard(engine: EngineApi): Promise<string> {
  const { origin } = await engine.mockState();
  const { messages } = await openSocket(`${origin}/ws?topic=chat`);
  return String(await messages.take());
}

describe("a scenario's file", () => {
  it("is played from the start, in the engine's own thread too", async () => {
    const { engine } = newHostedEngine();
    const path = file(hello("one"));
    const { scenario } = await engine.startMock({ scenario: { path } });
    expect(scenario).toEqual({ name: "Hello", path, problems: [] });
    expect(await heard(engine)).toBe("one");
  });

  it("is played anew when it is saved, and goes on when the save makes no sense", async () => {
    const { engine, witness } = newEngine();
    const path = file(hello("one"));
    await engine.startMock({ scenario: { path } });
    writeFileSync(path, broken);
    await witness.until(() => (witness.mocks.at(-1)?.scenario?.problems.length ?? 0) > 0);
    expect(witness.mocks.at(-1)?.scenario).toMatchObject({ name: "Hello", path, problems: [{ line: 3, column: 5 }] });
    expect(witness.logged.some((line) => line.includes(`${path}:3:5: `))).toBe(true);
    expect(await heard(engine)).toBe("one");
    writeFileSync(path, hello("two").replace("Hello", "Goodbye"));
    await witness.until(() => witness.mocks.at(-1)?.scenario?.name === "Goodbye");
    expect(witness.mocks.at(-1)?.scenario?.problems).toEqual([]);
    expect(await heard(engine)).toBe("two");
  });

  it("that makes no sense is refused with each place, and nothing runs", async () => {
    const { engine } = newEngine();
    const path = file(broken);
    await expect(engine.startMock({ scenario: { path } })).rejects.toThrow(`${path}:3:5: `);
    expect((await engine.mockState()).running).toBe(false);
    expect(await engine.checkScenario(path)).toMatchObject([{ severity: "error", line: 3, column: 5 }]);
    await expect(engine.checkScenario(`${path}.none`)).rejects.toThrow("There is no file");
    await engine.startMock({});
    expect((await engine.mockState()).running).toBe(true);
  });

  it("takes the place of another one while the mock server runs, and can be taken away", async () => {
    const { engine } = newEngine();
    await expect(engine.playScenario({ path: file(hello("one")) })).rejects.toThrow("The mock server is not running.");
    const { port } = await engine.startMock({});
    const first = await engine.startMock({ scenario: { path: file(hello("one")) } });
    expect([first.port, first.scenario?.name]).toEqual([port, "Hello"]);
    await expect(engine.playScenario({ path: file(broken) })).rejects.toThrow(":3:5: ");
    expect(await heard(engine)).toBe("one");
    await engine.playScenario({ path: file(hello("two")) });
    expect(await heard(engine)).toBe("two");
    expect((await engine.playScenario(undefined)).scenario).toBeUndefined();
  });

  it("plays the recording that is in it, and no more when another one is played", async () => {
    const { engine } = newEngine();
    const recording = `
replay:
  protocol: websocket
  door: /ws
  speed: 0
  connections:
    - path: /ws
      answer: { status: 101 }
      turns:
        - send: hello
        - expect: '{"ask":1}'
        - send: '{"answer":2}'
`;
    const { origin } = await engine.startMock({ scenario: { path: file(recording) } });
    const first = await openSocket(`${origin}/ws`);
    expect(await first.messages.take()).toBe("hello");
    first.socket.send('{"ask":1}');
    expect(await first.messages.take()).toBe('{"answer":2}');
    await engine.playScenario({ path: file(hello("one")) });
    const second = await openSocket(`${origin}/ws`);
    second.socket.send("an echo");
    expect(await second.messages.take()).toBe("an echo");
    const path = file(recording.replace("protocol: websocket", "protocol: carrier-pigeon"));
    await expect(engine.playScenario({ path })).rejects.toThrow("carrier-pigeon");
  });

  it("gives way to the seed that is asked for", async () => {
    const path = file("name: Roll\nseed: 1\ntopics:\n  chat:\n    history: ['{{ uuid }}']\n");
    const roll = async (seed: number | undefined) => {
      const { engine } = newEngine();
      const { origin } = await engine.startMock({ scenario: { path, seed } });
      const { messages } = await openSocket(`${origin}/ws?topic=chat&history=1`);
      return String(await messages.take());
    };
    const [own, same, other] = [await roll(undefined), await roll(1), await roll(2)];
    expect(own).toBe(same);
    expect(own).not.toBe(other);
  });
});
