/** `framescope mock --scenario`, as people run it: a process, what it prints, its exit code. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { makeFolder } from "../mock-server/running-mock.ts";
import { openSocket } from "../mock-server/socket-client.ts";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

interface Run {
  readonly child: ChildProcess;
  /** Resolves with the exit code. */
  readonly ended: Promise<number>;
  /** Of both streams. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
  printed(): string;
}

function run(folder: string, ...args: string[]): Run {
  const env = { ...process.env, FRAMESCOPE_STATE_DIR: folder, NO_COLOR: "1", FORCE_COLOR: undefined };
  const child = spawn(process.execPath, [main, "mock", "--port", "0", ...args], { env, cwd: folder });
  onTestFinished(() => void child.kill("SIGKILL"));
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (piece) => {
      text += piece;
    });
  function until(pattern: RegExp): Promise<RegExpExecArray> {
    return vi.waitFor(
      () => {
        const match = pattern.exec(text);
        if (!match) throw new Error(`Nothing printed matches ${pattern}:\n${text}`);
        return match;
      },
      { timeout: 45_000, interval: 20 },
    );
  }
  return { child, ended: once(child, "close").then(([code]) => code), until, printed: () => text };
}

const scenario = (first: string) => `name: Weather
seed: 3
phases:
  - { name: ${first}, until: { on: { command: true } } }
  - storm
topics:
  weather: { history: [calm] }
messages:
  - { to: weather, data: thunder, phase: storm }
`;

describe("framescope mock --scenario", { timeout: 60_000 }, () => {
  it("plays it, tells of its phases, and plays it anew when it is saved", async () => {
    const folder = makeFolder();
    const file = join(folder, "weather.scenario.yaml");
    writeFileSync(file, scenario("sunshine"));
    const mock = run(folder, "--scenario", "weather.scenario.yaml", "--seed", "7");
    await mock.until(/phase sunshine begins/);
    const [, socket = ""] = await mock.until(/^ {2}(ws:\S+\/ws)$/m);
    const client = await openSocket(`${socket}?topic=weather&history=1`);
    expect(await client.messages.take()).toBe("calm");
    writeFileSync(file, "topics: 7\n");
    await mock.until(/weather\.scenario\.yaml:1:9: /);
    await mock.until(/what played before goes on/);
    writeFileSync(file, scenario("drizzle"));
    await mock.until(/phase drizzle begins/);
    client.socket.send("go on");
    await mock.until(/phase storm begins/);
    expect(await client.messages.takeUntil((text) => text === "thunder")).toBe("thunder");
    mock.child.kill("SIGINT");
    expect(await mock.ended).toBe(0);
  });

  it("prints each fault with its place, and ends with exit code 2, before anything listens", async () => {
    const folder = makeFolder();
    writeFileSync(join(folder, "bad.scenario.yaml"), "name: Bad\nphazes: []\nmessages:\n  - { to: a }\n");
    const mock = run(folder, "--scenario", "bad.scenario.yaml");
    expect(await mock.ended).toBe(2);
    expect(mock.printed()).toMatch(/^bad\.scenario\.yaml:2:1: .*phases/m);
    expect(mock.printed()).toMatch(/^bad\.scenario\.yaml:4:\d+: .*data/m);
    expect(mock.printed()).not.toContain("listens");
  });

  it("says when there is no such file", async () => {
    const mock = run(makeFolder(), "--scenario", "none.yaml");
    expect(await mock.ended).toBe(1);
    expect(mock.printed()).toContain("There is no file none.yaml.");
  });
});
