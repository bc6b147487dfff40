/** Scenarios on a running mock server, as the official clients of each protocol see them. Time is moved by hand. */
import { EventSource } from "eventsource";
import { describe, expect, it, onTestFinished } from "vitest";
import { ManualClock } from "../../../src/clock/manual-clock.ts";
import type { MockState } from "../../../src/model/mock.ts";
import type { Scenario } from "../../../src/scenario/scenario.ts";
import { AnyCableClient } from "../anycable-client.ts";
import { Mailbox } from "../mailbox.ts";
import { hearMessageBus } from "../message-bus-official.ts";
import { RailsClient } from "../rails-client.ts";
import { type RunningMock, startMock } from "../running-mock.ts";
import { openSocket, refusedUpgrade } from "../socket-client.ts";
import { every, message, reply, scenario, topic } from "./playing.ts";

interface Running extends RunningMock {
  readonly clock: ManualClock;
  /** Where WebSockets connect. */
  readonly socket: string;
  /** Looks again and again: what the mock tells of itself waits for its clock, which stands still. */
  until(fits: (state: MockState) => boolean): Promise<void>;
}

async function start(over: Partial<Scenario>): Promise<Running> {
  const clock = new ManualClock();
  const mock = await startMock({ clock, scenario: scenario(over) });
  async function until(fits: (state: MockState) => boolean): Promise<void> {
    while (!fits(mock.state())) await new Promise(setImmediate);
  }
  return { ...mock, clock, socket: mock.origin.replace("http", "ws"), until };
}

/** Who comes as guest may not come, and nobody hears the secret. */
const access: Scenario["access"] = [
  { on: "connect", request: { query: { user: "guest" } }, allow: false, reason: "unauthorized", reconnect: false },
  { on: "subscribe", request: {}, topic: "*secret", allow: false },
];

const chat: Partial<Scenario> = {
  access,
  topics: [topic("chat:lobby", { history: [{ id: "{{ counter.message }}", body: "welcome" }] })],
  messages: [message("chat:lobby", { id: "{{ counter.message }}", body: "tick" }, { afterMs: 1000, ...every(2000) })],
  replies: [
    reply("echo", { you: "{{ message.body }}", from: "{{ request.query.user }}" }),
    reply("speak", undefined, {
      set: { said: "{{ state.said | plus: 1 }}" },
      send: [
        { audience: "topic", afterMs: 0, data: { body: "{{ message.body }}", n: "{{ state.said }}" } },
        { audience: "sender", afterMs: 500, data: "delivered" },
        { audience: { topic: "log" }, afterMs: 0, data: "{{ action }} on {{ topic }}" },
      ],
    }),
  ],
  state: { said: 0 },
};

const body = (told: { readonly data?: unknown } | undefined) => told?.data;

describe("Action Cable", () => {
  it("is let in or not, hears the clock's messages, and is answered", async () => {
    const { socket, clock } = await start(chat);
    const [ada, bob] = ["ada", "bob"].map((user) => new RailsClient(`${socket}/cable?user=${user}`));
    if (!ada || !bob) throw new Error("no clients");
    const lobby = ada.subscribe({ channel: "ChatChannel", room: "lobby" });
    const others = bob.subscribe({ channel: "ChatChannel", room: "lobby" });
    const secret = ada.subscribe({ channel: "ChatChannel", room: "secret" });
    expect(await lobby.callbacks.take()).toMatchObject({ kind: "connected" });
    expect(await others.callbacks.take()).toMatchObject({ kind: "connected" });
    expect(await secret.callbacks.take()).toEqual({ kind: "rejected" });
    clock.advance(1000);
    expect(await lobby.callbacks.take()).toEqual({ kind: "received", data: { id: 2, body: "tick" } });
    lobby.subscription.perform("echo", { body: "hi" });
    expect(await lobby.callbacks.take()).toEqual({ kind: "received", data: { you: "hi", from: "ada" } });
    lobby.subscription.perform("speak", { body: "all" });
    expect(await lobby.callbacks.take()).toEqual({ kind: "received", data: { body: "all", n: 1 } });
    clock.advance(500);
    expect(await lobby.callbacks.take()).toEqual({ kind: "received", data: "delivered" });
    expect([await others.callbacks.take(), await others.callbacks.take()].map((told) => body(told as never))).toEqual([
      { id: 2, body: "tick" },
      { body: "all", n: 1 },
    ]);
    // Said to nobody else: the next that the other one hears is the next tick.
    clock.advance(2000);
    expect(body((await others.callbacks.take()) as never)).toEqual({ id: 3, body: "tick" });
  });

  it("is told not to come back", async () => {
    const { socket } = await start(chat);
    const guest = new RailsClient(`${socket}/cable?user=guest`);
    const { callbacks } = guest.subscribe({ channel: "ChatChannel", room: "lobby" });
    expect(await callbacks.take()).toEqual({ kind: "disconnected", willAttemptReconnect: false });
  });
});

