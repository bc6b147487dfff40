import { describe, expect, it } from "vitest";
import { messageBus } from "../../../src/protocols/message-bus/index.ts";
import { httpHandshake } from "../handshakes.ts";
import { block, decodeReply, decodeRequest, item, jsonType, status, streamType } from "./polls.ts";

describe("a streamed reply", () => {
  it("is blocks of items, each a message with its own text", () => {
    const first = '{"global_id": 7, "message_id":3,\n "channel":"/a" ,"data":{"x":[1,"],}"]}}';
    const messages = decodeReply([`[ ${first} , ${item("/b", 1, null, 8)}]\r\n|\r\n`]);
    expect(messages).toEqual([
      { kind: "message", channel: "/a", eventId: "3", globalId: 7, messageId: 3, data: { x: [1, "],}"] }, raw: first },
      {
        kind: "message",
        channel: "/b",
        eventId: "1",
        globalId: 8,
        messageId: 1,
        data: null,
        raw: item("/b", 1, null, 8),
      },
    ]);
  });

  it("case 91: an empty block is no data, at the start as at the end", () => {
    expect(decodeReply(["[]\r\n|\r\n", "[]\r\n|\r\n"])).toEqual([
      { kind: "empty", heartbeat: true, raw: "[]" },
      { kind: "empty", heartbeat: true, raw: "[]" },
    ]);
  });

  it("names positions in a status, whatever else the status holds", () => {
    const [message] = decodeReply([block(status({ "/a": 12, "/b": 0 }).replace("12", '12,"/odd":"x"'))]);
    expect(message).toMatchObject({
      kind: "status",
      channel: "/__status",
      positions: [
        ["/a", 12],
        ["/b", 0],
      ],
    });
    expect(message?.eventId).toBeUndefined();
  });

  it("undoes the escape of a separator inside of a block", () => {
    const [message] = decodeReply(['[{"global_id":1,"message_id":1,"channel":"/a",\r\n||\r\n"data":1}]\r\n|\r\n']);
    expect(message).toMatchObject({ kind: "malformed" });
    expect(message?.raw).toContain(',\r\n|\r\n"data"');
  });

  it("skips a block that is no batch, says why and where, and goes on", () => {
    const messages = decodeReply(["[1,\r\n|\r\n", '{"a":1}\r\n|\r\n', "oops\r\n|\r\n", block(item("/a", 1, 1))]);
    expect(messages.map(({ kind }) => kind)).toEqual(["malformed", "malformed", "malformed", "message"]);
    expect(messages.slice(0, 3)).toMatchObject([
      { reason: "not JSON: unexpected end", offset: 3, raw: "[1," },
      { reason: "neither a batch nor a message: it has no channel", raw: '{"a":1}' },
      { reason: 'not JSON: unexpected "o"', offset: 0 },
    ]);
  });

  it.each<[string, string]>([
    ["1", "neither a batch nor a message"],
    ["[1]", "a batch inside of a batch"],
    ['{"message_id":1,"global_id":1,"data":1}', "neither a batch nor a message: it has no channel"],
    ['{"channel":"/a","global_id":1,"data":1}', "a message without its ids"],
    ['{"channel":"/a","message_id":1,"global_id":"1","data":1}', "a message without its ids"],
    ['{"channel":"/a","message_id":1,"global_id":1}', "a message without data"],
    ['{"channel":"/__status","data":null}', "a status without positions"],
  ])("keeps the good items beside a bad one: %s", (bad, reason) => {
    const messages = decodeReply([block(item("/a", 1, "good"), bad, item("/a", 2, "good"))]);
    expect(messages.map(({ kind }) => kind)).toEqual(["message", "malformed", "message"]);
    expect(messages[1]).toEqual({ kind: "malformed", reason, raw: bad });
  });

  it("that ends in the middle of a block keeps what there was", () => {
    expect(decodeReply([block(), "[{"])).toEqual([
      { kind: "empty", heartbeat: true, raw: "[]" },
      { kind: "unfinished", raw: "[{" },
    ]);
  });

  it("without any block is read as one batch, if it is one", () => {
    expect(decodeReply([`[${item("/a", 1, 1)}]`])).toMatchObject([{ kind: "message", channel: "/a" }]);
  });

  it("skips a block that is too long, and shows its beginning", () => {
    const piece = "x".repeat(1024 * 1024);
    const slices = [...Array.from({ length: 33 }, () => piece), "\r\n|", `\r\n${block(item("/a", 1, 1))}`];
    const messages = decodeReply(slices);
    expect(messages).toMatchObject([{ kind: "malformed", reason: "a block of more than 32 MiB" }, { kind: "message" }]);
    expect(messages[0]?.raw).toHaveLength(64 * 1024);
  });

  it("says whether it holds a part back", () => {
    const decoder = messageBus.createDecoder("received", httpHandshake({ headers: streamType }));
    const add = (data: string) => decoder.decode({ kind: "chunk", direction: "received", data });
    expect(decoder.holdsPart?.()).toBe(false);
    add("[]\r\n");
    expect(decoder.holdsPart?.()).toBe(true);
    add("|\r\n");
    expect(decoder.holdsPart?.()).toBe(false);
  });
});

