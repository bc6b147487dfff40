import { describe, expect, it, test } from "vitest";
import { Templates } from "../../src/scenario/templates.ts";

const at = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

function templates(seed = 1) {
  const complaints: string[] = [];
  const made = new Templates({
    seed,
    now: () => at,
    complain: (sentence) => complaints.push(sentence),
  });
  return { made, complaints };
}

describe("a text that is one expression", () => {
  const { made, complaints } = templates();
  const context = {
    message: { n: 3, list: [1, "two"], deep: { yes: true }, nothing: null },
    topic: "chat:lobby",
    client: { id: 7 },
    state: { count: 2, open: false },
  };

  test.each([
    ["{{ message.n }}", 3],
    ["{{ message.n | plus: 1 }}", 4],
    ["{{ message.list }}", [1, "two"]],
    ["{{message.deep.yes}}", true],
    ["{{ message.nothing }}", null],
    ["{{ message.missing }}", null],
    ["{{ message.missing | default: 'x' }}", "x"],
    ["{{ topic }}", "chat:lobby"],
    ["{{ client.id }}", 7],
    ["{{ state.count > 1 and state.open == false }}", true],
    ["{{ now }}", "2026-01-02T03:04:05.678Z"],
    ["{{ now.ms }}", at],
    ["{{ now.seconds }}", Math.floor(at / 1000)],
    ["{{ now | date: '%H:%M' }}", "03:04"],
    ["{{ 'now' | date: '%Y' }}", "2026"],
  ])("%s has its own type", (template, value) => {
    expect(made.render(template, context)).toEqual(value);
    expect(complaints).toEqual([]);
  });

  test.each([
    ["no. {{ message.n }}", "no. 3"],
    ["{{ message.n }}{{ message.missing }}", "3"],
    [" {{ message.n }}", " 3"],
    ["{% if state.open %}open{% else %}closed{% endif %}", "closed"],
    ["no template", "no template"],
  ])("%s is a text", (template, value) => {
    expect(made.render(template, context)).toBe(value);
  });
});

it("goes into lists and objects, and leaves other values alone", () => {
  const { made } = templates();
  const template = { a: ["{{ message }}", 1, null, true], "{{ key }}": { b: "x{{ topic }}" } };
  expect(made.render(template, { message: "hi", topic: "t" })).toEqual({
    a: ["hi", 1, null, true],
    "{{ key }}": { b: "xt" },
  });
});

it("counts up at each use, by name", () => {
  const { made } = templates();
  const both = ["{{ counter.a }}", "{{ counter.a }}", "{{ counter.size }}"];
  expect(made.render(both, {})).toEqual([1, 2, 1]);
  expect(made.render("{{ counter.a }}", {})).toBe(3);
  // Whoever begins anew takes others.
  expect(templates().made.render("{{ counter.a }}", {})).toBe(1);
});

it("makes data up by its seed alone", () => {
  const everything = {
    person: "{{ fake.person.fullName }}",
    mail: "{{ fake.internet.email }}",
    soon: "{{ fake.date.soon }}",
    n: "{{ fake.number.int }}",
    id: "{{ uuid }}",
    chance: "{{ random }}",
    die: "{{ 1 | random_to: 6 }}",
    one: "{{ 'a,b,c,d' | split: ',' | sample }}",
  };
  const first = templates(7).made.render(everything, {}) as Record<string, unknown>;
  expect(templates(7).made.render(everything, {})).toEqual(first);
  expect(templates(8).made.render(everything, {})).not.toEqual(first);
  expect(first).toMatchObject({ person: expect.stringMatching(/\w+ \w+/), mail: expect.stringContaining("@") });
  expect(first.id).toMatch(/^[0-9a-f-]{36}$/);
  expect(Date.parse(String(first.soon))).toBeGreaterThan(at);
  expect([1, 2, 3, 4, 5, 6]).toContain(first.die);
  expect(["a", "b", "c", "d"]).toContain(first.one);
});

it("shows the request by its parts", () => {
  const { made } = templates();
  const request = {
    method: "GET",
    url: "ws://localhost/cable?room=7&room=8&token=e30.eyJzdWIiOiJhZGEifQ.x",
    httpVersion: "1.1",
    headers: [
      ["X-User", "Ada"],
      ["Cookie", "a=1; session=x%20y"],
    ],
  } as const;
  const template =
    "{{ request.path }} {{ request.query.room }} {{ request.headers.x-user }} {{ request.cookies.session }} {{ request.token.sub }}";
  expect(made.render(template, { request })).toBe("/cable 7 Ada x y ada");
});

describe("what cannot be made is told, and nothing throws", () => {
  test.each([
    ["{{ message | split: ',' | bogus }}", 'There is no filter "bogus"'],
    ["{{ message", "This {{ is never closed"],
    ["a{% include 'secret' %}", "cannot be used"],
    ["{% for a in (1..100000000) %}{{ a }}{% endfor %}", "cannot be used"],
    ["{% for a in (1..2000) %}{% for b in (1..2000) %}{{ b }}{% endfor %}{% endfor %}", "cannot be used"],
  ])("%s", (template, sentence) => {
    const { made, complaints } = templates();
    expect([null, ""]).toContain(made.render(template, { message: "x" }));
    expect(complaints).toHaveLength(1);
    expect(complaints[0]).toContain(sentence);
    expect(complaints[0]).toContain(JSON.stringify(template.slice(0, 20)).slice(1, -1));
  });

  test.each(["{{ message.constructor }}", "{{ message.__proto__ }}", "{{ state.toString }}", "{{ request.x }}"])(
    "%s shows no prototype",
    (template) => {
      const { made } = templates();
      expect(made.render(template, { message: {}, state: {} })).toBeNull();
    },
  );
});

test.each([
  ["state.count > 3", false],
  ["state.count >= 2", true],
  ["message.room == 'lobby' and state.count", true],
  ["(message.room == 'hall' or state.zero) and state.count", false],
  ["state.zero", false],
  ["state.empty", false],
  ["message.missing", false],
  ["message.missing.deeper", false],
  ["not message.missing", true],
])("the expression %s is %s", (expression, value) => {
  const { made } = templates();
  const state = { count: 2, zero: 0, empty: "" };
  expect(made.test(expression, { message: { room: "lobby" }, state })).toBe(value);
});
