import { describe, expect, test } from "vitest";
import type { CaptureWriter } from "../../src/model/capture.ts";
import type { ObserverEvent } from "../../src/model/event.ts";
import type { Close, DataFrame, Frame, Handshake } from "../../src/model/frame.ts";
import type { Message } from "../../src/model/message.ts";
import type { ObserverInput } from "../../src/model/observer.ts";
import { Recorder } from "../../src/runner/recorder.ts";
import { LineDecoder, lineProtocol, type Parts } from "./support/line-protocol.ts";
import { MemoryCapture } from "./support/memory-capture.ts";

const handshake: Handshake = {
  request: { method: "GET", url: "ws://host/", httpVersion: "1.1", headers: [] },
  response: { status: 101, reason: "Switching Protocols", httpVersion: "1.1", headers: [] },
  offered: [],
};
const request: Frame = { kind: "request", direction: "sent", head: handshake.request };
const response: Frame = { kind: "response", direction: "received", head: handshake.response };
const text = (data: string): DataFrame => ({ kind: "text", direction: "received", data });
const chunk = (data: string): DataFrame => ({ kind: "chunk", direction: "received", data: Buffer.from(data) });

function start(parts: Parts = {}) {
  const capture = new MemoryCapture();
  const told: [ObserverEvent, number][] = [];
  const recorder = new Recorder({
    protocol: lineProtocol(parts),
    writer: capture,
    onEvent: (event, seq) => told.push([event, seq]),
  });
  return { capture, recorder, told };
}

function startOpened(parts: Parts = {}) {
  const started = start(parts);
  started.recorder.frame(1, 1, request);
  started.recorder.frame(2, 1, response);
  started.recorder.opened(3, 1, handshake, 1);
  return started;
}

const event = (kind: string): ObserverEvent => ({ kind, level: "note", title: kind, explanation: "" });

test("a connection's frames come first, then what they mean, and the row of the opening names the heads", () => {
  const { capture, recorder } = startOpened();
  recorder.frame(4, 1, text("hello"));
  recorder.closed(5, 1, { kind: "closed" });
  expect(capture.lines).toEqual([
    "frame 1 of 1: sent request",
    "frame 2 of 1: received response",
    "connection 1 speaks lines",
    "1 of 1: received open [1-2] 0 B",
    "frame 3 of 1: received text",
    "2 of 1: received line [3-3] 5 B",
    "3 of 1: received closed [0-0] 0 B",
  ]);
});

test("a connection that never opened keeps its heads and body with the row of its end", () => {
  const { capture, recorder } = start();
  recorder.frame(1, 1, request);
  recorder.frame(2, 1, response);
  recorder.frame(3, 1, chunk("Not found"));
  recorder.closed(4, 1, { kind: "refused", response: handshake.response, body: "Not found" });
  expect(capture.lines.at(-1)).toBe("1 of 1: received closed [1-3] 0 B");
});

test("one frame may hold several messages, and one message several frames", () => {
  const { capture, recorder } = startOpened();
  expect(recorder.frame(4, 1, chunk("one\ntwo\nth"))).toHaveLength(2);
  expect(recorder.frame(5, 1, chunk("re"))).toHaveLength(0);
  expect(recorder.frame(6, 1, chunk("e\n"))).toHaveLength(1);
  recorder.frame(7, 1, chunk("four\n"));
  expect(capture.lines.filter((line) => line.includes("line"))).toEqual([
    "connection 1 speaks lines",
    "2 of 1: received line [3-3] 4 B",
    "3 of 1: received line [3-3] 4 B",
    "4 of 1: received line [3-5] 6 B",
    "5 of 1: received line [6-6] 5 B",
  ]);
});

test("what is unfinished at the end becomes a message before the end", () => {
  const { capture, recorder } = startOpened();
  recorder.frame(4, 1, chunk("one\ntw"));
  recorder.frame(5, 1, chunk("o"));
  const { messages, entry } = recorder.closed(6, 1, { kind: "ended" });
  expect(messages).toMatchObject([{ kind: "unfinished", channel: "two" }]);
  expect(capture.lines.slice(-2)).toEqual([
    "3 of 1: received unfinished [3-4] 3 B",
    "4 of 1: received closed [0-0] 0 B",
  ]);
  expect(entry).toBe(4);
});

