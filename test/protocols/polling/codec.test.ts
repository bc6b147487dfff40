import { describe, expect, it } from "vitest";
import type { HeaderList } from "../../../src/model/frame.ts";
import { maxBodyLength } from "../../../src/protocols/polling/codec.ts";
import { polling } from "../../../src/protocols/polling/index.ts";
import type { PollingMessage } from "../../../src/protocols/polling/messages.ts";
import { Dice } from "../dice.ts";
import { httpHandshake } from "../handshakes.ts";

const json: HeaderList = [["Content-Type", "application/json; charset=utf-8"]];

function decode(body: string | readonly Uint8Array[], status = 200, headers: HeaderList = []): PollingMessage[] {
  const decoder = polling.createDecoder("received", httpHandshake({ status, headers }));
  const chunks = typeof body === "string" ? [new TextEncoder().encode(body)] : body;
  const messages = chunks.flatMap((data) => decoder.decode({ kind: "chunk", direction: "received", data }));
  return [...messages, ...decoder.end()];
}

/** As the capture keeps it and gives it back. */
function readAgain(message: PollingMessage): PollingMessage {
  const data = message.kind === "request_body" ? message.text : message.raw;
  const { kind, eventId } = message;
  return polling.read({ kind, direction: "received", frameKind: "chunk", data, eventId });
}

describe("a cycle", () => {
  it.each([
    ["JSON", '{"a":1}', json, { kind: "reply", format: "json", payload: { a: 1 } }],
    ["JSON with no type", "[1]", [], { kind: "reply", format: "json", payload: [1] }],
    ["one JSON value", "5", json, { kind: "reply", format: "json", payload: 5 }],
    ["JSON lines", '{"a":1}\n{"a":2}\n', [], { kind: "reply", format: "json lines", payload: [{ a: 1 }, { a: 2 }] }],
    ["text", "hello", [], { kind: "reply", format: "text", payload: undefined }],
    ["text that begins like JSON", "[draft] hello", [], { kind: "reply", format: "text" }],
    ["broken JSON", '{"a":', json, { kind: "malformed", reason: expect.stringContaining("not JSON"), offset: 5 }],
    ["an error page sent as JSON", "<html>", json, { kind: "malformed", offset: 0 }],
    ["no items", "[]", json, { kind: "empty", heartbeat: true }],
    ["no items under a name", '{"items":[],"cursor":7}', json, { kind: "empty", eventId: "7" }],
    ["an empty object", "{}", json, { kind: "empty" }],
    ["no body", "", [], { kind: "empty" }],
    ["blanks", " \n", [], { kind: "empty" }],
  ] as const)("of %s is one message", (_, body, headers, expected) => {
    const messages = decode(body, 200, headers);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toMatchObject(expected);
  });

  it.each([
    [304, "not_modified"],
    [204, "no_content"],
    [408, "timed_out"],
  ])("that ends with %i is a heartbeat with its position", (status, kind) => {
    expect(decode("", status, [["Etag", "2"]])).toEqual([{ kind, heartbeat: true, raw: "", eventId: "2" }]);
  });

  it.each([
    [429, "rate_limited"],
    [503, "refused"],
    [302, "refused"],
    [404, "refused"],
  ])("that ends with %i keeps its body", (status, kind) => {
    expect(decode('{"error":"x"}', status, json)).toEqual([{ kind, raw: '{"error":"x"}' }]);
  });

  it("gives the most telling position", () => {
    const headers: HeaderList = [
      ["Last-Modified", "Wed, 25 Nov 2026 01:27:19 GMT"],
      ["ETag", '"e"'],
      ["X-Cursor", "c"],
    ];
    const position = (body: string, from: number) => decode(body, 200, headers.slice(0, from))[0]?.eventId;
    expect(position('{"cursor":"in body","n":1}', 3)).toBe("in body");
    expect(position('{"n":1}', 3)).toBe("c");
    expect(position('{"n":1}', 2)).toBe('"e"');
    expect(position('{"n":1}', 1)).toBe("Wed, 25 Nov 2026 01:27:19 GMT");
    expect(position('{"n":1}', 0)).toBeUndefined();
    expect(decode(JSON.stringify({ next: "x".repeat(900) }))[0]?.eventId).toHaveLength(200);
  });
});

