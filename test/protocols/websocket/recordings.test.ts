/** Real servers, recorded: what is decoded, and that the verdicts are right, happy conversations included. */
import { describe, expect, it } from "vitest";
import { websocket } from "../../../src/protocols/websocket/index.ts";
import { type Played, play } from "../recording.ts";

function verdicts({ events }: Played, level: RegExp = /warning|error/): string[] {
  return events
    .filter((event) => level.test(event.level))
    .map((event) => `${event.connection} ${event.level} ${event.kind}: ${event.title}`);
}

function kinds({ messages }: Played, connection: number): string[] {
  return messages
    .filter((m) => m.connection === connection)
    .map(
      ({ direction, source, message }) =>
        `${source === "transport" && !message.kind.startsWith("ws_") ? "" : direction === "sent" ? "> " : "< "}${message.kind}`,
    );
}

describe("websocketd", () => {
  it("joins bytes and text into a text frame that is not UTF-8 (1007 by the client, no close back)", () => {
    expect(verdicts(play(websocket, "ws-websocketd"))).toEqual([
      "1 error invalidText: text that is not UTF-8: byte 0xfe at offset 2",
      "1 warning closedOneSided: the client closed with 1007 Invalid Payload Data, the server never answered with its own close",
    ]);
  });

  it("ends with its process: no close frame", () => {
    const played = play(websocket, "ws-websocketd-exit");
    expect(kinds(played, 1)).toEqual(["open", "< text", "< text", "< text", "closed"]);
    expect(verdicts(played)).toEqual(["1 error closedAbnormally: cut with no close frame (1006)"]);
  });

  it("answers in bytes when told to, and closes without a code", () => {
    const played = play(websocket, "ws-websocketd-binary");
    expect(verdicts(played)).toEqual([]);
    expect(verdicts(played, /note/)).toEqual(["1 note closed: the client closed with no code (1005)"]);
  });
});

describe("Python websockets", () => {
  const played = play(websocket, "ws-py-websockets");

  it("sends fragments, which are one message each, the last of them empty", () => {
    const texts = played.messages.flatMap(({ message }) => ("text" in message ? [message.text] : []));
    expect(texts.filter((text) => text === "abc")).toHaveLength(2);
    expect(texts).toContain("frag");
  });

  it("closes with 1009, a code of its own, and 1011 for a ping that nobody answered", () => {
    expect(verdicts(played)).toEqual([
      "1 error closed: the server closed with 1009 Message Too Big",
      '3 warning closed: the server closed with 4005 Private "server close"',
      '4 error closed: the server closed with 1011 Internal Error "keepalive ping timeout"',
    ]);
  });
});

describe("Autobahn", () => {
  it("answers a close of 3000 with 1000, and drops TCP at anything forbidden", () => {
    const played = play(websocket, "ws-py-autobahn");
    expect(verdicts(played, /note/)).toContain(
      '1 note closed: the client closed with 3000 Unauthorized "done", the server answered 1000 Normal Closure',
    );
    expect(verdicts(played).filter((verdict) => !verdict.includes("blindWindow"))).toEqual([
      "2 warning closedOneSided: the client closed with 1005 No Status Received, which may never be sent, the server never answered with its own close",
      "3 error closedAbnormally: cut with no close frame (1006)",
      "4 error closedAbnormally: cut with no close frame (1006)",
      "5 error invalidText: text that is not UTF-8: byte 0xff at offset 0",
      "5 error closedAbnormally: cut with no close frame (1006)",
    ]);
  });
});

describe("nchan", () => {
  it("sends text and bytes by content type, and says that a channel is gone", () => {
    const played = play(websocket, "nchan-ws");
    expect(kinds(played, 1).slice(0, 6)).toEqual(["open", "< text", "> text", "< text", "> binary", "< binary"]);
    expect(verdicts(played, /note/)).toContain('1 note closed: the server closed with 1001 Going Away "410 Gone"');
    expect(verdicts(played)).toEqual(["2 warning blindWindow: blind for 535 ms"]);
  });
});

describe("every recorded message", () => {
  it.each([
    "ws-websocketd",
    "ws-websocketd-binary",
    "ws-websocketd-exit",
    "ws-py-websockets",
    "ws-py-autobahn",
    "nchan-ws",
  ])("of %s has a summary of one short line", (name) => {
    for (const { message, source } of play(websocket, name).messages) {
      if (source !== "message") continue;
      const summary = websocket.summarize(message as Parameters<typeof websocket.summarize>[0]);
      expect(summary.length).toBeLessThanOrEqual(300);
      expect(summary).not.toContain("\n");
    }
  });
});
