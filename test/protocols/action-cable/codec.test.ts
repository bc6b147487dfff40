import { describe, expect, it } from "vitest";
import type { Direction } from "../../../src/model/frame.ts";
import {
  createDecoder,
  decodeFrame,
  encodePerform,
  encodeSubscribe,
  encodeUnsubscribe,
  withAction,
} from "../../../src/protocols/action-cable/codec.ts";
import { dataFrame } from "../../../src/protocols/action-cable/server-messages.ts";
import { Dice } from "../dice.ts";

const chat = '{"channel":"ChatChannel","room":"lobby"}';
const quoted = JSON.stringify(chat);

function decode(text: string, direction: Direction = "received") {
  const [message] = createDecoder(direction).decode({ kind: "text", direction, data: text });
  return message;
}

describe("what the server sends", () => {
  it.each([
    ['{"type":"welcome"}', { kind: "welcome" }],
    ['{"type":"welcome","sid":"k3J"}', { kind: "welcome", sid: "k3J" }],
    ['{"type":"ping","message":1760000000}', { kind: "ping", heartbeat: true, message: 1_760_000_000 }],
    [`{"identifier":${quoted},"type":"confirm_subscription"}`, { kind: "confirm_subscription", channel: chat }],
    [`{"type":"reject_subscription","identifier":${quoted}}`, { kind: "reject_subscription", channel: chat }],
    [
      '{"type":"disconnect","reason":"unauthorized","reconnect":false}',
      { kind: "disconnect", reason: "unauthorized", reconnect: false },
    ],
    ['{"type":"disconnect","reason":null,"reconnect":true}', { kind: "disconnect", reason: null, reconnect: true }],
    ['{"type":"disconnect"}', { kind: "disconnect", reason: null, reconnect: undefined }],
    [`{"identifier":${quoted},"message":{"body":"hi"}}`, { kind: "message", channel: chat, message: { body: "hi" } }],
    [`{"message":null,"identifier":${quoted}}`, { kind: "message", channel: chat, message: null }],
  ])("reads %s", (text, message) => {
    expect(decode(text)).toEqual(message);
  });

  it.each(["text", "", 0, -1.5, true, null, [1, [2]], { identifier: "x", type: "ping", message: "}" }])(
    "takes any JSON value as the message of data: %j",
    (value) => {
      expect(decode(dataFrame(chat, value))).toEqual({ kind: "message", channel: chat, message: value });
    },
  );

  it("case 54: keeps the identifier byte for byte, whatever its spacing and key order", () => {
    for (const identifier of [
      '{"room":"lobby","channel":"ChatChannel"}',
      '{ "channel" : "ChatChannel" }',
      "ChatChannel",
      "",
    ]) {
      expect(decode(dataFrame(identifier, 1))).toMatchObject({ channel: identifier });
    }
  });

  it("case 56: decodes `message` once: JSON inside a string stays a string", () => {
    expect(decode(dataFrame(chat, '{"a":1}'))).toMatchObject({ message: '{"a":1}' });
  });

  it("case 72: names an unknown type instead of calling it data", () => {
    const text = `{"type":"confirm_history","identifier":${quoted}}`;
    expect(decode(text)).toEqual({
      kind: "unknown",
      type: "confirm_history",
      channel: chat,
      body: { type: "confirm_history", identifier: chat },
    });
    expect(decode('{"type":7,"message":1}')).toMatchObject({ kind: "unknown", type: "7" });
    expect(decode("{}")).toEqual({ kind: "unknown", type: "", body: {} });
  });

  it.each([
    ['{"type":"wel', "not JSON: a string that does not end", 8],
    ["", "empty, not JSON", 0],
    ["null", "null, where an object belongs", undefined],
    ["[]", "an array, where an object belongs", undefined],
    ['"welcome"', "a string, where an object belongs", undefined],
    ['{"type":"confirm_subscription"}', "confirm_subscription with no `identifier`", undefined],
    ['{"message":1}', "data with no `identifier`", undefined],
    [
      '{"message":1,"identifier":{"channel":"A"}}',
      "`identifier` is an object, where a string of JSON belongs",
      undefined,
    ],
  ])("calls %s malformed, with place and reason", (text, reason, offset) => {
    expect(decode(text)).toMatchObject({ kind: "malformed", reason, ...(offset === undefined ? {} : { offset }) });
  });
});

