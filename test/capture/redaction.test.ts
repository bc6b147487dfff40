import { describe, expect, test } from "vitest";
import { redactHandshake, redactHead, redactTransport, redactUrl, redactWords } from "../../src/capture/redaction.ts";
import type { Handshake } from "../../src/model/frame.ts";

describe("addresses", () => {
  test.each([
    ["ws://localhost:3000/cable", "ws://localhost:3000/cable"],
    ["ws://h/cable?token=abcdef", "ws://h/cable?token=redacted-6-characters"],
    ["ws://h/cable?room=1&jid=abc&x=2", "ws://h/cable?room=1&jid=redacted-3-characters&x=2"],
    ["http://h/?access_token=abc", "http://h/?access_token=redacted-3-characters"],
    ["http://h/?accessToken=abc", "http://h/?accessToken=redacted-3-characters"],
    ["http://h/?api_key=abc&apikey=de", "http://h/?api_key=redacted-3-characters&apikey=redacted-2-characters"],
    ["http://h/?key=abc;sig=x", "http://h/?key=redacted-3-characters;sig=redacted-1-characters"],
    ["http://h/?client_secret=abc", "http://h/?client_secret=redacted-3-characters"],
    ["http://h/?password=a%20b&passwd=c", "http://h/?password=redacted-5-characters&passwd=redacted-1-characters"],
    ["http://h/?X-Amz-Signature=ab&X-Amz-Date=c", "http://h/?X-Amz-Signature=redacted-2-characters&X-Amz-Date=c"],
    ["http://h/?X-Amz-Security-Token=ab", "http://h/?X-Amz-Security-Token=redacted-2-characters"],
    ["http://h/?user[token]=ab", "http://h/?user[token]=redacted-2-characters"],
    [
      "http://h/?session_id=ab&PHPSESSID=c&session=d",
      "http://h/?session_id=redacted-2-characters&PHPSESSID=redacted-1-characters&session=d",
    ],
    ["http://h/?t%6Fken=abc", "http://h/?t%6Fken=redacted-3-characters"],
    ["http://h/?token", "http://h/?token"],
    ["http://h/?token=", "http://h/?token="],
    ["http://h/?%zz=1&token=abc", "http://h/?%zz=1&token=redacted-3-characters"],
    ["http://h/#access_token=abc&state=1", "http://h/#access_token=redacted-3-characters&state=1"],
    ["wss://me:pa@ss@h/cable", "wss://redacted-8-characters@h/cable"],
    ["wss://me@h/cable?at=a@b", "wss://redacted-2-characters@h/cable?at=a@b"],
    ["/relative?token=ab", "/relative?token=redacted-2-characters"],
    ["http://h/?monkey=abc&keyboard=x&tokens=3", "http://h/?monkey=abc&keyboard=x&tokens=3"],
    ["", ""],
  ])("%s", (given, masked) => {
    expect(redactUrl(given)).toBe(masked);
  });

  test("are found in other text", () => {
    expect(redactWords("got ws://h/?token=abc, then (https://u:p@h/). No more.")).toBe(
      "got ws://h/?token=redacted-3-characters, then (https://redacted-3-characters@h/). No more.",
    );
    expect(redactWords("location: /login?token=abc; server: x. Cannot GET /ws?jid=ab")).toBe(
      "location: /login?token=redacted-3-characters; server: x. Cannot GET /ws?jid=redacted-2-characters",
    );
    expect(redactWords('The client offered anycable-token.ab-c.d_e, "anycable-token.x".')).toBe(
      'The client offered anycable-token.redacted-8-characters, "anycable-token.redacted-1-characters".',
    );
    expect(redactWords("localhost:3000/cable?token=abc")).toBe("localhost:3000/cable?token=redacted-3-characters");
    expect(redactWords(JSON.stringify({ url: "ws://h/?token=abc" }))).toBe(
      '{"url":"ws://h/?token=redacted-3-characters"}',
    );
  });
});