test("sizes are bytes, not characters", () => {
  const { capture, recorder } = startOpened();
  recorder.frame(4, 1, text("€"));
  recorder.frame(5, 1, { kind: "text", direction: "received", data: Buffer.from([0xff, 0xfe]) });
  expect(capture.messages.slice(1).map(({ sizeBytes }) => sizeBytes)).toEqual([3, 2]);
});

test("control frames become rows of the transport, readable, and are no messages for the session", () => {
  const { capture, recorder } = startOpened();
  const frames: Frame[] = [
    { kind: "ping", direction: "received", data: Buffer.from("hi") },
    { kind: "pong", direction: "sent", data: Buffer.from([0xff, 0x00]) },
    { kind: "close", direction: "received", data: "bye", code: 1001 },
  ];
  for (const frame of frames) expect(recorder.frame(4, 1, frame)).toEqual([]);
  expect(capture.messages.slice(1).map(({ message, direction, source }) => [direction, source, message])).toEqual([
    ["received", "transport", { kind: "ws_ping", heartbeat: true, data: "hi" }],
    ["sent", "transport", { kind: "ws_pong", heartbeat: true, data: "0xff00" }],
    ["received", "transport", { kind: "ws_close", frame: { code: 1001, reason: "bye" } }],
  ]);
});

test("each direction has a decoder of its own, and each connection too", () => {
  const { capture, recorder } = startOpened();
  recorder.opened(4, 2, handshake, 1);
  recorder.frame(5, 1, chunk("a"));
  recorder.frame(5, 1, { ...chunk("b"), direction: "sent" });
  recorder.frame(5, 2, chunk("c"));
  recorder.frame(6, 1, chunk("1\n"));
  recorder.frame(6, 1, { ...chunk("2\n"), direction: "sent" });
  recorder.frame(6, 2, chunk("3\n"));
  const lines = capture.messages.filter(({ message }) => message.kind === "line");
  expect(
    lines.map(({ direction, message, firstFrame, lastFrame }) => [direction, message.channel, firstFrame, lastFrame]),
  ).toEqual([
    ["received", "a1", 3, 6],
    ["sent", "b2", 4, 7],
    ["received", "c3", 5, 8],
  ]);
});

describe("the observer", () => {
  test("is told everything once, with the numbers of row and frame, and its events follow the row at once", () => {
    const inputs: ObserverInput<Message>[] = [];
    const { capture, recorder, told } = startOpened({
      observer: {
        observe(input) {
          inputs.push(input);
          return input.kind === "message" ? [event("noticed")] : [];
        },
      },
    });
    recorder.frame(4, 1, text("hello"));
    recorder.tick(5);
    recorder.closed(6, 1, { kind: "ended" });
    expect(inputs).toEqual([
      { kind: "opened", at: 3, connection: 1, entry: 1, handshake },
      {
        kind: "message",
        at: 4,
        connection: 1,
        entry: 2,
        frame: 3,
        direction: "received",
        message: { kind: "line", channel: "hello" },
      },
      { kind: "ticked", at: 5 },
      { kind: "closed", at: 6, connection: 1, entry: 4, close: { kind: "ended" } },
    ]);
    expect(capture.lines.slice(-3)).toEqual([
      "2 of 1: received line [3-3] 5 B",
      "3 of 1: event noticed",
      "4 of 1: received closed [0-0] 0 B",
    ]);
    expect(told).toEqual([[event("noticed"), 3]]);
  });

  test("that throws is our fault: it is shown, and the recording goes on", () => {
    const { capture, recorder } = startOpened({
      observer: {
        observe(input) {
          if (input.kind === "message") throw new Error("oops");
          return [];
        },
      },
    });
    expect(recorder.frame(4, 1, text("a"))).toHaveLength(1);
    expect(capture.lines.slice(-2)).toEqual(["2 of 1: received line [3-3] 1 B", "3 of 1: event internalError"]);
    expect(capture.events[0]).toMatchObject({ level: "error", title: "Framescope's own observer failed: oops" });
  });
});

