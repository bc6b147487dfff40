/** What a recorded frame takes of a client, what its holes stand for then, and what the server's frames become. */
import { describe, expect, it } from "vitest";
import { filled } from "../../../src/scenario/holes/holes.ts";
import { likeness } from "../../../src/scenario/holes/likeness.ts";

const recorded = {
  chat: '{"channel":"Chat","room":"lobby","token":"{{token}}"}',
  token: "redacted-12-characters",
  body: "hello",
  offset: 2,
};
const identifier = (members: object) => JSON.stringify(members);

describe("a message of the client", () => {
  it("is like the recorded one however its members are ordered, also those of an identifier", () => {
    const mine = identifier({ token: "t0k", room: "lobby", channel: "Chat" });
    const values = likeness(
      '{"command":"subscribe","identifier":"{{chat}}"}',
      JSON.stringify({ identifier: mine, command: "subscribe" }),
      recorded,
    );
    expect(Object.fromEntries(values ?? [])).toEqual({ chat: mine, token: "t0k" });
  });

  it.each([
    [
      "another room",
      '{"identifier":"{{chat}}"}',
      { identifier: identifier({ channel: "Chat", room: "x", token: "t" }) },
    ],
    ["a member more", '{"a":1}', { a: 1, b: 2 }],
    ["a member less", '{"a":1,"b":2}', { a: 1 }],
    ["another type", '{"a":"1"}', { a: 1 }],
    ["a list for an object", '{"a":[1]}', { a: { 0: 1 } }],
    ["an object for a value", '{"a":"{{body}}"}', { a: {} }],
    ["null for an object", '{"a":{}}', { a: null }],
    ["text for a time", '{"a":"{{now_seconds}}"}', { a: "soon" }],
  ])("is another one with %s", (_, template, message) => {
    expect(likeness(template, JSON.stringify(message), recorded)).toBeUndefined();
  });

  it("has any text, number or time in a hole", () => {
    const template = '{"data":"{\\"body\\":\\"{{body}}\\",\\"at\\":\\"{{now_ms}}\\"}","offset":"{{offset}}"}';
    const data = JSON.stringify({ body: 'say "hi"', at: 1_795_569_830_123 });
    expect([...(likeness(template, JSON.stringify({ data, offset: 17 }), recorded) ?? [])]).toEqual([
      ["body", 'say "hi"'],
      ["offset", 17],
    ]);
  });

  it("may be no JSON, and then holes take what stands there", () => {
    expect(likeness("SUB {{body}} 1", "SUB a.b 1", recorded)?.get("body")).toBe("a.b");
    expect(likeness("SUB {{body}} 1", "SUB a.b 2", recorded)).toBeUndefined();
    expect(likeness("hello", "hello", recorded)?.size).toBe(0);
  });

  it.each([
    ["{{body}}-{{chat}}", "a-b", undefined],
    ["{{body}}, {{token}}.", "a, b, c.", { body: "a", token: "b, c" }],
    ["x{{body}}", "yx1", undefined],
    ["{{body}}x", "1x2x", { body: "1x2" }],
    ["a{{body}}a", "a", undefined],
    ["{{body}}{{token}}", "ab", { body: "", token: "ab" }],
    ["{{nobody}} {{body}}", "{{nobody}} 1", { body: "1" }],
  ])("has pieces and holes in turn: %s, %s", (template, text, values) => {
    const found = likeness(template, text, recorded);
    expect(found && Object.fromEntries(found)).toEqual(values);
  });

  it("with many holes is told at once from one that is unlike it", () => {
    expect(likeness(`${"{{body}}a".repeat(40)}!`, "a".repeat(20_000), recorded)).toBeUndefined();
  });

  it("is compared as it is where braces are no hole", () => {
    expect(likeness('{"a":"{{nobody}}"}', '{"a":"x"}', recorded)).toBeUndefined();
    expect(likeness('{"a":"{{nobody}}"}', '{"a":"{{nobody}}"}', recorded)?.size).toBe(0);
  });

  it("ends where a file names a hole within itself", () => {
    expect(likeness('{"a":"{{x}}"}', '{"a":"{}"}', { x: '{"b":"{{x}}"}' })).toBeUndefined();
    expect(
      likeness('{"a":"{{x}}"}', '{"a":"{\\"b\\":\\"{\\\\\\"b\\\\\\":1}\\"}"}', { x: '{"b":"{{x}}"}' }),
    ).toBeUndefined();
  });
});

describe("a frame of the server", () => {
  const values: Record<string, string | number> = { body: 'say "hi"\n', offset: 17 };
  const fill = (text: string) => filled(text, (name) => values[name]);

  it("has the value with its own type, escaped for where it stands", () => {
    const frame = fill(
      '{"body":"{{body}}","offset":"{{ offset }}","data":"{\\"body\\":\\"{{body}}\\",\\"n\\":\\"{{offset}}\\"}"}',
    );
    const message = JSON.parse(frame);
    expect(message).toMatchObject({ body: values.body, offset: 17 });
    expect(JSON.parse(message.data)).toEqual({ body: values.body, n: 17 });
  });

  it("is filled within a longer text too", () => {
    expect(JSON.parse(fill('{"a":"you: {{body}}!"}'))).toEqual({ a: 'you: say "hi"\n!' });
    expect(fill("id: {{offset}}\ndata: {{body}}")).toBe('id: 17\ndata: say "hi"\n');
  });

  it("stays byte for byte but for holes", () => {
    const odd = '{ "a" :1.0, "b":"\\u00e9 {{unknown}} {% if %}" }';
    expect(fill(odd)).toBe(odd);
  });
});
