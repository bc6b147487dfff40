import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { hover } from "../../../src/scenario/assist/hover.ts";

const schema = JSON.parse(readFileSync("src/scenario/scenario.schema.json", "utf8"));

/** `|` is where the pointer rests. */
function at(text: string): string | undefined {
  const offset = text.indexOf("|");
  const plain = text.slice(0, offset) + text.slice(offset + 1);
  const told = hover(plain, offset, schema);
  return told && `[${plain.slice(told.from, told.to)}] ${told.markdown}`;
}

test.each([
  ["fau|lts: []", "[faults] What goes wrong: one verb each"],
  [
    "faults:\n  - de|lay: 3s",
    "[delay] Messages come late, in order.\n\n```yaml\ndelay: 300ms\ndelay: { by: 300ms, jitter: 100ms }",
  ],
  ["faults: [{ delay: { jit|ter: 3s } }]", "[jitter] Drawn anew for each"],
  ["faults:\n  - drop: true\n    to: { kinds: [pi|ng] }", "[ping] Kinds of messages"],
  ["messages:\n  - every: 1|s..3s", "[1s..3s] Again and again"],
  ["access:\n  - connect: { tok|en: {} }", "[token] Claims of the JSON Web Token in `?jid=`"],
  ["topics: { chat: { his|tory: [] } }", "[history] What was published before"],
  ["messages:\n  - data: '{{ coun|ter.id }}'", "[counter] `counter.NAME` counts up"],
])("%j", (text, told) => {
  expect(at(text)?.startsWith(told), at(text)).toBe(true);
});

test.each(["nonse|nse: 1", "|", "state: { cou|nt: 1 }", "# no|thing"])("nothing is told of %j", (text) => {
  expect(at(text)).toBeUndefined();
});
