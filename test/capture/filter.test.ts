/** Filters over a small capture of every kind of entry; and paths in SQL against the same paths in JavaScript. */
import { beforeEach, describe, expect, it } from "vitest";
import type { FilterContext } from "../../src/capture/filter-tests.ts";
import type { Capture } from "../../src/capture/store.ts";
import { View } from "../../src/capture/view.ts";
import { parseFilter } from "../../src/filter/parse.ts";
import { PathTest } from "../../src/filter/path-test.ts";
import type { Level } from "../../src/model/event.ts";
import type { Direction } from "../../src/model/frame.ts";
import type { TransportMessage } from "../../src/model/message.ts";
import { Dice } from "../protocols/dice.ts";
import { newCapture, noContext } from "./capture-files.ts";

const day = Date.UTC(2026, 10, 25);
const head = { method: "GET", url: "ws://x/cable", httpVersion: "1.1", headers: [] };
const answer = (status: number) => ({ status, reason: "", httpVersion: "1.1", headers: [] });

class Writer {
  readonly capture = newCapture();
  readonly names = new Map<number, string>();
  #at = day + 14 * 3_600_000;

  /** The next entry is so much later, ms. */
  wait(ms: number): this {
    this.#at += ms;
    return this;
  }

  text(name: string, direction: Direction, kind: string, data: string, more: object = {}): this {
    const frame = this.capture.frame(this.#at, 1, { kind: "text", direction, data });
    const message = { kind, ...more };
    return this.#named(
      name,
      this.capture.message(this.#at, 1, direction, "message", message, frame, frame, data.length),
    );
  }

  bytes(name: string, kind: string, data: Uint8Array, more: object = {}): this {
    const frame = this.capture.frame(this.#at, 1, { kind: "binary", direction: "received", data });
    const message = { kind, ...more };
    return this.#named(
      name,
      this.capture.message(this.#at, 1, "received", "message", message, frame, frame, data.length),
    );
  }

  transport(name: string, message: TransportMessage, connection = 1): this {
    return this.#named(name, this.capture.message(this.#at, connection, "received", "transport", message, 0, 0, 0));
  }

  event(name: string, kind: string, level: Level, title: string, channel?: string): this {
    const event = { kind, level, title, explanation: "", ...(channel ? { channel } : {}) };
    return this.#named(name, this.capture.event(this.#at, 1, event));
  }

  #named(name: string, seq: number): this {
    this.names.set(seq, name);
    return this;
  }
}

const lobby = '{"channel":"ChatChannel","room":"lobby"}';
const news = '{"channel":"NewsChannel"}';
const inLobby = (message: unknown, more: object = {}) => JSON.stringify({ identifier: lobby, message, ...more });

let writer: Writer;
let context: FilterContext;

beforeEach(() => {
  writer = new Writer();
  const handshake = { request: head, response: answer(101), offered: [] };
  writer
    .transport("open", { kind: "open", handshake, attempt: 1 })
    .text("welcome", "received", "welcome", '{"type":"welcome"}')
    .text("subscribe", "sent", "subscribe", JSON.stringify({ command: "subscribe", identifier: lobby }), {
      channel: lobby,
    })
    .event("confirmed", "subscribed", "good", "confirmed after 2 ms", lobby)
    .wait(60_000)
    .text("hello", "received", "message", inLobby({ user: { id: 42, name: "Ana" }, body: "hello" }), {
      channel: lobby,
      eventId: "b1/41",
    })
    .text("goodbye", "received", "message", inLobby({ user: { id: 7 }, body: "Goodbye, grüße", tags: ["a", "b"] }), {
      channel: lobby,
      eventId: "b1/43",
    })
    .event("gap", "gapFound", "error", "1 message missing", lobby)
    .text(
      "speak",
      "sent",
      "perform",
      JSON.stringify({ command: "message", data: '{"action":"speak","user":{"id":42}}' }),
      {
        channel: lobby,
      },
    )
    .text("ping", "received", "ping", '{"type":"ping","message":5}', { heartbeat: true })
    .wait(60_000)
    .text("news", "received", "message", JSON.stringify({ identifier: news, message: "plain", stream_id: "news:1" }), {
      channel: news,
      eventId: "900",
    })
    .bytes("packed", "message", Uint8Array.of(0x81, 0xa1, 0x61, 0x01), { channel: news, eventId: "12/x1/news" })
    .text("block", "received", "event", 'id: 3\ndata: {"user":{"id":42}}\n\n', { eventId: "3" })
    .transport("ws close", { kind: "ws_close", frame: { code: 1001, reason: "" } })
    .transport("lost", { kind: "closed", close: { kind: "closed" } })
    .wait(60_000)
    .transport("refused", { kind: "closed", close: { kind: "refused", response: answer(404), body: "no" } }, 2)
    .event("stale", "wentStale", "warning", "no ping for 6 s");
  const known = new Map([...writer.names].map(([seq, name]) => [name, seq]));
  context = {
    labelChannel: (channel) => (channel === lobby ? "ChatChannel lobby" : "NewsChannel"),
    payloadOf: (seq) =>
      seq === known.get("packed") ? { a: 1 } : seq === known.get("block") ? { user: { id: 42 } } : undefined,
    streamOf: (seq) => (seq === known.get("packed") ? "news:packed" : undefined),
  };
});

function found(filter: string): string[] {
  const view = new View(writer.capture, { filter, foldHeartbeats: false, utcOffsetMinutes: 60 }, context);
  while (view.scanSlice());
  const names = view.window(0, 100).map(({ seq }) => writer.names.get(seq) ?? "?");
  view.close();
  return names;
}

const all = () => [...writer.names.values()];
const without = (...names: string[]) => all().filter((name) => !names.includes(name));

describe("a filter finds", () => {
  it.each<[string, readonly string[]]>([
    ["hello", ["hello"]],
    ["GRÜSSE", []],
    ["GRÜßE", ["goodbye"]],
    ['"body":"hello"', ["hello"]],
    ["/gapF.und/", ["gap"]],
    ["/HEL+O/", ["hello"]],
    ["/HEL+O/s", []],
    ['"ChatChannel lobby"', ["subscribe", "confirmed", "hello", "goodbye", "gap", "speak"]],
    ["/chatchannel lobby$/", ["subscribe", "confirmed", "hello", "goodbye", "gap", "speak"]],
    ['"confirmed after"', ["confirmed"]],
    ["explanation", []],
    ["hello or goodbye", ["hello", "goodbye"]],
    ["kind:message user", ["hello", "goodbye"]],
    ["kind:message -user", ["news", "packed"]],
    ["kind:MESSAGE,ping", ["hello", "goodbye", "ping", "news", "packed"]],
    ["kind:sub*", ["subscribe", "confirmed"]],
    ["kind:~scrib", ["subscribe", "confirmed"]],
    ["kind:/^w/", ["welcome", "ws close", "stale"]],
    ["dir:sent", ["subscribe", "speak"]],
    ["channel:news", ["news", "packed"]],
    ['channel:"ChatChannel lobby" dir:sent', ["subscribe", "speak"]],
    ["channel:ChatChannel*", ["subscribe", "confirmed", "hello", "goodbye", "gap", "speak"]],
    ["stream:news", ["news", "packed"]],
    ["stream:news:1", ["news"]],
    ["id:41", ["hello"]],
    ["id:12", ["packed"]],
    ["id:b1/43", ["goodbye"]],
    ["id:>42", ["goodbye", "news"]],
    ["id:3..41", ["hello", "packed", "block"]],
    ["size:<=4", ["open", "packed", "ws close", "lost", "refused"]],
    ["session:2", ["refused"]],
    ["verdict:any", ["gap", "stale"]],
    ["verdict:error", ["gap"]],
    ["verdict:good", ["confirmed"]],
    ["verdict:went*", ["stale"]],
    ["-verdict:any dir:sent", ["subscribe", "speak"]],
    ["status:404", ["refused"]],
    ["status:1xx,4xx", ["open", "refused"]],
    ["code:1006", ["lost"]],
    ["code:>1000", ["ws close", "lost"]],
    ["time:15:01", ["hello", "goodbye", "gap", "speak", "ping"]],
    ["time:15:03..", ["refused", "stale"]],
    ["time:14:30..15:00", ["open", "welcome", "subscribe", "confirmed"]],
    ["time:23:00..15:00:30", ["open", "welcome", "subscribe", "confirmed"]],
    ["time:>=2026-11-25T14:03Z", ["refused", "stale"]],
    ["$.user.id = 42", ["hello", "speak", "block"]],
    ["$.user.id > 6", ["hello", "goodbye", "speak", "block"]],
    ["$.user.id != 42", ["goodbye"]],
    ["$.user.name = Ana", ["hello"]],
    ["$.user", ["hello", "goodbye", "speak", "block"]],
    ["$.tags[1] = b", ["goodbye"]],
    ["$.tags[*] = b", ["goodbye"]],
    ["$.a = 1", ["packed"]],
    ["$.type = ping", ["ping"]],
    ["$.message = 5", ["ping"]],
    ['$.body ~ "GOOD"', ["goodbye"]],
    ["$.body ~ /^hel/", ["hello"]],
    ["$.body ~ hello or $.user.id = 7", ["hello", "goodbye"]],
  ])("%s", (filter, expected) => expect(found(filter).sort()).toEqual([...expected].sort()));

  it("everything for nothing, and the rest for a negation", () => {
    expect(found(" ")).toEqual(all());
    expect(found("-kind:message")).toEqual(without("hello", "goodbye", "news", "packed"));
    expect(found("-(hello or $.user.id = 7)")).toEqual(without("hello", "goodbye"));
    expect(found("-$.user.id = 42")).toEqual(without("hello", "speak", "block"));
  });

  it("texts as they are read, however JSON writes them", () => {
    writer
      .text("rails", "received", "message", String.raw`{"html":"\u003cturbo-stream\u003e a \u0026 b"}`)
      .text("python", "received", "message", String.raw`{"body":"caf\u00C9 \ud83d\udca5"}`)
      .text("php", "received", "message", String.raw`{"url":"http:\/\/x\/y"}`)
      .text("nested", "sent", "perform", JSON.stringify({ data: JSON.stringify({ html: '<b>"quoted"\n\\end' }) }))
      .text("hex", "received", "message", String.raw`{"plain":"\\u003cnot a tag"}`);
    expect(found("<turbo-stream>")).toEqual(["rails"]);
    expect(found('"a & b"')).toEqual(["rails"]);
    expect(found("/<TURBO.*> a/")).toEqual(["rails"]);
    expect(found("café")).toEqual(["python"]);
    expect(found("💥")).toEqual(["python"]);
    expect(found("http://x/y")).toEqual(["php"]);
    expect(found("/x\\/y$/")).toEqual([]);
    expect(found("/x\\/y/")).toEqual(["php"]);
    expect(found('"<b>\\"quoted\\""')).toEqual(["nested"]);
    expect(found('"\\\\end"')).toEqual(["nested"]);
    expect(found("u003c")).toEqual(["rails", "hex"]);
  });

  it("JSON as rows show it, however it is spaced, and as it was spaced", () => {
    writer
      .text("python", "received", "message", '{"id": 4242, "tags": ["x", "y"], "text": "a,  b: c"}')
      .text("pretty", "received", "message", '{\n  "id" : 4242,\n  "tags" : [ "x", "y" ],\n  "text" : "a,  b: c"\n}')
      .text("compact", "received", "message", '{"id":4242,"tags":["x","y"],"text":"a,  b: c"}');
    const spaced = ["python", "pretty", "compact"];
    for (const phrase of [
      '{"id":4242,',
      '"id": 4242',
      '"tags":["x","y"]',
      '"TAGS": ["X", "y"],"text":',
      'y"],"text":"a,  b',
      '  b: c"}',
    ])
      expect(found(`"${phrase.replace(/"/g, '\\"')}"`), phrase).toEqual(spaced);
    expect(found('{"id":4242,"tags"')).toEqual(spaced);
    for (const other of ['"id":43', '{"tags":', '"a, b: c"', '"id":42 42'])
      expect(found(`"${other.replace(/"/g, '\\"')}"`), other).toEqual([]);
    writer.text("größe", "received", "message", '{"größe": "ÄB"}');
    expect(found('"\\"größe\\":\\"ÄB\\""')).toEqual(["größe"]);
  });

  it("whole numbers of any length as they are written, where JavaScript's would be others", () => {
    const ids = ["9007199254740992", "9007199254740993", "1234567890123456789", "98765432109876543210"];
    for (const id of ids) {
      writer.text(id, "received", "message", `{"id":${id},"stream_id":${id}}`, { channel: news, eventId: id });
      writer.text(`"${id}"`, "received", "message", `{"id":"${id}"}`);
    }
    writer.text("padded", "received", "message", "{}", { eventId: "0042" });
    for (const id of ids) expect(found(`$.id = ${id}`), id).toEqual([id, `"${id}"`]);
    expect(found("$.id != 9007199254740993 $.id < 1234567890123456789")).toEqual([ids[0]]);
    expect(found("$.id > 9007199254740992")).toEqual(ids.slice(1));
    expect(found("$.id = 9007199254740993..1234567890123456788")).toEqual([ids[1]]);
    for (const id of ids) expect(found(`id:${id}`), id).toEqual([id]);
    expect(found("id:9007199254740993..1234567890123456789")).toEqual([ids[1], ids[2]]);
    expect(found("id:>9007199254740993")).toEqual(ids.slice(2));
    expect(found("id:0042")).toEqual(["padded"]);
    // Asked in JavaScript, which is handed them.
    expect(found("$.id ~ é or stream:é")).toEqual([]);
  });

  it("what a path has, and what it has not", () => {
    expect(found("$.user.name !~ AN")).toEqual([]);
    expect(found("$.user.id !~ /^4/")).toEqual(["goodbye"]);
    writer.text("python", "received", "message", String.raw`{"user":{"name":"Zo\u00e9"},"tags":["a\"b"]}`);
    expect(found('$.user ~ "ZOÉ"')).toEqual(["python"]);
    expect(found("$.tags ~ 'a\"b'")).toEqual(["python"]);
  });

  it("very many words and values, and very long ones", () => {
    const list = (count: number, one: (n: number) => string, between: string) =>
      Array.from({ length: count }, (_, n) => one(n)).join(between);
    expect(found(list(1_000, (n) => `w${n}`, " "))).toEqual([]);
    expect(found(`hello or ${list(999, (n) => `"<${n}>"`, " or ")}`)).toEqual(["hello"]);
    expect(found(list(100, (n) => `-$.none${n} = 1`, " "))).toEqual(all());
    expect(found(`id:${list(999, (n) => String(n + 40), ",")}`)).toEqual(["hello", "goodbye", "news"]);
    for (const character of ["x", "é"]) {
      const long = character.repeat(100_000);
      writer.text(character, "received", "message", JSON.stringify({ long: `a${long}` }));
      expect([found(long), found(`$.long ~ ${long}`)]).toEqual([[character], [character]]);
    }
  });

  it("characters within bytes, such as the strings of MessagePack", () => {
    writer.bytes("ana", "message", Buffer.from("\x82\xa4name\xa3Ana\xa1b\xa6", "latin1"));
    writer.bytes("grüße", "message", Buffer.concat([Buffer.of(0x81, 0xa1, 0x61, 0xa7), Buffer.from("Grüße")]));
    expect(found("ana")).toEqual(["hello", "ana"]);
    expect(found("/name.Ana/")).toEqual(["ana"]);
    expect(found("GRÜßE kind:message")).toEqual(["goodbye", "grüße"]);
  });

  it("names that have come since the search began", () => {
    const live = new Writer();
    const view = new View(live.capture, { filter: "kind:b* channel:x", foldHeartbeats: false }, noContext);
    live.text("", "received", "boat", "{}", { channel: "x1" }).text("", "received", "car", "{}", { channel: "x1" });
    view.scanSlice();
    live.text("", "received", "bus", "{}", { channel: "x2" }).text("", "received", "bus", "{}", { channel: "y" });
    view.scanSlice();
    expect(view.window(0, 9).map(({ seq }) => seq)).toEqual([1, 3]);
  });

  it("nothing it does not understand: a sentence names the place", () => {
    const view = new View(writer.capture, { filter: "hello", foldHeartbeats: false }, context);
    expect(() => new View(writer.capture, { filter: "size:x", foldHeartbeats: false }, context)).toThrow(
      'Filter, character 6: "x" is no size: size: takes sizes, such as size:>10kB.',
    );
    expect(() => {
      view.options = { filter: "(", foldHeartbeats: false };
    }).toThrow("Filter, character 1");
    expect([view.options.filter, view.scanSlice(), view.matches]).toEqual(["hello", false, 1]);
  });

  it("live entries as they come", () => {
    const live = new Writer();
    const view = new View(live.capture, { filter: "$.n > 1 kind:message", foldHeartbeats: false }, noContext);
    const send = (n: number) => live.text("", "received", "message", inLobby({ n }));
    send(1);
    send(2);
    view.scanSlice();
    expect(view.matches).toBe(1);
    send(3);
    view.scanSlice();
    expect(view.window(0, 9).map(({ seq }) => seq)).toEqual([2, 3]);
  });
});

describe("a regular expression that does not come to an end", () => {
  const endless = `${"a".repeat(60)}!`;

  it("is given up at the row where it happens; all else goes on", () => {
    const live = new Writer();
    for (let n = 0; n < 50; n += 1) live.text("", "received", "message", n === 30 ? endless : "aab");
    const view = new View(live.capture, { filter: "/a*a*a*a*a*a*a*b/", foldHeartbeats: false }, noContext);
    while (view.scanSlice());
    expect(view.failure).toBe("A regular expression does not come to an end on row 31: write it with fewer * and +.");
    expect([view.matches, view.scanned]).toEqual([30, 30]);
    live.text("", "received", "message", "after");
    expect([view.scanSlice(), live.capture.entries]).toEqual([false, 51]);
    view.options = { filter: "after", foldHeartbeats: false };
    while (view.scanSlice());
    expect([view.failure, view.matches, view.scanned]).toEqual([undefined, 1, 51]);
    view.close();
  });

  it("in a name is given up as well, and its own capture is written on", () => {
    const live = new Writer();
    const view = new View(live.capture, { filter: "channel:/a*a*a*a*a*a*a*b/", foldHeartbeats: false }, noContext);
    live.text("", "received", "message", "{}", { channel: endless });
    while (view.scanSlice());
    expect(view.failure).toContain("row 1");
    live.text("", "received", "message", "{}", { channel: "b" });
    live.capture.commit();
    expect(live.capture.reader.entry(2)?.channel).toBe("b");
    view.close();
  });
});

it("goes through a capture with very many channels by large steps: the list of names costs more than the entries", () => {
  const many = new Writer();
  for (let n = 0; n < 30_000; n += 1)
    many.text("", "received", "message", "{}", { channel: `{"channel":"RoomChannel","id":${n}}` });
  const view = new View(many.capture, { filter: "channel:RoomChannel", foldHeartbeats: false }, noContext);
  let slices = 1;
  while (view.scanSlice()) slices += 1;
  expect([view.matches, slices < 300]).toEqual([30_000, true]);
});

describe("a path in SQL means what it means in JavaScript", () => {
  const names = ["a", "b", "odd name", "ü"];
  const scalars = [0, 1, -1.5, 42, "42", "1.10", 1.1, 1e300, "a", "A b", 'é"\\', "", true, false, null, "true"];

  function value(dice: Dice, depth: number): unknown {
    const form = depth === 0 ? 0 : dice.below(3);
    if (form === 0) return dice.pick(scalars);
    if (form === 1) return Array.from({ length: dice.below(4) }, () => value(dice, depth - 1));
    return Object.fromEntries(names.slice(0, dice.below(5)).map((name) => [name, value(dice, depth - 1)]));
  }

  function filter(dice: Dice): string {
    const steps = Array.from({ length: 1 + dice.below(3) }, () =>
      dice.below(4) === 0 ? `[${dice.pick(["0", "1", "*"])}]` : `["${dice.pick(names)}"]`,
    );
    const wanted = dice.pick(scalars);
    const text = typeof wanted === "string" ? JSON.stringify(wanted) : String(wanted);
    const test = dice.pick([
      "",
      ` = ${text}`,
      ` != ${text}`,
      ...(wanted === null || typeof wanted === "boolean" ? [] : [` > ${text}`, ` <= ${text}`]),
      " = 1.10",
      " = 0..42",
      ` ~ "A"`,
      ` ~ "t"`,
      " ~ É",
      " ~ '\\\\'",
      " = 1e300",
      " ~ /a/",
    ]);
    return `$${steps.join("")}${test}`;
  }

  it("for 40 random payloads and 400 random paths", () => {
    const dice = new Dice(11);
    const capture: Capture = newCapture();
    const payloads = Array.from({ length: 40 }, () => value(dice, 3));
    for (const payload of payloads) {
      const frame = capture.frame(1, 1, { kind: "text", direction: "received", data: JSON.stringify(payload) });
      capture.message(1, 1, "received", "message", { kind: "message" }, frame, frame, 1);
    }
    for (let n = 0; n < 400; n += 1) {
      const text = filter(dice);
      const { expression } = parseFilter(text);
      if (expression?.kind !== "path") throw new Error(`${text} is no path`);
      const test = new PathTest(expression.path, expression.test);
      const view = new View(capture, { filter: text, foldHeartbeats: false }, noContext);
      while (view.scanSlice());
      const inSql = view.window(0, 40).map(({ seq }) => seq);
      view.close();
      const inScript = payloads.flatMap((payload, index) => (test.holds(payload) ? [index + 1] : []));
      expect(inSql, `${text} in ${JSON.stringify(payloads)}`).toEqual(inScript);
    }
  });
});
