/** One client's session: the order of what it is told, what its effects do on the wire, and what becomes of a bad one. */
import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { ManualClock } from "../../src/clock/manual-clock.ts";
import type { ServerEffect } from "../../src/model/session.ts";
import { Mailbox } from "./mailbox.ts";
import { startMock } from "./running-mock.ts";
import { openSocket, refusedUpgrade } from "./socket-client.ts";
import { httpDoor, type StubInput, socketDoor, stubProtocol } from "./stub-protocol.ts";

const send = (data: string): ServerEffect => ({ kind: "send", data });
const join = (topic: string): ServerEffect => ({ kind: "join", join: { topic, last: 9 } });

describe("what a session is told", () => {
  it("comes one after the other: an answer to an effect waits for the effects beside it", async () => {
    const door = socketDoor("/ws", (input) => {
      if (input.kind === "requested") return [join("a"), send("after join"), { kind: "publish", topic: "a", data: 1 }];
      if (input.kind === "joined") return [send(`joined at ${input.topic.lastOffset}`)];
      if (input.kind === "published") return [send(`published ${input.publication.offset}`)];
      return [];
    });
    const { origin } = await startMock({ protocols: [door] });
    const { messages } = await openSocket(`${origin}/ws`);
    expect([await messages.take(), await messages.take(), await messages.take()]).toEqual([
      "after join",
      "joined at 0",
      "published 1",
    ]);
  });

  it("is the request as it came, with an absolute address", async () => {
    const inputs = new Mailbox<StubInput>();
    const door = httpDoor("/x", (input) => {
      inputs.put(input);
      return input.kind === "requested" ? [{ kind: "respond", status: 204, headers: [] }] : [];
    });
    const { origin } = await startMock({ protocols: [door] });
    await fetch(`${origin}/x/y?z=1`, { method: "PUT", body: "body" });
    const input = await inputs.take();
    expect(input).toMatchObject({
      kind: "requested",
      request: { method: "PUT", url: `${origin}/x/y?z=1`, httpVersion: "1.1" },
    });
    expect((await inputs.take()).kind).toBe("closed");
  });

  it("ends with closed, after which nothing reaches it and its topics and timers are gone", async () => {
    const inputs = new Mailbox<StubInput>();
    const clock = new ManualClock();
    const door = socketDoor("/ws", (input) => {
      inputs.put(input);
      return input.kind === "requested" ? [join("a"), { kind: "wake", timer: "t", afterMs: 1_000 }] : [];
    });
    const { origin, publish, when } = await startMock({ protocols: [door], clock });
    const { socket } = await openSocket(`${origin}/ws`);
    socket.close();
    await inputs.takeUntil(({ kind }) => kind === "closed");
    expect((await publish("a", 1)).subscribers).toBe(0);
    clock.advance(10_000);
    expect(inputs.all.map(({ kind }) => kind)).toEqual(["requested", "joined", "closed"]);
    expect((await when(() => true)).clients).toEqual([]);
  });
});

describe("timers", () => {
  it("wake by name, are replaced by name, and can be forgotten", async () => {
    const clock = new ManualClock();
    const wake = (timer: string, afterMs: number): ServerEffect => ({ kind: "wake", timer, afterMs });
    const door = socketDoor("/ws", (input) => {
      if (input.kind === "woke") return [send(`${input.timer} ${input.at - startedAt}`)];
      const wishes = [wake("twice", 100), wake("twice", 300), wake("never", 200), wake("once", 200)];
      return input.kind === "requested" ? [...wishes, { kind: "forget", timer: "never" }] : [];
    });
    const startedAt = clock.now();
    const { origin } = await startMock({ protocols: [door], clock });
    const { messages } = await openSocket(`${origin}/ws`);
    clock.advance(1_000);
    expect([await messages.take(), await messages.take()]).toEqual(["once 200", "twice 300"]);
  });
});

