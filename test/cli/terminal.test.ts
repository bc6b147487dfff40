/** The terminal program as people run it: a process, its two streams, its exit code. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const state = mkdtempSync(join(tmpdir(), "framescope-cli-"));
const env = {
  ...process.env,
  FRAMESCOPE_STATE_DIR: state,
  NO_COLOR: "1",
  FORCE_COLOR: undefined,
  FRAMESCOPE_SECRET_MY_TOKEN: "hush-hush-42",
  // Each run but the first starts in half the time.
  NODE_COMPILE_CACHE: join(state, "compiled"),
};

/** One run of the program, all that it prints kept. */
class Run {
  static readonly all: Run[] = [];
  readonly child: ChildProcess;
  stdout = "";
  stderr = "";
  readonly #ended: Promise<unknown[]>;

  constructor(...args: string[]) {
    this.child = spawn(process.execPath, [main, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
    Run.all.push(this);
    this.#ended = once(this.child, "close");
    this.child.stdout?.on("data", (piece) => {
      this.stdout += piece;
    });
    this.child.stderr?.on("data", (piece) => {
      this.stderr += piece;
    });
  }

  /** Resolves as soon as what was printed so far matches. */
  until(pattern: RegExp): Promise<RegExpExecArray> {
    return vi.waitFor(
      () => {
        const match = pattern.exec(this.stdout);
        if (!match) throw new Error(`Nothing printed matches ${pattern}:\n${this.stdout}${this.stderr}`);
        return match;
      },
      { timeout: 45_000, interval: 20 },
    );
  }

  async ended(): Promise<{ exitCode: unknown; stdout: string; stderr: string }> {
    const [exitCode] = await this.#ended;
    return { exitCode, stdout: this.stdout, stderr: this.stderr };
  }
}

const run = (...args: string[]) => new Run(...args).ended();

function parsed(stdout: string): Record<string, unknown>[] {
  return stdout
    .trimEnd()
    .split("\n")
    .map((text) => JSON.parse(text));
}

const controlFile = join(state, "control.json");
let mock: Run;
let cable: string;
let port: string;

beforeAll(async () => {
  mock = new Run("mock", "--port", "0", "--control-file", controlFile);
  [, cable = "", port = ""] = await mock.until(/^ {2}(ws:\/\/127\.0\.0\.1:(\d+)\/cable)$/m);
});

afterAll(async () => {
  mock.child.kill("SIGINT");
  const { exitCode } = await mock.ended();
  expect(existsSync(controlFile)).toBe(false);
  // What a failed test has left.
  for (const { child } of Run.all) child.kill("SIGKILL");
  await Promise.all(Run.all.map((run) => run.ended()));
  rmSync(state, { recursive: true });
  expect(exitCode).toBe(0);
});

// Eight Node processes side by side: on two busy cores each takes its time to start.
describe.concurrent("framescope listen", { timeout: 60_000 }, () => {
  const inRoom = (room: string) => ["--channel", `ChatChannel {"room":"${room}"}`];
  const channel = inRoom("lobby");

  it("saves what was recorded, and prints it again from the file", async () => {
    const folder = mkdtempSync(join(tmpdir(), "framescope-save-"));
    const file = join(folder, "saved.framescope");
    const listening = new Run("listen", cable, ...inRoom("saved"), "--save", file);
    await listening.until(/← confirm_subscription ChatChannel saved/);
    listening.child.kill("SIGINT");
    const { exitCode, stderr } = await listening.ended();
    expect([exitCode, stderr]).toEqual([0, expect.stringMatching(/^Saved \d+ rows to .*saved\.framescope\.$/m)]);
    expect(readdirSync(folder)).toEqual(["saved.framescope"]);
    const printed = await run("import", file, "--filter", "kind:confirm_subscription");
    expect(printed.exitCode).toBe(0);
    expect(printed.stdout).toMatch(/confirm_subscription +ChatChannel saved/);
    const nowhere = await run(
      "listen",
      cable,
      ...inRoom("saved"),
      "--for",
      "1s",
      "--save",
      join(folder, "no/a.framescope"),
    );
    expect(nowhere.stderr).toMatch(/a\.framescope cannot be written\. Is there such a folder/);
    rmSync(folder, { recursive: true });
  });

  it("prints readable rows, and what framescope publish sent", async () => {
    const listening = new Run("listen", cable, ...inRoom("news"));
    await listening.until(/← confirm_subscription ChatChannel news/);
    const published = await run("publish", "chat:news", '{"body":"from the terminal"}', "--port", port);
    expect(published).toMatchObject({ exitCode: 0, stderr: "" });
    expect(published.stdout).toMatch(
      /^Published to chat:news at http:\/\/127\.0\.0\.1:\d+: number \d+, reached 1 subscriber\.$/m,
    );
    await listening.until(/← message +ChatChannel news .*from the terminal/);
    listening.child.kill("SIGINT");
    const { exitCode, stdout, stderr } = await listening.ended();
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Action Cable at ws:/);
    // The close that Ctrl+C leads to is on the wire, so it is a row too.
    expect(stdout).toMatch(/← closed/);
    expect(stderr).toMatch(/^Connected: \d+ rows, 0 verdicts\.$/m);
  });

  it("ends by itself", async () => {
    expect(await run("listen", cable, ...channel, "--for", "3s")).toMatchObject({ exitCode: 0 });
  });

  it("takes an endpoint of a file, and prints no secret of it", async () => {
    const config = join(state, "framescope.json");
    const headers = { "X-Token": "${secret:My token}" };
    const settings = { channels: ["ChatChannel", 'VaultChannel {"key":"${secret:My token}"}'] };
    const chat = {
      name: "Chat",
      url: `${cable}?t=\${env:FRAMESCOPE_SECRET_MY_TOKEN}`,
      protocol: "action-cable",
      headers,
      settings,
    };
    writeFileSync(config, `// for tests\n${JSON.stringify({ endpoints: [chat] })}`);
    const { exitCode, stdout, stderr } = await run(
      "listen",
      "--endpoint",
      "Chat",
      "--config",
      config,
      "--for",
      "1s",
      "--json",
    );
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain("confirm_subscription");
    expect(stdout).toContain("VaultChannel");
    expect(stdout).not.toContain(env.FRAMESCOPE_SECRET_MY_TOKEN);
    const missing = await run("listen", "--endpoint", "Nobody", "--config", config);
    expect(missing).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('has no endpoint "Nobody". It has Chat.'),
    });
  });

