/**
 * Live session, scenario's file, mock server, live session: the second recording says what the first one did. With our own
 * clients of all protocols, AnyCable's binary encodings included; and from a HAR.
 */
import { describe, expect, it, onTestFinished } from "vitest";
import type { Command } from "../../../src/model/form.ts";
import { protocols } from "../../../src/protocols/registry.ts";
import type { Turn } from "../../../src/scenario/replay.ts";
import { type EngineUnderTest, endpoint, newEngine } from "../../engine/engines.ts";
import { imported, rowsOf } from "../../interchange/transfers.ts";
import { RailsClient } from "../rails-client.ts";
import { type RunningMock, startMock } from "../running-mock.ts";
import { replayIn, scenarioWith } from "./replays.ts";

interface Talked {
  readonly protocol: string;
  readonly path: string;
  readonly settings?: Record<string, string>;
  readonly commands?: readonly Command[];
  /** Kinds of messages, in their order, without heartbeats. */
  readonly kinds: readonly string[];
}

/** Of the second run as of the first; AnyCable's clients say the time within what is no text. */
function withoutTimes(turn: Turn): object {
  const isBinary = turn.kind === "expect" && typeof turn.data !== "string";
  return { ...turn, afterMs: 0, ...(isBinary && { data: "bytes" }) };
}

/** Records until the last of the kinds has come, and says what it is as a scenario. */
async function recordedBy(
  under: EngineUnderTest,
  mock: RunningMock,
  talked: Talked,
  act: () => Promise<void>,
): Promise<string> {
  const { protocol, path, settings = {}, commands = [], kinds } = talked;
  const { transport } = protocols.find(({ id }) => id === protocol) ?? {};
  const origin = transport === "websocket" ? mock.origin.replace(/^http/, "ws") : mock.origin;
  const { id } = await under.engine.connect(endpoint(origin + path, protocol, settings));
  const has = async (count: number) =>
    (await rowsOf(under, id)).filter(({ source, heartbeat }) => source === "message" && !heartbeat).length >= count;
  await act();
  // A performed action and its answer are two.
  await expect.poll(() => has(kinds.length - commands.length * 2), { timeout: 10_000, interval: 20 }).toBe(true);
  for (const command of commands) await under.engine.command(id, command);
  await expect.poll(() => has(kinds.length), { timeout: 10_000, interval: 20 }).toBe(true);
  await under.engine.command(id, { kind: "disconnect", values: {} });
  await expect.poll(() => under.witness.sessions.get(id)?.state, { timeout: 10_000 }).toBe("stopped");
  const rows = await rowsOf(under, id);
  expect(rows.filter(({ source, heartbeat }) => source === "message" && !heartbeat).map(({ kind }) => kind)).toEqual(
    kinds,
  );
  return under.engine.scenarioText(id, { kind: "all" }, []);
}

const cable = { protocol: "action-cable", path: "/cable", settings: { channels: 'ChatChannel {"room":"lobby"}' } };
const speak: Command = {
  kind: "perform",
  values: {
    channel: JSON.stringify({ channel: "ChatChannel", room: "lobby" }),
    action: "speak",
    data: '{"body":"hi there"}',
  },
};
const greeting = ["welcome", "subscribe", "confirm_subscription"];

describe("a live session", () => {
  it.each<Talked>([
    { ...cable, commands: [speak], kinds: [...greeting, "message", "perform", "message"] },
    {
      protocol: "anycable",
      path: "/cable",
      settings: { channels: 'ChatChannel {"room":"lobby"}', subprotocols: "actioncable-v1-ext-msgpack" },
      kinds: ["welcome", "subscribe", "confirm_subscription", "confirm_history", "message"],
    },
    {
      protocol: "anycable",
      path: "/cable",
      settings: { channels: 'ChatChannel {"room":"lobby"}', subprotocols: "actioncable-v1-ext-protobuf" },
      kinds: ["welcome", "subscribe", "confirm_subscription", "confirm_history", "message"],
    },
    { protocol: "sse", path: "/events?topic=chat:lobby", kinds: ["retry", "event"] },
    { protocol: "websocket", path: "/ws?topic=chat:lobby", kinds: ["json"] },
    {
      protocol: "message-bus",
      path: "/message-bus",
      settings: { channels: "/chat/lobby 0" },
      kinds: ["stream", "message"],
    },
  ])("$protocol at $path, $settings", async (talked) => {
    const under = newEngine();
    const first = await startMock();
    const text = await recordedBy(under, first, talked, async () => {
      await first.when(({ topics }) => topics.some(({ subscribers }) => subscribers > 0));
      await first.publish("chat:lobby", { body: "published" });
    });
    await first.stop();
    const second = await startMock();
    second.play(scenarioWith({ ...replayIn(text), speed: 0 }));
    const again = await recordedBy(under, second, talked, async () => undefined);
    const turnsOf = (written: string) =>
      replayIn(written).connections.map(({ path, turns }) => ({
        path,
        turns: turns.map(withoutTimes),
      }));
    expect(turnsOf(again)).toEqual(turnsOf(text));
  });
});

describe("a HAR that somebody sent", () => {
  it("is a mock that Rails' client accepts", async () => {
    const under = newEngine();
    const { captures } = await imported(under, "test/fixtures/har/chrome.har");
    const replay = replayIn(await under.engine.scenarioText(String(captures[0]?.session), { kind: "all" }, []));
    const mock = await startMock();
    mock.play(scenarioWith({ ...replay, speed: 0 }));
    const url = `${mock.origin.replace(/^http/, "ws")}/cable?token=of-my-own`;
    const { callbacks } = new RailsClient(url).subscribe({ channel: "ChatChannel", room: "lobby" });
    expect(await callbacks.take()).toEqual({ kind: "connected", reconnected: false });
    expect(await callbacks.take()).toEqual({ kind: "received", data: { body: "grüße 👋" } });
    onTestFinished(() => under.engine.shutdown());
  });
});
