/** Who brings in what apps say: one at a time, and whoever takes over goes on where the other left off. */
import { expect, it } from "vitest";
import { Ears } from "../../../mock-server/redis/ears.ts";

function listening() {
  const brought: unknown[] = [];
  const ears = new Ears(["rails", "anycable"], (source, { topic }, json) => brought.push([source, topic, json]));
  return { ears, brought };
}

it("brings in only what it has the ear of", () => {
  const { ears, brought } = listening();
  ears.own("rails", true);
  ears.heard("rails", { topic: "a", data: 1 });
  ears.heard("anycable", { topic: "a", data: 2 });
  expect(brought).toEqual([["rails", "a", "1"]]);
});

it("brings in, when it takes over, what does not stand in the log", () => {
  const { ears, brought } = listening();
  for (const data of ["x", "x", "y"]) ears.heard("rails", { topic: "a", data });
  ears.heard("rails", { topic: "b", data: "x" });
  ears.isIn("rails", "a", "x");
  ears.own("rails", true);
  ears.own("rails", true);
  expect(brought).toEqual([
    ["rails", "a", '"x"'],
    ["rails", "a", '"y"'],
    ["rails", "b", '"x"'],
  ]);
});

it("takes nothing for its own that the log has from before it listened", () => {
  const { ears, brought } = listening();
  ears.isIn("rails", "a", 1);
  ears.heard("rails", { topic: "a", data: 1 });
  ears.own("rails", true);
  expect(brought).toHaveLength(1);
});

it("brings in nothing once another has the ear, or the connection is gone", () => {
  const { ears, brought } = listening();
  ears.own("rails", true);
  ears.own("rails", false);
  ears.heard("rails", { topic: "a", data: 1 });
  expect(brought).toEqual([]);
  ears.goDeaf();
  ears.own("rails", true);
  expect(brought).toEqual([]);
});

it("remembers a thousand, the newest", () => {
  const { ears, brought } = listening();
  for (let n = 0; n <= 1_000; n += 1) ears.heard("rails", { topic: "a", data: n });
  ears.own("rails", true);
  expect([brought.length, brought[0]]).toEqual([1_000, ["rails", "a", "1"]]);
});