describe("what the client sends", () => {
  it("reads its own commands back", () => {
    expect(decode(encodeSubscribe(chat), "sent")).toEqual({ kind: "subscribe", channel: chat });
    expect(decode(encodeUnsubscribe(chat), "sent")).toEqual({ kind: "unsubscribe", channel: chat });
  });

  it("case 56: decodes the `data` of a perform, which is JSON inside JSON", () => {
    const text = encodePerform(chat, withAction({ body: "hi" }, "speak"));
    expect(text).toBe(
      `{"command":"message","identifier":${quoted},"data":"{\\"body\\":\\"hi\\",\\"action\\":\\"speak\\"}"}`,
    );
    expect(decode(text, "sent")).toEqual({
      kind: "perform",
      channel: chat,
      action: "speak",
      data: { body: "hi", action: "speak" },
    });
  });

  it("takes an absent or empty action for `receive`", () => {
    for (const data of [{}, { action: "" }, { action: null }]) {
      expect(decode(encodePerform(chat, data), "sent")).toMatchObject({ kind: "perform", action: undefined });
    }
  });

  it.each([
    ['{"command":"subscribe"}', "subscribe with no `identifier`"],
    [
      '{"command":"subscribe","identifier":{"channel":"A"}}',
      "`identifier` is an object, where a string of JSON belongs",
    ],
    [`{"command":"message","identifier":${quoted}}`, "`data` is missing, where JSON inside a string belongs"],
    [
      `{"command":"message","identifier":${quoted},"data":{}}`,
      "`data` is an object, where JSON inside a string belongs",
    ],
    [`{"command":"message","identifier":${quoted},"data":"[]"}`, "`data` holds an array, where an object belongs"],
    [
      `{"command":"message","identifier":${quoted},"data":"not json"}`,
      '`data` is not JSON: unexpected "n" at offset 0 of it',
    ],
  ])("case 53: calls %s malformed: Rails logs it and stays silent", (text, reason) => {
    expect(decode(text, "sent")).toMatchObject({ kind: "malformed", reason });
  });

  it("names an unknown command", () => {
    expect(decode('{"command":"pong"}', "sent")).toEqual({ kind: "unknown", type: "pong", body: { command: "pong" } });
    expect(decode('{"type":"pong"}', "sent")).toMatchObject({ kind: "unknown", type: "" });
  });
});

describe("frames that are not text", () => {
  it("case 75: calls a binary frame malformed", () => {
    expect(decodeFrame("binary", Uint8Array.of(1, 2), "received")).toMatchObject({
      kind: "malformed",
      reason: "a binary frame: Action Cable speaks in text frames only",
      excerpt: "2 bytes",
    });
  });

  it("names the byte that is not UTF-8", () => {
    const data = Uint8Array.from([...new TextEncoder().encode('{"a":"'), 0xff]);
    expect(decodeFrame("text", data, "received")).toMatchObject({ kind: "malformed", offset: 6 });
    expect(decodeFrame("text", new TextEncoder().encode('{"type":"welcome"}'), "received")).toEqual({
      kind: "welcome",
    });
  });
});

