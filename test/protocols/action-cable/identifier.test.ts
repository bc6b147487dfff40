import { describe, expect, it } from "vitest";
import { readIdentifier, sameMeaning } from "../../../src/protocols/action-cable/identifier.ts";
import { decodeSignedStreamName } from "../../../src/protocols/action-cable/stream-name.ts";
import { topicOf } from "../../../src/protocols/action-cable/topics.ts";

const signed = (name: string) => `${btoa(JSON.stringify(name))}--${"0".repeat(64)}`;
const roomParam = btoa("gid://app/Room/7").replaceAll("=", "");
const turbo = (name: string) => JSON.stringify({ channel: "Turbo::StreamsChannel", signed_stream_name: signed(name) });

describe("readIdentifier", () => {
  it.each([
    ['{"channel":"ChatChannel","room":"lobby"}', "ChatChannel lobby"],
    ['{"channel":"Chat::RoomChannel"}', "Chat::RoomChannel"],
    ['{"channel":"A","id":7,"tags":["x"],"deep":{"a":1}}', 'A 7 ["x"] {"a":1}'],
    [turbo("posts"), "Turbo::StreamsChannel posts"],
    [turbo(`${roomParam}:messages`), "Turbo::StreamsChannel Room/7:messages"],
    ["ChatChannel", "ChatChannel"],
    ["", "(empty identifier)"],
    ["{}", "{}"],
  ])("labels %s", (text, label) => {
    expect(readIdentifier(text).label).toBe(label);
  });

  it.each([
    ["ChatChannel", 'not JSON: unexpected "C"'],
    ["[]", "JSON, but not an object"],
    ['{"room":"lobby"}', 'an object with no "channel"'],
    ['{"channel":{}}', 'an object with no "channel"'],
  ])("says why no server can use %s", (text, fault) => {
    expect(readIdentifier(text).fault).toBe(fault);
  });

  it("keeps labels short", () => {
    expect(readIdentifier(`{"channel":"A","x":"${"y".repeat(10_000)}"}`).label).toHaveLength(60);
  });

  it("case 54: knows that another key order or spacing means the same to a person", () => {
    const one = readIdentifier('{"channel":"A","id":1,"b":2}');
    expect(sameMeaning(one, readIdentifier('{ "b": 2, "id": 1, "channel": "A" }'))).toBe(true);
    expect(sameMeaning(one, readIdentifier('{"channel":"A","id":"1","b":2}'))).toBe(false);
  });

  it("remembers what it read, and forgets in time", () => {
    const first = readIdentifier('{"channel":"Remembered"}');
    expect(readIdentifier('{"channel":"Remembered"}')).toBe(first);
    for (let id = 0; id < 2100; id += 1) readIdentifier(`{"channel":"A","id":${id}}`);
    expect(readIdentifier('{"channel":"Remembered"}')).not.toBe(first);
  });
});

describe("decodeSignedStreamName", () => {
  it("reads the name as recorded from Rails, without the key", () => {
    const recorded = "InBvc3RzIg==--82f546a2b2551be813587a2d5225b98126ba824d72a8625aee25c1d631e4dd98";
    expect(decodeSignedStreamName(recorded)).toEqual({ streamName: "posts", readable: "posts", globalIds: [] });
  });

  it("reads GlobalIDs in it", () => {
    expect(decodeSignedStreamName(signed(`${roomParam}:messages`))).toEqual({
      streamName: `${roomParam}:messages`,
      readable: "gid://app/Room/7:messages",
      globalIds: ["gid://app/Room/7"],
    });
  });

  it.each(["", "--", "abc", "e30=--00", "%%%--00", `${btoa("{")}--00`])("says nothing of %j", (text) => {
    expect(decodeSignedStreamName(text)).toBeUndefined();
  });
});

describe("topicOf", () => {
  it.each([
    ['{"channel":"ChatChannel"}', "chat"],
    ['{"channel":"ChatChannel","room":"lobby"}', "chat:lobby"],
    ['{"channel":"Chat::RoomChannel","id":7}', "chat:room:7"],
    ['{"channel":"HTMLPageChannel"}', "html_page"],
    ['{"channel":"ChatChannel","topic":"news","room":1}', "news"],
    ['{"channel":"ChatChannel","topic":"","room":1}', "chat::1"],
    [turbo("room:7"), "room:7"],
  ])("names the topic behind %s as Rails names its broadcasting", (identifier, topic) => {
    expect(topicOf(readIdentifier(identifier))).toBe(topic);
  });
});
