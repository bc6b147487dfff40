import { readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { complete } from "../../../src/scenario/assist/complete.ts";
import { readScenario } from "../../../src/scenario/reader.ts";

const schema = JSON.parse(readFileSync("src/scenario/scenario.schema.json", "utf8"));

/** `|` is where somebody writes. */
function at(text: string) {
  const offset = text.indexOf("|");
  return complete(text.slice(0, offset) + text.slice(offset + 1), offset, schema);
}

const labels = (text: string) => at(text).map(({ label }) => label);

/** The text with a completion in it, its places to go on at left out. */
function accepted(text: string, label: string): string {
  const found = at(text).find((completion) => completion.label === label);
  if (!found) throw new Error(`not offered: ${label}`);
  const plain = text.replace("|", "");
  const written = found.snippet.replace(/\$\{\d:((?:\\.|[^}])*)\}|\$\d/g, "$1").replace(/\\(.)/g, "$1");
  return plain.slice(0, found.from) + written + plain.slice(found.to);
}

const sections = ["name", "seed", "state", "topics", "access", "messages", "replies", "faults", "phases", "replay"];

describe("names", () => {
  test.each<[string, readonly string[]]>([
    ["|", sections],
    ["na|", sections],
    ["name: x\n|", sections.slice(1)],
    ["name: x\nse|\nmessages: []", sections.filter((name) => name !== "name" && name !== "messages")],
    ["faults:\n  - drop: true\n    to:\n      |", ["door", "protocol", "topic", "kinds", "client"]],
    ["faults:\n  - drop: true\n    to: { | }", ["door", "protocol", "topic", "kinds", "client"]],
    ["faults:\n  - drop: true\n    to: { door: /cable, | }", ["protocol", "topic", "kinds", "client"]],
    ["faults:\n  - drop: true\n    to: { door: /cable, ki|", ["protocol", "topic", "kinds", "client"]],
    ["faults:\n  - { delay: { | } }", ["by", "jitter"]],
    ["faults:\n  - drop: true\n    |", ["to", "share", "times", "after", "every", "on", "phase", "for", "name"]],
    [
      "faults:\n  - drop: true\n    every: 2s\n    |\n  - x: y",
      ["to", "share", "times", "after", "on", "phase", "for", "name"],
    ],
    [
      "messages:\n  - every: 2s\n    to: t\n    d|",
      ["after", "on", "phase", "times", "data", "oneOf", "inTurn", "join", "leave"],
    ],
    ["access:\n  - connect: true\n    |", ["unless", "refuse", "allow"]],
    ["access:\n  - connect: { | }", ["door", "protocol", "origin", "query", "cookies", "headers", "token"]],
    ["topics:\n  chat:\n    |", ["history", "presence"]],
    ["topics:\n  chat:lobby: { | }", ["history", "presence"]],
    ["messages:\n  - on: { | }", ["connect", "subscribe", "publish", "command"]],
    ["replies:\n  - to: { data: { | } }", ["like", "where", "regex", "schema"]],
    ["replies:\n  - send: { | }", ["to", "after", "data"]],
    ["replies:\n  - send:\n      - da|", ["to", "after", "data"]],
    ["state: { a: 1, b: 2 }\nreplies:\n  - set: { a: 1, | }", ["b"]],
    ["state: { | }", []],
    ["# |", []],
    ["name: a # |", []],
  ])("%j", (text, names) => {
    expect(labels(text)).toEqual(names);
  });

  it("offers all verbs where a fault begins, and no second one", () => {
    expect(labels("faults:\n  - |")).toEqual(expect.arrayContaining(["delay", "drop", "close", "evict", "to"]));
    expect(labels("faults:\n  - de|")).toContain("delay");
    expect(labels("faults:\n  - { | }")).toContain("delay");
    expect(labels("faults:\n  - delay: 3s\n    |")).not.toContain("drop");
  });

  it("are explained", () => {
    expect(at("faults:\n  - |").filter(({ explanation }) => !explanation)).toEqual([]);
  });
});

