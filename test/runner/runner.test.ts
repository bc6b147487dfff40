import { describe, expect, test } from "vitest";
import { ManualClock } from "../../src/clock/manual-clock.ts";
import type { ObserverEvent } from "../../src/model/event.ts";
import type { Close } from "../../src/model/frame.ts";
import type { Message } from "../../src/model/message.ts";
import type { ClientOptions } from "../../src/model/protocol.ts";
import type { ClientEffect, ClientInput, ClientSession, ClientStatus } from "../../src/model/session.ts";
import { MisuseError } from "../../src/protocols/kit/misuse-error.ts";
import { Runner } from "../../src/runner/runner.ts";
import { FakeTransport, handshake } from "./support/fake-transport.ts";
import { lineProtocol, type Parts } from "./support/line-protocol.ts";
import { MemoryCapture } from "./support/memory-capture.ts";

type Input = ClientInput<Message>;
type Answers = Partial<{ [K in Input["kind"]]: (input: Extract<Input, { kind: K }>) => readonly ClientEffect[] }>;

const openEffect: ClientEffect = { kind: "open", request: { url: "ws://host/", headers: [] } };
const send = (data: string): ClientEffect => ({ kind: "send", frame: { kind: "text", data } });
const refused: Close = {
  kind: "failed",
  failure: { stage: "connect", code: "ECONNREFUSED", message: "Nothing listens on host:80." },
};

/** A session that opens at once and otherwise answers as told. */
function scripted(answers: Answers, inputs: Input[]): ClientSession {
  return {
    handle(input) {
      inputs.push(input);
      const answer = { started: () => [openEffect], ...answers }[input.kind] as
        | ((input: Input) => readonly ClientEffect[])
        | undefined;
      return answer?.(input) ?? [];
    },
  };
}

function start(answers: Answers = {}, parts: Parts = {}, options: Partial<ClientOptions> = {}) {
  const inputs: Input[] = [];
  const transport = new FakeTransport();
  const capture = new MemoryCapture();
  const clock = new ManualClock(1_000_000);
  const statuses: ClientStatus[] = [];
  const events: ObserverEvent[] = [];
  const runner = new Runner({
    protocol: lineProtocol({ session: scripted(answers, inputs), ...parts }),
    clientOptions: { url: "ws://host/", headers: [], settings: {}, random: () => 0, ...options },
    transport,
    writer: capture,
    clock,
    onStatus: (status) => statuses.push(status),
    onEvent: (event) => events.push(event),
  });
  return { runner, transport, capture, clock, inputs, statuses, events };
}

function startOpened(answers: Answers = {}, parts: Parts = {}) {
  const started = start(answers, parts);
  started.runner.start();
  started.transport.accept();
  return started;
}

const text = (data: string) => ({ kind: "text", direction: "received", data }) as const;

describe("inputs", () => {
  test("reach the session in order, each with the clock's moment", () => {
    const { transport, clock, inputs } = startOpened();
    clock.advance(10);
    transport.sink.frame(text("hello"));
    clock.advance(5);
    transport.sink.closed({ kind: "ended" });
    expect(inputs).toEqual([
      { kind: "started", at: 1_000_000 },
      { kind: "opened", at: 1_000_000, handshake },
      { kind: "received", at: 1_000_010, message: { kind: "line", channel: "hello" } },
      { kind: "closed", at: 1_000_015, close: { kind: "ended" } },
    ]);
  });

  test("are recorded before the session acts on them", () => {
    const { transport, capture } = startOpened({ received: () => [send("pong")] });
    transport.sink.frame(text("ping"));
    expect(capture.lines.slice(-4)).toEqual([
      "frame 1 of 1: received text",
      "2 of 1: received line [1-1] 4 B",
      "frame 2 of 1: sent text",
      "3 of 1: sent line [2-2] 4 B",
    ]);
  });

  test("do not include what we sent, nor control frames", () => {
    const { transport, inputs } = startOpened();
    transport.sink.frame({ kind: "text", direction: "sent", data: "ours" });
    transport.sink.frame({ kind: "ping", direction: "received", data: Buffer.from("p") });
    expect(inputs.map(({ kind }) => kind)).toEqual(["started", "opened"]);
  });

  test("include what was unfinished, before the end", () => {
    const { transport, inputs } = startOpened();
    transport.sink.frame({ kind: "chunk", direction: "received", data: Buffer.from("half") });
    transport.sink.closed({ kind: "ended" });
    expect(inputs.slice(-2)).toMatchObject([{ kind: "received", message: { kind: "unfinished" } }, { kind: "closed" }]);
  });
});

