/** Which requests are like a recorded one. */
import { describe, expect, it } from "vitest";
import { addressParts, formParts, likeAddress, likeBody } from "../../../src/scenario/holes/addresses.ts";

const recorded = { id: "b0bf500f", position: "132", token: "redacted-12-characters" };
const like = (template: string, address: string, door?: string) => {
  const values = likeAddress(template, address, door, recorded);
  return values && Object.fromEntries(values);
};

describe("an address", () => {
  it("is like it with any value in a hole, and its parameters in any order", () => {
    expect(like("/message-bus/{{id}}/poll?dlp=t", "/message-bus/c%20d/poll?dlp=t")).toEqual({ id: "c d" });
    expect(like("/cable?a=1&token={{token}}", "/cable?token=t%2B1&a=1")).toEqual({ token: "t+1" });
  });

  it.each([
    ["/cable?a=1", "/cable?a=2"],
    ["/cable?a=1", "/cable"],
    ["/cable", "/cable?a=1"],
    ["/cable", "/cable/x"],
    ["/message-bus/{{id}}/poll", "/message-bus/1/publish"],
  ])("is not: %s, %s", (template, address) => {
    expect(like(template, address)).toBeUndefined();
  });

  it("may begin with the mock server's door in place of the recorded beginning", () => {
    expect(like("/forum/message-bus/{{id}}/poll", "/message-bus/7/poll", "/message-bus")).toEqual({ id: "7" });
    expect(like("/app/websocket", "/cable", "/cable")).toEqual({});
    expect(like("/app/websocket", "/cable/x", "/cable")).toBeUndefined();
    expect(like("/app/websocket", "/cables", "/cable")).toBeUndefined();
  });

  it("may be broken", () => {
    expect(like("/a%ZZ", "/a%ZZ")).toEqual({});
  });
});

describe("a body", () => {
  it("is a form by its parameters, or a message", () => {
    expect(likeBody("%2Fchat={{position}}&__seq=2", "__seq=2&%2Fchat=7", recorded)?.get("position")).toBe("7");
    expect(likeBody("%2Fchat={{position}}&__seq=2", "%2Fchat=7&__seq=3", recorded)).toBeUndefined();
    expect(likeBody('{"a":"{{id}}"}', '{ "a": "x" }', recorded)?.get("id")).toBe("x");
  });
});

it("knows where the values of an address and of a form stand", () => {
  const address = "/mb/abc/poll?dlp=t&x=%2F1";
  expect(addressParts(address).map(({ key, value, from, to }) => [key, value, address.slice(from, to)])).toEqual([
    [undefined, "mb", "mb"],
    ["mb", "abc", "abc"],
    ["abc", "poll", "poll"],
    ["dlp", "t", "t"],
    ["x", "/1", "%2F1"],
  ]);
  expect(formParts("%2Fa=0&__seq=1").map(({ key, value }) => [key, value])).toEqual([
    ["/a", "0"],
    ["__seq", "1"],
  ]);
});
