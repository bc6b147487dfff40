/** The client half against the server half, through recorder and observer, with no socket and no waiting. */
import { describe, expect, it } from "vitest";
import { messageBus } from "../../../src/protocols/message-bus/index.ts";
import { Dice } from "../dice.ts";
import { Client, World } from "../mock-world.ts";

const site = "http://mock/";
/** Rows without the records of single polls and their openings and endings. */
const told = (client: Client) => client.take().filter((row) => !/^(open|closed)$|polled/.test(row));

describe("streaming", () => {
  it("gets the backlog, then what is published, and goes on for ever", () => {
    const world = new World();
    for (const text of ["one", "two"]) world.hub.publish("chat", text);
    const client = new Client(world, messageBus, site, { channels: "/chat 0\n/room/7 0" });
    world.hub.publish("room:7", { n: 1 });
    world.hub.publish("other", "not ours");
    expect(client.take()).toEqual([
      "> stream seq 1 · /chat 0, /room/7 0",
      "open",
      "< message /chat #1 one",
      "< message /chat #2 two",
      '< message /room/7 #1 {"n":1}',
      "! note backlogReplayed: 2 messages from the backlog (from 0)",
    ]);
    world.clock.advance(25_100);
    expect(client.take()).toEqual([
      "< empty nothing new",
      "closed",
      "! note polled: seq 1 · stream · 25 s · 3 messages · the hold was over",
      "> stream seq 2 · /chat 2, /room/7 1",
      "open",
      "< empty nothing new",
    ]);
    for (let hour = 0; hour < 3; hour += 1) world.clock.advance(25_100);
    expect(client.take().filter((row) => row.startsWith("!"))).toEqual([
      "! note polled: seq 2 · stream · 25 s · nothing new · the hold was over",
      "! note polled: seq 3 · stream · 25 s · nothing new · the hold was over",
      "! note polled: seq 4 · stream · 25 s · nothing new · the hold was over",
    ]);
  });

  it("loses nothing when it is cut, and says so", () => {
    const world = new World();
    const client = new Client(world, messageBus, site, { channels: "/chat" });
    world.hub.publish("chat", 1);
    world.command("restart");
    world.hub.publish("chat", 2);
    world.hub.publish("chat", 3);
    expect(client.status).toMatchObject({ state: "waiting", detail: "next poll in 15 s (the last failed)" });
    world.clock.advance(15_500);
    expect(told(client)).toEqual([
      "> stream seq 1 · /chat -1",
      "< status /__status moves /chat 0",
      "< message /chat #1 1",
      "! warning streamCut: cut after 0 ms",
      "> stream seq 2 · /chat 1",
      "< message /chat #2 2",
      "< message /chat #3 3",
    ]);
    world.clock.advance(10_000);
    world.command("kick");
    expect(told(client)).toEqual([
      "< empty nothing new",
      "! good caughtUp: 2 messages fetched that came while no poll was held (15 s)",
    ]);
  });

  it("is told of a server that has forgotten everything", () => {
    const world = new World();
    const client = new Client(world, messageBus, site, { channels: "/chat" });
    for (const n of [1, 2, 3]) world.hub.publish("chat", n);
    client.take();
    world.forget();
    world.clock.advance(15_000);
    world.hub.publish("chat", "anew");
    expect(told(client)).toEqual([
      "! warning streamCut: cut after 0 ms",
      "> stream seq 2 · /chat 3",
      "< status /__status moves /chat 0",
      "! warning serverReset: backlog reset: the server is at 0, the client was at 3",
      "< message /chat #1 anew",
    ]);
  });
});

describe("long polls", () => {
  it("cost a request each, fetch what came in between, and end with nothing after 25 s", () => {
    const world = new World();
    const client = new Client(world, messageBus, site, { channels: "/chat 0", mode: "long poll" });
    expect(client.status).toMatchObject({ state: "open", detail: "long poll, poll 1, held" });
    for (const n of [1, 2, 3]) world.hub.publish("chat", n);
    world.clock.advance(100);
    world.clock.advance(100);
    world.clock.advance(25_000);
    expect(client.take()).toEqual([
      "> long_poll seq 1 · /chat 0",
      "open",
      "< message /chat #1 1",
      "closed",
      "! note polled: seq 1 · long poll · 0 ms · 1 message · ended with what it brought",
      "! note backlogReplayed: 1 message from the backlog (from 0)",
      "> long_poll seq 2 · /chat 1",
      "open",
      "< message /chat #2 2",
      "< message /chat #3 3",
      "closed",
      "! note polled: seq 2 · long poll · 0 ms · 2 messages · ended with what it brought",
      "> long_poll seq 3 · /chat 3",
      "open",
      "< empty nothing new",
      "closed",
      "! note polled: seq 3 · long poll · 25 s · nothing new · the hold was over",
    ]);
    expect(client.status?.state).toBe("open");
  });
});

