import { describe, expect, it } from "vitest";
import { findingKinds } from "../../src/bridge/transfer.ts";
import { ChunkRedactor } from "../../src/interchange/redaction/chunk-redactor.ts";
import { Redactor } from "../../src/interchange/redaction/redactor.ts";

const all = () => new Redactor(findingKinds);
const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9.c2lnbmF0dXJl";
const base64 = (text: string) => Buffer.from(text).toString("base64");
const signed = `IloybGtPaTh2Y0c5eiI=--${"0123456789abcdef".repeat(4)}`;

describe("what is masked", () => {
  it.each([
    ["a JSON Web Token", `{"t":"${jwt}"}`, '{"t":"[jwt-1]"}'],
    ["a signed stream name", `{"signed_stream_name":"${signed}"}`, '{"signed_stream_name":"[signed-1]"}'],
    ["an e-mail address", "from ana.b+c@example.co.uk!", "from [email-1]!"],
    ["a password by its name", '{"password":"hunter2","user":"x"}', '{"password":"[secret-1]","user":"x"}'],
    [
      "the same within an identifier",
      String.raw`{"identifier":"{\"channel\":\"C\",\"token\":\"s3cret\"}"}`,
      String.raw`{"identifier":"{\"channel\":\"C\",\"token\":\"[secret-1]\"}"}`,
    ],
    [
      "a name that ends like a secret's",
      '{"X-Api-Key": "a,b c", "newPassword":"x"}',
      '{"X-Api-Key": "[secret-1]", "newPassword":"[secret-2]"}',
    ],
    ["one with quotes in it", String.raw`{"password":"a\"b\\","x":"y"}`, '{"password":"[secret-1]","x":"y"}'],
    [
      "one with quotes in it, within JSON within JSON",
      JSON.stringify(JSON.stringify({ data: JSON.stringify({ token: 'a"b', x: "y" }) })),
      JSON.stringify(JSON.stringify({ data: JSON.stringify({ token: "[secret-1]", x: "y" }) })),
    ],
    ["a number", '{"otp":123456,"laptop":5}', '{"otp":"[secret-1]","laptop":5}'],
    [
      "a number within JSON in a string",
      String.raw`{"data":"{\"otp\":123456}"}`,
      String.raw`{"data":"{\"otp\":\"[secret-1]\"}"}`,
    ],
    [
      "what Ruby and Python print",
      "{'password': 'x'} {'token' => 'y'}",
      "{'password': '[secret-1]'} {'token' => '[secret-2]'}",
    ],
    ["cookies in headers", '{"Cookie":"a=1; b=2"} Set-Cookie: s=3', '{"Cookie":"[secret-1]"} Set-Cookie: [secret-2]'],
    ["a parameter of an address", "https://x/y?a=1&access_token=abc#z", "https://x/y?a=1&access_token=[secret-1]#z"],
    [
      "a signed address",
      "https://x/?X-Amz-Signature=ab&key=cd",
      "https://x/?X-Amz-Signature=[secret-1]&key=[secret-2]",
    ],
    ["a field of a form", "user[password]=hunter2&a=1", "user[password]=[secret-1]&a=1"],
    ["who logs in by an address", "postgres://app:hunter2@db/x", "postgres://app:[secret-1]@db/x"],
    [
      "a form's token",
      '<input name="authenticity_token" value="a+b/c==">',
      '<input name="authenticity_token" value="[secret-1]">',
    ],
    ["basic credentials", "Basic dXNlcjpodW50ZXIy, Basic authentication", "Basic [secret-1], Basic authentication"],
    [
      "what is written in base64",
      `{"body":"${base64('{"password":"hunter2","to":"x"}')}"}`,
      `{"body":"${base64('{"password":"[secret-1]","to":"x"}')}"}`,
    ],
    ["a key by its beginning", "key sk_live_abcdefghij1234", "key [secret-1]"],
    ["a bearer token", "Authorization: Bearer abcdef0123456789", "Authorization: Bearer [secret-1]"],
    ["a long random value", '"aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0dF"', '"[secret-1]"'],
    ["an IPv4 address", "peer 203.0.113.7:443", "peer [ip-1]:443"],
    ["an IPv6 address", "peer 2001:db8::1 left", "peer [ip-1] left"],
  ])("%s", (_what, text, masked) => {
    expect(all().text(text)).toBe(masked);
  });

  it.each([
    ["a UUID", "123e4567-e89b-12d3-a456-426614174000"],
    ["a hash", "0123456789abcdef0123456789abcdef01234567"],
    ["words with hyphens", "this-is-a-long-name-of-a-channel-of-an-app"],
    ["a time", "12:30:05"],
    ["a version", "1.2.3"],
    ["a mask of the recording", "token=redacted-36-characters"],
    ["a class name", "Notifications::ApplicationMailerDeliveryJobChannel"],
    ["an empty secret", '{"password":""}'],
    ["a name that only begins like one", '{"tokens_left":5,"passwordless":"yes","cookies":"none","author":"me"}'],
    ["an address without a secret", "https://app.example:3000/a?page=2&user=3"],
    ["other text in base64", base64("nothing that anyone would mind seeing")],
    ["key=value", "key=5 monkey=6"],
  ])("not %s", (_what, text) => {
    expect(all().text(text)).toBe(text);
  });

  it("alike wherever it stands, in raw JSON and in what was decoded from it", () => {
    const redactor = all();
    const decoded = { text: "to\nbo@example.com", from: "ana@example.com" };
    const raw = JSON.stringify(JSON.stringify(decoded));
    const masked = redactor.text(raw);
    expect(JSON.parse(JSON.parse(masked))).toEqual({ text: "to\n[email-1]", from: "[email-2]" });
    expect(redactor.text(decoded.text)).toBe("to\n[email-1]");
  });

  it("nothing, when no kind is chosen", () => {
    const redactor = new Redactor([]);
    expect(redactor.text(`ana@example.com ${jwt}`)).toBe(`ana@example.com ${jwt}`);
    expect(redactor.isIdle).toBe(true);
  });

  it("in bytes without changing their length, so that what frames them stays right", () => {
    const bytes = Buffer.concat([Buffer.from([0xaf]), Buffer.from("ana@example.com"), Buffer.from([0xff, 0])]);
    const masked = Buffer.from(all().bytes(bytes));
    expect(masked.length).toBe(bytes.length);
    expect(masked.toString("latin1")).toBe("\xaf[email-1]*******\xff\0".replace("*******", "******"));
  });
});