describe("effects", () => {
  test("are performed in order; what one of them causes waits for the rest", () => {
    const { transport, capture, statuses, runner } = start({
      started: () => [openEffect, { kind: "status", status: { state: "connecting", channels: [] } }],
      closed: () => [{ kind: "status", status: { state: "stopped", channels: [] } }],
    });
    transport.whileOpening = (sink) => sink.closed(refused);
    runner.start();
    expect(statuses.map(({ state }) => state)).toEqual(["connecting", "stopped"]);
    expect(capture.lines).toEqual(["1 of 1: received closed [0-0] 0 B", "2 of 1: event connectFailed"]);
  });

  test("send, close and report", () => {
    const report: ObserverEvent = { kind: "stopped", level: "note", title: "stopped", explanation: "" };
    const { transport, capture, events } = startOpened({
      received: () => [send("a"), { kind: "report", event: report }, { kind: "close", code: 1000, reason: "bye" }],
    });
    transport.sink.frame(text("go"));
    expect(transport.asked).toEqual(["send a", "close 1000 bye"]);
    expect(capture.lines.at(-1)).toBe("4 of 1: event stopped");
    expect(events).toEqual([report]);
  });

  test("cut leaves no time for a close frame, and does nothing when nothing is open", () => {
    const { transport } = startOpened({ received: () => [{ kind: "cut" }], closed: () => [{ kind: "cut" }] });
    transport.sink.frame(text("go"));
    transport.sink.closed({ kind: "closed" });
    expect(transport.asked).toEqual(["cut"]);
  });

  test("wake comes back with its name, the newest wish wins, and forget takes it back", () => {
    const { clock, inputs } = startOpened({
      opened: () => [
        { kind: "wake", timer: "a", afterMs: 100 },
        { kind: "wake", timer: "b", afterMs: 100 },
        { kind: "wake", timer: "a", afterMs: 300 },
        { kind: "forget", timer: "b" },
        { kind: "forget", timer: "never set" },
      ],
    });
    clock.advance(299);
    expect(inputs.filter(({ kind }) => kind === "woke")).toEqual([]);
    clock.advance(1_000);
    expect(inputs.filter(({ kind }) => kind === "woke")).toEqual([{ kind: "woke", at: 1_000_300, timer: "a" }]);
  });

  test("a send that comes too late is told in the timeline", () => {
    const { transport, events } = startOpened({ received: () => [send("late")] });
    transport.whileSending = () => {
      throw new Error("The WebSocket is not open.");
    };
    transport.sink.frame(text("go"));
    expect(events).toMatchObject([
      { kind: "sendFailed", level: "warning", title: "not sent: The WebSocket is not open." },
    ]);
  });

  test("a send with no connection is told too", () => {
    const { transport, events } = startOpened({ closed: () => [send("late")] });
    transport.sink.closed({ kind: "ended" });
    expect(events).toMatchObject([{ kind: "sendFailed" }]);
  });

  test("a close that the transport refuses is our fault, and shown", () => {
    const { transport, events } = startOpened({ received: () => [{ kind: "close", code: 1005 }] });
    transport.whileClosing = () => {
      throw new TypeError("First argument must be a valid error code number");
    };
    transport.sink.frame(text("go"));
    expect(events).toMatchObject([{ kind: "internalError", title: expect.stringContaining("valid error code") }]);
  });

  test("a second open while one is under way is our fault, and not performed", () => {
    const { transport, events, runner } = start({ started: () => [openEffect, openEffect] });
    runner.start();
    expect(transport.requests).toHaveLength(1);
    expect(events).toMatchObject([{ kind: "internalError" }]);
  });

  test("close while the transport is still in open is carried out after it", () => {
    const { transport, runner } = start({ opened: () => [{ kind: "close" }] });
    transport.whileOpening = (sink) => sink.opened(handshake);
    runner.start();
    expect(transport.asked).toEqual(["close"]);
  });
});

