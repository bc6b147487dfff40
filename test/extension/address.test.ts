import { describe, expect, it } from "vitest";
import { addressesIn } from "../../src/extension/asking/address.ts";

const urls = (typed: string) =>
  addressesIn(typed).map((found) => (found.kind === "address" ? found.url : found.reason));

describe("an address as typed", () => {
  it.each([
    ["ws://localhost:3000/cable", ["ws://localhost:3000/cable"]],
    ["  wss://example.test/cable?token=1  ", ["wss://example.test/cable?token=1"]],
    ['"http://localhost:4000/events"', ["http://localhost:4000/events"]],
  ])("%s is taken as it is", (typed, expected) => {
    expect(urls(typed)).toEqual(expected);
  });

  it.each([
    ["localhost:3000/cable", ["ws://localhost:3000/cable", "http://localhost:3000/cable"]],
    ["127.0.0.1:4000/events", ["http://127.0.0.1:4000/events", "ws://127.0.0.1:4000/events"]],
    ["example.test/cable", ["wss://example.test/cable", "https://example.test/cable"]],
    ["example.test/events", ["https://example.test/events", "wss://example.test/events"]],
    ["[::1]:3000/ws", ["ws://[::1]:3000/ws", "http://[::1]:3000/ws"]],
  ])("%s gets both schemes, the likelier first", (typed, expected) => {
    expect(urls(typed)).toEqual(expected);
  });

  it("offers the socket behind an address copied out of a browser", () => {
    expect(urls("https://example.test/cable")).toEqual(["wss://example.test/cable", "https://example.test/cable"]);
    expect(urls("http://example.test/news")).toEqual(["http://example.test/news"]);
  });

  it.each([
    ["ftp://example.test/", "begins with ftp"],
    ["http://", "not a whole address yet"],
    ["what is this", "no spaces"],
    ["ws://local host/cable", "not a whole address yet"],
  ])("%s gets a reason", (typed, reason) => {
    const [first] = addressesIn(typed);
    expect(first?.kind).toBe("wrong");
    expect(urls(typed)[0]).toContain(reason);
  });
});
