import { describe, expect, it } from "vitest";
import { websocket } from "../../../src/protocols/websocket/index.ts";
import { ServerPlayer } from "../server-player.ts";
import { play, written } from "../transcript.ts";

function holds(transcript: string): void {
  expect(play(new ServerPlayer(websocket), transcript)).toBe(written(transcript));
}

describe("without a topic", () => {
  it("echoes what it gets, as it came", () =>
    holds(`
      > requested /ws
      < accept
      > received hello
      < send hello
      > received { "a" : 1 }
      < send { "a" : 1 }
    `));

  it("echoes bytes too", () => {
    const session = websocket.createServerSession({ random: () => 0 });
    const bytes = Uint8Array.of(1, 2);
    const effects = session.handle({ kind: "received", at: 0, message: { kind: "binary", bytes } });
    expect(effects).toEqual([{ kind: "send", data: bytes }]);
  });
});

describe("with a topic", () => {
  it("publishes what clients send, and sends what is published", () =>
    holds(`
      > requested /ws?topic=chat
      < accept
      < join chat
      > joined chat
      > received {"a": 1}
      < publish chat {"a":1}
      > received plain
      < publish chat "plain"
      > publish chat {"a":1}
      < send {"a":1}
      > publish chat "plain"
      < send plain
      > publish chat null
      < send null
    `));

  it("joins several, each once, and publishes into the first", () =>
    holds(`
      > requested /ws?topic=a&topic=b&topic=a&topic=
      < accept
      < join a
      < join b
      > received x
      < publish a "x"
    `));

  it("replays as much as was asked for", () => {
    const session = websocket.createServerSession({ random: () => 0 });
    const request = {
      method: "GET",
      url: "ws://mock/ws?topic=a&history=2",
      httpVersion: "1.1",
      headers: [["upgrade", "WebSocket"]],
    } as const;
    const effects = session.handle({ kind: "requested", at: 0, request, body: new Uint8Array() });
    expect(effects).toContainEqual({ kind: "join", join: { topic: "a", last: 2 } });
    const publication = { topic: "a", globalId: 1, offset: 1, epoch: "abcd", at: 0, data: [1, "ü"] };
    const topic = { topic: "a", epoch: "abcd", lastOffset: 1, lastGlobalId: 1, replay: [publication], complete: true };
    expect(session.handle({ kind: "joined", at: 0, topic })).toEqual([{ kind: "send", data: '[1,"ü"]' }]);
  });

  it("gives bytes back to their sender alone, since the hub keeps JSON", () => {
    const session = websocket.createServerSession({ random: () => 0 });
    const request = {
      method: "GET",
      url: "ws://mock/ws?topic=a",
      httpVersion: "1.1",
      headers: [["Upgrade", "websocket"]],
    } as const;
    session.handle({ kind: "requested", at: 0, request, body: new Uint8Array() });
    const bytes = Uint8Array.of(1);
    expect(session.handle({ kind: "received", at: 0, message: { kind: "binary", bytes } })).toEqual([
      { kind: "send", data: bytes },
    ]);
  });
});

describe("how it opens and ends", () => {
  it("chooses the first subprotocol that is offered", () =>
    holds(`
      > requested /ws chat.v2,chat.v1
      < accept chat.v2
    `));

  it("refuses plain requests with 426 and other paths with 404", () => {
    expect(play(new ServerPlayer(websocket), "> requested /ws -")).toMatch(/^< respond 426 .*Upgrade: websocket/m);
    expect(play(new ServerPlayer(websocket), "> requested /ws/deeper")).toContain("respond 404");
  });

  it("closes with 1007 at text that is not UTF-8", () => {
    const session = websocket.createServerSession({ random: () => 0 });
    const message = { kind: "malformed", reason: "not UTF-8", bytes: Uint8Array.of(255) } as const;
    expect(session.handle({ kind: "received", at: 0, message }).at(-1)).toMatchObject({ kind: "close", code: 1007 });
  });

  it("does what the mock's owner asks", () =>
    holds(`
      > requested /ws
      < accept
      > command restart
      < close 1012 service restart
      > command kick
      < close 1008 kicked
      > command drop
      < drop
      > command dance
      > closed
    `));
});