describe("AnyCable", () => {
  it("has history with positions, presence that comes and goes, and answers", async () => {
    const people = [{ id: "grace", info: { name: "Grace" } }];
    const { socket, clock } = await start({
      ...chat,
      topics: [topic("chat:lobby", { history: [{ id: 1 }], presence: people })],
      messages: [
        ...["join", "leave"].map((kind, index) =>
          message("chat:lobby", undefined, {
            afterMs: 1000 * (index + 1),
            presence: { kind, member: { id: "linus", info: { name: "Linus" } } } as never,
          }),
        ),
      ],
    });
    const { channel, told } = new AnyCableClient(`${socket}/cable`, { historyTimestamp: 1 }).subscribe("lobby");
    const { data, position } = (await told.takeUntil(({ kind }) => kind === "message")) as never as {
      data: unknown;
      position: string;
    };
    expect([data, position]).toEqual([{ id: 1 }, expect.stringMatching(/^\w{4}\/1$/)]);
    expect(await channel.presence.info()).toEqual({ grace: { name: "Grace" } });
    clock.advance(1000);
    const presence = () => told.takeUntil((one) => one.kind === "presence" && one.event.type !== "info");
    expect(await presence()).toMatchObject({ event: { type: "join", id: "linus", info: { name: "Linus" } } });
    clock.advance(1000);
    expect(await presence()).toMatchObject({ event: { type: "leave", id: "linus" } });
    await channel.perform("echo", { body: "hi" });
    expect(await told.takeUntil(({ kind }) => kind === "message")).toMatchObject({ data: { you: "hi" } });
  });
});

describe("MessageBus", () => {
  it("has the backlog from a position on, and what comes by the clock", async () => {
    const { origin, clock, until } = await start({
      ...chat,
      topics: [topic("chat:lobby", { history: ["one", "two"] })],
    });
    const heard = hearMessageBus(origin, "/chat/lobby", 1);
    expect(await heard.take()).toBe('2 "two"');
    await until(({ clients }) => clients.some(({ topics }) => topics.includes("chat:lobby")));
    clock.advance(1000);
    expect(await heard.take()).toBe('3 {"id":1,"body":"tick"}');
  });

  it("hears nothing of what it may not hear, and is one visitor however often it polls", async () => {
    const onSubscribe = { trigger: { on: "subscribe", topic: "open" } } as const;
    const onConnect = { trigger: { on: "connect", request: { protocol: "message-bus" } } } as const;
    const { origin, clock, publish } = await start({
      access,
      messages: [message("open", "{{ counter.n }}", onSubscribe), message("visits", 1, onConnect)],
    });
    const secret = hearMessageBus(origin, "/secret", 0);
    const heard = hearMessageBus(origin, "/open", 0);
    expect(await heard.take()).toBe("1 1");
    await publish("secret", "no");
    for (let n = 2; n < 5; n += 1) {
      await publish("open", `m${n}`);
      expect(await heard.take()).toBe(`${n} "m${n}"`);
      clock.advance(1);
    }
    expect(secret.all).toEqual([]);
    const visits = async () => {
      // Who hears nothing has come when the clock has moved since, and it may come late.
      clock.advance(1);
      return ((await (await fetch(`${origin}/poll/visits`)).json()) as { items: unknown[] }).items;
    };
    // A visit for each poll would be more than two by then.
    await expect.poll(visits, { timeout: 15_000 }).toHaveLength(2);
  });
});

describe("Server-Sent Events", () => {
  it("goes on from its last id through the scenario's messages", async () => {
    const { origin, clock, until } = await start({
      ...chat,
      topics: [topic("chat:lobby", { history: ["one", "two"] })],
    });
    const source = new EventSource(`${origin}/events?topic=chat:lobby`, {
      fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, "Last-Event-ID": "1" } }),
    });
    onTestFinished(() => source.close());
    const events = new Mailbox<string>();
    source.onmessage = ({ lastEventId, data }) => events.put(`${lastEventId} ${data}`);
    expect(await events.take()).toBe("2 two");
    await until(({ topics }) => topics.some(({ subscribers }) => subscribers === 1));
    clock.advance(1000);
    expect(await events.take()).toBe('3 {"id":1,"body":"tick"}');
  });

  it("is refused by the status that the scenario has", async () => {
    const { origin } = await start({
      access: [{ on: "connect", request: { headers: { origin: "https://evil.*" } }, allow: false, status: 403 }],
    });
    const ask = (from: string) => fetch(`${origin}/events?topic=a`, { headers: { Origin: from } });
    expect((await ask("https://evil.example")).status).toBe(403);
    const { status, body } = await ask("https://good.example");
    await body?.cancel();
    expect(status).toBe(200);
  });
});