describe("a reply in one piece", () => {
  it("is one batch, by its content type", () => {
    const text = `[${item("/a", 1, "ü")},${status({ "/a": 1 })}]`;
    expect(decodeReply([text.slice(0, 9), text.slice(9)], jsonType)).toMatchObject([
      { kind: "message", data: "ü" },
      { kind: "status" },
    ]);
    expect(decodeReply(["[]"], [["Content-Type", "application/json"]])).toEqual([
      { kind: "empty", heartbeat: true, raw: "[]" },
    ]);
  });

  it("may be nothing, or no JSON", () => {
    expect(decodeReply([], jsonType)).toEqual([]);
    expect(decodeReply(["[{"], jsonType)).toMatchObject([{ kind: "malformed", reason: "not JSON: unexpected end" }]);
  });
});

describe("an answer that is no batch", () => {
  it.each([
    { status: 404, headers: [["content-type", "text/html"]] as const, text: "not found" },
    { status: 429, headers: jsonType, text: '{"errors":["slow down"]}' },
    { status: 200, headers: [["content-type", "text/html"]] as const, text: "<p>login" },
  ])("is told as it is: %o", ({ text, ...head }) => {
    const decoder = messageBus.createDecoder("received", httpHandshake(head));
    const told = [...decoder.decode({ kind: "chunk", direction: "received", data: text }), ...decoder.end()];
    expect(told).toEqual([{ kind: "body", text, raw: text }]);
  });

  it("to a preflight is no reply, though it calls itself JSON", () => {
    const decoder = messageBus.createDecoder("received", httpHandshake({ method: "OPTIONS", headers: jsonType }));
    decoder.decode({ kind: "chunk", direction: "received", data: "OK" });
    expect(decoder.end()).toEqual([{ kind: "body", text: "OK", raw: "OK" }]);
  });
});