  it("prints one JSON object a line", async () => {
    const listening = new Run("listen", cable, ...channel, "--json");
    await listening.until(/"kind":"subscribed"/);
    listening.child.kill("SIGINT");
    const { exitCode, stdout, stderr } = await listening.ended();
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const lines = parsed(stdout);
    expect(lines[0]).toMatchObject({ type: "session", protocol: "action-cable", url: cable });
    expect(lines.at(-1)).toMatchObject({ type: "end", connected: true, verdicts: 0, rows: lines.length - 2 });
    const rows = lines.slice(1, -1);
    expect(rows.map((row) => row.seq)).toEqual(rows.map((_, index) => index + 1));
    expect(rows.find((row) => row.kind === "confirm_subscription")).toMatchObject({
      type: "row",
      source: "message",
      direction: "received",
      channel: '{"channel":"ChatChannel","room":"lobby"}',
    });
    expect(rows.find((row) => row.kind === "subscribed")).toMatchObject({ source: "event", level: "good", advice: [] });
  });

  it("prints only what a filter lets through", async () => {
    const listening = new Run("listen", cable, ...channel, "--json", "--filter", "confirm");
    await listening.until(/confirm_subscription/);
    listening.child.kill("SIGINT");
    const kinds = parsed((await listening.ended()).stdout).map((line) => line.kind ?? line.type);
    expect(kinds).toEqual(["session", "confirm_subscription", "subscribed", "end"]);
  });

  it("takes the whole filter language, and refuses a slip before it connects", async () => {
    const filter = "dir:received ($.n > 1 or kind:confirm_*)";
    const listening = new Run("listen", cable, ...inRoom("filtered"), "--json", "--filter", filter);
    await listening.until(/confirm_subscription/);
    for (const n of [1, 2, 3]) await run("publish", "chat:filtered", `{"n":${n}}`, "--port", port);
    await listening.until(/"n":3/);
    listening.child.kill("SIGINT");
    const rows = parsed((await listening.ended()).stdout).filter(({ kind }) => kind === "message");
    expect(rows.map(({ payload }) => payload)).toEqual([{ n: 2 }, { n: 3 }]);
    const { exitCode, stdout, stderr } = await run("listen", cable, "--filter", "chanel:x");
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain("\n  chanel:x\n  ^^^^^^^\n  There is no field chanel");
  });

  it("leaves heartbeats out where they are not wanted", async () => {
    const without = new Run("listen", cable, ...inRoom("pinged"), "--json", "--no-heartbeats");
    await without.until(/confirm_subscription/);
    const withThem = new Run("listen", cable, "--json");
    // The mock server pings all of its clients at the same moments, as Rails does.
    await withThem.until(/"kind":"ping"/);
    await run("publish", "chat:pinged", '"after the ping"', "--port", port);
    await without.until(/after the ping/);
    for (const { child } of [without, withThem]) child.kill("SIGINT");
    expect(parsed((await without.ended()).stdout).map((line) => line.kind)).not.toContain("ping");
    await withThem.ended();
  });