describe("the fast way to read data", () => {
  const tricky = [
    `{"identifier":${quoted},"message":1,"message":2}`,
    `{"identifier":${quoted},"message":1,"type":"ping"}`,
    `{"identifier":${quoted},"message":{"a":1},"stream_id":"s","epoch":"e","offset":1}`,
    `{"identifier":${quoted},"message": 1 }`,
    `{"identifier":${quoted},"message":}`,
    `{"identifier":${quoted},"message":1}}`,
    `{"identifier":${quoted},"message":1`,
    `{"identifier":${quoted},"message":1} `,
    '{"identifier":"a}\\","message":1}',
    '{"identifier":"a}\\\\","message":1}',
    '{"identifier":"x","other":"}","message":1}',
    '{"identifier":"{}","message":"}\\","message\\":1}"}',
    '{"identifier":"\\ud83d\\ude00}","message":"\\u003cb\\u003e"}',
    '{"identifier":"a\nb}","message":1}',
  ];

  it.each(tricky)("gives what the ordinary way gives: %s", (text) => {
    const decoder = createDecoder("received");
    // Twice, since the second time the identifier is remembered.
    for (let round = 0; round < 2; round += 1) {
      decoder.decode({ kind: "text", direction: "received", data: dataFrame(chat, round) });
      expect(decoder.decode({ kind: "text", direction: "received", data: text })).toEqual([
        decodeFrame("text", text, "received"),
      ]);
    }
  });

  it("gives what the ordinary way gives for 20 000 damaged frames of many channels", () => {
    const dice = new Dice(11);
    const different: string[] = [];
    const decoder = createDecoder("received");
    for (let round = 0; round < 20_000; round += 1) {
      const identifier = JSON.stringify({ channel: "ChatChannel", room: dice.below(5) });
      const whole = dataFrame(identifier, dice.pick([1, "a<b>", { message: "}" }, [null], '","message":']));
      const at = dice.below(whole.length);
      const text =
        dice.next() < 0.5 ? whole : whole.slice(0, at) + dice.text('"\\{}:,x', 2) + whole.slice(at + dice.below(3));
      const [message] = decoder.decode({ kind: "text", direction: "received", data: text });
      const ordinary = decodeFrame("text", text, "received");
      if (JSON.stringify(message) !== JSON.stringify(ordinary)) different.push(text);
    }
    expect(different).toEqual([]);
  });

  it("forgets identifiers rather than growing without end", () => {
    const decoder = createDecoder("received");
    const wrong: string[] = [];
    for (let room = 0; room < 3000; room += 1) {
      const identifier = JSON.stringify({ channel: "ChatChannel", room });
      const [message] = decoder.decode({ kind: "text", direction: "received", data: dataFrame(identifier, room) });
      if (message?.channel !== identifier) wrong.push(identifier);
    }
    expect(wrong).toEqual([]);
  });
});

describe("cut and random input", () => {
  const whole = [
    '{"type":"welcome"}',
    '{"type":"disconnect","reason":"unauthorized","reconnect":false}',
    dataFrame(chat, { body: "é😀<b>" }),
    encodePerform(chat, { action: "speak", body: "é" }),
  ];

  it("cut at any character, a frame is malformed and the place is within it", () => {
    for (const text of whole) {
      for (let at = 0; at < text.length; at += 1) {
        const direction = text.includes("command") ? "sent" : "received";
        const message = decode(text.slice(0, at), direction);
        expect(message).toMatchObject({ kind: "malformed", offset: expect.any(Number) });
        if (message?.kind === "malformed") expect(message.offset).toBeLessThanOrEqual(at);
      }
    }
  });

  it("cut at any byte, a frame is malformed, and never throws", () => {
    for (const text of whole) {
      const data = new TextEncoder().encode(text);
      for (let at = 0; at < data.length; at += 1) {
        expect(decodeFrame("text", data.subarray(0, at), "received").kind).toBe("malformed");
      }
    }
  });

  it("survives 20 000 random frames", () => {
    const dice = new Dice(5);
    const pieces = [
      '"type"',
      '"identifier"',
      '"message"',
      '"command"',
      '"data"',
      ":",
      ",",
      "{",
      "}",
      "[",
      "]",
      '"ping"',
      "1",
      "null",
      '"{}"',
      "\\",
    ];
    const kinds = new Set<string>();
    for (let round = 0; round < 20_000; round += 1) {
      const text = Array.from({ length: dice.below(9) }, () => dice.pick(pieces)).join("");
      kinds.add(decodeFrame("text", dice.next() < 0.5 ? `{${text}}` : text, dice.pick(["sent", "received"])).kind);
      kinds.add(decodeFrame(dice.pick(["text", "binary"]), dice.bytes(40), "received").kind);
    }
    expect(kinds).toContain("malformed");
    expect(kinds).toContain("unknown");
  });
});