describe("plain polls", () => {
  it("are answered at once, each after its interval", () => {
    const world = new World();
    const client = new Client(world, messageBus, site, { channels: "/chat -1", mode: "plain poll", interval: "5" });
    world.hub.publish("chat", "in between");
    world.clock.advance(5000);
    world.clock.advance(5000);
    expect(client.take().filter((row) => !/^(open|closed)$/.test(row))).toEqual([
      "> plain_poll seq 1 · /chat -1",
      "< status /__status moves /chat 0",
      "! note polled: seq 1 · plain poll · 0 ms · a status · ended with what it brought",
      "> plain_poll seq 2 · /chat 0",
      "< message /chat #1 in between",
      "! note polled: seq 2 · plain poll · 0 ms · 1 message · ended with what it brought",
      "> plain_poll seq 3 · /chat 1",
      "< empty nothing new",
      "! note polled: seq 3 · plain poll · 0 ms · nothing new · answered at once",
    ]);
  });
});

describe("subscribing", () => {
  it("ends the poll and asks anew with both channels; case 105: an old position replays", () => {
    const world = new World();
    for (const n of [1, 2]) world.hub.publish("chat", n);
    const client = new Client(world, messageBus, site, { channels: "/chat" });
    client.command("subscribe", { channel: "/news", position: "-1" });
    world.clock.advance(100);
    client.command("subscribe", { channel: "/chat", position: "0" });
    world.clock.advance(100);
    world.clock.advance(1000);
    expect(client.take().filter((row) => !/^(open|closed)$/.test(row))).toEqual([
      "> stream seq 1 · /chat -1",
      "< status /__status moves /chat 2",
      "! note startedFromNow: subscribed from now on, after 2",
      "! note polled: seq 1 · stream · 0 ms · a status · ended by the client",
      "> stream seq 2 · /chat 2, /news -1",
      "< status /__status moves /news 0",
      "! note polled: seq 2 · stream · 0 ms · a status · ended by the client",
      "> stream seq 3 · /chat 0, /news 0",
      "< message /chat #1 1",
      "< message /chat #2 2",
      "! note replayed: 2 messages again, as the client asked (from 0)",
    ]);
  });
});

describe("two of one client id", () => {
  it("end each other's polls, and the older count is sent away", () => {
    const world = new World();
    const first = new Client(world, messageBus, site, { channels: "/chat 0", clientId: "same" });
    const second = new Client(world, messageBus, site, { channels: "/chat 0", clientId: "same" });
    expect(first.take().slice(-3)).toEqual([
      "< empty nothing new",
      "closed",
      "! note polled: seq 1 · stream · 0 ms · nothing new · answered at once",
    ]);
    expect(second.take()).toEqual(["> stream seq 1 · /chat 0", "open", "< empty nothing new"]);
    world.clock.advance(15_000);
    expect(second.take().slice(-1)).toEqual(["! note polled: seq 1 · stream · 15 s · nothing new · the hold was over"]);
    expect(first.take()).toEqual(["> stream seq 2 · /chat 0", "open", "< empty nothing new"]);
  });
});

describe("whatever happens on the way", () => {
  const modes = ["stream", "long poll", "plain poll"] as const;
  const runs = modes.flatMap((mode) => Array.from({ length: 12 }, (_, seed) => [mode, seed] as const));

  it.each(runs)("nothing is lost or comes twice (%s, seed %i)", (mode, seed) => {
    const world = new World();
    const dice = new Dice(seed);
    const client = new Client(world, messageBus, site, { channels: "/a 0\n/b/c 0", mode, interval: "3" });
    const published: Record<string, number> = { "/a": 0, "/b/c": 0 };
    const mishaps = [
      () => world.cut(),
      () => world.command(dice.pick(["kick", "restart", "drop"])),
      () => client.command("reconnect"),
      () => client.command("subscribe", { channel: "/other", position: "-1" }),
      () => {
        world.isDown = !world.isDown;
      },
    ];
    const publish = () => {
      const channel = dice.pick(["/a", "/b/c"]);
      const n = (published[channel] ?? 0) + 1;
      published[channel] = n;
      world.hub.publish(channel === "/a" ? "a" : "b:c", n);
    };
    for (let turn = 0; turn < 120; turn += 1) {
      if (dice.below(6) === 0) dice.pick(mishaps)();
      for (let count = dice.below(4); count > 0; count -= 1) publish();
      world.clock.advance(dice.below(6000));
    }
    world.isDown = false;
    world.clock.advance(400_000);
    const rows = client.take();
    for (const channel of ["/a", "/b/c"]) {
      const heard = rows
        .filter((row) => row.startsWith(`< message ${channel} `))
        .map((row) => Number(row.split(" ").at(-1)));
      expect(heard).toEqual(Array.from({ length: published[channel] ?? 0 }, (_, index) => index + 1));
    }
    const alarms = rows.filter((row) => /^! (warning|error) /.test(row));
    expect(alarms.filter((row) => !/ (streamCut|connectFailed): /.test(row))).toEqual([]);
  });
});