describe("an upgrade", () => {
  it("gets the subprotocol and headers that the session chose, and no compression (case 41)", async () => {
    const door = stubProtocol("/ws", "websocket", () => ({ kind }) => {
      return kind === "requested" ? [{ kind: "accept", subprotocol: "b", headers: [["X-Mock", "yes"]] }] : [];
    });
    const { port } = await startMock({ protocols: [door] });
    const socket = connect(port, "127.0.0.1");
    socket.write(
      "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" +
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: a, b\r\n" +
        "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n",
    );
    const [answer] = await once(socket, "data");
    socket.destroy();
    expect(answer.toString()).toContain("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n");
    expect(answer.toString()).toContain("Sec-WebSocket-Protocol: b\r\nX-Mock: yes\r\n\r\n");
    // Compression stays off, also for who offers it.
    expect(answer.toString()).not.toContain("Sec-WebSocket-Extensions");
  });

  it("can be answered like any request", async () => {
    const door = stubProtocol("/ws", "websocket", () => ({ kind }) => {
      return kind === "requested" ? [{ kind: "respond", status: 403, headers: [["X-A", "1"]], body: "not you" }] : [];
    });
    const { origin, when } = await startMock({ protocols: [door] });
    expect(await refusedUpgrade(`${origin}/ws`)).toEqual({ status: 403, body: "not you" });
    await when(({ clients }) => clients.length === 0);
  });

  it("can be dropped unanswered", async () => {
    const door = stubProtocol(
      "/ws",
      "websocket",
      () =>
        ({ kind }) =>
          kind === "requested" ? [{ kind: "drop" }] : [],
    );
    const { origin } = await startMock({ protocols: [door] });
    await expect(openSocket(`${origin}/ws`)).rejects.toThrow("socket hang up");
  });

  it("is what a plain request needs where the session accepts one", async () => {
    const { origin } = await startMock({ protocols: [socketDoor("/ws", () => [])] });
    const response = await fetch(`${origin}/ws`);
    expect([response.status, response.headers.get("upgrade")]).toEqual([426, "websocket"]);
  });
});

describe("a WebSocket", () => {
  it("carries text, bytes and a close code both ways", async () => {
    const door = socketDoor("/ws", (input) => {
      if (input.kind !== "received") return [];
      const { data } = input.message;
      return data === "bye" ? [{ kind: "close", code: 4000, reason: "as asked" }] : [{ kind: "send", data }];
    });
    const { origin } = await startMock({ protocols: [door] });
    const { socket, messages, closed } = await openSocket(`${origin}/ws`);
    socket.send("grüße");
    socket.send(Buffer.from([0, 255]));
    socket.send("bye");
    expect([await messages.take(), await messages.take()]).toEqual(["grüße", Buffer.from([0, 255])]);
    expect(await closed).toEqual({ code: 4000, reason: "as asked" });
  });

  it("that breaks RFC 6455 is closed with the right code, and the log says why", async () => {
    const { origin, logs } = await startMock({ protocols: [socketDoor("/ws", () => [])] });
    const { socket, closed } = await openSocket(`${origin}/ws`);
    socket.send(Buffer.from([0xc3]), { binary: false });
    expect((await closed).code).toBe(1007);
    expect(await logs.takeUntil((line) => line.includes("client 1"))).toContain("invalid UTF-8 sequence");
  });
});

describe("an HTTP body", () => {
  it("is flushed slice by slice, and ends", async () => {
    const inputs = new Mailbox<string>();
    const door = httpDoor("/stream", (input) => {
      if (input.kind === "requested") return [{ kind: "respond", status: 200, headers: [], stream: true }, join("a")];
      if (input.kind === "published") {
        const { data } = input.publication;
        return data === "end" ? [{ kind: "end" }] : [send(String(data))];
      }
      inputs.put(input.kind);
      return [];
    });
    const { origin, publish } = await startMock({ protocols: [door] });
    const response = await fetch(`${origin}/stream`);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    for (const slice of ["one", "two"]) {
      publish("a", slice);
      expect(await reader?.read()).toEqual({ done: false, value: slice });
    }
    publish("a", "end");
    expect((await reader?.read())?.done).toBe(true);
    await inputs.takeUntil((kind) => kind === "closed");
  });

  it("can be cut before its end", async () => {
    const door = httpDoor("/stream", ({ kind }) =>
      kind === "requested"
        ? [{ kind: "respond", status: 200, headers: [], stream: true }, join("a")]
        : kind === "published"
          ? [{ kind: "drop" }]
          : [],
    );
    const { origin, publish } = await startMock({ protocols: [door] });
    const response = await fetch(`${origin}/stream`);
    publish("a", 1);
    await expect(response.text()).rejects.toThrow("terminated");
  });
});