describe("a body that is too long", () => {
  it("is told at once, not cut silently, and read again as such", () => {
    const decoder = polling.createDecoder("received", httpHandshake({ headers: json }));
    const chunk = (data: string) => decoder.decode({ kind: "chunk", direction: "received", data });
    expect(chunk(`"${"x".repeat(maxBodyLength - 1)}`)).toEqual([]);
    const [message] = chunk("x");
    expect(message).toMatchObject({ kind: "malformed", reason: expect.stringContaining("longer than 8 Mi") });
    expect(chunk("more")).toEqual([]);
    expect(decoder.holdsPart?.()).toBe(false);
    expect(decoder.end()).toEqual([]);
    expect(readAgain(message as PollingMessage)).toEqual(message);
  });
});

describe("what was posted", () => {
  it("is a message while it is sent", () => {
    const request = { method: "POST", url: "http://h/p", httpVersion: "1.1", headers: [] };
    const decoder = polling.createRequestDecoder?.(request);
    const sent = decoder?.decode({ kind: "chunk", direction: "sent", data: '{"q":1}' });
    expect(sent).toEqual([{ kind: "request_body", heartbeat: true, text: '{"q":1}' }]);
    expect(decoder?.decode({ kind: "chunk", direction: "sent", data: "" })).toEqual([]);
    expect(decoder?.end()).toEqual([]);
  });
});

describe("any cut and any bytes", () => {
  it("cuts change nothing, through characters of several bytes too", () => {
    const bytes = new TextEncoder().encode('{"items":[{"id":1,"text":"grüß 💡"}],"cursor":9}');
    const whole = decode([bytes], 200, json);
    for (let at = 0; at <= bytes.length; at += 1)
      expect(decode([bytes.subarray(0, at), bytes.subarray(at)], 200, json)).toEqual(whole);
  });

  it("never throws, and every message can be read again, summed up and described", () => {
    const dice = new Dice(7);
    const alphabet = '[]{}",:0123 \n\\\u0000atrue-é💡<';
    const statuses = [200, 200, 200, 204, 304, 408, 429, 500];
    for (let round = 0; round < 3000; round += 1) {
      const body = round % 3 === 0 ? dice.bytes(40) : new TextEncoder().encode(dice.text(alphabet, 40));
      const at = dice.below(body.length + 1);
      const headers = dice.pick([json, [] as HeaderList, [["ETag", dice.text(alphabet, 8)]] as HeaderList]);
      const messages = decode([body.subarray(0, at), body.subarray(at)], dice.pick(statuses), headers);
      expect(messages).toHaveLength(1);
      const message = messages[0] as PollingMessage;
      expect(readAgain(message)).toEqual(message);
      expect(polling.summarize(message).length).toBeLessThanOrEqual(420);
      expect(polling.describe(message).facts.length).toBeGreaterThan(0);
    }
  });
});

describe("the row and the details", () => {
  it("count items, and name their ids and the position", () => {
    const [reply] = decode('{"items":[{"id":1},{"id":2}],"cursor":2}', 200, json);
    expect(polling.summarize(reply as PollingMessage)).toBe('2 items {"items":[{"id":1},{"id":2}],"cursor":2}');
    const { facts, payload } = polling.describe(reply as PollingMessage);
    expect(payload).toEqual({ items: [{ id: 1 }, { id: 2 }], cursor: 2 });
    expect(Object.fromEntries(facts.map(({ label, value }) => [label, value]))).toEqual({
      Body: "JSON",
      Length: "40 characters",
      Items: "2",
      Ids: "1, 2",
      Position: "2",
    });
  });

  it("show text as text and HTML as source", () => {
    expect(polling.describe(decode("hello")[0] as PollingMessage).texts).toEqual([
      { title: "Body", language: "plaintext", text: "hello" },
    ]);
    expect(polling.describe(decode("<p>", 500)[0] as PollingMessage).texts?.[0]?.language).toBe("html");
  });

  it.each([
    [304, "", "304: nothing new"],
    [204, "", "204: nothing new"],
    [408, "", "408: the hold ran out"],
    [200, "[]", "nothing new: []"],
    [200, "", "nothing new"],
    [503, "", "no body"],
  ])("say of %i %s: %s", (status, body, text) => {
    expect(polling.summarize(decode(body, status)[0] as PollingMessage)).toBe(text);
  });
});
