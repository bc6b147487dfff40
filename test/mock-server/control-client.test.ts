/** How other programs find a mock server and publish to it: the file that it leaves, and what is left behind. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
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
