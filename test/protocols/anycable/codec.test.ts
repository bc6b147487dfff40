import { encode } from "@msgpack/msgpack";
import { describe, expect, it } from "vitest";
import type { Direction, FrameData } from "../../../src/model/frame.ts";
import { decodeFrame } from "../../../src/protocols/anycable/codec.ts";
import { writeBody } from "../../../src/protocols/anycable/encoding.ts";
import { anycable } from "../../../src/protocols/anycable/index.ts";
import { type Dialect, dialectOf, subprotocols } from "../../../src/protocols/anycable/subprotocols.ts";
import { Dice } from "../dice.ts";
import { webSocketHandshake } from "../handshakes.ts";

const extended = dialectOf("actioncable-v1-ext-json");
const identifier = '{"channel":"RoomChannel","id":7}';

function received(body: object | string, dialect: Dialect = extended) {
  return decodeFrame("text", typeof body === "string" ? body : JSON.stringify(body), "received", dialect);
}

function sent(body: object | string, dialect: Dialect = extended) {
  return decodeFrame("text", typeof body === "string" ? body : JSON.stringify(body), "sent", dialect);
}

/** What both ends may say, as JSON has it. */
const serverSays = [
  { type: "welcome", sid: "k3J" },
  { type: "welcome", sid: "NEW", restored: true, restored_ids: [identifier, "{}"] },
  { type: "ping", message: 1_760_000_000 },
  { type: "confirm_subscription", identifier },
  { type: "reject_subscription", identifier },
  { identifier, message: { text: "é\u{1f600}", list: [1, -2.5, null, true, { deep: "" }] } },
  { identifier, message: "plain", stream_id: "room/7", epoch: "vRXl", offset: 2 ** 40 },
  { type: "confirm_history", identifier },
  { type: "reject_history", identifier },
  { type: "disconnect", reason: "no_pong", reconnect: true },
  { type: "disconnect", reason: "remote", reconnect: false },
];
const clientSays = [
  { command: "subscribe", identifier },
  { command: "subscribe", identifier, history: { since: 1_760_000_000, streams: {} } },
  {
    command: "history",
    identifier,
    history: { streams: { "room/7": { epoch: "vRXl", offset: 32 }, b: { epoch: "x", offset: 1 } } },
  },
  { command: "message", identifier, data: '{"action":"speak","text":"hi"}' },
  { command: "unsubscribe", identifier },
  { command: "pong" },
];
const presence = [
  ["received", { type: "presence", identifier, message: { type: "join", id: "42", info: { n: 1 } } }],
  [
    "received",
    { type: "presence", identifier, message: { type: "info", total: 1, records: [{ info: {}, id: "42" }] } },
  ],
  ["received", { type: "pong" }],
  ["sent", { command: "whisper", identifier, data: { typing: true } }],
  ["sent", { command: "join", identifier, presence: { id: "42", info: {} } }],
  ["sent", { command: "presence", identifier, data: { return_records: false } }],
] as const;

describe("what the server says", () => {
  it("case 77: welcome with its session id, and a restored one", () => {
    expect(received({ type: "welcome", sid: "k3J" })).toEqual({ kind: "welcome", sid: "k3J" });
    expect(received({ type: "welcome", sid: "NEW", restored: true, restored_ids: [identifier] })).toEqual({
      kind: "welcome",
      sid: "NEW",
      restored: true,
      restoredIds: [identifier],
    });
    expect(received({ type: "welcome", sid: "NEW", restored: true })).toEqual({
      kind: "welcome",
      sid: "NEW",
      restored: true,
    });
  });

  it("data with a position, which is its event id, and data without", () => {
    const position = { stream_id: "room_7", epoch: "vRXl", offset: 32 };
    expect(received({ identifier, message: 1, ...position })).toEqual({
      kind: "message",
      channel: identifier,
      message: 1,
      eventId: "vRXl/32",
      position: { streamId: "room_7", epoch: "vRXl", offset: 32 },
    });
    expect(received({ identifier, message: 1 })).toEqual({ kind: "message", channel: identifier, message: 1 });
    expect(received({ identifier, message: 1, ...position, offset: "32" })).not.toHaveProperty("position");
  });

  it("case 86: presence comes as join, leave, info and error; info may lack its records", () => {
    expect(received({ type: "presence", identifier, message: { type: "leave", id: 42 } })).toMatchObject({
      event: "leave",
      id: "42",
    });
    expect(received({ type: "presence", identifier, message: { type: "info", total: 0 } })).toMatchObject({
      event: "info",
      total: 0,
    });
    expect(received({ type: "presence", identifier, message: { type: "error", total: 0 } })).toMatchObject({
      event: "error",
    });
    expect(received({ type: "presence", identifier, message: "join" })).toMatchObject({
      kind: "malformed",
      channel: identifier,
    });
  });

  it.each(["confirm_history", "reject_history", "presence", "confirm_subscription"])(
    "%s needs an identifier",
    (type) => {
      expect(received({ type, message: { type: "join" } })).toMatchObject({ kind: "malformed" });
    },
  );

  it("a type that it does not have is named", () => {
    expect(received({ type: "later", identifier })).toMatchObject({ kind: "unknown", type: "later" });
  });
});