describe("reconnecting", () => {
  test("gives each connection its number, and counts the attempts since the last opening", () => {
    const { transport, capture, clock, runner } = start({
      closed: () => [{ kind: "wake", timer: "again", afterMs: 1_000 }],
      woke: () => [openEffect],
    });
    runner.start();
    transport.sink.closed(refused);
    clock.advance(1_000);
    transport.accept();
    transport.sink.closed({ kind: "ended" });
    clock.advance(1_000);
    transport.accept();
    const opens = capture.messages.filter(({ message }) => message.kind === "open");
    expect(opens.map(({ message }) => message)).toMatchObject([{ attempt: 2 }, { attempt: 1 }]);
    expect(capture.lines.filter((line) => line.startsWith("connection"))).toEqual([
      "connection 2 speaks lines",
      "connection 3 speaks lines",
    ]);
  });

  test("that keeps failing in the same way is explained once, until it opens or a person asks again", () => {
    const { transport, clock, events, runner } = start({
      closed: () => [{ kind: "wake", timer: "again", afterMs: 1_000 }],
      woke: () => [openEffect],
    });
    const fail = (close: Close) => {
      transport.sink.closed(close);
      clock.advance(1_000);
    };
    const explained = () => events.filter(({ kind }) => kind === "connectFailed").length;
    runner.start();
    fail(refused);
    fail(refused);
    expect(explained()).toBe(1);
    fail({ kind: "failed", failure: { stage: "dns", code: "ENOTFOUND", message: "The name is not known." } });
    expect(explained()).toBe(2);
    fail(refused);
    expect(explained()).toBe(3);
    runner.command({ kind: "reconnect", values: {} });
    fail(refused);
    expect(explained()).toBe(4);
    transport.accept();
    fail({ kind: "ended" });
    fail(refused);
    expect(explained()).toBe(5);
  });

  test("the explanation takes the protocol's own advice and names the row", () => {
    const { transport, events, runner } = start({}, { advise: () => ["Check the mount path."] });
    runner.start();
    transport.sink.closed(refused);
    expect(events[0]).toMatchObject({
      kind: "connectFailed",
      evidence: [1],
      advice: ["Check the mount path."],
    });
  });

  test("advice that throws does not keep the explanation back", () => {
    const advise = () => {
      throw new Error("oops");
    };
    const { transport, events, runner } = start({}, { advise });
    runner.start();
    transport.sink.closed(refused);
    expect(events.map(({ kind }) => kind)).toEqual(["internalError", "connectFailed"]);
  });
});

describe("commands", () => {
  test("reach the session, and what it refuses reaches the caller", () => {
    const { runner, transport } = startOpened({
      commanded: ({ command }) => {
        if (command.kind !== "say") throw new MisuseError("unknown-command", "There is no such command.");
        return [send(command.values.text ?? "")];
      },
    });
    runner.command({ kind: "say", values: { text: "hi" } });
    expect(transport.asked).toEqual(["send hi"]);
    expect(() => runner.command({ kind: "sing", values: {} })).toThrow(MisuseError);
  });
});

test("a session that throws at its peer is our fault: it is shown, and the session goes on", () => {
  const { transport, events, inputs } = startOpened({
    received: () => {
      throw new Error("oops");
    },
  });
  transport.sink.frame(text("a"));
  transport.sink.frame(text("b"));
  expect(events).toMatchObject([{ kind: "internalError" }, { kind: "internalError" }]);
  expect(inputs.filter(({ kind }) => kind === "received")).toHaveLength(2);
});

test("the observer is told the time at least every 250 ms", () => {
  const ticks: number[] = [];
  const { clock } = startOpened(
    {},
    {
      observer: {
        observe(input) {
          if (input.kind === "ticked") ticks.push(input.at - 1_000_000);
          return [];
        },
      },
    },
  );
  clock.advance(1_000);
  expect(ticks).toEqual([250, 500, 750, 1_000]);
});

describe("stop", () => {
  test("disconnects politely and resolves when the connection has closed", async () => {
    const { runner, transport, clock, capture } = startOpened({
      commanded: ({ command }) => (command.kind === "disconnect" ? [send("bye"), { kind: "close", code: 1000 }] : []),
    });
    const stopped = runner.stop();
    expect(transport.asked).toEqual(["send bye", "close 1000"]);
    transport.sink.closed({ kind: "closed", sent: { code: 1000, reason: "" } });
    await stopped;
    expect(clock.pendingTasks).toBe(0);
    expect(capture.lines.at(-1)).toContain("closed");
  });

  test("closes by itself if the session does not, and cuts a peer that does not answer within 2 s", async () => {
    const { runner, transport, clock } = startOpened();
    const stopped = runner.stop();
    expect(transport.asked).toEqual(["close"]);
    clock.advance(1_999);
    expect(transport.asked).toEqual(["close"]);
    clock.advance(1);
    expect(transport.asked).toEqual(["close", "cut"]);
    transport.sink.closed({ kind: "closed" });
    await stopped;
    expect(clock.pendingTasks).toBe(0);
  });

  test("does not wait for ever for a transport that says nothing, and then takes nothing more from it", async () => {
    const { runner, transport, clock, capture } = startOpened();
    const stopped = runner.stop();
    clock.advance(2_500);
    await stopped;
    const before = capture.lines.length;
    transport.sink.frame(text("late"));
    transport.sink.closed({ kind: "closed" });
    expect(capture.lines).toHaveLength(before);
  });

  test("opens nothing more, whatever the session wishes", async () => {
    const { runner, transport, clock } = startOpened({ closed: () => [openEffect], woke: () => [openEffect] });
    const stopped = runner.stop();
    transport.sink.closed({ kind: "closed" });
    await stopped;
    clock.advance(10_000);
    expect(transport.requests).toHaveLength(1);
  });

  test("is at once done when nothing is open, even if the session will not disconnect", async () => {
    const { runner, clock } = start({
      commanded: () => {
        throw new MisuseError("not-connected", "There is nothing to disconnect.");
      },
    });
    await runner.stop();
    expect(clock.pendingTasks).toBe(0);
  });

  test("twice is the same stop, and commands afterwards are refused with a sentence", async () => {
    const { runner, transport } = startOpened();
    const first = runner.stop();
    expect(runner.stop()).toBe(first);
    transport.sink.closed({ kind: "closed" });
    await first;
    expect(() => runner.command({ kind: "reconnect", values: {} })).toThrow("This session has ended.");
  });
});

