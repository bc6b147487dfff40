import { describe, expect, it } from "vitest";
import { polling } from "../../../src/protocols/polling/index.ts";
import { Items, readItemPaths } from "../../../src/protocols/polling/items.ts";
import { httpHandshake } from "../handshakes.ts";

const docs = { response: { docs: [{ meta: { key: "a" } }, { meta: { key: 7 } }, {}] }, items: [] };

describe("items", () => {
  it("are found by their usual names", () => {
    const items = new Items();
    expect(items.idsIn([{ id: 1 }, { uuid: "u" }, "x"])).toEqual(["1", "u"]);
    expect(items.of({ events: [1], count: 3 })).toEqual([1]);
    expect(items.of({ state: "on" })).toBeUndefined();
    expect(items.areNone({ items: [], cursor: 7 })).toBe(true);
  });

  it("are where the settings say, and nowhere else", () => {
    const items = new Items(readItemPaths({ items: "$.response.docs", itemId: "meta.key" }));
    expect(items.idsIn(docs)).toEqual(["a", "7"]);
    expect(items.areNone(docs)).toBe(false);
    expect(items.of({ items: [1] })).toBeUndefined();
    expect(items.areNone({ response: { docs: [] } })).toBe(true);
  });

  it("cannot be at what is no path", () => {
    expect(() => polling.configured?.({ items: "$.a b" })).toThrow(/"\$\.a b" is no path/);
    expect(() => polling.configured?.({ itemId: "[" })).toThrow(/itemId/);
  });
});

describe("polling with a path to its items", () => {
  const configured = polling.configured?.({ items: "$.response.docs", itemId: "$.meta.key" }) ?? polling;
  const decoded = (protocol: typeof polling, payload: unknown) => {
    const decoder = protocol.createDecoder("received", httpHandshake());
    decoder.decode({ kind: "chunk", direction: "received", data: JSON.stringify(payload) });
    return decoder.end()[0] ?? expect.fail();
  };

  it("tells news from nothing new by it", () => {
    expect(decoded(polling, docs).kind).toBe("empty");
    expect(decoded(configured, docs).kind).toBe("reply");
    expect(decoded(configured, { response: { docs: [] } }).kind).toBe("empty");
  });

  it("counts and lists by it", () => {
    const reply = decoded(configured, docs);
    expect(configured.summarize(reply)).toMatch(/^3 items /);
    expect(configured.describe(reply).facts).toContainEqual({ label: "Ids", value: "a, 7" });
  });

  it("judges by it", () => {
    const observer = configured.createObserver();
    let entry = 0;
    const poll = (connection: number, keys: readonly number[]) => {
      const reply = decoded(configured, { response: { docs: keys.map((key) => ({ meta: { key } })) } });
      const at = connection * 1000;
      entry += 1;
      const common = { at, connection, entry };
      const handshake = httpHandshake();
      const request = { ...handshake.request, url: `http://h/?since=${connection}` };
      observer.observe({ kind: "opened", ...common, handshake: { ...handshake, request } });
      observer.observe({ kind: "message", ...common, frame: 1, direction: "received", message: reply });
      return observer.observe({ kind: "closed", ...common, close: { kind: "ended" } }).map(({ kind }) => kind);
    };
    expect(poll(1, [1, 2, 3, 4, 5])).toEqual([]);
    expect(poll(2, [6])).toEqual([]);
    expect(poll(3, [8])).toEqual(["itemsMissed"]);
  });
});
