/** Our own MessageBus client over real sockets: against the door, as bytes on the wire, and through nginx. */
import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { systemClock } from "../../src/clock/clock.ts";
import type { CaptureWriter } from "../../src/model/capture.ts";
import type { ObserverEvent } from "../../src/model/event.ts";
import type { Values } from "../../src/model/form.ts";
import type { HeaderList } from "../../src/model/frame.ts";
import { messageBus } from "../../src/protocols/message-bus/index.ts";
import { Runner } from "../../src/runner/runner.ts";
import { createHttpTransport } from "../../src/transports/http.ts";
import { nginxIsMissing } from "../real-servers/available.ts";
import { Mailbox } from "./mailbox.ts";
import { proxy } from "./nginx-proxy.ts";
import { startMock } from "./running-mock.ts";

interface Running {
  /** `kind summary` of each message but the empty ones. */
  readonly rows: Mailbox<string>;
  readonly events: Mailbox<ObserverEvent>;
  command(kind: string, values?: Values): void;
}

function run(url: string, settings: Values, headers: HeaderList = []): Running {
  const [rows, events] = [new Mailbox<string>(), new Mailbox<ObserverEvent>()];
  let frames = 0;
  let entries = 0;
  const writer: CaptureWriter = {
    frame: () => ++frames,
    connection: () => {},
    message: (_, __, ___, source, message) => {
      if (source === "message" && message.kind !== "empty")
        rows.put(`${message.kind} ${messageBus.summarize(message as never)}`);
      return ++entries;
    },
    event: () => ++entries,
  };
  const runner = new Runner({
    protocol: messageBus,
    clientOptions: { url, headers, settings, random: () => 0.5 },
    transport: createHttpTransport(),
    writer,
    clock: systemClock,
    onStatus: () => {},
    onEvent: events.put,
  });
  onTestFinished(() => runner.stop());
  runner.start();
  return { rows, events, command: (kind, values = {}) => runner.command({ kind, values }) };
}

describe("our client", () => {
  it("streams, subscribes while it does, and catches up after a cut", async () => {
    const { origin, publish, command } = await startMock();
    publish("chat", "before");
    const client = run(`${origin}/message-bus`, { channels: "/chat 0", interval: "0.2" });
    expect([await client.rows.take(), await client.rows.take()]).toEqual(["stream seq 1 · /chat 0", "message before"]);
    client.command("subscribe", { channel: "/chat/lobby", position: "-1" });
    expect([await client.rows.take(), await client.rows.take()]).toEqual([
      "stream seq 2 · /chat 1, /chat/lobby -1",
      "status moves /chat/lobby 0",
    ]);
    publish("chat:lobby", { n: 1 });
    expect(await client.rows.take()).toBe('message {"n":1}');
    command({ kind: "restart", values: { door: "/message-bus" } });
    expect((await client.events.takeUntil(({ kind }) => kind === "streamCut")).level).toBe("warning");
    publish("chat", "missed");
    expect([await client.rows.take(), await client.rows.take()]).toEqual([
      "stream seq 3 · /chat 1, /chat/lobby 1",
      "message missed",
    ]);
  });

  it.each([
    ["long poll", "long_poll"],
    ["plain poll", "plain_poll"],
  ])("goes on by %s, from the position of the last message", async (mode, kind) => {
    const { origin, publish } = await startMock();
    for (const n of [1, 2]) publish("chat", n);
    const { rows } = run(`${origin}/message-bus/mine/poll`, { channels: "/chat 1", mode, interval: "0.2" });
    expect([await rows.take(), await rows.take(), await rows.take()]).toEqual([
      `${kind} seq 1 · /chat 1`,
      "message 2",
      `${kind} seq 2 · /chat 2`,
    ]);
    publish("chat", 3);
    expect(await rows.takeUntil((row) => row.startsWith("message"))).toBe("message 3");
  });

  describe.skipIf(nginxIsMissing)(`through nginx${nginxIsMissing ? " (skipped: there is no nginx)" : ""}`, () => {
    it("streams without buffering, and raises no alarm", async () => {
      const { origin, publish, when } = await startMock();
      const { rows, events } = run(await proxy(origin, "off"), { channels: "/chat 0" });
      await when(({ topics }) => topics[0]?.subscribers === 1);
      publish("chat", "one");
      expect(await rows.takeUntil((row) => row.startsWith("message"))).toBe("message one");
      publish("chat", "two");
      expect(await rows.take()).toBe("message two");
      expect(events.all.filter(({ level }) => level === "warning" || level === "error")).toEqual([]);
    });

    it("case 99: with gzip sees that it is held back, says so, and falls back to long polls", async () => {
      const { origin, publish } = await startMock();
      const through = await proxy(origin, "gzip");
      const { rows, events } = run(through, { channels: "/chat 0" }, [["Accept-Encoding", "gzip"]]);
      const told = await events.takeUntil(({ level }) => level === "warning");
      expect(told.kind).toBe("bufferingSuspected");
      expect(await rows.takeUntil((row) => row.startsWith("long_poll"))).toBe("long_poll seq 2 · /chat 0");
      publish("chat", "gets through");
      expect(await rows.takeUntil((row) => row.startsWith("message"))).toBe("message gets through");
    });
  });
});

describe("on the wire", () => {
  /** What the door sends to these bytes until it ends the connection or has sent enough. */
  async function answerTo(origin: string, request: string, isEnough: (text: string) => boolean): Promise<string> {
    const { hostname, port } = new URL(origin);
    const socket = connect(Number(port), hostname);
    onTestFinished(() => {
      socket.destroy();
    });
    socket.write(request);
    let text = "";
    socket.on("data", (bytes) => {
      text += bytes.toString();
      if (isEnough(text)) socket.destroy();
    });
    await once(socket, "close");
    return text;
  }

  const poll = (version: string, more = "") =>
    `POST /message-bus/c/poll HTTP/${version}\r\nHost: mock\r\n${more}Content-Length: 9\r\n\r\n%2Fchat=0`;

  it("a stream is chunked text with an empty block first", async () => {
    const { origin } = await startMock();
    const text = await answerTo(origin, poll("1.1"), (sent) => sent.endsWith("|\r\n\r\n"));
    const head = text.slice(0, text.indexOf("\r\n\r\n"));
    expect(head.split("\r\n")).toEqual(
      expect.arrayContaining([
        "HTTP/1.1 200 OK",
        "content-type: text/plain; charset=utf-8",
        "x-content-type-options: nosniff",
        "connection: close",
        "Transfer-Encoding: chunked",
      ]),
    );
    expect(text.slice(head.length)).toBe("\r\n\r\n7\r\n[]\r\n|\r\n\r\n");
  });

  it.each([
    ["case 97: HTTP/1.0", poll("1.0")],
    ["case 97: Dont-Chunk", poll("1.1", "Dont-Chunk: true\r\n")],
  ])("%s gets one JSON array of a known length, then the end", async (_, request) => {
    const { origin, publish } = await startMock();
    publish("chat", "ü");
    const text = await answerTo(origin, request, (sent) => sent.endsWith("]"));
    const [head = "", body = ""] = text.split("\r\n\r\n");
    expect(head).toContain("content-type: application/json; charset=utf-8");
    expect(head).toContain(`content-length: ${Buffer.byteLength(body)}`);
    expect(head.toLowerCase()).not.toContain("transfer-encoding");
    expect(JSON.parse(body)).toEqual([{ global_id: 1, message_id: 1, channel: "/chat", data: "ü" }]);
  });
});