it("counts what it found, with examples that only their owner recognises", () => {
  const redactor = all();
  redactor.seq = 7;
  redactor.text("ana@example.com bo@example.com ana@example.com");
  expect(redactor.findings()).toEqual([
    {
      kind: "email",
      count: 3,
      distinct: 2,
      examples: [
        { placeholder: "[email-1]", hint: "a…@e….com", seq: 7 },
        { placeholder: "[email-2]", hint: "b…@e….com", seq: 7 },
      ],
    },
  ]);
  expect(redactor.masked).toBe(3);
});

describe("a body in chunks", () => {
  const text = `data: {"to":"grüße@example.com, bo@example.com","t":"${jwt}"}\n\nid: 4\n\n`;

  it("is masked alike wherever it is cut", () => {
    const bytes = Buffer.from(text);
    const whole = all().text(text);
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const body = new ChunkRedactor(all());
      const pieces = [body.chunk(bytes.subarray(0, cut), false), body.chunk(bytes.subarray(cut), true)];
      expect(pieces.join(""), `cut at ${cut}`).toBe(whole);
    }
  });

  it.each([
    'data: {"user":{"password":"hun ter, 2","a":1}}\n\n',
    String.raw`data: {"data":"{\"api_key\":\"x y\",\"b\":2}"}`,
    "{'token': 'a b'} 'c'",
    '{"otp": 123456, "b": 3}',
    "user[password]=hunter2&token=ab c=d",
    "Authorization: Bearer abcdef0123456789 x",
    "Cookie: a=b; c=d\nX: y",
    '<input type="hidden" name="authenticity_token" value="a+b c"> <b>',
    '{"password":"a\\"b"}, {"c":"d"}',
  ])("keeps names with their values: %s", (named) => {
    const whole = all().text(named);
    expect(whole).toContain("[secret-1]");
    for (let cut = 0; cut <= named.length; cut += 1) {
      const body = new ChunkRedactor(all());
      const pieces = [body.chunk(named.slice(0, cut), false), body.chunk(named.slice(cut), true)];
      expect(pieces.join(""), `cut at ${cut}`).toBe(whole);
    }
  });

  it("gives out what ends with a border at once", () => {
    expect(new ChunkRedactor(all()).chunk("data: bo@example.com\n\n", false)).toBe("data: [email-1]\n\n");
  });

  it("that is no text is masked as bytes", () => {
    const body = new ChunkRedactor(all());
    expect(Buffer.from(body.chunk(Buffer.from([0xff, 0xfe]), false))).toEqual(Buffer.from([0xff, 0xfe]));
  });
});
