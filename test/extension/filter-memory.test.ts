import { describe, expect, it } from "vitest";
import { FilterMemory } from "../../src/extension/timeline/filter-memory.ts";

/** As VS Code keeps things, in memory. */
function memento() {
  const kept = new Map<string, unknown>();
  return {
    keys: () => [...kept.keys()],
    get: <Value>(key: string, otherwise?: Value) => (kept.has(key) ? kept.get(key) : otherwise) as Value,
    update: async (key: string, value: unknown) => void kept.set(key, value),
    setKeysForSync: () => {},
  };
}

describe("filters that are kept", () => {
  it("are the newest ones, each once", async () => {
    const memory = new FilterMemory(memento(), memento());
    for (const filter of ["a", "b", " a ", ""]) await memory.filters({ kind: "used", filter });
    expect((await memory.filters()).recent).toEqual(["a", "b"]);
    for (let number = 0; number < 40; number++) await memory.filters({ kind: "used", filter: `n${number}` });
    const { recent } = await memory.filters();
    expect(recent).toHaveLength(30);
    expect(recent[0]).toBe("n39");
  });

  it("stay by their workspace, those with a name go everywhere", async () => {
    const person = memento();
    const here = new FilterMemory(memento(), person);
    await here.filters({ kind: "used", filter: "a" });
    await here.filters({ kind: "saved", name: "Zebra", filter: "kind:zebra" });
    await here.filters({ kind: "saved", name: " Ape ", filter: "kind:ape" });
    const elsewhere = new FilterMemory(memento(), person);
    expect(await elsewhere.filters()).toEqual({
      recent: [],
      saved: [
        { name: "Ape", filter: "kind:ape" },
        { name: "Zebra", filter: "kind:zebra" },
      ],
    });
  });

  it("take the place of one of the same name, and can be removed", async () => {
    const memory = new FilterMemory(memento(), memento());
    await memory.filters({ kind: "saved", name: "Mine", filter: "a" });
    const { saved } = await memory.filters({ kind: "saved", name: "Mine", filter: "b" });
    expect(saved).toEqual([{ name: "Mine", filter: "b" }]);
    expect((await memory.filters({ kind: "removed", name: "Mine" })).saved).toEqual([]);
  });

  it("need a name", async () => {
    const memory = new FilterMemory(memento(), memento());
    await expect(memory.filters({ kind: "saved", name: " ", filter: "a" })).rejects.toThrow("needs a name");
  });
});