describe("a decoder that throws", () => {
  const createDecoder = () => ({
    decode: (frame: DataFrame) => {
      if (frame.data === "bad") throw new Error("oops");
      return [{ kind: "line" }];
    },
    end: () => {
      throw new Error("oops at the end");
    },
  });

  test("leaves the frame recorded and says so", () => {
    const { capture, recorder } = startOpened({ createDecoder });
    expect(recorder.frame(4, 1, text("bad"))).toEqual([]);
    recorder.frame(5, 1, text("good"));
    expect(capture.lines.slice(-4)).toEqual([
      "frame 3 of 1: received text",
      "2 of 1: event internalError",
      "frame 4 of 1: received text",
      "3 of 1: received line [4-4] 4 B",
    ]);
  });

  test("at the end does not keep the end from being recorded", () => {
    const { capture, recorder } = startOpened({ createDecoder });
    recorder.closed(4, 1, { kind: "ended" });
    expect(capture.lines.at(-1)).toBe("4 of 1: received closed [0-0] 0 B");
  });

  test("on every frame is listed twenty times, and the last says that there may be more", () => {
    const { capture, recorder } = startOpened({ createDecoder });
    for (let i = 0; i < 100; i += 1) recorder.frame(4, 1, text("bad"));
    expect(capture.events).toHaveLength(20);
    expect(capture.events.at(-1)?.explanation).toContain("Further ones of this session are not listed.");
  });

  test("when it is made costs the messages, not the recording", () => {
    const { capture, recorder } = startOpened({
      createDecoder: () => {
        throw new Error("oops");
      },
    });
    expect(recorder.frame(4, 1, text("a"))).toEqual([]);
    recorder.closed(5, 1, { kind: "ended" });
    expect(capture.lines.slice(-3)).toEqual([
      "2 of 1: event internalError",
      "frame 3 of 1: received text",
      "3 of 1: received closed [0-0] 0 B",
    ]);
  });
});

test("a request's body is read while it is sent where the protocol can, and goes on with the same decoder", () => {
  const { capture, recorder } = start({ createRequestDecoder: () => new LineDecoder() });
  const sent = (data: string): Frame => ({ kind: "chunk", direction: "sent", data: Buffer.from(data) });
  recorder.frame(1, 1, request);
  recorder.frame(2, 1, sent("a=1\nb="));
  recorder.opened(3, 1, handshake, 1);
  recorder.frame(4, 1, sent("2"));
  recorder.closed(5, 1, { kind: "ended" });
  expect(capture.lines.filter((line) => / of 1: /.test(line) && !line.startsWith("frame"))).toEqual([
    "1 of 1: sent line [2-2] 4 B",
    "2 of 1: received open [1-1] 0 B",
    "3 of 1: sent unfinished [2-3] 3 B",
    "4 of 1: received closed [0-0] 0 B",
  ]);
});