describe("a person who leaves", () => {
  const closeEffect: ClientEffect = { kind: "close", code: 1000 };

  test.each(["disconnect", "reconnect"])("by %s sees no more rows: what still comes is counted", (kind) => {
    const { runner, transport, inputs, capture } = startOpened({ commanded: () => [closeEffect] });
    transport.sink.frame(text("before"));
    runner.command({ kind, values: {} });
    for (let n = 0; n < 3; n += 1) transport.sink.frame(text("late"));
    transport.sink.frame({ kind: "close", direction: "received", data: "", code: 1000 });
    transport.sink.closed({ kind: "closed", seen: { code: 1000, reason: "" } });
    expect(inputs.filter((input) => input.kind === "received")).toHaveLength(1);
    expect(capture.messages.at(-1)?.message).toMatchObject({ kind: "closed", close: { dropped: 3 } });
    expect(capture.messages.at(-2)?.message.kind).toBe("ws_close");
  });

  test("is told apart from a session that closes by itself: all of that is recorded", () => {
    const { transport, inputs } = startOpened({ received: () => [closeEffect] });
    for (const data of ["one", "two"]) transport.sink.frame(text(data));
    expect(inputs.filter((input) => input.kind === "received")).toHaveLength(2);
  });
});

describe("a request", () => {
  const head = { method: "GET", url: "http://host/", httpVersion: "1.1", headers: [] };
  const written = { kind: "request", direction: "sent", head } as const;

  test("is told to a session that wants to know, which may answer with effects", () => {
    const session: ClientSession = {
      handle: ({ kind }) => (kind === "started" ? [openEffect] : []),
      requested: ({ at }) => [{ kind: "status", status: { state: "open", detail: `asked at ${at}`, channels: [] } }],
    };
    const { runner, transport, clock, statuses } = start({}, { session });
    runner.start();
    transport.sink.frame(written);
    expect(statuses).toEqual([{ state: "open", detail: `asked at ${clock.now()}`, channels: [] }]);
  });

  test("that breaks a session is told as our own fault", () => {
    const session: ClientSession = {
      handle: ({ kind }) => (kind === "started" ? [openEffect] : []),
      requested: () => {
        throw new Error("no");
      },
    };
    const { runner, transport, events } = start({}, { session });
    runner.start();
    transport.sink.frame(written);
    expect(events.map(({ kind }) => kind)).toEqual(["internalError"]);
  });
});

describe("the way to the server", () => {
  test("is the endpoint's for every connection, whatever the session asks", () => {
    const route = { insecure: true, tls: { ca: "ca.pem" }, proxy: "http://proxy:1", noProxy: "a", proxyInsecure: true };
    const { runner, transport } = start({}, {}, route);
    runner.start();
    expect(transport.requests).toEqual([{ url: "ws://host/", headers: [], ...route }]);
  });

  test("over a certificate that is not trusted is warned of once, after the opening", () => {
    const { runner, transport, events, capture } = start({ closed: () => [openEffect] });
    runner.start();
    const unchecked = { ...handshake, tls: { version: "TLSv1.3", fault: "CERT_HAS_EXPIRED" } };
    for (let connection = 1; connection <= 2; connection += 1) {
      transport.sink.opened(unchecked);
      transport.sink.closed({ kind: "ended" });
    }
    expect(events.map(({ kind }) => kind)).toEqual(["certificateUnchecked"]);
    expect(capture.lines.slice(1, 3)).toEqual([
      expect.stringContaining("open"),
      expect.stringContaining("certificateUnchecked"),
    ]);
  });

  test("over one that is trusted is not", () => {
    const { runner, transport, events } = start();
    runner.start();
    transport.sink.opened({ ...handshake, tls: { version: "TLSv1.3" } });
    expect(events).toEqual([]);
  });
});
