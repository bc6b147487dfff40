/** The recording on the page about replays, played to an official client, and expected by a test. */
import { readFileSync } from "node:fs";
import { createCable } from "@anycable/core";
import { expect, it, onTestFinished } from "vitest";
import { WebSocket } from "ws";
import { startMock } from "../../src/mock-client/start.ts";
import { makeFolder, useStateFolder } from "../mock-server/running-mock.ts";

const page = readFileSync("docs/replay.md", "utf8");
const [, text = ""] = /^```yaml\n(.*?)^```$/ms.exec(page) ?? [];

it("goes on turn by turn with what the client says, which a test hears too", async () => {
  useStateFolder(makeFolder());
  const mock = await startMock({ scenario: { text } });
  onTestFinished(() => mock.stop());
  const websocketImplementation = WebSocket;
  const cable = createCable(mock.url("/cable"), { protocol: "actioncable-v1-json", websocketImplementation });
  onTestFinished(() => cable.disconnect());
  const channel = cable.subscribeTo("ChatChannel", { room: "lobby" });
  const heard = new Promise((resolve) => channel.on("message", resolve));
  await channel.ensureSubscribed();
  await channel.perform("speak", { body: "good morning" });
  expect(await heard).toEqual({ user: "alice", body: "good morning" });
  const said = await mock.expect({ data: { command: "message" } });
  expect(said).toMatchObject({ on: "command", protocol: "action-cable", door: "/cable" });
  expect((await mock.happenings()).happenings.map(({ on }) => on)).toEqual(["connect", "command", "command"]);
});