  it("tells what came back when it cannot connect, and what to try", async () => {
    const { exitCode, stdout, stderr } = await run("listen", "ws://127.0.0.1:1/cable", ...channel);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/! connectFailed/);
    expect(stdout).toMatch(/ECONNREFUSED/);
    expect(stdout).toMatch(/try: .*running\?/);
    expect(stderr).toMatch(/^Did not connect: \d+ rows, 1 verdict\.$/m);
  });

  it("does not call a connection without welcome a success", async () => {
    const { exitCode, stdout } = await run("listen", `${cable}?user=nobody`, "--for", "5s");
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/! disconnected .*unauthorized/);
  });

  it("counts a stream that ended at once as connected", async () => {
    const server = createServer((_, response) => {
      response.writeHead(200, { "Content-Type": "text/event-stream" }).end("id: 7\ndata: all there is\n\n");
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port: streamPort } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${streamPort}/stream`;
    const { exitCode, stdout } = await run("listen", url, "--set", "reconnect=never");
    server.close();
    expect(stdout).toMatch(/^Server-Sent Events at http:/);
    expect(stdout).toMatch(/← event .*\[7\] .*all there is/);
    expect(exitCode).toBe(0);
  });

  it("ends when its reader goes away", async () => {
    const listening = new Run("listen", cable, ...inRoom("left"), "--json");
    await listening.until(/confirm_subscription/);
    listening.child.stdout?.destroy();
    await run("publish", "chat:left", '"anyone?"', "--port", port);
    expect(await listening.ended()).toMatchObject({ exitCode: 0, stderr: "" });
  });
});

describe.concurrent("what makes no sense", () => {
  it.each([
    [["listen", "ws://127.0.0.1:1/x", "--protocol", "mqtt"], 'There is no protocol "mqtt". Known: '],
    [["listen", "ws://127.0.0.1:1/cable", "--channel", "ChatChannel {room}"], "ChatChannel {room}"],
    [["watch"], 'There is no command "watch"'],
  ])("%j ends with exit code 2 and a sentence", async (args, words) => {
    const { exitCode, stdout, stderr } = await run(...args);
    expect(exitCode).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(words);
    expect(stderr).toContain('See "framescope --help".');
  });
});

describe("framescope publish", () => {
  it("leaves word of how tests can drive it", async () => {
    await mock.until(/^Drive it from tests: connectToMock\(\{ controlFile: ".*control\.json" \}\)$/m);
    expect(JSON.parse(readFileSync(controlFile, "utf8"))).toMatchObject({ origin: `http://127.0.0.1:${port}` });
  });

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "tidies up after %s, with nobody left to be told",
    async (signal) => {
      const file = join(state, `${signal}.json`);
      const another = new Run("mock", "--control-file", file);
      await another.until(/^Drive it from tests/m);
      for (const stream of [another.child.stdout, another.child.stderr]) stream?.destroy();
      another.child.kill(signal);
      expect(await another.ended()).toMatchObject({ exitCode: 0 });
      expect(existsSync(file)).toBe(false);
      const { pid } = another.child;
      expect(readdirSync(state).filter((name) => name.startsWith(`mock-${pid}-`))).toEqual([]);
      expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`framescope-cli-${pid}-`))).toEqual([]);
    },
  );

  it("says when there is no such mock server", async () => {
    const { exitCode, stderr } = await run("publish", "chat", "1", "--port", "1");
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`No mock server of yours runs on port 1, only on ${port}.`);
  });
});

describe("framescope import", { timeout: 60_000 }, () => {
  it("prints what a HAR holds as if it were live, and lists what was left out", async () => {
    const { exitCode, stdout, stderr } = await run("import", "test/fixtures/har/firefox.har");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^MessageBus at https:\/\/chat\.example\/message-bus\/0123\/poll$/m);
    expect(stdout).toMatch(/← message +\/chat +\[1\] \{"n":1\}/);
    expect(stderr).toContain("left out: 1 × a WebSocket whose messages the file does not have");
  });

  it("says that there is no such file", async () => {
    const { exitCode, stderr } = await run("import", "nowhere/customer.har");
    expect([exitCode, stderr]).toEqual([1, "framescope: There is no file nowhere/customer.har.\n"]);
  });

  it("fails with the place of what is broken", async () => {
    const { exitCode, stderr } = await run("import", "test/fixtures/har/README.md");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("README.md is neither a HAR nor NDJSON of Framescope");
  });
});

describe("help and version", () => {
  it("are printed", async () => {
    expect((await run("--help")).stdout).toContain("framescope listen URL");
    const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    expect(await run("--version")).toEqual({ exitCode: 0, stdout: `${manifest.version}\n`, stderr: "" });
  });
});
