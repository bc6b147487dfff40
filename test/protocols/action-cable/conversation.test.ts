/** The client half against the server half, through recorder and observer, with no socket and no waiting. */
import { describe, expect, it } from "vitest";
import { actionCable } from "../../../src/protocols/action-cable/index.ts";
import { liveThrough } from "../cable-chaos.ts";
import { Dice } from "../dice.ts";
import { Client, World } from "../mock-world.ts";

const lobby = '{"channel":"ChatChannel","room":"lobby"}';
const settings = { channels: 'ChatChannel {"room":"lobby"}' };
const url = "ws://mock/cable";

function meet(channels = settings, address = url) {
  const world = new World();
  return { world, client: new Client(world, actionCable, address, channels) };
}

const withoutPings = (rows: readonly string[]) => rows.filter((row) => !row.startsWith("< ping"));
const verdicts = (rows: readonly string[]) => rows.filter((row) => row.startsWith("!"));

describe("our client and our server", () => {
  it("connect, subscribe, hear a publication, perform, ping, unsubscribe and part", () => {
    const { world, client } = meet();
    world.hub.publish("chat:lobby", { body: "<hi>" });
    world.hub.publish("chat:other", { body: "not for us" });
    client.command("perform", { channel: "", action: "speak", data: '{"body":"hello"}' });
    client.command("perform", { channel: "", action: "echo", data: '{"n":1}' });
    world.clock.advance(3000);
    client.command("unsubscribe", { channel: "" });
    world.hub.publish("chat:lobby", { body: "gone" });
    client.command("disconnect");
    expect(client.take()).toEqual([
      "open",
      "< welcome",
      `> subscribe ${lobby}`,
      `< confirm_subscription ${lobby}`,
      "! good subscribed: confirmed after 0 ms",
      `< message ${lobby} {"body":"<hi>"}`,
      `> perform ${lobby} speak {"body":"hello"}`,
      `< message ${lobby} {"body":"hello"}`,
      `> perform ${lobby} echo {"n":1}`,
      `< message ${lobby} {"n":1,"action":"echo"}`,
      "< ping 2026-01-01T00:00:03Z",
      `> unsubscribe ${lobby}`,
      "ws_close",
      "ws_close",
      "closed",
    ]);
    expect(client.status).toMatchObject({ state: "stopped", detail: "disconnected by you", channels: [] });
  });

  it("stay together for an hour without a false alarm", () => {
    const { world, client } = meet();
    for (let minute = 0; minute < 60; minute += 1) {
      world.clock.advance(60_000);
      world.hub.publish("chat:lobby", minute);
    }
    const rows = client.take();
    expect(verdicts(rows)).toEqual(["! good subscribed: confirmed after 0 ms"]);
    expect(rows.filter((row) => row.startsWith("< ping"))).toHaveLength(1200);
    expect(rows.filter((row) => row.startsWith("< message"))).toHaveLength(60);
  });

  it("come together again after a restart, and the blind window is told", () => {
    const { world, client } = meet();
    world.clock.advance(1000);
    client.take();
    world.command("restart");
    world.hub.publish("chat:lobby", "lost");
    world.clock.advance(30_000);
    world.hub.publish("chat:lobby", "heard");
    expect(withoutPings(client.take())).toEqual([
      "< disconnect server_restart · clients reconnect",
      "! warning disconnected: server_restart: clients reconnect",
      // Ours, and the server's own.
      "ws_close",
      "ws_close",
      "closed",
      "! note reconnectScheduled: next check in 5 s (Rails 8 back-off)",
      "! note reconnectPostponed: not stale for another 1 s: next check in 6 s (Rails 8 back-off)",
      "! note reconnecting: attempt 1: nothing received for 11 s (Rails 8 back-off)",
      "open",
      "< welcome",
      `> subscribe ${lobby}`,
      `< confirm_subscription ${lobby}`,
      "! good subscribed: confirmed after 0 ms",
      "! warning blindWindow: 11 s without ChatChannel lobby",
      `< message ${lobby} "heard"`,
    ]);
  });

  it("survive a server that hangs: stale, closed without an answer, cut, opened again", () => {
    const { world, client } = meet();
    world.clock.advance(1000);
    client.take();
    world.isFrozen = true;
    world.clock.advance(15_000);
    expect(client.take()).toEqual([
      "! error wentStale: nothing received for 6 s",
      "! note reconnecting: attempt 1: nothing received for 12 s (Rails 8 back-off)",
      "ws_close",
      "! note connectionGivenUp: our close was not answered within 500 ms: connection cut",
      "closed",
    ]);
  });

  it("try again and again, ever more slowly, while the server is down", () => {
    const { world, client } = meet();
    world.clock.advance(1000);
    world.isDown = true;
    world.cut();
    world.clock.advance(120_000);
    const attempts = verdicts(client.take()).filter((row) => row.includes("reconnecting"));
    expect(attempts.map((row) => Number(/attempt (\d+)/.exec(row)?.[1]))).toEqual(
      attempts.map((_, index) => index + 1),
    );
    expect(attempts.length).toBeGreaterThan(6);
    world.isDown = false;
    world.clock.advance(60_000);
    expect(client.status).toMatchObject({ state: "open", channels: [{ state: "confirmed" }] });
    expect(verdicts(client.take()).at(-1)).toMatch(/^! warning blindWindow: 2 min .* without ChatChannel lobby$/);
  });

  it("case 65: part for good when the server does not know the user", () => {
    const { world, client } = meet(settings, `${url}?user=nobody`);
    world.clock.advance(60_000);
    expect(client.take()).toEqual([
      "open",
      "< disconnect unauthorized · clients stay away",
      "! error disconnected: unauthorized: clients stay away",
      "! note reconnectStopped: not connecting again, as the server asked (unauthorized)",
      "ws_close",
      "ws_close",
      "closed",
    ]);
    expect(client.status).toMatchObject({ state: "stopped", detail: "unauthorized: asked to stay away" });
  });

  it("name a `connect` that raised: open, and no welcome", () => {
    const { world, client } = meet(settings, `${url}?connect=crash`);
    world.clock.advance(6000);
    expect(client.take()).toEqual(["open", "! error connectedWithoutWelcome: open for 6 s, and no welcome"]);
  });

  it("case 73: are told of a rejected subscription, and do not ask again after a reconnect", () => {
    const { world, client } = meet({ channels: 'ChatChannel {"reject":true}\nNewsChannel' });
    world.clock.advance(1000);
    expect(client.status?.channels.map(({ label, state }) => `${label}: ${state}`)).toEqual([
      "ChatChannel true: rejected",
      "NewsChannel: confirmed",
    ]);
    client.command("reconnect");
    const rows = client.take();
    expect(rows.filter((row) => row.startsWith("> subscribe"))).toHaveLength(3);
    expect(rows.filter((row) => row.includes("rejected:"))).toHaveLength(1);
  });

  it("case 61: meet silence for an unknown channel; the client asks seven times, then stops", () => {
    const { world, client } = meet({ channels: "NoSuchThing" });
    world.clock.advance(10_000);
    const rows = client.take();
    expect(rows.filter((row) => row.startsWith("> subscribe"))).toHaveLength(7);
    expect(verdicts(rows)).toEqual([
      "! note duplicateSubscribe: subscribe sent again after 500 ms: a client's retry",
      "! error neverConfirmed: neither confirmed nor rejected within 3 s, asked 7 times",
      "! note resendStopped: subscribe was sent 7 times: not again",
    ]);
  });

  it("hold under random commands, cuts and restarts: nothing throws, and the end is orderly", () => {
    const dice = new Dice(42);
    for (let round = 0; round < 40; round += 1) {
      const met = meet();
      const rows = liveThrough(met, dice, {
        settleMs: 120_000,
        publish: (step) => met.world.hub.publish("chat", step),
      });
      expect(rows.filter((row) => row.includes("internalError"))).toEqual([]);
    }
  });
});