describe("values", () => {
  const file = "topics: { 'chat:lobby': , news: }\nphases: [calm, storm]\n";

  test.each<[string, readonly string[]]>([
    ["faults:\n  - drop: |", ["true"]],
    [
      "faults:\n  - drop: true\n    to: { protocol: | }",
      ["action-cable", "anycable", "message-bus", "sse", "websocket", "polling"],
    ],
    [
      "faults:\n  - drop: true\n    to:\n      protocol: an|",
      ["action-cable", "anycable", "message-bus", "sse", "websocket", "polling"],
    ],
    [`${file}faults:\n  - drop: true\n    phase: |`, ["calm", "storm"]],
    [`${file}faults:\n  - { drop: true, phase: | }`, ["calm", "storm"]],
    [`${file}faults:\n  - drop: true\n    to: { topic: | }`, ["chat:lobby", "news"]],
    [`${file}messages:\n  - to: |`, ["chat:lobby", "news", '"{{ topic }}"']],
    [`${file}messages:\n  - to: chat:lo|`, ["chat:lobby", "news", '"{{ topic }}"']],
    [`${file}replies:\n  - send: { to: | }`, ["sender", "topic", "chat:lobby", "news", '"chat:{{ message.room }}"']],
    [`${file}replies:\n  - passOn: |`, ["true", "false"]],
    ["replay: { ending: | }", ["loop", "end", "stay"]],
  ])("%j", (text, values) => {
    expect(labels(text)).toEqual(values);
  });

  it("may be examples", () => {
    expect(labels("faults:\n  - answer: |")).toContain("503");
    expect(labels("faults:\n  - drop: true\n    to: |")).toContain("{ kinds: [ping] }");
    expect(labels("faults:\n  - drop: true\n    to: { door: | }")).toContain("/message-bus");
    expect(labels("faults:\n  - drop: true\n    to: { kinds: | }")).toContain("[welcome]");
    expect(labels("messages:\n  - on: |")).toEqual(expect.arrayContaining(["connect", "{ publish: chat:* }"]));
  });
});

describe("within a template", () => {
  const body = (inner: string) => `state: { count: 1 }\nmessages:\n  - to: t\n    data: { a: "${inner}`;

  test.each<[string, readonly string[]]>([
    ["{{ fake.person.|", ["bio", "firstName", "fullName", "jobTitle", "lastName", "prefix"]],
    ["{{ fake.person.fi| }}", ["bio", "firstName", "fullName", "jobTitle", "lastName", "prefix"]],
    ["{{ now.|", ["ms", "seconds"]],
  ])("%s", (inner, words) => {
    expect(labels(body(inner))).toEqual(words);
  });

  it("offers names and filters", () => {
    expect(labels(body("{{ |"))).toEqual(expect.arrayContaining(["now", "counter", "fake", "state", "message"]));
    // The last bar is where somebody writes.
    const text = body("{{ state.count | pl");
    expect(complete(text, text.length, schema).map(({ label }) => label)).toEqual(
      expect.arrayContaining(["plus", "date"]),
    );
    expect(labels('state: { count: 1 }\nmessages:\n  - to: t\n    data: "{{ state.|')).toEqual(["count"]);
    expect(labels(body("{{ a }} |"))).not.toContain("counter");
  });
});

describe("what is accepted", () => {
  test.each([
    ["|", "messages", "messages:\n  - "],
    ["faults:\n  - dr|", "drop", "faults:\n  - drop: true"],
    ["faults:\n  - |", "delay", "faults:\n  - delay: 300ms"],
    ["messages:\n  - { ev| }", "every", "messages:\n  - { every: 2s }"],
    ["messages:\n  - to|: chat", "to", "messages:\n  - to: chat"],
    ["messages:\n  - to: |", '"{{ topic }}"', 'messages:\n  - to: "{{ topic }}"'],
    ["replay:\n  |", "connections", "replay:\n  connections:\n    - "],
  ])("%j with %s", (text, label, expected) => {
    expect(accepted(text, label)).toBe(expected);
  });

  it("leaves a file that reads, or that lacks only what is still to be written", () => {
    for (const { label } of at("faults:\n  - |")) {
      const problems = readScenario(accepted("faults:\n  - |", label)).problems.map(({ message }) => message);
      expect(problems.filter((message) => /not YAML|There is no/.test(message))).toEqual([]);
    }
  });
});
