/** What both sides of a conversation have in common, found in what was really said. */
import { describe, expect, it } from "vitest";
import { templated, type Utterance } from "../../../src/interchange/scenario/templating.ts";

const at = Date.UTC(2026, 10, 25, 1, 26, 50);
const says = (from: Utterance["from"], text: string, over: Partial<Utterance> = {}): Utterance => ({
  from,
  text,
  at,
  wording: "message",
  ...over,
});
const client = (value: unknown) => says("client", JSON.stringify(value));
const server = (value: unknown) => says("server", JSON.stringify(value));
const address = (text: string) => says("client", text, { wording: "address" });
const body = (text: string) => says("client", text, { wording: "body" });

describe("what the client says and the server repeats", () => {
  const lobby = JSON.stringify({ channel: "ChatChannel", room: "lobby" });

  it("an identifier, byte for byte, as one hole wherever it stands", () => {
    const { texts, recorded } = templated([
      client({ command: "subscribe", identifier: lobby }),
      server({ identifier: lobby, type: "confirm_subscription" }),
    ]);
    expect(texts).toEqual([
      '{"command":"subscribe","identifier":"{{chat_channel}}"}',
      '{"identifier":"{{chat_channel}}","type":"confirm_subscription"}',
    ]);
    expect(recorded).toEqual({ chat_channel: lobby });
  });

  it("what is within JSON within JSON, but not what tells the message's kind, and nothing short", () => {
    const { texts } = templated([
      client({ command: "message", data: JSON.stringify({ action: "speak", body: "hello", n: 1, id: 4711 }) }),
      server({ message: { action: "speak", body: "hello", n: 1, id: 4711 } }),
    ]);
    expect(JSON.parse(JSON.parse(texts[0] ?? "").data)).toEqual({
      action: "speak",
      body: "{{body}}",
      n: 1,
      id: "{{id}}",
    });
    expect(texts[1]).toBe('{"message":{"action":"speak","body":"{{body}}","n":1,"id":"{{id}}"}}');
  });

  it("a word of its address", () => {
    const { texts } = templated([address("/cable?user=alice&v=1"), server({ user: "alice" })]);
    expect(texts).toEqual(["/cable?user={{user}}&v=1", '{"user":"{{user}}"}']);
  });

  it("the number of a form stays the text that it is", () => {
    const { texts } = templated([body("%2Fchat=1320&__seq=1"), server([{ message_id: 1320 }])]);
    expect(texts[1]).toBe('[{"message_id":1320}]');
  });
});

describe("what the server made and the client brings back", () => {
  it("a session's id, a stream's position: a hole for the client, and as it was for the server", () => {
    const { texts, recorded } = templated([
      server({ type: "welcome", sid: "sid-1" }),
      server({ message: 1, stream_id: "s", epoch: "ep1", offset: 2 }),
      address("/cable?sid=sid-1"),
      client({ history: { since: at / 1000 - 3, streams: { s: { epoch: "ep1", offset: 2 } } } }),
    ]);
    expect(texts.slice(0, 2).join()).not.toContain("{{");
    expect(texts[2]).toBe("/cable?sid={{sid}}");
    expect(JSON.parse(texts[3] ?? "").history).toEqual({
      since: "{{now_seconds}}",
      streams: { s: { epoch: "{{epoch}}", offset: "{{offset}}" } },
    });
    expect(recorded).toEqual({ sid: "sid-1", epoch: "ep1", offset: 2 });
  });

  it("an id in an event stream or in a list that comes in blocks", () => {
    const sse = says("server", 'id: evt-77\ndata: {"n":1}\n\n');
    const blocks = says("server", '[{"message_id":132}]\r\n|\r\n');
    const { texts } = templated([sse, blocks, address("/events?last=evt-77"), body("%2Fchat=132")]);
    expect(texts.slice(2)).toEqual(["/events?last={{last}}", "%2Fchat={{chat}}"]);
  });
});

describe("what is never the same twice", () => {
  it("chance, and what was masked", () => {
    const { texts, recorded } = templated([
      address("/message-bus/b0bf500f74684f759f044d68602f4502/poll?token=redacted-20-characters"),
      client({ nonce: "7d444840-9dc0-11d1-b245-5ffdce74fad2", auth: "Bearer [jwt-1]", hint: "abc" }),
    ]);
    expect(texts).toEqual([
      "/message-bus/{{message_bus}}/poll?token={{token}}",
      '{"nonce":"{{nonce}}","auth":"{{auth}}","hint":"abc"}',
    ]);
    expect(recorded).toMatchObject({ token: "redacted-20-characters", auth: "Bearer [jwt-1]" });
  });

  it("a token within an identifier, which is a hole itself", () => {
    const identifier = JSON.stringify({ channel: "Chat", room: "lobby", token: "[jwt-1]" });
    const { recorded } = templated([client({ identifier }), server({ identifier })]);
    expect(recorded).toEqual({ chat: '{"channel":"Chat","room":"lobby","token":"{{token}}"}', token: "[jwt-1]" });
  });

  it("the time, of heartbeats and of what the client says", () => {
    const ping = { type: "ping", message: at / 1000 };
    const { texts } = templated([
      says("server", JSON.stringify(ping), { isHeartbeat: true }),
      server(ping),
      client({ sentAt: at + 20 }),
    ]);
    expect(texts).toEqual([
      '{"type":"ping","message":"{{now_seconds}}"}',
      JSON.stringify(ping),
      '{"sentAt":"{{now_ms}}"}',
    ]);
  });
});

describe("what is text that looks like a hole", () => {
  it("gives no hole its name", () => {
    const { texts } = templated([client({ body: "hello {{body}}" }), server({ body: "hello {{body}}" })]);
    expect(texts[1]).toBe('{"body":"{{body_2}}"}');
  });
});