describe("what the client says", () => {
  it("case 85: whisper's data is any JSON, not JSON inside a string", () => {
    expect(sent({ command: "whisper", identifier, data: { typing: true } })).toMatchObject({ data: { typing: true } });
    expect(sent({ command: "whisper", identifier, data: '{"a":1}' })).toMatchObject({ data: '{"a":1}' });
  });

  it("subscribe may bring a history request and a presence", () => {
    const history = { since: 5, streams: { room_7: { epoch: "e", offset: 3 }, odd: 1 } };
    const message = sent({ command: "subscribe", identifier, history, presence: { id: 42, info: 1 } });
    expect(message).toMatchObject({
      kind: "subscribe",
      history: { since: 5, streams: { room_7: { epoch: "e", offset: 3 } } },
      presence: { id: "42", info: 1 },
    });
  });

  it("pong and ping need no identifier, everything else does", () => {
    expect(sent({ command: "pong" })).toEqual({ kind: "pong", heartbeat: true });
    expect(sent({ command: "ping" })).toMatchObject({ kind: "ping", heartbeat: true });
    for (const command of ["history", "whisper", "join", "leave", "presence", "subscribe"])
      expect([command, sent({ command }).kind]).toEqual([command, "malformed"]);
    expect(sent({ command: "join", identifier })).toMatchObject({ kind: "malformed", channel: identifier });
  });

  it("a stream called __proto__ is a stream like any other", () => {
    const text = `{"command":"history","identifier":"x","history":{"streams":{"__proto__":{"epoch":"e","offset":1}}}}`;
    expect(Object.keys((sent(text) as { history: { streams: object } }).history.streams)).toEqual(["__proto__"]);
  });
});

describe("the binary encodings", () => {
  const said = (direction: Direction) => (direction === "received" ? serverSays : clientSays);

  it.each(["actioncable-v1-ext-msgpack", "actioncable-v1-msgpack", "actioncable-v1-ext-protobuf"])(
    "%s says all that JSON says",
    (name) => {
      const dialect = dialectOf(name);
      for (const direction of ["received", "sent"] as const)
        for (const body of said(direction)) {
          const data = writeBody(body, direction, dialect);
          expect(data).toBeInstanceOf(Uint8Array);
          const plain = decodeFrame("text", JSON.stringify(body), direction, extended);
          expect(decodeFrame("binary", data, direction, dialect)).toEqual(plain);
        }
    },
  );

  it("base protobuf says what base JSON says: its Message has no place for positions and session ids", () => {
    const dialect = dialectOf("actioncable-v1-protobuf");
    const base = serverSays.filter((body) => !("sid" in body) && !("epoch" in body));
    for (const body of base) {
      const data = writeBody(body, "received", dialect);
      expect(decodeFrame("binary", data, "received", dialect)).toEqual(received(body));
    }
  });

  it("msgpack has presence and whispers; protobuf's schema has no presence, and says so", () => {
    for (const [direction, body] of presence) {
      const msgpack = dialectOf("actioncable-v1-ext-msgpack");
      const plain = decodeFrame("text", JSON.stringify(body), direction, extended);
      expect(decodeFrame("binary", writeBody(body, direction, msgpack), direction, msgpack)).toEqual(plain);
    }
    const protobuf = dialectOf("actioncable-v1-ext-protobuf");
    expect(() => writeBody({ command: "join", identifier }, "sent", protobuf)).toThrowError(
      expect.objectContaining({ code: "not-in-protobuf" }),
    );
  });

  it("the same bytes mean one thing in Message and another in Reply", () => {
    const body = { type: "confirm_subscription", identifier };
    const reply = writeBody(body, "received", dialectOf("actioncable-v1-ext-protobuf"));
    expect(decodeFrame("binary", reply, "received", dialectOf("actioncable-v1-ext-protobuf"))).toMatchObject({
      channel: identifier,
    });
    expect(decodeFrame("binary", reply, "received", dialectOf("actioncable-v1-protobuf")).kind).toBe("malformed");
  });

  it("reads protobuf written by hand from the schema", () => {
    // Reply { type: ping, message: msgpack 1 }, then an unknown field 15, which is skipped.
    const ping = Uint8Array.of(0x08, 3, 0x1a, 1, 1, 0x78, 9);
    expect(decodeFrame("binary", ping, "received", dialectOf("actioncable-v1-ext-protobuf"))).toEqual({
      kind: "ping",
      heartbeat: true,
      message: 1,
    });
    // A type that the schema does not have yet.
    const later = Uint8Array.of(0x08, 99);
    expect(decodeFrame("binary", later, "received", dialectOf("actioncable-v1-ext-protobuf"))).toMatchObject({
      kind: "unknown",
      type: "number 99",
    });
  });

  it("makes text of what JSON has no word for", () => {
    const dialect = dialectOf("actioncable-v1-msgpack");
    const message = { bytes: Uint8Array.of(1, 255), at: new Date(0) };
    const data = encode({ identifier, message });
    expect(decodeFrame("binary", data, "received", dialect)).toMatchObject({
      message: { bytes: "01ff", at: "1970-01-01T00:00:00.000Z" },
    });
  });

  it("a text frame where bytes were agreed on, and bytes where text was, are told as such", () => {
    expect(decodeFrame("text", "{}", "received", dialectOf("actioncable-v1-ext-msgpack"))).toMatchObject({
      kind: "malformed",
    });
    expect(decodeFrame("binary", Uint8Array.of(1), "received", extended)).toMatchObject({
      kind: "malformed",
      excerpt: "01",
    });
  });

  it("announced sizes cost nothing: four billion items, strings and bytes", () => {
    const dialect = dialectOf("actioncable-v1-msgpack");
    for (const head of [0xdd, 0xdf, 0xdb, 0xc6, 0xc9]) {
      const message = decodeFrame("binary", Uint8Array.of(head, 255, 255, 255, 255), "received", dialect);
      expect(message.kind).toBe("malformed");
    }
    const deep = new Uint8Array(100_000).fill(0x91);
    expect(decodeFrame("binary", deep, "received", dialect).kind).toBe("malformed");
  });
});

