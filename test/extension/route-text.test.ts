import { expect, test } from "vitest";
import { authorityText, proxyText } from "../../src/extension/asking/route-text.ts";

test.each([
  [undefined, "as VS Code does"],
  ["", "as VS Code does"],
  ["none", "none, whatever VS Code says"],
  ["http://proxy:3128", "http://proxy:3128"],
  ["http://ana:secret@proxy:3128", "http://…@proxy:3128"],
  ["ana:secret@proxy:3128", "…@proxy:3128"],
])("the proxy %s is told as %s", (proxy, text) => {
  expect(proxyText(proxy)).toBe(text);
});

test("an authority is told by its path, never by its text", () => {
  expect(authorityText("/ca.pem")).toBe("/ca.pem");
  expect(authorityText("-----BEGIN CERTIFICATE-----")).toBe("given as text");
});
