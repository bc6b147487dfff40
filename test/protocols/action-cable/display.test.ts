import { describe, expect, it } from "vitest";
import { decodeFrame } from "../../../src/protocols/action-cable/codec.ts";
import { describe as details, labelChannel, summarize } from "../../../src/protocols/action-cable/display.ts";
import { dataFrame } from "../../../src/protocols/action-cable/server-messages.ts";
import { readTurboStreams } from "../../../src/protocols/action-cable/turbo-streams.ts";

const chat = '{"channel":"ChatChannel","room":"lobby"}';
const received = (text: string) => decodeFrame("text", text, "received");
const sent = (text: string) => decodeFrame("text", text, "sent");
const facts = (text: string) => details(received(text)).facts.map(({ label, value }) => `${label}: ${value}`);
const append =
  '<turbo-stream action="append" target="messages"><template><div id="m1">hi</div></template></turbo-stream>';

describe("summarize", () => {
  it.each([
    [received(dataFrame(chat, { user: "ana", body: "hi" })), '{"user":"ana","body":"hi"}'],
    [received(dataFrame(chat, "plain\ntext")), '"plain text"'],
    [received(dataFrame(chat, null)), "null"],
    [received('{"type":"ping","message":1760000000}'), "2025-10-09T08:53:20Z"],
    [received('{"type":"ping","message":1760000000123}'), "2025-10-09T08:53:20.123Z"],
    [received('{"type":"ping","message":"x"}'), '"x"'],
    [received('{"type":"welcome"}'), ""],
    [received('{"type":"welcome","sid":"abc"}'), "session abc"],
    [received('{"type":"disconnect","reason":"remote","reconnect":true}'), "remote · clients reconnect"],
    [received('{"type":"disconnect"}'), "no reason · clients differ on reconnecting"],
    [received('{"type":"pi'), 'not JSON: a string that does not end at 8: {"type":"pi'],
    [received('{"type":"pong"}'), 'type "pong": {"type":"pong"}'],
    [
      sent(`{"command":"message","identifier":${JSON.stringify(chat)},"data":"{\\"action\\":\\"speak\\",\\"n\\":1}"}`),
      'speak {"n":1}',
    ],
    [sent(`{"command":"message","identifier":${JSON.stringify(chat)},"data":"{}"}`), "receive {}"],
  ])("%# writes one line", (message, line) => {
    expect(summarize(message)).toBe(line);
  });

  it("stays short for any size", () => {
    expect(summarize(received(dataFrame(chat, "<x>".repeat(100_000)))).length).toBeLessThanOrEqual(300);
    expect(summarize(received(dataFrame(chat, { a: "y".repeat(100_000) }))).length).toBeLessThanOrEqual(300);
    expect(summarize(received(`{"${"z".repeat(100_000)}`)).length).toBeLessThanOrEqual(300);
  });
});