describe("any bytes", () => {
  it("cut anywhere, every frame is read or told to be malformed; nothing throws", () => {
    for (const name of subprotocols) {
      const dialect = dialectOf(name);
      const kind = dialect.encoding === "json" ? "text" : "binary";
      for (const direction of ["received", "sent"] as const)
        for (const body of direction === "received" ? serverSays : clientSays) {
          const whole: FrameData = writeBody(body, direction, dialect);
          for (let length = 0; length < whole.length; length += 1)
            expect(typeof decodeFrame(kind, whole.slice(0, length), direction, dialect).kind).toBe("string");
        }
    }
  });

  it("random bytes and flipped bits never throw, whatever was agreed on", () => {
    const dice = new Dice(7);
    for (let round = 0; round < 6000; round += 1) {
      const dialect = dialectOf(dice.pick(subprotocols));
      const direction = dice.pick(["received", "sent"] as const);
      const body = dice.pick<object>(direction === "received" ? serverSays : clientSays);
      const whole = writeBody(body as Record<string, unknown>, direction, dialect);
      const bytes =
        dice.next() < 0.3
          ? dice.bytes(60)
          : typeof whole === "string"
            ? new TextEncoder().encode(whole)
            : whole.slice();
      for (let flips = dice.below(4); flips > 0 && bytes.length > 0; flips -= 1)
        bytes[dice.below(bytes.length)] = dice.below(256);
      const message = decodeFrame(dice.pick(["text", "binary"] as const), bytes, direction, dialect);
      expect(anycable.summarize(message).length).toBeLessThanOrEqual(320);
      expect(Array.isArray(anycable.describe(message).facts)).toBe(true);
    }
  });
});

describe("reading again", () => {
  it("case 44: what was agreed on decides, not what was offered", () => {
    const handshake = webSocketHandshake({
      offered: ["actioncable-v1-ext-msgpack", "actioncable-v1-json"],
      subprotocol: "actioncable-v1-json",
    });
    const decoder = anycable.createDecoder("received", handshake);
    expect(decoder.decode({ kind: "text", direction: "received", data: '{"type":"welcome"}' })).toEqual([
      { kind: "welcome" },
    ]);
    expect(decoder.end()).toEqual([]);
  });

  it("gives the same message for a stored one", () => {
    const subprotocol = "actioncable-v1-ext-protobuf";
    const body = { identifier, message: 1, stream_id: "s", epoch: "e", offset: 2 };
    const data = writeBody(body, "received", dialectOf(subprotocol));
    const stored = { kind: "message", direction: "received", frameKind: "binary", data, subprotocol } as const;
    expect(anycable.read(stored)).toEqual(received(body));
  });
});
