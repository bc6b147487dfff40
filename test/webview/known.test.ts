import { describe, expect, it } from "vitest";
import { parseExactly } from "../../src/bridge/exact-json.ts";
import { formatAge } from "../../webview/format.ts";
import { recognise, recogniseWithin } from "../../webview/known/recognise.ts";

const rowAt = Date.UTC(2026, 10, 25, 14, 9, 41, 740);
const known = (value: unknown, key?: string) => recognise(value, { rowAt, key });
const linesOf = (value: unknown, key?: string) =>
  Object.fromEntries((known(value, key)?.lines ?? []).map(({ label, value: text }) => [label, text]));
const base64 = (value: unknown) => btoa(typeof value === "string" ? value : JSON.stringify(value));
const digest = "d01608c1c130b57c09ae766da3853082cad24c943550c8b0516cce74c5a19360";

describe("a JSON Web Token", () => {
  const claims = { sub: "user-42", exp: 1_795_600_000, iat: 1_795_590_000, roles: ["admin"] };
  const signature = "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";
  const token = [base64({ alg: "HS256", typ: "JWT" }), base64(claims), signature].join(".").replaceAll("=", "");

  it("shows header, claims and moments, and never the signature", () => {
    const found = known(token);
    expect(found).toMatchObject({ title: "JSON Web Token", note: "Not verified: anyone can write these claims." });
    expect(linesOf(token)).toMatchObject({ alg: "HS256", sub: "user-42", roles: '["admin"]' });
    expect(linesOf(token).Signature).toBe("SflK… (43 characters)");
    expect(JSON.stringify(found)).not.toContain(signature.slice(0, 12));
    const expiry = found?.lines.find(({ label }) => label === "exp");
    expect(expiry?.value).toMatch(/^2026-11-\d\d \d\d:\d\d:40\.000 · (in \d+ (min|h|d)|\d+ (min|h|d) ago)$/);
  });

  it("says when it has expired by then", () => {
    const old = [base64({ alg: "none" }), base64({ exp: 1_700_000_000 }), ""].join(".").replaceAll("=", "");
    expect(known(old)?.lines.find(({ label }) => label === "exp")).toMatchObject({ aside: "expired" });
    expect(linesOf(old).Signature).toBe("none");
  });

  it("is told from other texts with two points in them", () => {
    for (const text of ["a.b.c", "eyJ.eyJ.x", "www.example.com", `${base64({ typ: "JWT" })}.${base64({})}.x`])
      expect(known(text)?.title).not.toBe("JSON Web Token");
  });
});

describe("what Rails writes", () => {
  it("a GlobalID", () => {
    expect(linesOf("gid://app/User/42")).toEqual({ App: "app", Model: "User", Id: "42" });
    expect(linesOf("gid://my-app/Admin::Report/a%20b?version=2")).toMatchObject({ Model: "Admin::Report", Id: "a b" });
    expect(known("gid://app/User")).toBeUndefined();
  });

  it("Turbo's signed stream name, with the records that it is made of", () => {
    const name = `${base64("gid://app/Room/7").replaceAll("=", "")}:messages`;
    const signed = `${base64(JSON.stringify(name))}--${digest}`;
    expect(known(signed)).toMatchObject({ title: "Signed stream name", note: expect.stringContaining("Not verified") });
    expect(linesOf(signed)).toEqual({ Decoded: name, "Streams of": "Room 7", Digest: "d01608…" });
    expect(linesOf(`ImRlbW86Ym9hcmQi--${digest}`)).toEqual({ Decoded: "demo:board", Digest: "d01608…" });
  });

  it("a signed GlobalID, with its purpose and expiry", () => {
    const message = { _rails: { data: "gid://app/User/42", pur: "default", exp: "2026-12-25T14:09:41.000Z" } };
    expect(known(`${base64(message)}--${digest.slice(0, 40)}`)?.title).toBe("Signed GlobalID");
    expect(linesOf(`${base64(message)}--${digest.slice(0, 40)}`)).toMatchObject({ Id: "42", Purpose: "default" });
    const older = { _rails: { message: base64(JSON.stringify("gid://app/User/43")), exp: null, pur: "login" } };
    expect(linesOf(`${base64(older)}--${digest}`)).toMatchObject({ Id: "43", Purpose: "login" });
  });

  it("nothing where digest or text are none", () => {
    for (const text of [`ImRlbW8i--${digest.slice(1)}`, `////--${digest}`, "a--b", "--"])
      expect(known(text)).toBeUndefined();
  });
});