describe("Turbo Streams", () => {
  it("case 74: a payload that is a string of HTML shows action, target and the HTML as text", () => {
    const message = received(dataFrame(chat, append));
    expect(summarize(message)).toBe('append → #messages · <div id="m1">hi</div>');
    const { texts, payload } = details(message);
    expect(texts).toEqual([{ title: "append → #messages", language: "html", text: '<div id="m1">hi</div>' }]);
    expect(payload).toBe(append);
  });

  it("reads several, other quotes, entities, selectors, refresh and what an app adds", () => {
    const html =
      "<turbo-stream action='replace' targets='.a &quot;b&quot;' method=morph></turbo-stream>\n" +
      '<turbo-stream action="refresh" request-id="r1"></turbo-stream><turbo-stream action=redirect data-url="/x"/>' +
      `${append}<turbo-stream-source src="/x"></turbo-stream-source><turbo-stream></turbo-stream>`;
    const streams = readTurboStreams(html)?.streams ?? [];
    expect(streams.map(({ action, target, template }) => [action, target, template])).toEqual([
      ["replace", '.a "b"', undefined],
      ["refresh", undefined, undefined],
      ["redirect", undefined, undefined],
      ["append", "#messages", '<div id="m1">hi</div>'],
      ["", undefined, undefined],
    ]);
    expect(summarize(received(dataFrame(chat, html)))).toBe(
      'replace → .a "b", refresh (request r1), redirect and 2 more',
    );
  });

  it("keeps a stream that is nested in a template whole", () => {
    const outer = `<turbo-stream action="update" target="a"><template>x${append}y</template></turbo-stream>`;
    expect(readTurboStreams(outer + append)?.streams.map(({ template }) => template)).toEqual([
      `x${append}y`,
      '<div id="m1">hi</div>',
    ]);
  });

  it.each(["", "<p>hi</p>", "<turbo-stream", '<turbo-stream action="append', "<turbo-streams></turbo-streams>"])(
    "is no Turbo Stream: %s",
    (html) => {
      expect(readTurboStreams(html)).toBeUndefined();
    },
  );

  it("reads hostile HTML in one pass, and says what it did not read", () => {
    // Reading that is not linear would run into the test's time limit.
    for (const piece of [
      "<turbo-stream >",
      '<turbo-stream "',
      "<turbo-stream a='",
      "<turbo-stream></turbo-stream>",
      "</turbo-stream>",
    ]) {
      readTurboStreams(piece.repeat(100_000));
    }
    expect(readTurboStreams("<turbo-stream></turbo-stream>".repeat(501))).toMatchObject({ cut: true });
    expect(details(received(dataFrame(chat, append.repeat(501)))).facts).toContainEqual({
      label: "Not read",
      value: "the rest: it is too long; see the raw text",
    });
  });
});

describe("describe", () => {
  it("lists channel, params and the identifier as it is", () => {
    expect(facts(dataFrame(chat, 1))).toEqual(["Channel: ChatChannel", "room: lobby", `Identifier: ${chat}`]);
  });

  it("decodes the signed stream name and the GlobalIDs in it", () => {
    const gid = btoa("gid://app/Room/7").replaceAll("=", "");
    const name = `${btoa(JSON.stringify(`${gid}:messages`))}--00`;
    const identifier = JSON.stringify({ channel: "Turbo::StreamsChannel", signed_stream_name: name });
    expect(facts(dataFrame(identifier, 1))).toContain("Stream: gid://app/Room/7:messages");
    expect(facts(dataFrame(identifier, 1))).toContain("GlobalID: gid://app/Room/7");
  });

  it("case 65: reads a disconnect for both makes of clients", () => {
    expect(facts('{"type":"disconnect","reason":"too_slow"}')).toEqual([
      "Reason: too_slow",
      "Reconnect: null",
      "Rails client: stops for good: its monitor is switched off",
      "AnyCable client: reconnects after its own back-off",
    ]);
  });

  it("case 61: says that no answer is due to an action and an unsubscribe", () => {
    const identifier = JSON.stringify(chat);
    for (const text of [
      `{"command":"message","identifier":${identifier},"data":"{}"}`,
      `{"command":"unsubscribe","identifier":${identifier}}`,
    ]) {
      expect(details(sent(text)).facts).toContainEqual(
        expect.objectContaining({ label: "Answer", value: "none is due" }),
      );
    }
  });

  it("shows the fault, the place and the beginning of what is malformed", () => {
    expect(facts('{"type":"pi')).toEqual([
      "Fault: not JSON: a string that does not end",
      "Offset: 8",
      'Begins with: {"type":"pi',
    ]);
  });

  it("shows the whole of what is unknown", () => {
    expect(details(received('{"type":"pong","x":1}')).payload).toEqual({ type: "pong", x: 1 });
  });

  it("labels a channel for rows", () => {
    expect(labelChannel(chat)).toBe("ChatChannel lobby");
  });
});