describe("a session that fails", () => {
  const failing = socketDoor("/ws", (input) => {
    if (input.kind === "requested") return [join("a")];
    if (input.kind !== "received") return [];
    if (input.message.data === "throw") throw new Error("a bug");
    return [{ kind: "respond", status: 200, headers: [] }];
  });

  it.each([
    ["by throwing", "throw", "a bug"],
    ["by an effect that makes no sense", "respond", "The upgrade was answered already."],
  ])("%s loses its own client only", async (_, message, reason) => {
    const { origin, logs, publish } = await startMock({ protocols: [failing] });
    const [bad, good] = [await openSocket(`${origin}/ws`), await openSocket(`${origin}/ws`)];
    bad.socket.send(message);
    expect(await bad.closed).toEqual({ code: 1011, reason: "the mock server has a fault" });
    expect(await logs.takeUntil((line) => line.includes("client 1"))).toContain(reason);
    expect((await publish("a", 1)).subscribers).toBe(1);
    expect(good.socket.readyState).toBe(1);
  });

  it("before it has answered is answered with 500", async () => {
    const door = httpDoor("/x", () => {
      throw new Error("a bug");
    });
    const { origin } = await startMock({ protocols: [door] });
    expect((await fetch(`${origin}/x`)).status).toBe(500);
  });

  it("when it is made is answered with 500", async () => {
    const door = stubProtocol("/x", "http", () => {
      throw new Error("a bug");
    });
    const { origin, when } = await startMock({ protocols: [door] });
    expect((await fetch(`${origin}/x`)).status).toBe(500);
    await when(({ clients }) => clients.length === 0);
  });

  it("writes one line to the log, whatever a client sent", async () => {
    const door = socketDoor("/ws", (input) =>
      input.kind === "received" ? [{ kind: "note", text: `it said ${input.message.data}` }] : [],
    );
    const { origin, logs } = await startMock({ protocols: [door] });
    const { socket } = await openSocket(`${origin}/ws`);
    socket.send(`a\r\n\u001b[31mb${"x".repeat(5_000)}`);
    const line = await logs.takeUntil((text) => text.includes("it said"));
    expect(line).toMatch(/^Stub \/ws client 1: it said a \[31mbx+…$/);
    expect(line.length).toBeLessThan(2_100);
  });
});

describe("a client that does not read", () => {
  it("is cut when more than 8 MiB wait for it, with a reason, and slows nobody", async () => {
    const door = socketDoor("/ws", (input) => {
      if (input.kind === "requested") return [join("a")];
      return input.kind === "published" ? [send(String(input.publication.data))] : [];
    });
    const { origin, publish, logs } = await startMock({ protocols: [door] });
    const [slow, fast] = [await openSocket(`${origin}/ws`), await openSocket(`${origin}/ws`)];
    slow.socket.pause();
    const chunk = "x".repeat(1024 * 1024);
    let sent = 0;
    while ((await publish("a", chunk)).subscribers === 2) {
      sent += 1;
      expect(await fast.messages.take()).toHaveLength(chunk.length);
      expect(sent).toBeLessThan(200);
    }
    const line = await logs.takeUntil((text) => text.includes("cut"));
    expect(line).toContain("client 1: cut, because it reads too slowly: more than 8 MiB wait for it");
    expect(sent).toBeGreaterThan(8);
    slow.socket.resume();
    expect((await slow.closed).code).toBe(1006);
    publish("a", "still here");
    await fast.messages.takeUntil((message) => message === "still here");
  });
});

describe("a client that joins too many topics", () => {
  it("is cut with a reason", async () => {
    const joins = Array.from({ length: 10_001 }, (_, i) => join(`topic ${i}`));
    const door = socketDoor("/ws", ({ kind }) => (kind === "requested" ? joins : []));
    const { origin, logs, when } = await startMock({ protocols: [door] });
    const { closed } = await openSocket(`${origin}/ws`);
    expect((await closed).code).toBe(1006);
    expect(await logs.takeUntil((line) => line.includes("cut"))).toContain("it joined more than 10000 topics");
    await when(({ clients, topics }) => clients.length === 0 && topics.length === 0);
  });
});
