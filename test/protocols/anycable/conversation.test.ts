/** The client half against the server half, through recorder and observer, with no socket and no waiting. */
import { describe, expect, it } from "vitest";
import { anycable } from "../../../src/protocols/anycable/index.ts";
import { liveThrough } from "../cable-chaos.ts";
import { Dice } from "../dice.ts";
import { Client, World } from "../mock-world.ts";

const lobby = '{"channel":"ChatChannel","room":"lobby"}';
const settings = { channels: 'ChatChannel {"room":"lobby"}' };
const url = "ws://mock/cable";

function meet(more: Record<string, string> = {}, address = url, world = new World()) {
  return { world, client: new Client(world, anycable, address, { ...settings, ...more }) };
}

/** Sessions get ids of their own. */
function worldOfIds(): World {
  const world = new World();
  const dice = new Dice(1);
  world.random = () => dice.next();
  return world;
}

const withoutPings = (rows: readonly string[]) => rows.filter((row) => !/^. (ping|pong)/.test(row));
const verdicts = (rows: readonly string[]) => rows.filter((row) => row.startsWith("!"));
const others = (rows: readonly string[]) => withoutPings(rows).filter((row) => !row.startsWith("!"));

describe("our client and our server", () => {
  it("connect, subscribe with history, hear positions, perform, whisper and part", () => {
    const { world, client } = meet();
    world.hub.publish("chat:lobby", { body: "<hi>" });
    client.command("perform", { channel: "", action: "speak", data: '{"body":"hello"}' });
    client.command("perform", { channel: "", action: "echo", data: '{"n":1}' });
    client.command("whisper", { channel: "", data: '{"typing":true}' });
    client.command("unsubscribe", { channel: "" });
    client.command("disconnect");
    expect(client.take()).toEqual([
      "open",
      "< welcome session 000000000000000000000",
      `> subscribe ${lobby} history since 2026-01-01T00:00:00Z`,
      `< confirm_subscription ${lobby}`,
      "! good subscribed: confirmed after 0 ms",
      `< confirm_history ${lobby}`,
      `< message ${lobby} #ssss/1 {"body":"<hi>"}`,
      `> perform ${lobby} speak {"body":"hello"}`,
      `< message ${lobby} #ssss/2 {"body":"hello"}`,
      `> perform ${lobby} echo {"n":1}`,
      `< message ${lobby} {"n":1,"action":"echo"}`,
      `> whisper ${lobby} {"typing":true}`,
      `> unsubscribe ${lobby}`,
      "ws_close",
      "ws_close",
      "closed",
    ]);
  });

  it("case 77: restore the session after a cut, ask for what was missed, and lose nothing", () => {
    const { world, client } = meet({}, url, worldOfIds());
    world.hub.publish("chat:lobby", 1);
    world.clock.advance(10_000);
    const [sid] = /session \S+/.exec(client.take().find((row) => row.includes("welcome")) ?? "") ?? [];
    world.cut();
    world.hub.publish("chat:lobby", 2);
    world.hub.publish("chat:lobby", 3);
    world.clock.advance(10_000);
    const rows = client.take();
    expect(others(rows)).toEqual([
      "closed",
      "open",
      expect.stringMatching(/^< welcome session \S+ · restored with 1 subscription$/),
      `> history ${lobby} history since 2026-01-01T00:00:08Z, after ssss/1 of chat:lobby`,
      `< message ${lobby} #ssss/2 2`,
      `< message ${lobby} #ssss/3 3`,
      `< confirm_history ${lobby}`,
    ]);
    expect(rows.find((row) => row.includes("restored with"))).not.toContain(sid);
    expect(verdicts(rows)).toEqual([
      "! note reconnectScheduled: connecting again in 1.5 s, asking for the old session (AnyCable back-off, attempt 1)",
      "! good sessionRestored: session restored with 1 subscription",
      expect.stringMatching(/^! good resumed: replayed 2 messages missed in [\d.]+ s away$/),
    ]);
    expect(client.status).toMatchObject({ state: "open", channels: [{ state: "confirmed" }] });
  });

  it("case 78: a disconnect message makes the client forget its session, not its positions", () => {
    const { world, client } = meet({}, url, worldOfIds());
    world.hub.publish("chat:lobby", 1);
    world.clock.advance(1000);
    client.take();
    world.command("kick", { reason: "remote" });
    world.hub.publish("chat:lobby", 2);
    world.clock.advance(10_000);
    expect(withoutPings(client.take())).toEqual([
      "< disconnect remote · clients reconnect",
      "! warning disconnected: remote: clients reconnect",
      "! note sessionForgotten: session id forgotten: the next connection begins anew",
      "ws_close",
      "ws_close",
      "closed",
      "! note reconnectScheduled: connecting again in 1.5 s, with a new session (AnyCable back-off, attempt 1)",
      "open",
      expect.stringMatching(/^< welcome session \S+$/),
      expect.stringMatching(/^> subscribe .* history since \S+, after ssss\/1 of chat:lobby$/),
      `< confirm_subscription ${lobby}`,
      "! good subscribed: confirmed after 0 ms",
      `< message ${lobby} #ssss/2 2`,
      `< confirm_history ${lobby}`,
      expect.stringMatching(/^! good resumed: replayed 1 message missed in/),
    ]);
  });

  it("case 81: a restart ends the epoch: history is refused, offsets start anew, and that is no gap", () => {
    const { world, client } = meet({}, url, worldOfIds());
    for (const n of [1, 2, 3]) world.hub.publish("chat:lobby", n);
    world.clock.advance(1000);
    client.take();
    world.command("restart");
    world.hub.publish("chat:lobby", "lost");
    world.clock.advance(10_000);
    world.hub.publish("chat:lobby", "heard");
    world.clock.advance(10_000);
    const rows = client.take();
    expect(others(rows).slice(-3)).toEqual([
      `< confirm_subscription ${lobby}`,
      `< reject_history ${lobby}`,
      `< message ${lobby} #ssst/2 "heard"`,
    ]);
    expect(verdicts(rows).slice(-3)).toEqual([
      "! good subscribed: confirmed after 0 ms",
      expect.stringMatching(/^! error historyRejected: history rejected: the messages of [\d.]+ s are lost$/),
      "! warning newEpoch: chat:lobby starts over: new epoch ssst, was ssss",
    ]);
  });

  it("case 79: history by time comes after the confirmation; a rejected subscribe gets none", () => {
    const world = new World();
    for (const n of [1, 2]) world.hub.publish("chat:lobby", n);
    world.clock.advance(5000);
    const client = new Client(world, anycable, url, {
      channels: 'ChatChannel {"room":"lobby"}\nChatChannel {"reject":true}',
      history: "60",
    });
    world.clock.advance(5000);
    expect(withoutPings(client.take()).slice(2)).toEqual([
      expect.stringMatching(/^> subscribe .*lobby/),
      `< confirm_subscription ${lobby}`,
      "! good subscribed: confirmed after 0 ms",
      `< message ${lobby} #ssss/1 1`,
      `< message ${lobby} #ssss/2 2`,
      `< confirm_history ${lobby}`,
      "! note historyReceived: 2 messages from history",
      expect.stringMatching(/^> subscribe .*reject/),
      expect.stringMatching(/^< reject_subscription/),
      "! error rejected: the server rejected the subscription",
    ]);
  });

  it("case 85: a whisper reaches everybody but its sender, without a position", () => {
    const world = worldOfIds();
    const [one, two] = [meet({}, url, world).client, meet({}, url, world).client];
    one.take();
    two.take();
    one.command("whisper", { channel: "", data: '{"typing":true}' });
    expect(one.take()).toEqual([`> whisper ${lobby} {"typing":true}`]);
    expect(two.take()).toEqual([`< message ${lobby} {"typing":true}`]);
  });

  it("case 86: presence: who comes, who is there, who leaves, and who vanishes only after 15 s", () => {
    const world = worldOfIds();
    const [one, two] = [meet({}, url, world).client, meet({ restore: "no" }, url, world).client];
    one.command("presence", { channel: "" });
    expect(withoutPings(one.take()).slice(-2)).toEqual([
      `> ask_presence ${lobby}`,
      `< presence ${lobby} info 0 records`,
    ]);
    two.take();
    one.command("join", { channel: "", id: "ada", info: '{"n":1}' });
    two.command("join", { channel: "", id: "bob", info: "{}" });
    one.command("presence", { channel: "" });
    one.command("leave", { channel: "" });
    expect(one.take()).toEqual([
      `> join ${lobby} ada {"n":1}`,
      `< presence ${lobby} join ada {"n":1}`,
      `< presence ${lobby} join bob {}`,
      `> ask_presence ${lobby}`,
      `< presence ${lobby} info 2 records: ada, bob`,
      `> leave ${lobby}`,
      `< presence ${lobby} leave ada`,
    ]);
    two.command("disconnect");
    world.clock.advance(14_000);
    expect(withoutPings(one.take())).toEqual([]);
    world.clock.advance(1_000);
    expect(withoutPings(one.take())).toEqual([`< presence ${lobby} leave bob`]);
  });

  it("join again after a restore, so that presence survives a short cut unseen", () => {
    const world = worldOfIds();
    const [one, two] = [meet({}, url, world).client, meet({}, url, world).client];
    two.command("join", { channel: "", id: "bob", info: "{}" });
    world.clock.advance(1000);
    one.take();
    two.take();
    for (const link of [...world.links].slice(1)) link.cut();
    world.clock.advance(30_000);
    expect(withoutPings(one.take())).toEqual([]);
    expect(others(two.take())).toContain(`> join ${lobby} bob {}`);
  });

  it("case 83: part with no_pong where pongs are wanted, and stay together where they are sent", () => {
    const silent = meet({}, `${url}?pong_timeout=2&pi=30`);
    silent.world.clock.advance(3000);
    expect(verdicts(silent.client.take())).toContain("! warning disconnected: no_pong: clients reconnect");
    const { world, client } = meet({ pongs: "yes" }, `${url}?pong_timeout=5`);
    world.clock.advance(60_000);
    const rows = client.take();
    expect(rows.filter((row) => row.startsWith("> pong"))).toHaveLength(20);
    expect(verdicts(rows)).toEqual(["! good subscribed: confirmed after 0 ms"]);
  });

  it.each([
    ["too_slow", "true", "! warning disconnected: too_slow: clients reconnect"],
    ["idle_timeout", "false", "! warning disconnected: idle_timeout: clients stay away"],
    ["token_expired", "false", "! warning disconnected: token_expired: clients stay away"],
    ["session_expired", "false", "! warning disconnected: session_expired: clients stay away"],
  ])("cases 65 and 84: part with %s", (reason, reconnect, verdict) => {
    const { world, client } = meet();
    world.command("kick", { reason, reconnect });
    expect(verdicts(client.take())).toContain(verdict);
    expect(client.status?.state).toBe(reconnect === "true" ? "waiting" : "stopped");
  });

  it("stay together for an hour without a false alarm, in every dialect", () => {
    for (const subprotocol of ["ext-json", "json", "ext-msgpack", "msgpack", "ext-protobuf", "protobuf"]) {
      const { world, client } = meet({ subprotocols: `actioncable-v1-${subprotocol}` });
      for (let minute = 0; minute < 60; minute += 1) {
        world.clock.advance(60_000);
        world.hub.publish("chat:lobby", { minute });
      }
      const rows = client.take();
      expect([subprotocol, verdicts(rows)]).toEqual([subprotocol, ["! good subscribed: confirmed after 0 ms"]]);
      const data = rows.filter((row) => row.startsWith("< message"));
      expect(data).toHaveLength(60);
      const id = subprotocol.startsWith("ext-") ? " #ssss/60" : "";
      expect(data.at(-1)).toBe(`< message ${lobby}${id} {"minute":59}`);
    }
  });

  it("no pings at all are no alarm where the address asked for none", () => {
    const { world, client } = meet({}, `${url}?pi=0`);
    world.clock.advance(5000);
    expect(client.take().filter((row) => row.startsWith("< ping"))).toEqual([]);
    world.hub.publish("chat:lobby", 1);
    expect(client.take()).toEqual([`< message ${lobby} #ssss/1 1`]);
  });

  it("survive a server that hangs: stale, closed without an answer, cut, opened again and restored", () => {
    const { world, client } = meet({}, url, worldOfIds());
    world.clock.advance(1000);
    client.take();
    world.isFrozen = true;
    world.clock.advance(20_000);
    expect(verdicts(client.take()).slice(0, 4)).toEqual([
      "! error wentStale: nothing received for 6 s",
      expect.stringMatching(/^! note foundStale: nothing received for .* s: closing$/),
      expect.stringMatching(/^! note reconnectScheduled: connecting again in 1.5 s, asking for the old session/),
      "! note connectionGivenUp: our close was not answered: connection cut",
    ]);
  });

  it("hold under random commands, cuts and restarts: nothing throws, and the end is orderly", () => {
    const dice = new Dice(42);
    for (let round = 0; round < 30; round += 1) {
      const met = meet({}, url, worldOfIds());
      const rows = liveThrough(met, dice, {
        settleMs: 30_000,
        publish: (step) => met.world.hub.publish(dice.pick(["chat", "chat:lobby", "news"]), step),
      });
      expect(rows.filter((row) => /internalError|gapFound|malformed|unknown/.test(row))).toEqual([]);
    }
  });
});
