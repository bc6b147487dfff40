/** How apps name and write what they publish: as recorded of Rails 6.1 and 8.1 and message_bus 4.5.2 on a real Redis. */
import { describe, expect, it } from "vitest";
import * as forms from "../../../mock-server/redis/app-forms.ts";
import { topicOf } from "../../../src/protocols/message-bus/topics.ts";

describe("Rails", () => {
  it.each([
    ["myapp_production:chat:redis", "myapp_production", "chat:redis"],
    ["chat_lobby", "", "chat_lobby"],
    ["myapp:chat:Z2lkOi8vYXBwL1Jvb20vNw", "myapp", "chat:Z2lkOi8vYXBwL1Jvb20vNw"],
  ])("%s with prefix %j is topic %s, both ways", (channel, prefix, topic) => {
    expect(forms.topicOfRails(channel, prefix)).toBe(topic);
    expect(forms.railsChannel(topic, prefix)).toBe(channel);
  });

  it("keeps its own channels, and those of other apps, out", () => {
    expect(forms.topicOfRails("myapp_production:action_cable/red", "myapp_production")).toBeUndefined();
    expect(forms.topicOfRails("_action_cable_internal", "")).toBeUndefined();
    expect(forms.topicOfRails("other:chat", "myapp")).toBeUndefined();
    expect(forms.topicOfRails("myapp:", "myapp")).toBeUndefined();
  });

  it("is listened to by a pattern in which the prefix is plain text", () => {
    expect([forms.railsPattern(""), forms.railsPattern("a*[b]?")]).toEqual(["*", "a\\*\\[b\\]\\?:*"]);
  });

  it("reads the JSON that Rails escapes, and leaves alone what is none", () => {
    const text = '{"a":"é\\u003cb\\u003e"}';
    expect(forms.readRails("t", text).messages).toEqual([{ topic: "t", data: { a: "é<b>" } }]);
    expect(forms.readRails("t", '"str"').messages).toEqual([{ topic: "t", data: "str" }]);
    expect(forms.readRails("t", "null").messages).toEqual([{ topic: "t", data: null }]);
    expect(forms.readRails("t", "OK")).toEqual({ messages: [], faults: [] });
  });
});

describe("AnyCable", () => {
  it("reads one publication, or a batch", () => {
    const one = '{"stream":"room_7","data":"{\\"text\\":\\"hi\\"}"}';
    expect(forms.readAnycable(one).messages).toEqual([{ topic: "room_7", data: { text: "hi" } }]);
    const batch = '[{"stream":"a","data":"1"},{"stream":"b","data":"null"},{"stream":"c","data":"plain"}]';
    expect(forms.readAnycable(batch).messages.map(({ topic, data }) => [topic, data])).toEqual([
      ["a", 1],
      ["b", null],
      ["c", "plain"],
    ]);
  });

  it.each([
    ['{"command":"disconnect","payload":{"identifier":"{}","reconnect":false}}', 'remote command "disconnect"'],
    ['{"stream":"a","data":"{}","meta":{"broadcast_type":"presence"}}', 'of type "presence"'],
    ['{"stream":"","data":"1"}', "without stream or data"],
    ["[1]", "that is no object"],
    ["{", "is not JSON"],
  ])("says what it cannot use of %s", (text, words) => {
    const { messages, faults } = forms.readAnycable(text);
    expect([messages, faults.join()]).toEqual([[], expect.stringContaining(words)]);
  });

  it("takes the rest of a batch in which one is wrong", () => {
    expect(forms.readAnycable('[{"stream":"a","data":"1"},null]').messages).toEqual([{ topic: "a", data: 1 }]);
  });

  it("reads back what is written", () => {
    const text = forms.writeAnycable("chat:a", '{"b":"é"}');
    expect(JSON.parse(text)).toEqual({ stream: "chat:a", data: '{"b":"é"}' });
    expect(forms.readAnycable(text).messages).toEqual([{ topic: "chat:a", data: { b: "é" } }]);
  });
});

describe("MessageBus", () => {
  it.each(["chat", "chat:lobby", "a:b:c", "a b|c"])("has a channel for topic %s that its door reads back", (topic) => {
    expect(topicOf(forms.busChannel(topic))).toBe(topic);
  });

  it.each(["", ":a", "a/b", "a$|$b"])("has none for %j", (topic) => {
    expect(forms.busChannel(topic)).toBe("");
  });

  it("writes what message_bus keeps, to the letter", () => {
    const recorded = '61|1|/redisfacts|{"data":{"a":"é<b>"},"user_ids":null,"group_ids":null,"client_ids":null}';
    expect(`61|1|${forms.writeBus("/redisfacts", '{"a":"é<b>"}')}`).toBe(recorded);
    expect(forms.readBus(recorded)).toEqual({ data: { a: "é<b>" } });
  });

  it("reads a channel and data with bars", () => {
    const text = forms.writeBus("/a|b", '"x|y"');
    expect(text.startsWith("/a$$123$$b|{")).toBe(true);
    expect(forms.readBus(`1|1|${text}`)).toEqual({ data: "x|y" });
  });

  it.each([
    ["certain users, for everyone", '[1,2],"group_ids":[3],"client_ids":null', { data: "s" }],
    ["certain clients, for nobody", '[1,2],"group_ids":[3],"client_ids":["abc"]', undefined],
    ["no user at all, for nobody", '[-1],"group_ids":null,"client_ids":null', undefined],
  ])("takes what is for %s", (_, targets, message) => {
    expect(forms.readBus(`62|2|/redisfacts|{"data":"s","user_ids":${targets}}`)).toEqual(message);
  });

  it.each(["", "$$UNSUBSCRIBE", "1|2|/a|", "1|2|/a|{", "1|2|/a|[]", "1|2|/a|{}"])("leaves %j alone", (text) => {
    expect(forms.readBus(text)).toBeUndefined();
  });

  it("is told on the channel of the database, and of 0 for those whose URL names it", () => {
    expect([forms.busesOf(0), forms.busesOf(1)]).toEqual([["_message_bus_0"], ["_message_bus_1", "_message_bus_0"]]);
  });
});
