/** Which faults are at work, where, and for how long: with no server. */
import { describe, expect, it } from "vitest";
import { FaultBook } from "../../../mock-server/faults/fault-book.ts";
import type { Fault, FaultStrike } from "../../../src/model/fault.ts";

const cable = { id: 7, door: "/cable", protocol: { id: "action-cable" } };
const drop: Fault = { does: { kind: "drop" } };

function newBook(random: () => number = () => 0) {
  const strikes: FaultStrike[] = [];
  const over: string[] = [];
  const book = new FaultBook({
    now: () => 1234,
    random,
    onStrike: (strike) => strikes.push(strike),
    onChange: () => {},
    onOver: ({ id }) => over.push(id),
  });
  function add(fault: Fault, from: "scenario" | "person" | "control" = "person") {
    const entry = book.open(fault, from);
    book.keep(entry);
    return entry;
  }
  return { book, strikes, over, add };
}

describe("a fault book", () => {
  it("lists faults in the order in which they came, whatever they touch", () => {
    const { book, add } = newBook();
    add({ does: { kind: "silent" } });
    add(drop, "scenario");
    add({ does: { kind: "answer", status: 503 } }, "control");
    expect(book.list()).toEqual([
      { id: "f1", fault: { does: { kind: "silent" } }, from: "person", strikes: 0 },
      { id: "f2", fault: drop, from: "scenario", strikes: 0 },
      { id: "f3", fault: { does: { kind: "answer", status: 503 } }, from: "control", strikes: 0 },
    ]);
  });

  it("counts strikes, tells them, and ends a fault that has struck its times", () => {
    const { book, strikes, over, add } = newBook();
    const entry = add({ ...drop, times: 2 });
    book.struck(entry, { text: "Dropped one", client: 7 });
    expect(book.list()).toMatchObject([{ strikes: 1 }]);
    book.struck(entry, { text: "Dropped another", topic: "a" });
    expect(book.isEmpty).toBe(true);
    expect(over).toEqual(["f1"]);
    expect(strikes).toEqual([
      { at: 1234, fault: "f1", kind: "drop", text: "Dropped one", client: 7, topic: undefined },
      { at: 1234, fault: "f1", kind: "drop", text: "Dropped another", client: undefined, topic: "a" },
    ]);
    expect(book.draws(entry)).toBe(false);
  });

  it("touches a share by chance, and does not ask chance for all", () => {
    const drawn = [0.2, 0.5, 0.49];
    const { book, add } = newBook(() => drawn.shift() ?? Number.NaN);
    const half = add({ ...drop, share: 0.5 });
    expect([book.draws(half), book.draws(half), book.draws(half)]).toEqual([true, false, true]);
    expect(book.draws(add(drop))).toBe(true);
  });

  it("removes one, all of one origin, all, and those of a client that has gone", () => {
    const { book, add } = newBook();
    for (const from of ["person", "scenario", "control", "person"] as const) add(drop, from);
    add({ ...drop, client: 7 });
    expect([book.remove("f1"), book.remove("f1"), book.remove("f99")]).toEqual([true, false, false]);
    book.clear("scenario");
    book.clientGone(8);
    expect(book.list().map(({ id }) => id)).toEqual(["f3", "f4", "f5"]);
    book.clientGone(7);
    expect(book.list().map(({ id }) => id)).toEqual(["f3", "f4"]);
    book.clear();
    expect(book.isEmpty).toBe(true);
  });

  it.each<[string, Fault, boolean]>([
    ["nothing given", drop, true],
    ["its door", { ...drop, door: "/cable" }, true],
    ["another door", { ...drop, door: "/events" }, false],
    ["its protocol", { ...drop, protocol: "action-cable" }, true],
    ["another protocol", { ...drop, protocol: "anycable" }, false],
    ["itself", { ...drop, client: 7 }, true],
    ["another client", { ...drop, client: 8, door: "/cable" }, false],
  ])("knows whether a client is in scope: %s", (_, fault, isIn) => {
    const { book, add } = newBook();
    add(fault);
    expect(book.at("message", cable)).toHaveLength(isIn ? 1 : 0);
  });

  it.each<[string | undefined, string | undefined, boolean]>([
    [undefined, undefined, true],
    [undefined, "chat:lobby", true],
    ["chat:lobby", "chat:lobby", true],
    ["chat:lobby", "chat:lobby2", false],
    ["chat:*", "chat:lobby", true],
    ["chat:*", "my chat:lobby", false],
    ["/^chat:(lobby|garden)$/", "chat:garden", true],
    ["/^chat:(lobby|garden)$/", "chat:cellar", false],
    ["*", "two\nlines", true],
    ["*", undefined, false],
    ["a.c", "abc", false],
    ["[a](b)*", "[a](b)c", true],
  ])("knows topics by pattern: %s and %s", (topic, name, isIn) => {
    const { add } = newBook();
    expect(add({ ...drop, topic }).scope.hasTopic(name)).toBe(isIn);
  });
});
