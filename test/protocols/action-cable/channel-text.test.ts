import { describe, expect, it } from "vitest";
import { identifierFrom } from "../../../src/protocols/action-cable/channel-text.ts";
import { actionCable } from "../../../src/protocols/action-cable/index.ts";
import { MisuseError } from "../../../src/protocols/kit/misuse-error.ts";

const turbo = '{"channel":"Turbo::StreamsChannel","signed_stream_name":"InBvc3RzIg==--00"}';

function refusal(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    if (error instanceof MisuseError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "accepted";
}

describe("identifierFrom", () => {
  it.each([
    ["ChatChannel", '{"channel":"ChatChannel"}'],
    [' ChatChannel  { "room" : "lobby" } ', '{"channel":"ChatChannel","room":"lobby"}'],
    ['Chat::RoomChannel {"id":7}', '{"channel":"Chat::RoomChannel","id":7}'],
    ['$pubsub {"stream_name":"chat/1"}', '{"channel":"$pubsub","stream_name":"chat/1"}'],
    ['{ "room":"lobby", "channel":"ChatChannel" }', '{ "room":"lobby", "channel":"ChatChannel" }'],
    ['"{\\"channel\\":\\"ChatChannel\\"}"', '{"channel":"ChatChannel"}'],
    ["Turbo::StreamsChannel InBvc3RzIg==--00", turbo],
    [turbo, turbo],
    [
      '<turbo-cable-stream-source channel="Turbo::StreamsChannel" signed-stream-name="InBvc3RzIg==--00"></turbo-cable-stream-source>',
      turbo,
    ],
    [
      '<turbo-cable-stream-source signed-stream-name="InBvc3RzIg==--00" data-room-id="7">',
      `${turbo.slice(0, -1)},"room_id":"7"}`,
    ],
  ])("makes of %s what the official client sends", (text, identifier) => {
    expect(identifierFrom(text)).toBe(identifier);
  });

  it.each([
    ["", "missing-channel"],
    [
      "chat",
      "bad-channel: “chat” cannot be a channel's Ruby class, and Rails would never answer. Did you mean ChatChannel?",
    ],
    ["chat_room", "Did you mean ChatRoomChannel?"],
    ["7", "bad-channel: “7” cannot be"],
    ['ChatChannel {"room":', "bad-params: The params are not JSON: unexpected end (at offset 8 of them)."],
    ["ChatChannel lobby", 'bad-params: The params are not JSON: unexpected "l"'],
    ["ChatChannel [1]", "bad-params: The params must be a JSON object"],
    ['ChatChannel {"channel":"B"}', "bad-params: The params name a `channel` again"],
    ['{"room":"lobby"}', 'bad-channel: The identifier is an object with no "channel"'],
    ['{"channel":"A"', "bad-channel: The identifier is not JSON: unexpected end (at offset 14)"],
    ['"x', "bad-channel: A quoted identifier must be one JSON string."],
  ])("refuses %j with a sentence that helps", (text, sentence) => {
    expect(refusal(() => identifierFrom(text))).toContain(sentence);
  });

  it("case 53: a whole command with an object as identifier is refused with the reason", () => {
    const text = '{"command":"subscribe","identifier":{"channel":"ChatChannel"}}';
    expect(refusal(() => identifierFrom(text))).toMatch(/^whole-command: .*as an object Rails logs a type error/);
  });

  it.each([
    "Turbo::StreamsChannel",
    '{"channel":"Turbo::StreamsChannel"}',
    'Turbo::StreamsChannel {"signed_stream_name":""}',
    "<turbo-cable-stream-source>",
  ])("case 73: %s without a signed name asks to paste it from the page", (text) => {
    expect(refusal(() => identifierFrom(text))).toMatch(
      /^missing-signed-stream-name: .*Copy the <turbo-cable-stream-source>/,
    );
  });
});

describe("settings", () => {
  const connect = (settings: Record<string, string>, url = "ws://localhost/cable") =>
    refusal(() => actionCable.createClientSession({ url, headers: [], settings, random: () => 0 }));

  it("names the line that is wrong", () => {
    expect(connect({ channels: "ChatChannel\nnews\n" })).toMatch(/^bad-channel: Channel “news”: /);
  });

  it.each([
    [{ policy: "rails-5" }, "ws://localhost/cable", "unknown-policy: “rails-5” is no reconnect policy"],
    [{}, "nonsense", "bad-url: “nonsense” is not a URL."],
    [{}, "ftp://x/cable", "bad-url: Action Cable needs a ws:// or wss:// address, not ftp://."],
  ])("refuses %j at %s", (settings, url, sentence) => {
    expect(connect(settings as Record<string, string>, url)).toContain(sentence);
  });

  it("takes an empty form", () => {
    expect(connect({ channels: "\n", subprotocols: "", policy: "" })).toBe("accepted");
  });
});
