/** What a witness of the mock server is told, by real clients: in wire order, as their own transport would tell it. */
import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { startMock } from "./running-mock.ts";
import { openSocket, refusedUpgrade } from "./socket-client.ts";
import { httpDoor, socketDoor } from "./stub-protocol.ts";
import { WitnessLog } from "./witness-log.ts";

describe("a WebSocket", () => {
  it("is told from request to end, control frames and the close of either side included", async () => {
    const witness = new WitnessLog();
    const { origin, publish } = await startMock({ witness });
    const { socket } = await openSocket(`${origin}/ws?topic=room`);
    socket.send("hello");
    await once(socket, "message");
    publish("room", { n: 1 });
    await once(socket, "message");
    socket.ping("are you there");
    await once(socket, "pong");
    socket.close(4001, "enough");
    expect(await witness.until("sent 4001")).toEqual([
      "1 > GET /ws",
      "1 < 101",
      "1 opened 101",
      "1 > text hello",
      "1 < text hello",
      '1 < text {"n":1}',
      "1 > ping are you there",
      "1 < pong are you there",
      "1 > close 4001 enough",
      "1 < close 4001 enough",
      "1 closed seen 4001 sent 4001",
    ]);
    const [client] = witness.clients;
    expect(client).toMatchObject({ id: 1, door: "/ws", protocol: { id: "websocket" } });
    expect(client?.address).toMatch(/^127\.0\.0\.1:\d+$/);
    const [handshake] = witness.handshakes;
    expect(handshake?.remoteAddress).toBe(client?.address);
    // As it was on the wire, with what the library adds.
    expect(handshake?.response.headers.map(([name]) => name)).toContain("Sec-WebSocket-Accept");
  });

  it.each([
    ["kick", ["1 < close 1008 kicked", "1 > close 1008 kicked", "1 closed seen 1008 sent 1008"]],
    ["drop", ["1 closed seen - sent - cut-by-server"]],
  ])("is told how we end it: %s", async (kind, told) => {
    const witness = new WitnessLog();
    const { origin, command } = await startMock({ witness });
    await openSocket(`${origin}/ws`);
    await witness.until("opened 101");
    command({ kind, values: {} });
    expect(await witness.until(told.at(-1) ?? "")).toEqual(told);
  });

  it("is told who went away with no close frame", async () => {
    const witness = new WitnessLog();
    const { origin } = await startMock({ witness });
    const { socket } = await openSocket(`${origin}/ws`);
    await witness.until("opened 101");
    socket.terminate();
    expect(await witness.until("cut-by-client")).toEqual(["1 closed seen - sent - cut-by-client"]);
  });

  it("is not told of what came too late to be written", async () => {
    const witness = new WitnessLog();
    const door = socketDoor("/late", (input) =>
      input.kind === "requested"
        ? [
            { kind: "close", code: 1000, reason: "" },
            { kind: "send", data: "too late" },
          ]
        : [],
    );
    const { origin } = await startMock({ witness, protocols: [door] });
    await openSocket(`${origin}/late`);
    expect(await witness.until("sent 1000")).toEqual([
      "1 > GET /late",
      "1 < 101",
      "1 opened 101",
      "1 < close 1000",
      "1 > close 1000",
      "1 closed seen 1000 sent 1000",
    ]);
  });

  it("is told as refused, with the answer's body", async () => {
    const witness = new WitnessLog();
    const { origin } = await startMock({ witness });
    const { body } = await refusedUpgrade(`${origin}/ws/deeper`);
    const told = await witness.until(`refused 404 ${body}`.trim());
    expect(told).toEqual(["1 > GET /ws/deeper", "1 < 404", `1 refused 404 ${body}`.trim()]);
    expect(body).not.toBe("");
  });

  it("is told as failed where the request itself was no WebSocket's", async () => {
    const witness = new WitnessLog();
    const { port } = await startMock({ witness });
    const socket = connect(port, "127.0.0.1");
    socket.end("GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    expect(await witness.until("failed bad-upgrade")).toEqual(["1 > GET /ws", "1 failed bad-upgrade"]);
  });
});

describe("an HTTP exchange", () => {
  it("is told with the head that Node wrote, its body piece by piece, and its end", async () => {
    const witness = new WitnessLog();
    const door = httpDoor("/say", (input) =>
      input.kind === "requested"
        ? [
            { kind: "respond", status: 200, headers: [["X-Own", "yes"]], stream: true },
            { kind: "send", data: "one" },
            { kind: "send", data: "two" },
            { kind: "end" },
          ]
        : [],
    );
    const { origin } = await startMock({ witness, protocols: [door] });
    await (await fetch(`${origin}/say`, { method: "POST", body: "question" })).text();
    expect(await witness.until("ended well")).toEqual([
      "1 > POST /say",
      "1 > chunk question",
      "1 < 200",
      "1 opened 200",
      "1 < chunk one",
      "1 < chunk two",
      "1 ended well",
    ]);
    const names = witness.handshakes[0]?.response.headers.map(([name]) => name);
    expect(names).toEqual(expect.arrayContaining(["X-Own", "Date", "Transfer-Encoding"]));
  });

  it.each([
    ["answered in one piece", { status: 404, headers: [], body: "no" }, ["1 < 404", "1 opened 404", "1 < chunk no"]],
    ["with no body to send", { status: 204, headers: [], body: "dropped by Node" }, ["1 < 204", "1 opened 204"]],
  ])("is told when it is %s", async (_how, answer, told) => {
    const witness = new WitnessLog();
    const door = httpDoor("/say", () => [{ kind: "respond", ...answer, headers: [] }]);
    const { origin } = await startMock({ witness, protocols: [door] });
    await (await fetch(`${origin}/say`)).text();
    expect(await witness.until("ended well")).toEqual(["1 > GET /say", ...told, "1 ended well"]);
  });

  it("is told who gave it up: the client while it was held, the client in the body, or we", async () => {
    const witness = new WitnessLog();
    const open = { kind: "respond", status: 200, headers: [], stream: true } as const;
    const door = httpDoor("/hold", (input) => {
      if (input.kind !== "requested") return input.kind === "commanded" ? [{ kind: "drop" }] : [];
      return input.request.url.endsWith("held") ? [] : [open];
    });
    const { origin, command } = await startMock({ witness, protocols: [door] });
    const held = new AbortController();
    const gone = fetch(`${origin}/hold?held`, { signal: held.signal }).catch(() => "aborted");
    await witness.until("GET /hold");
    held.abort();
    await gone;
    expect(await witness.until("failed aborted")).toEqual(["1 failed aborted"]);

    const left = new AbortController();
    await fetch(`${origin}/hold`, { signal: left.signal });
    left.abort();
    expect((await witness.until("ended aborted")).at(-1)).toBe("2 ended aborted");

    await fetch(`${origin}/hold`);
    await witness.until("3 opened 200");
    command({ kind: "drop", values: {} });
    expect(await witness.until("ended cut-by-server")).toEqual(["3 ended cut-by-server"]);
  });

  it("is told over HTTP/2 as well, each piece once", async () => {
    const witness = new WitnessLog();
    const door = httpDoor("/say", () => [{ kind: "respond", status: 200, headers: [], body: "hello" }]);
    const { port } = await startMock({ witness, protocols: [door], tls: true });
    const { connect: connectHttp2 } = await import("node:http2");
    const client = connectHttp2(`https://127.0.0.1:${port}`, { rejectUnauthorized: false });
    const stream = client.request({ ":path": "/say" });
    stream.resume();
    await once(stream, "close");
    client.close();
    expect(await witness.until("ended well")).toEqual([
      "1 > GET /say",
      "1 < 200",
      "1 opened 200",
      "1 < chunk hello",
      "1 ended well",
    ]);
  });
});

it("is told nothing of clients that it does not want, and those are served all the same", async () => {
  const witness = new WitnessLog(({ id }) => id !== 1);
  const { origin } = await startMock({ witness });
  const unwanted = await openSocket(`${origin}/ws`);
  unwanted.socket.send("one");
  expect(await unwanted.messages.take()).toBe("one");
  unwanted.socket.ping();
  await once(unwanted.socket, "pong");
  await openSocket(`${origin}/ws`);
  expect(await witness.until("opened 101")).toEqual(["2 > GET /ws", "2 < 101", "2 opened 101"]);
});

it("is told who knocks where there is no door, without what may be secret in the query", async () => {
  const witness = new WitnessLog();
  const { origin } = await startMock({ witness, protocols: [httpDoor("/say", () => [])] });
  await fetch(origin);
  await fetch(`${origin}/favicon.ico`);
  await fetch(`${origin}/sya?token=secret`);
  await refusedUpgrade(`${origin}/cabel?jid=secret`);
  expect(await witness.until("/cabel among /say")).toEqual([
    "missed GET /sya among /say",
    "missed WebSocket /cabel among /say",
  ]);
});
