/** What a recording looks like as a file: to be read and changed by a person. */
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { Selection } from "../../../src/interchange/selection.ts";
import { scenarioTextOf, sourceOf } from "./transcripts.ts";

/** Without the comment at the head. */
function bodyOf(protocol: string, name: string): string {
  return scenarioTextOf(sourceOf(protocol, name)).replace(/^(?:#.*\n)+\n?/, "");
}

describe("Action Cable", () => {
  it("is a dialogue: frames byte for byte, times in words, a comment with row and time", () => {
    expect(bodyOf("action-cable", "rails81-async-happy")).toBe(`name: Replay of rails81-async-happy
replay:
  protocol: action-cable
  door: /cable
  speed: 1
  ending: stay
  recorded:
    user: alice
    chat_channel: '{"channel":"ChatChannel","room":"lobby","greet":true}'
    body: hello
  connections:
    - path: '/cable?user={{user}}'
      answer:
        status: 101
        after: 70ms
        subprotocol: actioncable-v1-json
      heartbeats:
        - every: 3s
          after: 2938ms
          data: '{"type":"ping","message":"{{now_seconds}}"}'
      turns:
        # row 2, 2026-11-25 01:26:50.112
        - send: '{"type":"welcome"}'
          after: 15ms
        # row 3, 01:26:50.302
        - expect: '{"command":"subscribe","identifier":"{{chat_channel}}"}'
        # row 4, 01:26:50.303
        - send: '{"identifier":"{{chat_channel}}","message":{"welcome":"to lobby","user":"{{user}}"}}'
          after: 1ms
        # row 5, 01:26:50.304
        - send: '{"identifier":"{{chat_channel}}","type":"confirm_subscription"}'
          after: 1ms
        # row 7, 01:26:50.603
        - expect: |-
            {"command":"message","identifier":"{{chat_channel}}","data":"{\\"action\\":\\"speak\\",\\"body\\":\\"{{body}}\\"}"}
        # row 8, 01:26:50.604
        - send: '{"identifier":"{{chat_channel}}","message":{"user":"{{user}}","body":"{{body}}"}}'
          after: 1ms
        # row 9, 01:26:50.904
        - expect: |-
            {"command":"message","identifier":"{{chat_channel}}","data":"{\\"action\\":\\"echo\\",\\"n\\":1,\\"nested\\":{\\"a\\":[1,2,null]}}"}
        # row 10, 01:26:50.905
        - send: |-
            {"identifier":"{{chat_channel}}","message":{"action":"echo","n":1,"nested":{"a":[1,2,null]}}}
          after: 1ms
        # row 11, 01:26:51.111
        - send: '{"identifier":"{{chat_channel}}","message":{"from":"server"}}'
          after: 206ms
        # row 14, 01:26:58.013
        - expect: '{"command":"unsubscribe","identifier":"{{chat_channel}}"}'
`);
  });

  it("says at its head what it was made of, what was templated and what was masked", () => {
    const source = sourceOf("action-cable", "rails81-async-happy", ["jwt", "email"]);
    const [, ...head] = scenarioTextOf(source, ["jwt", "email"]).split("\n");
    expect(head.slice(0, 11).join("\n")).toContain("user, chat_channel, body.");
    expect(head.slice(0, 11).join("\n")).toContain("Nothing in the messages was masked on export.");
  });
});

describe("other protocols", () => {
  it("lets a reconnection be recognised, and waits for the id that the server had given", () => {
    const { replay } = parse(bodyOf("anycable", "client-anycable-ext-stub"));
    expect(replay.connections.map(({ path }: { path: string }) => path)).toEqual(["/cable", "/cable?sid={{sid}}"]);
    expect(replay.recorded.sid).toBe("sid-1");
  });

  it("keeps chunks of a stream apart, and one answer whole", () => {
    const chunked = parse(bodyOf("message-bus", "client-mb-memory-chunked")).replay.connections[0];
    expect(chunked.turns.length).toBe(7);
    expect(chunked.turns[1].send.crlf).toBe(
      '[{"global_id":129,"message_id":129,"channel":"/client-mb-memory/a/29227","data":"live"}]\n|\n',
    );
    const whole = parse(bodyOf("message-bus", "client-mb-memory-longpoll_nochunk")).replay.connections;
    expect(whole[0].turns).toMatchObject([{ send: expect.stringMatching(/^\[.*\]$/) }, { end: true }]);
    expect(whole[0].answer.after).toMatch(/^15\dms$/);
    expect(whole[0].answer.headers).not.toHaveProperty("content-length");
    // What was not answered when the recording ended.
    expect(whole.at(-1)).not.toHaveProperty("answer");
  });

  it("has lines as lines", () => {
    expect(bodyOf("sse", "sse-fastify")).toContain(`        - send: |+
            id: 2
            data: {"i":2}

          after: 501ms
`);
  });

  it("has bytes as base64, and a refusal as what was answered", () => {
    const { replay } = parse(bodyOf("websocket", "ws-py-websockets"));
    expect(replay.connections[0].turns).toContainEqual({ expect: { base64: "AAH+/w==" } });
    const refused = parse(bodyOf("action-cable", "rails81-async-handshake")).replay.connections;
    expect(refused.map(({ answer }: { answer: { status: number } }) => answer?.status)).toContain(404);
  });
});

describe("what is too much", () => {
  it("is refused with a sentence that says what to do", () => {
    const source = sourceOf("action-cable", "rails81-async-happy");
    const seqs = Array.from({ length: 20_001 }, (_, index) => index + 1);
    const large = { ...source, selection: Selection.of(seqs, source.reader, source.bulk) };
    expect(() => scenarioTextOf(large)).toThrow("20,001 rows are too many for a scenario");
  });
});
