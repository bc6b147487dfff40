import { expect, test } from "vitest";
import { nextRedirects, redirectsText } from "../../src/extension/asking/redirects.ts";

test("an endpoint that says nothing leaves redirects to its protocol, and the sheet says so", () => {
  expect(redirectsText(undefined, "Server-Sent Events")).toBe("as Server-Sent Events clients do by default");
  expect(redirectsText(true, "WebSocket")).toBe("followed");
  expect(redirectsText(false, "WebSocket")).toBe("shown, not followed");
});

test("choosing goes through all three and back", () => {
  const first = nextRedirects(undefined);
  const second = nextRedirects(first);
  expect([first, second, nextRedirects(second)]).toEqual([true, false, undefined]);
});
