/** What is heard on apps' channels, in the order in which Redis says it: the mock's own echoes among apps' words. */
import { expect, it } from "vitest";
import { AppChannels } from "../../../mock-server/redis/app-channels.ts";
import { AppHearing } from "../../../mock-server/redis/app-hearing.ts";
import type { LogEntry } from "../../../mock-server/redis/log-entry.ts";

function hearing(prefix = "app") {
  const said: string[] = [];
  const apps = new AppHearing({
    channels: new AppChannels(prefix, 1),
    bringIn: ({ topic, json, heard }) => said.push(`${heard} ${topic} ${json}`),
    busHasMore: () => said.push("bus"),
    say: (text) => said.push(text),
  });
  apps.own([true, true]);
  return { apps, said };
}

const entry = (echoes: readonly string[], heard = ""): LogEntry => ({
  ...{ life: "x", seq: 1, kind: "published", topic: "chat", globalId: 1, offset: 1, epoch: "e", at: 1 },
  ...{ by: "w", n: 1, heard, bus: 1, echoes, data: 1 },
});

it("takes what follows an entry for its echo, and the next of the same for an app's word", () => {
  const { apps, said } = hearing();
  apps.told(entry(["app:chat", "__anycable__", "_message_bus_1", "_message_bus_0"]));
  apps.heard("app:chat", "1", "app:*");
  apps.heard("__anycable__", '{"stream":"chat","data":"1"}', undefined);
  for (const bus of ["_message_bus_1", "_message_bus_0"]) apps.heard(bus, "1|1|/chat|{}", undefined);
  expect(said).toEqual([]);
  apps.heard("app:chat", "1", "app:*");
  apps.heard("_message_bus_0", "2|2|/chat|{}", undefined);
  expect(said).toEqual(["app:* chat 1", "bus"]);
});

it("waits for no echo that another mock server's channels have and its own do not, once more is told", () => {
  const { apps, said } = hearing();
  apps.told(entry(["other:chat", "__anycable__"]));
  apps.heard("__anycable__", '{"stream":"chat","data":"1"}', undefined);
  apps.told(entry([], "app:*"));
  apps.heard("app:chat", "2", "app:*");
  expect(said).toEqual(["app:* chat 2"]);
});

it("hears what has a channel of its own once, though the pattern without a prefix brings it again", () => {
  const { apps, said } = hearing("");
  const text = '{"stream":"chat","data":"1"}';
  apps.heard("__anycable__", text, undefined);
  apps.heard("__anycable__", text, "*");
  apps.heard("framescope:1:log", "{}", "*");
  expect(said).toEqual(["__anycable__ chat 1"]);
});

it("says what it leaves alone, and brings in the rest", () => {
  const { apps, said } = hearing();
  apps.heard("__anycable__", '[{"command":"disconnect"},{"stream":"a","data":"1"}]', undefined);
  expect(said).toEqual([
    `Left alone: AnyCable's remote command "disconnect": the mock has its own "kick".`,
    "__anycable__ a 1",
  ]);
});

it("brings in nothing that stands in the log, when it takes over", () => {
  const { apps, said } = hearing();
  apps.own([false, false]);
  apps.heard("app:chat", "1", "app:*");
  apps.heard("app:chat", "2", "app:*");
  apps.isIn(entry([], "app:*"));
  apps.own([true, true]);
  expect(said).toEqual(["app:* chat 2"]);
});
