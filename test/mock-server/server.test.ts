/** The server around the doors: where requests go, how it starts, tells of itself and stops. */
import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { ManualClock } from "../../src/clock/manual-clock.ts";
import type { ServerEffect } from "../../src/model/session.ts";
import { startMock } from "./running-mock.ts";
import { openSocket, refusedUpgrade } from "./socket-client.ts";
import { httpDoor, socketDoor } from "./stub-protocol.ts";

const text = (body: string): readonly ServerEffect[] => [{ kind: "respond", status: 200, headers: [], body }];
const silent = () => [];

async function get(url: string, init?: RequestInit): Promise<{ status: number; body: string }> {
  const response = await fetch(url, init);
  return { status: response.status, body: await response.text() };
}

/** Sends bytes as they are, for what no well-behaved client sends, and reads all that comes back. */
async function sendRaw(port: number, request: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  socket.on("data", (chunk) => {
    answer += chunk;
  });
  socket.write(request);
  await once(socket, "close");
  return answer;
}

describe("routing", () => {
  const doors = [
    httpDoor("/a", () => text("short")),
    httpDoor("/a/b", () => text("long")),
    socketDoor("/socket", silent),
  ];

  it("takes the longest door that fits, at a segment's border", async () => {
    const { origin } = await startMock({ protocols: doors });
    const bodies = await Promise.all(
      ["/a", "/a/x?y", "/a/b", "/a/b/c"].map(async (path) => (await get(origin + path)).body),
    );
    expect(bodies).toEqual(["short", "short", "long", "long"]);
  });

  it("names the doors where there is none, and repeats nothing of the request", async () => {
    const { origin } = await startMock({ protocols: doors });
    const answer = await get(`${origin}/abc<script>`);
    expect(answer).toEqual({
      status: 404,
      body: "There is no door here. The doors of this mock server: /a, /a/b, /socket.\n",
    });
    expect(await refusedUpgrade(`${origin}/abc`)).toEqual(answer);
  });

  it("has a page at / that shows how to knock", async () => {
    const { origin } = await startMock({ protocols: doors });
    const { status, body } = await get(`${origin}/`);
    expect(status).toBe(200);
    expect(body).toContain(`${origin}/a/b?topic=a`);
    expect(body).toContain(`${origin.replace("http", "ws")}/socket?topic=a`);
    expect(body).toContain("a hint for /socket");
  });

  it.each([
    ["a Host that makes no URL", "GET /a HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n", "400"],
    ["a proxy's absolute address", "GET http://else.where/a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "200"],
    ["no HTTP at all", "hello?\r\n\r\n", "400"],
  ])("answers %s", async (_, request, status) => {
    const { port } = await startMock({ protocols: doors });
    expect(await sendRaw(port, request)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  it("answers an upgrade without a key with 400, as RFC 6455 wants", async () => {
    const { port, when } = await startMock({ protocols: doors });
    const request = "GET /socket HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    expect(await sendRaw(port, request)).toMatch(/^HTTP\/1\.1 400 /);
    await when(({ clients }) => clients.length === 0);
  });
});

describe("request bodies", () => {
  it("reach the session whole", async () => {
    const door = httpDoor("/echo", (input) => (input.kind === "requested" ? text(`${input.body.length} bytes`) : []));
    const { origin } = await startMock({ protocols: [door] });
    const body = "x".repeat(1024 * 1024);
    expect(await get(`${origin}/echo`, { method: "POST", body })).toEqual({ status: 200, body: "1048576 bytes" });
  });

  it("of more than 1 MiB are answered with 413 and reach no session", async () => {
    const { origin, state } = await startMock({ protocols: [httpDoor("/echo", () => text("never"))] });
    const answer = await get(`${origin}/echo`, { method: "POST", body: "x".repeat(1024 * 1024 + 1) });
    expect(answer).toEqual({ status: 413, body: "Request bodies may have 1 MiB at most.\n" });
    expect(state().clients).toEqual([]);
  });

  it("that end too early cost nobody but their sender", async () => {
    const mock = await startMock({ protocols: [httpDoor("/echo", () => text("fine"))] });
    const socket = connect(mock.port, "127.0.0.1");
    socket.write("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf");
    socket.end();
    await mock.logs.takeUntil((line) => line.startsWith("A request failed"));
    expect((await get(`${mock.origin}/echo`)).body).toBe("fine");
  });
});

describe("starting", () => {
  it("takes a free port of 127.0.0.1 unless told otherwise", async () => {
    const { origin, port, state } = await startMock();
    expect(origin).toBe(`http://127.0.0.1:${port}`);
    expect(port).toBeGreaterThan(0);
    expect(state()).toMatchObject({ running: true, port, origin });
  });

  it("says what to do when the port is in use", async () => {
    const { port } = await startMock();
    await expect(startMock({ port })).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is already in use. Stop the program that has it, choose another port, or 0 for any free one.`,
    );
  });

  it.each([
    [{ port: 70_000 }, "70000 is no port."],
    [{ port: 1.5 }, "1.5 is no port."],
    [{ host: "203.0.113.1" }, "This machine has no address 203.0.113.1."],
  ])("refuses %j", async (options, reason) => {
    await expect(startMock(options)).rejects.toThrow(reason);
  });
});

describe("stopping", () => {
  const lingering = [
    httpDoor("/stream", () => [{ kind: "respond", status: 200, headers: [], stream: true }]),
    httpDoor("/silent", silent),
    socketDoor("/socket", silent),
  ];

  it("ends every kind of connection, and frees the port at once", async () => {
    const mock = await startMock({ protocols: lingering });
    const polite = await openSocket(`${mock.origin}/socket`);
    const deaf = await openSocket(`${mock.origin}/socket`);
    deaf.socket.pause();
    const stream = await fetch(`${mock.origin}/stream`);
    const unanswered = fetch(`${mock.origin}/silent`).catch(() => "cut");
    const idle = connect(mock.port, "127.0.0.1");
    await once(idle, "connect");
    await mock.when(({ clients }) => clients.length === 4);

    await mock.stop();
    expect(await polite.closed).toEqual({ code: 1001, reason: "the mock server stops" });
    expect(await stream.text()).toBe("");
    expect(await unanswered).toBe("cut");
    idle.destroy();
    const again = await startMock({ protocols: lingering, port: mock.port });
    expect((await openSocket(`${again.origin}/socket`)).socket.readyState).toBe(1);
  });

  it("is told, once, and may be asked for twice", async () => {
    const mock = await startMock();
    await Promise.all([mock.stop(), mock.stop()]);
    const stopped = { running: false, doors: [], topics: [], clients: [], faults: [] };
    expect(mock.state()).toEqual(stopped);
    expect(mock.states.all.filter(({ running }) => !running)).toEqual([stopped]);
  });
});

describe("the state", () => {
  const joining = socketDoor("/socket", (input) =>
    input.kind === "requested" ? [{ kind: "join", join: { topic: "a" } }] : [],
  );

  it("counts clients by door and names their topics", async () => {
    const { origin, when, publish } = await startMock({ protocols: [joining, httpDoor("/other", silent)] });
    const { socket } = await openSocket(`${origin}/socket`);
    expect(await publish("a", 1)).toEqual({ subscribers: 1, offset: 1 });
    const { doors, clients, topics } = await when((state) => state.topics[0]?.publications === 1);
    expect(doors.map(({ path, url, clients }) => [path, url, clients])).toEqual([
      ["/socket", `${origin.replace("http", "ws")}/socket`, 1],
      ["/other", `${origin}/other`, 0],
    ]);
    expect(clients).toMatchObject([
      {
        door: "/socket",
        protocol: "socket",
        topics: ["a"],
        positions: [{ topic: "a", offset: 1, behind: 0 }],
        waitingBytes: 0,
        address: expect.stringMatching(/^127\.0\.0\.1:\d+$/),
      },
    ]);
    expect(topics).toMatchObject([{ topic: "a", publications: 1, subscribers: 1 }]);
    socket.close();
    await when(
      (state) => state.clients.length === 0 && state.topics[0]?.subscribers === 0 && state.doors[0]?.clients === 0,
    );
  });

  it("asks one client alone, and says so when there is none of that number", async () => {
    const { origin, command, tell } = await startMock();
    const [one, two] = [await openSocket(`${origin}/ws?topic=a`), await openSocket(`${origin}/ws?topic=a`)];
    tell(2, "a", "for two");
    expect(await two.messages.take()).toBe("for two");
    command({ kind: "kick", values: { client: "1" } });
    expect(await one.closed).toEqual({ code: 1008, reason: "kicked" });
    two.socket.send("still here");
    expect(await two.messages.take()).toBe("still here");
    expect(one.messages.all).toEqual([]);
    for (const act of [() => tell(1, "a", ""), () => command({ kind: "kick", values: { client: "9" } })])
      expect(act).toThrow(/No client \d is connected/);
  });

  it("is told at most 20 times a second, the last change included", async () => {
    const clock = new ManualClock();
    const { states, publish } = await startMock({ clock });
    const published = () => states.all.map(({ topics }) => topics[0]?.publications ?? 0);
    clock.advance(0);
    expect(published()).toEqual([0]);
    for (let i = 0; i < 100; i += 1) publish("a", i);
    expect(published()).toEqual([0]);
    clock.advance(49);
    expect(published()).toEqual([0]);
    clock.advance(1);
    expect(published()).toEqual([0, 100]);
    clock.advance(1_000);
    expect(published()).toEqual([0, 100]);
    clock.setBack(60_000);
    publish("a", 0);
    clock.advance(0);
    expect(published()).toEqual([0, 100, 101]);
  });
});

describe("commands", () => {
  const obeying = (path: string) =>
    socketDoor(path, (input) =>
      input.kind === "commanded" ? [{ kind: "send", data: `${path} ${input.command.kind}` }] : [],
    );

  it("reach the clients of one door, or of all", async () => {
    const { origin, command } = await startMock({ protocols: [obeying("/a"), obeying("/b")] });
    const [a, b] = [await openSocket(`${origin}/a`), await openSocket(`${origin}/b`)];
    command({ kind: "first", values: { door: "/b" } });
    command({ kind: "second", values: {} });
    expect(await a.messages.take()).toBe("/a second");
    expect([await b.messages.take(), await b.messages.take()]).toEqual(["/b first", "/b second"]);
  });

  it("for a door that is not there are refused, with the doors that are", async () => {
    const { command } = await startMock({ protocols: [obeying("/a")] });
    expect(() => command({ kind: "x", values: { door: "/z" } })).toThrow("no door /z. Its doors: /a.");
  });
});