describe("headers", () => {
  test.each([
    ["Authorization", "Bearer abc.def", "Bearer redacted-7-characters"],
    ["authorization", "Basic dXNlcg==", "Basic redacted-8-characters"],
    ["Authorization", "abc", "redacted-3-characters"],
    ["Proxy-Authorization", "Basic abcd", "Basic redacted-4-characters"],
    ["Cookie", "_session=abc; theme=dark", "_session=redacted-3-characters; theme=redacted-4-characters"],
    ["Cookie", "novalue", "redacted-7-characters"],
    ["Set-Cookie", "id=abc; Path=/; HttpOnly", "id=redacted-3-characters; Path=/; HttpOnly"],
    ["X-JID", "eyJh", "redacted-4-characters"],
    ["X-Api-Key", "abc", "redacted-3-characters"],
    ["X-CSRF-Token", "abc", "redacted-3-characters"],
    ["Location", "/login?token=abc", "/login?token=redacted-3-characters"],
    ["Referer", "http://h/?jid=abc", "http://h/?jid=redacted-3-characters"],
    [
      "Sec-WebSocket-Protocol",
      "actioncable-v1-json, anycable-token.eyJh.b.c",
      "actioncable-v1-json, anycable-token.redacted-8-characters",
    ],
    ["Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZQ=="],
    ["X-Session-Id", "abc", "redacted-3-characters"],
    ["Link", '<https://h/hub?token=abc>; rel="mercure"', '<https://h/hub?token=redacted-3-characters>; rel="mercure"'],
    ["X-Original-URI", "/cable?jid=abc", "/cable?jid=redacted-3-characters"],
    ["User-Agent", "Mozilla/5.0 (X11; Linux x86_64)", "Mozilla/5.0 (X11; Linux x86_64)"],
    ["Last-Event-ID", "41", "41"],
    ["Origin", "http://localhost:3000", "http://localhost:3000"],
  ])("%s: %s", (name, given, masked) => {
    const head = { status: 200, reason: "OK", httpVersion: "1.1", headers: [[name, given] as const] };
    expect(redactHead(head)).toEqual({ ...head, headers: [[name, masked]] });
  });
});

const handshake: Handshake = {
  request: {
    method: "GET",
    url: "ws://u:p@h/?token=abc",
    httpVersion: "1.1",
    headers: [["Sec-WebSocket-Protocol", "anycable-token.abc"]],
  },
  response: { status: 101, reason: "", httpVersion: "1.1", headers: [["Set-Cookie", "a=abc"]] },
  offered: ["actioncable-v1-json", "anycable-token.abc"],
  subprotocol: "anycable-token.abc",
  redirects: [{ from: "http://h/?token=abc", to: "http://i/?token=abc", status: 301 }],
};

test("no secret of a handshake is left in it", () => {
  const masked = redactHandshake(handshake);
  expect(JSON.stringify(masked)).not.toMatch(/abc|u:p/);
  expect(masked.offered).toEqual(["actioncable-v1-json", "anycable-token.redacted-3-characters"]);
  expect(masked.redirects?.[0]?.to).toBe("http://i/?token=redacted-3-characters");
});

describe("transport units", () => {
  test("an opening is masked like its handshake", () => {
    const masked = redactTransport({ kind: "open", handshake, attempt: 1 });
    expect(masked).toEqual({ kind: "open", handshake: redactHandshake(handshake), attempt: 1 });
  });

  test("a refusal keeps its body and loses its cookies", () => {
    const close = { kind: "refused", response: handshake.response, body: "not allowed" } as const;
    expect(JSON.stringify(redactTransport({ kind: "closed", close }))).toBe(
      '{"kind":"closed","close":{"kind":"refused","response":{"status":101,"reason":"","httpVersion":"1.1",' +
        '"headers":[["Set-Cookie","a=redacted-3-characters"]]},"body":"not allowed"}}',
    );
  });

  test("a failure that quotes the address quotes it masked", () => {
    const failure = {
      stage: "url",
      code: "bad",
      message: "no: ws://h/?jid=abc",
      attempts: ["ws://h/?jid=abc: no"],
    } as const;
    expect(redactTransport({ kind: "closed", close: { kind: "failed", failure } })).toMatchObject({
      close: {
        failure: {
          message: "no: ws://h/?jid=redacted-3-characters",
          attempts: ["ws://h/?jid=redacted-3-characters: no"],
        },
      },
    });
  });

  test("an orderly end and a ping stay as they are", () => {
    const closed = { kind: "closed", close: { kind: "ended" } } as const;
    expect(redactTransport(closed)).toEqual(closed);
    const ping = { kind: "ws_ping", data: "token=abc" } as const;
    expect(redactTransport(ping)).toBe(ping);
  });
});
