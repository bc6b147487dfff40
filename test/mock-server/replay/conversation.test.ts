/** One recorded connection, played to a client in memory: what is said when, and what is waited for. */
import { describe, expect, it } from "vitest";
import { ReplayHouse } from "../../../mock-server/replay/replay-house.ts";
import type { FrameData, RequestHead } from "../../../src/model/frame.ts";
import type { ServerEffect, ServerInput, ServerSession } from "../../../src/model/session.ts";
import { protocolById, protocols } from "../../../src/protocols/registry.ts";
import type { RecordedConnection, Replay, Turn } from "../../../src/scenario/replay.ts";

const connection = (turns: readonly Turn[], over: Partial<RecordedConnection> = {}): RecordedConnection => ({
  method: "GET",
  path: "/ws",
  answer: { afterMs: 0, status: 101, headers: [] },
  heartbeats: [],
  turns,
  ...over,
});

const send = (data: string, afterMs = 0): Turn => ({ kind: "send", afterMs, data });
const expects = (data: string): Turn => ({ kind: "expect", data });

const head = (url: string, method = "GET", headers: RequestHead["headers"] = []): RequestHead => ({
  method,
  url,
  httpVersion: "1.1",
  headers,
});

class Player {
  readonly #house = new ReplayHouse(protocols);
  readonly #protocol: string;

  constructor(replay: Partial<Replay>) {
    this.#protocol = replay.protocol ?? "websocket";
    this.#house.play({ speed: 1, ending: "stay", recorded: {}, connections: [], ...replay, protocol: this.#protocol });
  }

