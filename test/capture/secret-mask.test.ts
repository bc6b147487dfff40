import { describe, expect, it } from "vitest";
import { SecretMask } from "../../src/capture/secret-mask.ts";

const secret = `hush/+"&<42>'% é`;
const mask = new SecretMask([secret, "plain-token"]);

it("finds a secret in every spelling that text takes on its way", () => {
  const json = JSON.stringify(secret).slice(1, -1);
  for (const spelled of [
    secret,
    json,
    JSON.stringify(json).slice(1, -1),
    json.replaceAll("/", "\\/"),
    json.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"),
    encodeURIComponent(secret),
    encodeURIComponent(secret).toLowerCase(),
    new URLSearchParams({ a: secret }).toString().slice(2),
    "hush/+&quot;&amp;&lt;42&gt;&#39;% é",
  ])
    expect(mask.text(`<${spelled}>`), spelled).toMatch(/^<\*+>$/);
});

it.each(["", "u:", "me:", "you:"])("finds it in base64 after %o, but for what its neighbours share", (before) => {
  for (const alphabet of ["base64", "base64url"] as const) {
    const text = Buffer.from(`${before}${secret}:after`).toString(alphabet);
    const masked = mask.text(`Basic ${text}`);
    const [longest = ""] = masked.match(/\*+/) ?? [];
    expect(longest.length).toBeGreaterThan((secret.length * 4) / 3 - 4);
  }
});

it("keeps the length in bytes, and what stands around it", () => {
  expect(mask.text(`{"a":"${secret}"}`)).toBe(`{"a":"${"*".repeat(Buffer.byteLength(secret))}"}`);
  const data = Buffer.from(`\u0001${secret}\u0002`);
  const masked = mask.bytes(data);
  expect(masked.length).toBe(data.length);
  expect([masked[0], masked[1], masked.at(-1)]).toEqual([1, 0x2a, 2]);
});

it("leaves alone what holds none, and secrets too short to be told from other text", () => {
  const data = Buffer.from("nothing here");
  expect(mask.bytes(data)).toBe(data);
  expect(new SecretMask(["abc"]).text("abc")).toBe("abc");
  expect(new SecretMask([]).text("anything")).toBe("anything");
});

it("masks texts and bytes at any depth, and no names of properties", () => {
  expect(mask.deep({ "plain-token": ["x plain-token", 3, null, { at: "plain-token" }] })).toEqual({
    "plain-token": ["x ***********", 3, null, { at: "***********" }],
  });
});

describe("a body in slices", () => {
  const body = Buffer.from(`data: ${secret} and plain-token\n\n`);
  const outcome = (cuts: readonly number[]) => {
    const slices = mask.slices();
    const bounds = [0, ...cuts, body.length];
    return Buffer.concat(bounds.slice(1).map((end, index) => slices.mask(body.subarray(bounds[index], end)))).toString(
      "latin1",
    );
  };

  it("cut once, anywhere, shows at most half of a secret", () => {
    for (let cut = 1; cut < body.length; cut += 1) expectMasked(outcome([cut]));
  });

  it("that comes byte by byte does as well", () => {
    expectMasked(outcome(Array.from({ length: body.length - 1 }, (_, index) => index + 1)));
  });

  function expectMasked(text: string): void {
    expect(text.length).toBe(body.length);
    expect(text).not.toContain(Buffer.from(secret).toString("latin1").slice(-9));
    expect(text).not.toContain("n-token");
    expect(text).toMatch(/^data: .*\*{8} and .*\*{5}\n\n$/s);
  }
});
