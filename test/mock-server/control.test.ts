/** The control endpoint and the file through which it is found: who gets in, who is turned away, what is left behind. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findMocks, publishTo } from "../../mock-server/control-client.ts";
import { stateFolder } from "../../mock-server/mock-files.ts";
import { makeFolder, startMock, useStateFolder } from "./running-mock.ts";
import { openSocket } from "./socket-client.ts";
import { socketDoor } from "./stub-protocol.ts";

/** The state folder that `startMock` has just set. */
function folder(): string {
  return stateFolder(process.env, process.platform);
}

function onlyFile(): string {
  const [name = "none"] = readdirSync(folder());
  return join(folder(), name);
}

interface Order {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** Not `fetch`: that would not let a test name a Host or an Origin. */
function ask(port: number, { method = "POST", path = "/_framescope/publish", headers = {}, body = "" }: Order) {
  return new Promise<{ status: number | undefined; body: unknown }>((resolve, reject) => {
    const asking = request({ port, host: "127.0.0.1", method, path, headers }, async (response) => {
      let text = "";
      for await (const chunk of response) text += chunk;
      resolve({ status: response.statusCode, body: JSON.parse(text) });
    });
    asking.on("error", reject);
    asking.end(body);
  });
}

async function authorized(): Promise<{ port: number; headers: Record<string, string> }> {
  const { port } = await startMock();
  const [mock] = await findMocks();
  return { port, headers: { Authorization: `Bearer ${mock?.token}` } };
}

describe("the file of a running mock server", () => {
  it("can be read by its user only, in a folder that only its user can enter", async () => {
    await startMock();
    expect(statSync(onlyFile()).mode & 0o777).toBe(0o600);
    expect(statSync(folder()).mode & 0o777).toBe(0o700);
  });

  it("closes a folder that was open before", async () => {
    const open = join(makeFolder(), "open");
    mkdirSync(open, { mode: 0o755 });
    await startMock({ stateFolder: open });
    expect(statSync(open).mode & 0o777).toBe(0o700);
    expect(await findMocks()).toHaveLength(1);
  });

  it("says where it is and what opens it, and is gone when the server stops", async () => {
    const { origin, port, stop } = await startMock();
    const file = onlyFile();
    const content = JSON.parse(readFileSync(file, "utf8"));
    expect(content).toMatchObject({ pid: process.pid, port, origin, startedAt: expect.any(Number) });
    expect(Buffer.from(content.token, "base64url")).toHaveLength(32);
    await stop();
    expect(existsSync(file)).toBe(false);
  });

  it("is not needed to run: without it, it just cannot be found", async () => {
    const blocked = join(makeFolder(), "file");
    writeFileSync(blocked, "");
    const { logs } = await startMock({ stateFolder: join(blocked, "below") });
    await logs.takeUntil((line) => line.startsWith("Other programs cannot find this mock server: "));
    expect(await findMocks()).toEqual([]);
  });
});

describe("the folder", () => {
  it.each([
    [{ FRAMESCOPE_STATE_DIR: "/x", XDG_STATE_HOME: "/y" }, "linux", "/x"],
    [{ XDG_STATE_HOME: "/y" }, "linux", "/y/framescope"],
    [{ XDG_STATE_HOME: "relative" }, "darwin", expect.stringMatching(/\.local\/state\/framescope$/)],
    [{ LOCALAPPDATA: "/local" }, "win32", "/local/framescope"],
  ] as const)("of %j on %s", (env, platform, expected) => {
    expect(stateFolder(env, platform)).toEqual(expected);
  });
});

describe("the control endpoint", () => {
  const publication = JSON.stringify({ topic: "a", data: { any: ["thing"] } });

  it("publishes for who has the token", async () => {
    const { port, headers } = await authorized();
    const answer = await ask(port, { headers, body: publication });
    expect(answer).toEqual({ status: 200, body: { subscribers: 0, offset: 1 } });
    const state = await ask(port, { method: "GET", path: "/_framescope/state", headers });
    expect(state.body).toMatchObject({ running: true, port, topics: [{ topic: "a", publications: 1 }] });
  });

  it.each(["", "Bearer", "Bearer wrong", "Basic abc", `Bearer ${"x".repeat(43)}`])(
    "answers 401 to %j",
    async (value) => {
      const { port } = await authorized();
      const answer = await ask(port, { headers: { Authorization: value }, body: publication });
      expect(answer).toEqual({ status: 401, body: { error: "The token is missing or wrong." } });
    },
  );

  it.each(["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil.example", "192.168.1.7"])(
    "answers 403 to the foreign Host %s, even with the token",
    async (host) => {
      const { port, headers } = await authorized();
      expect((await ask(port, { headers: { ...headers, Host: host }, body: publication })).status).toBe(403);
    },
  );

  it.each(["localhost", "LOCALHOST:1", "127.0.0.1:99", "127.1.2.3", "[::1]:1"])("takes the Host %s", async (host) => {
    const { port, headers } = await authorized();
    expect((await ask(port, { headers: { ...headers, Host: host }, body: publication })).status).toBe(200);
  });

  it("answers 403 to a web page, even one of this machine", async () => {
    const { port, headers } = await authorized();
    const answer = await ask(port, { headers: { ...headers, Origin: "http://localhost:3000" }, body: publication });
    expect(answer.status).toBe(403);
  });

  it.each([
    [{ path: "/_framescope/other" }, 404],
    [{ method: "GET" }, 405],
    [{ path: "/_framescope/state" }, 405],
    [{ body: "{" }, 400],
    [{ body: "[]" }, 400],
    [{ body: '{"topic":"a"}' }, 400],
    [{ body: '{"topic":1,"data":1}' }, 400],
    [{ body: '{"topic":"","data":1}' }, 400],
  ] as const)("answers %j with %i", async (order, status) => {
    const { port, headers } = await authorized();
    expect((await ask(port, { body: publication, ...order, headers })).status).toBe(status);
  });

  it("answers 413 to more than 1 MiB", async () => {
    const { port, headers } = await authorized();
    expect((await ask(port, { headers, body: `"${"x".repeat(1024 * 1024)}"` })).status).toBe(413);
  });
});

describe("finding and publishing", () => {
  it("reaches the subscribers of a mock server", async () => {
    const door = socketDoor("/ws", (input) => {
      if (input.kind === "requested") return [{ kind: "join", join: { topic: "a" } }];
      return input.kind === "published" ? [{ kind: "send", data: JSON.stringify(input.publication.data) }] : [];
    });
    const { origin, port } = await startMock({ protocols: [door] });
    const { messages } = await openSocket(`${origin}/ws`);
    const [mock] = await findMocks();
    expect(mock?.port).toBe(port);
    if (mock) expect(await publishTo(mock, "a", { n: 1 })).toEqual({ subscribers: 1, offset: 1 });
    expect(await messages.take()).toBe('{"n":1}');
  });

  it("finds nothing where nothing runs", async () => {
    useStateFolder(join(makeFolder(), "missing"));
    expect(await findMocks()).toEqual([]);
  });

  it("removes what dead or other programs left behind, and leaves strange files alone", async () => {
    const { port } = await startMock();
    const dead = spawnSync(process.execPath, ["--version"]).pid;
    const leftBehind = (pid: number, atPort: number) => {
      const mock = { pid, port: atPort, origin: `http://127.0.0.1:${atPort}`, token: "old", startedAt: 1 };
      writeFileSync(join(folder(), `mock-${pid}-${atPort}.json`), JSON.stringify(mock));
    };
    leftBehind(dead, 1);
    // Its number is alive again, and its port answers: but not to that token.
    leftBehind(process.ppid, port);
    writeFileSync(join(folder(), "mock-1-1.json"), "half of it");
    writeFileSync(join(folder(), "notes.txt"), "mine");
    expect((await findMocks()).map((mock) => mock.port)).toEqual([port]);
    expect(readdirSync(folder()).sort()).toEqual(["mock-1-1.json", `mock-${process.pid}-${port}.json`, "notes.txt"]);
  });

  it("says so when the mock server has stopped, or refuses", async () => {
    const { stop, origin } = await startMock();
    const [mock] = await findMocks();
    if (!mock) throw new Error("It was not found.");
    await expect(publishTo(mock, "", 1)).rejects.toThrow("A publication needs a topic, such as chat:lobby.");
    await stop();
    await expect(publishTo(mock, "a", 1)).rejects.toThrow(`The mock server at ${origin} does not answer`);
  });

  it("needs no socket library", () => {
    const seen = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      const source = readFileSync(file, "utf8");
      for (const [, path = ""] of source.matchAll(/from "(.*?)"/g)) {
        expect(path).toMatch(/^(\.|node:)/);
        if (path.startsWith(".")) visit(join(file, "..", path));
      }
    };
    visit(join(import.meta.dirname, "../../mock-server/control-client.ts"));
    expect(seen.size).toBeGreaterThan(2);
  });
});