  comes(): Client {
    const protocol = protocolById(this.#protocol);
    return new Client(this.#house.standInFor({ protocol, door: protocol.door }));
  }
}

class Client {
  /** What others hear of what it says. */
  readonly said: unknown[] = [];
  readonly #session: ServerSession;
  readonly #decode: (data: FrameData) => ServerInput<never>[];

  constructor(protocol: ReturnType<typeof protocolById>) {
    this.#session = protocol.createServerSession({ random: () => 0 });
    const handshake = {
      request: head("ws://mock/ws"),
      response: { status: 101, reason: "", httpVersion: "1.1", headers: [] },
      offered: [],
    };
    const decoder = protocol.createDecoder("sent", handshake);
    this.#decode = (data) =>
      decoder
        .decode({ kind: typeof data === "string" ? "text" : "binary", direction: "sent", data })
        .map((message) => ({ kind: "received", at: 0, message }) as never);
  }

  asks(request = head("ws://mock/ws"), body = ""): string[] {
    return this.#give({ kind: "requested", at: 0, request, body: Buffer.from(body) });
  }

  says(data: FrameData): string[] {
    return this.#decode(data).flatMap((input) => this.#give(input));
  }

  wakes(timer: string, at = 0): string[] {
    return this.#give({ kind: "woke", at, timer });
  }

  #give(input: ServerInput<never>): string[] {
    const effects = this.#session.handle(input);
    for (const effect of effects) if (effect.kind === "said") this.said.push(effect.data);
    return effects.filter(({ kind }) => kind !== "said").map(words);
  }
}

function words(effect: ServerEffect): string {
  switch (effect.kind) {
    case "send":
      return typeof effect.data === "string" ? effect.data : `bytes ${Buffer.from(effect.data).toString("hex")}`;
    case "wake":
      return `(${effect.timer} in ${effect.afterMs})`;
    case "respond":
      return `${effect.status}${effect.stream ? " stream" : ""} ${effect.body ?? ""}`.trim();
    case "close":
      return `close ${effect.code} ${effect.reason}`.trim();
    case "note":
      return `note: ${effect.text}`;
    default:
      return effect.kind;
  }
}

describe("turn by turn", () => {
  it("waits for what the client said, and keeps the time between what the server said", () => {
    const client = new Player({
      connections: [connection([send("hello", 100), expects("hi"), send("again", 50)])],
    }).comes();
    expect(client.asks()).toEqual(["accept", "(turn in 100)"]);
    expect(client.wakes("turn")).toEqual(["hello"]);
    expect(client.says("hi")).toEqual(["(turn in 50)"]);
    expect(client.wakes("turn")).toEqual(["again"]);
  });

  it.each([
    [2, ["accept", "(turn in 50)"]],
    [0.5, ["accept", "(turn in 200)"]],
    [0, ["accept", "hello"]],
  ])("at speed %d", (speed, effects) => {
    expect(new Player({ speed, connections: [connection([send("hello", 100)])] }).comes().asks()).toEqual(effects);
  });

  it("notes what it does not wait for, and has it when it does", () => {
    const client = new Player({
      connections: [connection([expects("one"), send("1"), expects("two"), send("2")])],
    }).comes();
    client.asks();
    expect(client.says("two")).toEqual(["note: said two, where the replay waits for one"]);
    expect(client.says("one")).toEqual(["1", "2"]);
  });

  it("notes what the holes of what it waits for stand for", () => {
    const recorded = { who: '{"room":"lobby"}' };
    const client = new Player({ recorded, connections: [connection([expects('{"join":"{{who}}"}')])] }).comes();
    client.asks();
    expect(client.says('{"join":"{\\"room\\":\\"attic\\"}"}')).toEqual([
      String.raw`note: said {"join":"{\"room\":\"attic\"}"}, where the replay waits for {"join":"{\"room\":\"lobby\"}"}`,
    ]);
  });

  it("tells whoever listens all that the client says, waited for or not", () => {
    const client = new Player({ connections: [connection([expects('{"a":1}'), send("1")])] }).comes();
    client.asks();
    client.says('{"a":1}');
    client.says("something else");
    client.says(Buffer.from([0, 1, 255]));
    expect(client.said).toEqual([{ a: 1 }, "something else", { base64: "AAH/" }]);
  });

  it("loses nothing of a client that is faster than the recorded one", () => {
    const client = new Player({
      connections: [connection([send("hello", 100), expects("hi"), send("again")])],
    }).comes();
    client.asks();
    expect(client.says("hi")).toEqual([]);
    expect(client.wakes("turn")).toEqual(["hello", "again"]);
  });

  it("repeats what the client says, or what the recorded one said until it does", () => {
    const turns = [
      send('{"to":"{{name}}"}'),
      expects('{"I am":"{{name}}"}'),
      send('{"to":"{{name}}","at":"{{now_ms}}"}'),
    ];
    const client = new Player({ recorded: { name: "alice" }, connections: [connection(turns)] }).comes();
    expect(client.asks()).toEqual(["accept", '{"to":"alice"}']);
    expect(client.says('{"I am": "bob"}')).toEqual(['{"to":"bob","at":0}']);
  });

  it("sends and takes bytes as bytes", () => {
    const turns: Turn[] = [
      { kind: "expect", data: { base64: "AAH/" } },
      { kind: "send", afterMs: 0, data: { base64: "AAE=" } },
    ];
    const client = new Player({ connections: [connection(turns)] }).comes();
    client.asks();
    expect(client.says(Buffer.from([0, 1]))).toEqual(["note: said 2 bytes, where the replay waits for 3 bytes"]);
    expect(client.says(Buffer.from([0, 1, 255]))).toEqual(["bytes 0001"]);
  });

  it("goes on with its heartbeats whatever it waits for", () => {
    const heartbeats = [{ afterMs: 3_000, everyMs: 3_000, data: '{"type":"ping","message":"{{now_seconds}}"}' }];
    const client = new Player({ speed: 10, connections: [connection([expects("hi")], { heartbeats })] }).comes();
    expect(client.asks()).toEqual(["accept", "(beat 0 in 3000)"]);
    expect(client.wakes("beat 0", 5_400)).toEqual(['{"type":"ping","message":5}', "(beat 0 in 3000)"]);
  });
});

describe("the end", () => {
  const turns: Turn[] = [send("hello"), { kind: "close", afterMs: 0, code: 1012, reason: "bye" }];

  it("stays: nothing is said any more, and who comes later gets the last one again", () => {
    const player = new Player({ ending: "stay", connections: [connection([send("first")]), connection(turns)] });
    expect(player.comes().asks()).toEqual(["accept", "first"]);
    for (const _ of [1, 2]) expect(player.comes().asks()).toEqual(["accept", "hello"]);
  });

  it("ends: the recorded close, and nobody is let in any more", () => {
    const player = new Player({ ending: "end", connections: [connection(turns)] });
    expect(player.comes().asks()).toEqual(["accept", "hello", "close 1012 bye"]);
    expect(player.comes().asks()).toEqual(["note: turned away, because the replay is over", "503 The replay is over."]);
  });

  it("loops: once more from the top, with a pause", () => {
    const client = new Player({ ending: "loop", speed: 0, connections: [connection([send("hello", 10)])] }).comes();
    expect(client.asks()).toEqual(["accept", "hello", "(round in 1000)"]);
    expect(client.wakes("round")).toEqual(["hello", "(round in 1000)"]);
  });

  it("a code that may not be sent is a close like any other", () => {
    const closes = connection([{ kind: "close", afterMs: 0, code: 1006, reason: "" }]);
    expect(new Player({ ending: "end", connections: [closes] }).comes().asks()).toEqual(["accept", "close 1000"]);
  });
});

describe("polls", () => {
  const poll = (body: string, answer: string, afterMs = 0): RecordedConnection => ({
    method: "POST",
    path: "/message-bus/{{id}}/poll",
    body,
    answer: { afterMs, status: 200, headers: [] },
    heartbeats: [],
    turns: answer === "" ? [{ kind: "end", afterMs: 0 }] : [send(answer), { kind: "end", afterMs: 0 }],
  });
  const recorded = { id: "abc", position: "7" };
  const ask = head("http://mock/message-bus/mine/poll", "POST");
  const player = (ending: Replay["ending"], ...connections: RecordedConnection[]) =>
    new Player({ protocol: "message-bus", ending, recorded, connections });

  it("are answered in one piece, after as long as they were held", () => {
    const client = player("stay", poll("%2Fa=0&__seq=1", "[1]", 250)).comes();
    expect(client.asks(ask, "%2Fa=0&__seq=1")).toEqual(["(answer in 250)"]);
    expect(client.wakes("answer")).toEqual(["200 [1]"]);
  });

  it("get the exchange that was like it, or else the next", () => {
    const played = player(
      "stay",
      poll("%2Fa=0&__seq=1", "[1]"),
      poll("%2Fa={{position}}&__seq=2", "[2]"),
      poll("%2Fa={{position}}&__seq=3", "[3]"),
    );
    expect(played.comes().asks(ask, "__seq=2&%2Fa=99")).toEqual(["200 [2]"]);
    expect(played.comes().asks(ask, "%2Fa=5&__seq=77")).toEqual(["200 [1]"]);
    expect(played.comes().asks(ask, "%2Fa=5&__seq=78")).toEqual(["200 [3]"]);
  });

  it.each([
    ["stay", "%2Fa=5&__seq=9", ["note: held without an answer, because the replay is at its end"]],
    ["stay", "%2Fa=0&__seq=1", ["200 [1]"]],
    ["loop", "%2Fa=5&__seq=9", ["200 [1]"]],
    ["end", "%2Fa=5&__seq=9", ["note: turned away, because the replay is over", "503 The replay is over."]],
  ] as const)("after the last one: %s, %s", (ending, body, effects) => {
    const played = player(ending, poll("%2Fa=0&__seq=1", "[1]"));
    played.comes().asks(ask, "%2Fa=0&__seq=1");
    expect(played.comes().asks(ask, body)).toEqual(effects);
  });

  it("what was never answered waits", () => {
    const { answer: _, ...held } = poll("%2Fa=0&__seq=1", "");
    expect(player("stay", held).comes().asks(ask, "%2Fa=0&__seq=1")).toEqual([
      "note: held without an answer, as it was recorded",
    ]);
  });

  it("what the recording has nothing of is left to the protocol's own session", () => {
    const client = player("stay", poll("%2Fa=0&__seq=1", "[1]")).comes();
    expect(client.asks(head("http://mock/message-bus/mine/poll", "OPTIONS"))[0]).toMatch(/^20/);
  });

  it("may be asked for by a page of another origin", () => {
    const session = new ReplayHouse(protocols);
    session.play({ protocol: "message-bus", speed: 0, ending: "stay", recorded, connections: [poll("", "[1]")] });
    const protocol = protocolById("message-bus");
    const stranger = head(ask.url, "POST", [["Origin", "http://app.test"]]);
    const [effect] = session
      .standInFor({ protocol, door: protocol.door })
      .createServerSession({ random: () => 0 })
      .handle({ kind: "requested", at: 0, request: stranger, body: new Uint8Array() });
    expect(effect).toMatchObject({ headers: [["Access-Control-Allow-Origin", "http://app.test"]] });
  });
});

it("lets in whom the scenario lets in, and leaves it to the protocol to say no", () => {
  const house = new ReplayHouse(protocols);
  house.play({
    protocol: "websocket",
    speed: 0,
    ending: "stay",
    recorded: {},
    connections: [connection([send("hello")])],
  });
  const protocol = protocolById("websocket");
  const script = {
    connecting: ({ url }: RequestHead) => (url.includes("mallory") ? { status: 418 } : undefined),
    subscribing: () => undefined,
  };
  const asks = (url: string) =>
    house
      .standInFor({ protocol, door: protocol.door })
      .createServerSession({ random: () => 0, script })
      .handle({
        kind: "requested",
        at: 0,
        request: head(url, "GET", [["Upgrade", "websocket"]]),
        body: new Uint8Array(),
      })
      .map(words);
  expect(asks("ws://mock/ws?user=mallory")[0]).toMatch(/^418/);
  expect(asks("ws://mock/ws")).toEqual(["accept", "hello"]);
});

describe("a replay that cannot be played", () => {
  it.each([
    [{ protocol: "stomp" }, 'A replay of "stomp" cannot be played: there is action-cable, '],
    [{ protocol: "sse", door: "/here" }, "Server-Sent Events has no door /here, but /events."],
  ])("is refused with a sentence: %j", (over, sentence) => {
    const house = new ReplayHouse(protocols);
    const replay = { speed: 1, ending: "stay", recorded: {}, connections: [], ...over } as const;
    expect(() => house.play(replay)).toThrow(sentence);
  });
});