describe("a poll", () => {
  const form = "%2Froom%2F7=12&%2Fnews=-1&%2Fw%20x=&__seq=4";

  it("has positions and a count, as a form or as JSON", () => {
    const expected = {
      kind: "stream",
      positions: [
        ["/room/7", "12"],
        ["/news", "-1"],
        ["/w x", ""],
      ],
      seq: 4,
      clientId: "abc",
      heartbeat: true,
    };
    expect(decodeRequest([form])).toEqual([{ ...expected, raw: form }]);
    const json = '{"/room/7":12,"/news":-1,"/w x":null,"__seq":4}';
    expect(decodeRequest([json])).toEqual([{ ...expected, raw: json }]);
  });

  it("case 104: positions stay the text that they are", () => {
    expect(decodeRequest(["%2Fa=abc&%2Fb=7.9"])).toMatchObject([
      {
        positions: [
          ["/a", "abc"],
          ["/b", "7.9"],
        ],
        seq: undefined,
      },
    ]);
  });

  it("says how it wants to be answered", () => {
    const kindOf = (url: string, headers: [string, string][] = []) => decodeRequest(["a=1"], url, headers)[0]?.kind;
    expect(kindOf("http://h/message-bus/a/poll")).toBe("stream");
    expect(kindOf("http://h/message-bus/a/poll", [["dont-chunk", "anything"]])).toBe("long_poll");
    expect(kindOf("http://h/message-bus/a/poll?x=1&dlp=t", [["Dont-Chunk", "true"]])).toBe("plain_poll");
  });

  it("takes blocks over HTTP/1.1 and, through a proxy, HTTP/2; case 97: not over HTTP/1.0", () => {
    const kindOver = (httpVersion: string) => {
      const request = { method: "POST", url: "http://h/message-bus/a/poll", httpVersion, headers: [] };
      const decoder = messageBus.createRequestDecoder?.(request);
      decoder?.decode({ kind: "chunk", direction: "sent", data: "a=1" });
      return decoder?.end()[0]?.kind;
    };
    expect(["1.0", "1.1", "2", "2.0"].map(kindOver)).toEqual(["long_poll", "stream", "stream", "stream"]);
  });

  it("is told as soon as its length is there, and the first of a client is no routine", () => {
    const request = { method: "POST", url: "http://h/message-bus/a/poll", httpVersion: "1.1" };
    const decoder = messageBus.createRequestDecoder?.({ ...request, headers: [["Content-Length", "11"]] });
    expect(decoder?.decode({ kind: "chunk", direction: "sent", data: "a=1&" })).toEqual([]);
    expect(decoder?.decode({ kind: "chunk", direction: "sent", data: "__seq=1" })).toMatchObject([
      { kind: "stream", seq: 1, heartbeat: false },
    ]);
    expect(decoder?.end()).toEqual([]);
  });

  it("that cannot be read says why", () => {
    expect(decodeRequest(['{"a":'])).toMatchObject([{ kind: "malformed", reason: "not JSON: unexpected end" }]);
  });

  it("to the broadcast endpoint publishes", () => {
    const raw = "channel=%2Fchat&data=hi+there";
    expect(decodeRequest([raw], "http://h/message-bus/broadcast")).toEqual([
      { kind: "broadcast", channel: "/chat", data: "hi there", raw },
    ]);
    expect(decodeRequest(["data=1"], "http://h/message-bus/broadcast")).toMatchObject([
      { kind: "malformed", reason: "a broadcast without a channel" },
    ]);
  });
});

describe("what was stored", () => {
  it("reads again as it was", () => {
    const reply = [
      block(item("/a", 1, { x: 1 }), "7", status({ "/a": 2 })),
      block(),
      "nope\r\n|\r\n",
      "{}\r\n|\r\n",
      "[{",
    ];
    const whole = ["[{"];
    const all = [
      ...decodeReply(reply).map((message) => ["received", message] as const),
      ...decodeReply(whole, jsonType).map((message) => ["received", message] as const),
      ...decodeReply(["<p>"], [["content-type", "text/html"]]).map((message) => ["received", message] as const),
      ...decodeRequest(["%2Fa=1&__seq=2"]).map((message) => ["sent", message] as const),
      ...decodeRequest(["{"]).map((message) => ["sent", message] as const),
      ...decodeRequest(["channel=%2Fa&data=1"], "http://h/message-bus/broadcast").map((m) => ["sent", m] as const),
      ...decodeRequest(["data=1"], "http://h/message-bus/broadcast").map((m) => ["sent", m] as const),
    ];
    expect(new Set(all.map(([, { kind }]) => kind)).size).toBe(8);
    for (const [direction, message] of all) {
      const { kind, channel, eventId, raw = "" } = message;
      const again = messageBus.read({ kind, direction, frameKind: "chunk", data: raw, channel, eventId });
      const { clientId: _, ...expected } = { clientId: undefined, ...message };
      expect(again).toEqual(expected);
    }
  });

  it("is read from bytes too", () => {
    const data = new TextEncoder().encode("[]");
    expect(messageBus.read({ kind: "empty", direction: "received", frameKind: "chunk", data })).toMatchObject({
      raw: "[]",
    });
  });
});
