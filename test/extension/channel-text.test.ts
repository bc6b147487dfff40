import { expect, it } from "vitest";
import { channelClass, channelText } from "../../src/extension/configured/channel-text.ts";

it.each([
  ['{"channel":"ChatChannel","room":"lobby"}', 'ChatChannel {"room":"lobby"}', "ChatChannel"],
  ['{"channel":"NewsChannel"}', "NewsChannel", "NewsChannel"],
  // Another order of names is another channel to Rails.
  ['{"room":"lobby","channel":"ChatChannel"}', '{"room":"lobby","channel":"ChatChannel"}', "ChatChannel"],
  ["/news", "/news", undefined],
  ['"text"', '"text"', undefined],
])("writes %s as %s", (identifier, text, name) => {
  expect(channelText(identifier)).toBe(text);
  expect(channelClass(identifier)).toBe(name);
});
