/** What the mock server tells of its clients' doings, in the order in which they do them. */
import { describe, expect, it } from "vitest";
import type { Happening } from "../../src/model/happening.ts";
import { Mailbox } from "./mailbox.ts";
import { type RunningMock, startMock } from "./running-mock.ts";
import { openSocket } from "./socket-client.ts";

interface Seen {
  readonly client: number;
  readonly door: string;
  readonly happening: Happening;
}

async function start(): Promise<RunningMock & { readonly seen: Mailbox<Seen> }> {
  const seen = new Mailbox<Seen>();
  const mock = await startMock({
    onHappening: ({ id, door }, happening) => seen.put({ client: id, door, happening }),
  });
  return { ...mock, seen };
}

const identifier = JSON.stringify({ channel: "ChatChannel", room: "lobby" });

describe("what clients do", () => {
  it.each(["actioncable-v1-json", "actioncable-v1-ext-json"])("is told in its order: %s", async (subprotocol) => {
    const { origin, seen } = await start();
    const { socket } = await openSocket(`${origin}/cable?user=ann`, [subprotocol]);
    const say = (command: string, data?: object) =>
      socket.send(JSON.stringify({ command, identifier, ...(data && { data: JSON.stringify(data) }) }));
    say("subscribe");
    say("message", { action: "speak", body: "hi" });
    say("unsubscribe");
    await seen.takeUntil(({ happening }) => happening.on === "unsubscribe");
    socket.close();
    await seen.takeUntil(({ happening }) => happening.on === "disconnect");
    expect(seen.all.map(({ happening }) => happening)).toMatchObject([
      { on: "connect", request: { method: "GET", url: `${origin.replace("http", "ws")}/cable?user=ann` } },
      { on: "subscribe", topic: "chat:lobby" },
      { on: "command", topic: "chat:lobby", action: "speak", data: { body: "hi" } },
      { on: "unsubscribe", topic: "chat:lobby" },
      { on: "disconnect" },
    ]);
    expect(new Set(seen.all.map(({ client, door }) => `${client} ${door}`))).toEqual(new Set(["1 /cable"]));
  });

  it("is told of a plain WebSocket and of each request over HTTP", async () => {
    const { origin, seen } = await start();
    const { socket } = await openSocket(`${origin}/ws?topic=a`);
    socket.send('{"n":1}');
    await seen.takeUntil(({ happening }) => happening.on === "command");
    expect(seen.all.map(({ happening }) => happening).slice(1)).toEqual([
      { on: "subscribe", topic: "a" },
      { on: "command", topic: "a", action: undefined, data: { n: 1 } },
    ]);
    await fetch(`${origin}/poll/a`);
    await seen.takeUntil(({ happening }) => happening.on === "disconnect");
    expect(seen.all.filter(({ door }) => door === "/poll").map(({ happening }) => happening.on)).toEqual([
      "connect",
      "subscribe",
      "unsubscribe",
      "disconnect",
    ]);
  });

  it("is told once of a topic that a client asks for again, for its history", async () => {
    const { origin, seen } = await start();
    const { socket, messages } = await openSocket(`${origin}/cable`, ["actioncable-v1-ext-json"]);
    const say = (command: string, more?: object) => socket.send(JSON.stringify({ command, identifier, ...more }));
    say("subscribe");
    say("history", { history: { since: 1 } });
    await messages.takeUntil((text) => String(text).includes("confirm_history"));
    expect(seen.all.map(({ happening }) => happening.on)).toEqual(["connect", "subscribe"]);
  });
});