describe("a raw WebSocket", () => {
  it("has history and is answered by pattern, where nothing fits as ever", async () => {
    const to = { on: "command", data: { where: '$.type = "ask"' } } as const;
    const { origin } = await start({
      topics: [topic("room", { history: [{ n: 1 }] })],
      replies: [reply(undefined, { re: "{{ message.id }}", client: "{{ client.id }}" }, { to })],
    });
    const { socket, messages } = await openSocket(`${origin}/ws?topic=room&history=10`);
    expect(await messages.take()).toBe('{"n":1}');
    socket.send('{"type":"ask","id":42}');
    expect(JSON.parse(String(await messages.take()))).toEqual({ re: 42, client: 1 });
    socket.send('{"type":"tell"}');
    expect(await messages.take()).toBe('{"type":"tell"}');
  });

  it("is greeted when it is there, for what it sets off reaches it", async () => {
    const { origin, clock, until } = await start({
      messages: [
        message("room", "subscribed", { trigger: { on: "subscribe", topic: "room" } }),
        message("room", "connected {{ request.query.user }}", { trigger: { on: "connect", request: { door: "/ws" } } }),
      ],
    });
    const { messages } = await openSocket(`${origin}/ws?topic=room&user=ada`);
    await until(({ clients }) => clients.length === 1);
    clock.advance(0);
    expect([await messages.take(), await messages.take()]).toEqual(["connected ada", "subscribed"]);
  });

  it("is refused", async () => {
    const { origin } = await start({ access });
    expect((await refusedUpgrade(`${origin}/ws?user=guest`)).status).toBe(401);
    expect((await refusedUpgrade(`${origin}/ws?topic=secret`)).status).toBe(403);
  });
});

describe("polling", () => {
  it("sees history and what came by the clock", async () => {
    const { origin, clock } = await start(chat);
    clock.advance(1000);
    const { items } = (await (await fetch(`${origin}/poll/chat:lobby`)).json()) as {
      readonly items: readonly { readonly data: unknown }[];
    };
    expect(items.map(({ data }) => data)).toEqual([
      { id: 1, body: "welcome" },
      { id: 2, body: "tick" },
    ]);
    expect((await fetch(`${origin}/poll/secret`)).status).toBe(403);
  });
});

describe("a change of the scenario", () => {
  it("leaves a Rails consumer connected, with its subscription and the hub's history", async () => {
    const mock = await start(chat);
    const client = new RailsClient(`${mock.socket}/cable?user=ada`);
    const { subscription, callbacks } = client.subscribe({ channel: "ChatChannel", room: "lobby" });
    expect(await callbacks.take()).toMatchObject({ kind: "connected" });
    subscription.perform("speak", { body: "one" });
    expect(body((await callbacks.take()) as never)).toEqual({ body: "one", n: 1 });
    mock.play(
      scenario({
        ...chat,
        replies: [reply("speak", "changed {{ state.said }}")],
        topics: [...(chat.topics ?? []), topic("news", { history: ["new"] })],
      }),
    );
    subscription.perform("speak", { body: "two" });
    expect(body((await callbacks.take()) as never)).toBe("changed 1");
    mock.play(undefined);
    subscription.perform("speak", { body: "three" });
    expect(body((await callbacks.take()) as never)).toEqual({ body: "three" });
    expect(callbacks.all.filter(({ kind }) => kind !== "received")).toHaveLength(1);
    expect(mock.state().clients).toMatchObject([{ id: 1 }]);
    const publications = (name: string) => mock.state().topics.find(({ topic }) => topic === name)?.publications;
    expect([publications("chat:lobby"), publications("news"), publications("log")]).toEqual([3, 1, 1]);
  });

  it("from none to one answers those who came before, and binds who comes later", async () => {
    const mock = await startMock();
    const early = await openSocket(`${mock.origin}/ws?user=guest`);
    mock.play(scenario({ access, replies: [reply(undefined, "scripted")] }));
    early.socket.send("hello");
    expect(await early.messages.take()).toBe("scripted");
    expect((await refusedUpgrade(`${mock.origin}/ws?user=guest`)).status).toBe(401);
  });
});

describe("faults of a scenario", () => {
  it("befall its clients, and are over with their phase", async () => {
    const { origin, clock, state } = await start({
      phases: [{ name: "storm", until: { afterMs: 5000 } }, { name: "calm" }],
      faults: [
        { fault: { door: "/ws", does: { kind: "close", code: 4001 } }, afterMs: 0, forMs: 60_000, phase: "storm" },
      ],
    });
    clock.advance(0);
    expect(state()).toMatchObject({ scenario: { phase: "storm" }, faults: [{ from: "scenario" }] });
    const { closed } = await openSocket(`${origin}/ws`);
    expect((await closed).code).toBe(4001);
    clock.advance(5000);
    expect(state()).toMatchObject({ scenario: { phase: "calm" }, faults: [] });
    const { socket, messages } = await openSocket(`${origin}/ws`);
    socket.send("heard");
    expect(await messages.take()).toBe("heard");
  });
});