describe("one exchange after the other", () => {
  const answered = (status: number): Handshake => ({
    ...handshake,
    response: { status, reason: "", httpVersion: "1.1", headers: [] },
  });
  const failure = { stage: "reset", code: "ECONNRESET", message: "cut" } as const;

  function heartbeats(parts: Parts, status: number, close: Close): (boolean | undefined)[] {
    const seen: (boolean | undefined)[] = [];
    const { capture, recorder } = start(parts);
    capture.message = (_at, _connection, _direction, _source, message) => seen.push(message.heartbeat);
    recorder.opened(1, 1, answered(200), 1);
    recorder.closed(2, 1, { kind: "ended" });
    recorder.opened(3, 2, answered(status), 1);
    recorder.closed(4, 2, close);
    return seen;
  }

  test("openings and endings that went well are heartbeats, but for the first opening", () => {
    for (const status of [200, 204, 304])
      expect(heartbeats({ polls: true }, status, { kind: "ended" })).toEqual([undefined, true, true, true]);
  });

  test("what went wrong is none", () => {
    expect(heartbeats({ polls: true }, 500, { kind: "ended" }).slice(2)).toEqual([undefined, undefined]);
    expect(heartbeats({ polls: true }, 200, { kind: "ended", failure }).slice(2)).toEqual([true, undefined]);
    expect(heartbeats({ polls: true }, 200, { kind: "ended", aborted: true }).slice(2)).toEqual([true, undefined]);
  });

  /** A second exchange; returns its rows. */
  function cycle(feed: (recorder: Recorder) => void, observer: Parts["observer"] = { observe: () => [] }): string[] {
    const { capture, recorder } = start({ polls: true, observer, createRequestDecoder: () => new LineDecoder() });
    recorder.opened(1, 1, answered(200), 1);
    recorder.closed(2, 1, { kind: "ended" });
    feed(recorder);
    return capture.lines.filter((line) => /^\d+ of 2/.test(line)).map((line) => line.replace(/^.* of 2: | \[.*B/g, ""));
  }

  test("that goes well is bound into one row, of which the message is the face", () => {
    const rows = cycle((recorder) => {
      recorder.frame(3, 2, request);
      recorder.frame(3, 2, { kind: "chunk", direction: "sent", data: "asked\n" });
      recorder.opened(4, 2, answered(200), 1);
      recorder.frame(5, 2, chunk("one\ntwo\n"));
      recorder.closed(6, 2, { kind: "ended" });
    });
    expect(rows).toEqual([
      "sent line",
      "received open, part",
      "received line, face",
      "received line",
      "received closed, part",
    ]);
  });

  test("that ends badly keeps its end apart", () => {
    const rows = cycle((recorder) => {
      recorder.opened(4, 2, answered(200), 1);
      recorder.frame(5, 2, chunk("one\n"));
      recorder.closed(6, 2, { kind: "ended", failure });
    });
    expect(rows).toEqual(["received open", "received line, face", "received closed"]);
  });

  test("is all but its opening, where it is the first", () => {
    const { capture, recorder } = start({ polls: true });
    recorder.opened(1, 1, answered(200), 1);
    recorder.frame(2, 1, chunk("one\n"));
    recorder.closed(3, 1, { kind: "ended" });
    expect(capture.lines.slice(-2)).toEqual([
      expect.stringMatching(/line .* B$/),
      expect.stringMatching(/closed .*, part$/),
    ]);
  });

  test("is not bound around a verdict", () => {
    const observer: Parts["observer"] = {
      observe: (input) => (input.kind === "opened" && input.connection === 2 ? [event("odd")] : []),
    };
    const rows = cycle((recorder) => {
      recorder.opened(4, 2, answered(200), 1);
      recorder.frame(5, 2, chunk("one\n"));
      recorder.closed(6, 2, { kind: "ended" });
    }, observer);
    expect(rows).toEqual(["received open", "event odd", "received line", "received closed, part"]);
  });

  test("is not bound around a row that somebody else wrote to the same capture", () => {
    const capture = new MemoryCapture();
    let newest = 0;
    const writer: CaptureWriter = {
      frame: (...given) => capture.frame(...given),
      connection: (...given) => capture.connection(...given),
      event: (...given) => capture.event(...given),
      message: (...given) => {
        newest = capture.message(...given);
        return newest;
      },
    };
    const options = { protocol: lineProtocol({ polls: true }), writer, onEvent: () => {}, newestEntry: () => newest };
    const [one, other] = [new Recorder(options), new Recorder(options)];
    for (const at of [1, 4]) {
      one.opened(at, at, answered(200), 1);
      if (at === 4) other.opened(at, 2, answered(200), 1);
      one.frame(at + 1, at, chunk("one\n"));
      one.closed(at + 2, at, { kind: "ended" });
    }
    const bonds = capture.lines.map((line) => /(face|part)$/.exec(line)?.[0]).filter(Boolean);
    // The second cycle's opening is a row of its own, so its reply takes nothing along.
    expect(bonds).toEqual(["part", "part"]);
  });

  test("knows the gap since the one before", () => {
    const seen: Handshake[] = [];
    const { capture, recorder } = start({ polls: true });
    capture.connection = (_connection, _protocol, agreed) => seen.push(agreed);
    const timed = (holdMs: number): Handshake => ({ ...answered(200), timing: { connectMs: 1, requestMs: 2, holdMs } });
    recorder.opened(100, 1, timed(10), 1);
    recorder.closed(110, 1, { kind: "ended" });
    recorder.opened(1000, 2, timed(500), 1);
    expect(seen.map(({ timing }) => timing?.gapMs)).toEqual([undefined, 1000 - 503 - 110]);
  });

  test("where a conversation is one connection, none is", () => {
    expect(heartbeats({}, 200, { kind: "ended" }).some(Boolean)).toBe(false);
  });
});