describe("moments", () => {
  it.each([
    "2026-11-25T14:09:39.412Z",
    "2026-11-25 14:09:39.412 UTC",
    "2026-11-25T15:09:39.412+01:00",
    "2026-11-25T15:09:39,412+0100",
    "1795615779412",
    "1795615779412000",
  ])("%s", (text) => {
    expect(linesOf(text)).toMatchObject({ Then: "2.3 s ago, seen from this row", UTC: "2026-11-25T14:09:39.412Z" });
  });

  it("numbers by their size, and seconds only where the name promises a moment", () => {
    expect(linesOf(1_795_615_779_412).UTC).toBe("2026-11-25T14:09:39.412Z");
    expect(linesOf(parseExactly("1795615779.0"), "created_at")["Written as"]).toBe("seconds since 1970");
    expect(linesOf(parseExactly("1795615779000000001"), "ts")["Written as"]).toBe("nanoseconds since 1970");
    expect(known(parseExactly("1795615779000000001"), "id")).toBeUndefined();
    expect(linesOf(1_795_615_779, "created_at")["Written as"]).toBe("seconds since 1970");
    for (const key of ["createdAt", "ts", "exp", "time", "expires-at"]) expect(known(1_795_615_779, key)).toBeDefined();
    for (const key of ["id", "what", "format", "latitude"]) expect(known(1_795_615_779, key)).toBeUndefined();
    expect(known(42, "created_at")).toBeUndefined();
  });

  it("are none where there is no time of day, or no such day", () => {
    for (const text of ["2026-11-25", "2026-13-45T99:00:00Z", "14:09:39", "20261125"])
      expect(known(text)).toBeUndefined();
  });

  it("have an age in one unit", () => {
    expect([0.2, 48, 200, 2_328, 42_000, 200_000, 7_200_000, 4 * 86_400_000, 900 * 86_400_000].map(formatAge)).toEqual([
      "now",
      "48 ms ago",
      "0.2 s ago",
      "2.3 s ago",
      "42 s ago",
      "3 min ago",
      "2 h ago",
      "4 d ago",
      "2 y ago",
    ]);
    expect(formatAge(-300_000)).toBe("in 5 min");
  });
});

describe("base64", () => {
  it("is decoded as text, or as bytes where that is plain", () => {
    expect(known(base64("hello, framescope"))).toMatchObject({ title: "Base64 text", decoded: "hello, framescope" });
    const bytes = btoa(String.fromCharCode(...Array.from({ length: 40 }, (_, n) => (n * 37 + 200) % 256)));
    expect(known(bytes)).toMatchObject({ title: "Base64 bytes" });
    expect(linesOf(bytes).Bytes).toMatch(/^c8 ed 12 .* …$/);
  });

  it("is not seen in words, names, hashes and ids", () => {
    const plain = [
      "ChatChannel",
      "confirm_subscription",
      "internationalisation",
      "550e8400-e29b-41d4-a716-446655440000",
      "9e107d9d372bb6826bd81d3542a419d6",
      "deploy finished in 41 s",
      "https://example.com/path",
      "",
    ];
    for (const text of plain) expect(known(text), text).toBeUndefined();
  });
});

describe("within a longer text", () => {
  it("finds what is known at its place", () => {
    const identifier = `{"channel":"Turbo::StreamsChannel","signed_stream_name":"ImRlbW86Ym9hcmQi--${digest}"}`;
    const [part, ...more] = recogniseWithin(identifier, { rowAt });
    expect(more).toEqual([]);
    expect(part?.known.title).toBe("Signed stream name");
    expect(identifier.slice(part?.from, part?.to)).toBe(`ImRlbW86Ym9hcmQi--${digest}`);
    expect(recogniseWithin("gid://app/User/42", {})).toMatchObject([{ from: 0, to: 17 }]);
    expect(recogniseWithin("nothing to see", {})).toEqual([]);
  });
});
