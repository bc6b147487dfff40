/** Entries of the shared log: whole, or none. */
import { expect, it } from "vitest";
import { readEntry } from "../../../mock-server/redis/log-entry.ts";

const ids = { topic: "a", globalId: 3, offset: 2, epoch: "abcd", at: 1 };
const published = { life: "x", seq: 1, kind: "published", ...ids, by: "w", n: 1, heard: "", bus: 0, echoes: ["a"] };

it.each([
  { ...published, data: null },
  { life: "x", seq: 1, kind: "message", ...ids, message: "1|1|/a|{}" },
  { life: "x", seq: 1, kind: "trimmed", topic: "a", count: 2, epoch: "abcd" },
  { life: "x", seq: 0, kind: "began" },
])("reads %j", (entry) => {
  expect(readEntry(JSON.stringify(entry))).toEqual(entry);
});

it.each([
  published,
  { ...published, data: 1, topic: "" },
  { ...published, data: 1, offset: "2" },
  { ...published, data: 1, globalId: 1.5 },
  { ...published, data: 1, echoes: [1] },
  { life: "x", seq: 1, kind: "message", ...ids },
  { life: "x", seq: 1, kind: "renewed", topic: "a" },
  { life: "x", kind: "began" },
  { life: "x", seq: 1, kind: "other" },
  null,
  [],
])("takes %j for none", (entry) => {
  expect(readEntry(JSON.stringify(entry))).toBeUndefined();
});

it("takes what is no JSON for none", () => {
  expect(readEntry("{")).toBeUndefined();
});
