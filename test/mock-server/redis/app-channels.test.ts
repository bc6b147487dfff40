/** Which channels are an app's, for a mock server with and without a prefix. */
import { expect, it } from "vitest";
import { AppChannels } from "../../../mock-server/redis/app-channels.ts";

it("tells an app by Rails and AnyCable", () => {
  expect(new AppChannels("app", 1).announcements("chat:a", "1")).toEqual([
    ["app:chat:a", "1"],
    ["__anycable__", '{"stream":"chat:a","data":"1"}'],
  ]);
});

it.each(["__anycable__", "_message_bus_0", "framescope:1:log", "__keyspace@0__:x"])(
  "neither hears nor tells Rails' subscribers on %s",
  (channel) => {
    const channels = new AppChannels("", 1);
    expect(channels.read(channel, "1", "*")).toBeUndefined();
    expect(channels.announcements(channel, "1").map(([name]) => name)).toEqual(["__anycable__"]);
  },
);

it("names the source of what it hears", () => {
  const channels = new AppChannels("app", 1);
  expect(channels.read("app:chat", "1", "app:*")).toMatchObject({ source: "app:*", messages: [{ topic: "chat" }] });
  const text = '{"stream":"a","data":"1"}';
  expect(channels.read("__anycable__", text, undefined)).toMatchObject({ source: "__anycable__" });
  expect(channels.read("_message_bus_1", text, undefined)).toBeUndefined();
  expect(channels.sources).toEqual(["app:*", "__anycable__"]);
});
