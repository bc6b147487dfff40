/** The mock's AnyCable against `@anycable/core`, and its other ways in against the clients that people use. */
import { decode, encode } from "@msgpack/msgpack";
import { EventSource } from "eventsource";
import { describe, expect, it, onTestFinished } from "vitest";
import { AnyCableClient, type Told } from "./anycable-client.ts";
import { Mailbox } from "./mailbox.ts";
import { RailsClient } from "./rails-client.ts";
import { type RunningMock, startMock } from "./running-mock.ts";
import { openSocket } from "./socket-client.ts";

const cableOf = ({ origin }: RunningMock) => `${origin.replace("http", "ws")}/cable`;
const isMessage = (told: Told) => told.kind === "message";
/** Whether history or the connection is told of first is up to the client's promises. */
const hasConnected = ({ kind }: Told) => kind === "connect";
const isBack = ({ kind }: Told) => kind === "connect" || kind === "info";
const connected = { kind: "connect", restored: false };

describe("@anycable/core", () => {
  it("hears what is published with stream, epoch and offset", async () => {
    const mock = await startMock();
    const { told } = new AnyCableClient(cableOf(mock)).subscribe("a");
    expect(await told.takeUntil(hasConnected)).toEqual(connected);
    mock.publish("chat:a", { n: 1 });
    mock.publish("chat:a", { n: 2 });
    expect(await told.takeUntil(isMessage)).toMatchObject({
      data: { n: 1 },
      position: expect.stringMatching(/^\w{4}\/1$/),
    });
    expect(await told.takeUntil(isMessage)).toMatchObject({
      data: { n: 2 },
      position: expect.stringMatching(/^\w{4}\/2$/),
    });
    const doors = mock.state().doors.filter(({ path }) => path === "/cable");
    expect(doors.map(({ protocol, clients }) => [protocol, clients])).toEqual([
      ["action-cable", 0],
      ["anycable", 1],
    ]);
  });

  it("is restored after its connection was cut, and history brings what it missed, once", async () => {
    const mock = await startMock();
    const client = new AnyCableClient(cableOf(mock));
    const { told } = client.subscribe("a");
    expect(await told.takeUntil(hasConnected)).toEqual(connected);
    mock.publish("chat:a", 1);
    await told.takeUntil(isMessage);
    const sid = client.cable.sessionId;
    // Its own socket, cut without a close frame.
    (client.cable.transport as unknown as { ws: { terminate(): void } }).ws.terminate();
    await mock.when(({ clients }) => clients.length === 0);
    mock.publish("chat:a", 2);
    mock.publish("chat:a", 3);
    expect(await told.takeUntil(isMessage)).toMatchObject({ data: 2 });
    expect(await told.takeUntil(isMessage)).toMatchObject({ data: 3 });
    expect(told.all).toContainEqual({ kind: "connect", restored: true });
    expect(client.cable.sessionId).not.toBe(sid);
    expect(told.all.filter(isMessage)).toHaveLength(3);
  });

  it("comes back after a restart with a new session, and is told that history is gone", async () => {
    const mock = await startMock();
    const { told } = new AnyCableClient(cableOf(mock)).subscribe("a");
    await told.takeUntil(hasConnected);
    mock.publish("chat:a", 1);
    await told.takeUntil(isMessage);
    mock.command({ kind: "restart", values: { door: "/cable" } });
    const both = [await told.takeUntil(isBack), await told.takeUntil(isBack)].sort((a, b) =>
      a.kind < b.kind ? -1 : 1,
    );
    expect(both).toMatchObject([connected, { kind: "info", event: { type: "history_not_found" } }]);
    mock.publish("chat:a", 2);
    expect(await told.takeUntil(isMessage)).toMatchObject({ data: 2, position: expect.stringMatching(/\/1$/) });
  });

  it("knows who is present, whispers past itself, and sees the other leave", async () => {
    const mock = await startMock();
    const one = new AnyCableClient(cableOf(mock)).subscribe("a");
    const two = new AnyCableClient(cableOf(mock)).subscribe("a");
    expect([await one.told.takeUntil(hasConnected), await two.told.takeUntil(hasConnected)]).toEqual([
      connected,
      connected,
    ]);
    one.channel.presence.join("ada", { n: 1 });
    expect(await two.told.takeUntil(({ kind }) => kind === "presence")).toMatchObject({
      event: { type: "join", id: "ada" },
    });
    two.channel.presence.join("bob", { n: 2 });
    await one.told.takeUntil((told) => told.kind === "presence" && told.event.id === "bob");
    expect(await one.channel.presence.info()).toEqual({ ada: { n: 1 }, bob: { n: 2 } });
    one.channel.whisper({ typing: true });
    expect(await two.told.takeUntil(isMessage)).toMatchObject({ data: { typing: true }, position: undefined });
    two.channel.presence.leave();
    await one.told.takeUntil((told) => told.kind === "presence" && told.event.type === "leave");
    expect(await one.channel.presence.info()).toEqual({ ada: { n: 1 } });
    expect(one.told.all.filter(isMessage)).toEqual([]);
  });

  it("hears public streams by their names, which are topics", async () => {
    const mock = await startMock();
    const { told } = new AnyCableClient(cableOf(mock)).stream("chat/1");
    expect(await told.takeUntil(hasConnected)).toEqual(connected);
    mock.publish("chat/1", { n: 1 });
    expect(await told.takeUntil(isMessage)).toMatchObject({ data: { n: 1 } });
  });

  it("is served as before with the base protocol, by Action Cable", async () => {
    const mock = await startMock();
    const { told } = new AnyCableClient(cableOf(mock), { protocol: "actioncable-v1-json" as never }).subscribe("a");
    expect(await told.takeUntil(hasConnected)).toEqual(connected);
    mock.publish("chat:a", { n: 1 });
    expect(await told.takeUntil(isMessage)).toEqual({ kind: "message", data: { n: 1 }, position: undefined });
    expect(mock.state().doors.find(({ protocol }) => protocol === "action-cable")?.clients).toBe(1);
  });

  it("speaks MessagePack, in binary frames", async () => {
    const mock = await startMock();
    const encoder = {
      encode: (message: unknown) => encode(message),
      decode: (data: ArrayBuffer) => decode(new Uint8Array(data)),
    };
    const options = { protocol: "actioncable-v1-ext-msgpack", encoder } as never;
    const { told } = new AnyCableClient(cableOf(mock), options).subscribe("a");
    expect(await told.takeUntil(hasConnected)).toEqual(connected);
    mock.publish("chat:a", { n: 1, text: "é" });
    expect(await told.takeUntil(isMessage)).toMatchObject({
      data: { n: 1, text: "é" },
      position: expect.stringMatching(/\/1$/),
    });
  });

  it("is refused for good with a token that has expired", async () => {
    const mock = await startMock();
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const token = `${part({ alg: "HS256" })}.${part({ ext: '{"user_id":42}', exp: 1 })}.c2ln`;
    const client = new AnyCableClient(cableOf(mock), { auth: { token } });
    const closed = new Promise((resolve) => client.cable.on("close", resolve));
    client.subscribe("a");
    expect(await closed).toMatchObject({ reason: "token_expired" });
  });
});

describe("the door /cable", () => {
  it("still serves @rails/actioncable, and both hear one publication", async () => {
    const mock = await startMock();
    const rails = new RailsClient(cableOf(mock)).subscribe({ channel: "ChatChannel", room: "a" });
    const any = new AnyCableClient(cableOf(mock)).subscribe("a");
    await rails.callbacks.takeUntil(({ kind }) => kind === "connected");
    await any.told.takeUntil(hasConnected);
    rails.subscription.perform("speak", { n: 1 });
    expect(await rails.callbacks.take()).toEqual({ kind: "received", data: { n: 1 } });
    expect(await any.told.takeUntil(isMessage)).toMatchObject({ data: { n: 1 } });
  });

  it("takes the session to restore from a header as well, and honours ?ptp", async () => {
    const mock = await startMock();
    const first = await openSocket(`${mock.origin}/cable`, ["actioncable-v1-ext-json"]);
    const { sid } = JSON.parse(String(await first.messages.take()));
    const identifier = '{"channel":"ChatChannel"}';
    first.socket.send(JSON.stringify({ command: "subscribe", identifier }));
    await first.messages.take();
    first.socket.terminate();
    await mock.when(({ clients }) => clients.length === 0);
    const headers = { "X-ANYCABLE-RESTORE-SID": sid };
    const second = await openSocket(`${mock.origin}/cable?pi=0.02&ptp=ms`, ["actioncable-v1-ext-json"], headers);
    expect(JSON.parse(String(await second.messages.take()))).toMatchObject({
      restored: true,
      restored_ids: [identifier],
    });
    const ping = JSON.parse(String(await second.messages.take()));
    expect(ping.message).toBeGreaterThan(1e12);
  });
});

describe("POST /_broadcast", () => {
  const post = (origin: string, body: string, method = "POST") =>
    fetch(`${origin}/_broadcast`, {
      method,
      ...(method === "POST" ? { body } : {}),
      headers: { Authorization: "Bearer key" },
    });

  it("publishes one or several, as an app that is configured for AnyCable does", async () => {
    const mock = await startMock();
    const rails = new RailsClient(cableOf(mock)).subscribe({ channel: "ChatChannel", room: "a" });
    const any = new AnyCableClient(cableOf(mock)).subscribe("a");
    await rails.callbacks.takeUntil(({ kind }) => kind === "connected");
    await any.told.takeUntil(hasConnected);
    expect((await post(mock.origin, '{"stream":"chat:a","data":"{\\"n\\":1}"}')).status).toBe(201);
    expect(
      (await post(mock.origin, '[{"stream":"chat:a","data":"plain"},{"stream":"chat:a","data":"3"}]')).status,
    ).toBe(201);
    for (const data of [{ n: 1 }, "plain", 3]) {
      expect(await rails.callbacks.take()).toEqual({ kind: "received", data });
      expect(await any.told.takeUntil(isMessage)).toMatchObject({ data });
    }
  });

  it("asks for a key where it was given one", async () => {
    const mock = await startMock({ settings: { anycable: { broadcastKey: "key" } } });
    expect((await post(mock.origin, '{"stream":"a","data":"1"}')).status).toBe(201);
    const other = await startMock({ settings: { anycable: { broadcastKey: "another" } } });
    expect((await post(other.origin, '{"stream":"a","data":"1"}')).status).toBe(401);
    expect(other.state().topics).toEqual([]);
  });

  it("leaves out the socket that is named, keeps nothing of what is transient, and answers rubbish with 201", async () => {
    const mock = await startMock();
    const [one, two] = [new AnyCableClient(cableOf(mock)), new AnyCableClient(cableOf(mock))];
    const [heardByOne, heardByTwo] = [one.subscribe("a").told, two.subscribe("a").told];
    expect([await heardByOne.takeUntil(hasConnected), await heardByTwo.takeUntil(hasConnected)]).toEqual([
      connected,
      connected,
    ]);
    const meta = { exclude_socket: one.cable.sessionId };
    await post(mock.origin, JSON.stringify({ stream: "chat:a", data: '{"n":1}', meta }));
    await post(mock.origin, JSON.stringify({ stream: "chat:a", data: '{"n":2}', meta: { transient: true } }));
    expect(await heardByTwo.takeUntil(isMessage)).toMatchObject({ data: { n: 1 } });
    expect(await heardByTwo.takeUntil(isMessage)).toMatchObject({ data: { n: 2 }, position: undefined });
    expect(await heardByOne.takeUntil(isMessage)).toMatchObject({ data: { n: 2 } });
    expect(mock.state().topics.find(({ topic }) => topic === "chat:a")?.publications).toBe(1);
    expect((await post(mock.origin, "not JSON")).status).toBe(201);
    expect((await post(mock.origin, "", "GET")).status).toBe(422);
  });
});

describe("/anycable/events", () => {
  async function openEvents(mock: RunningMock, query: string) {
    const source = new EventSource(`${mock.origin}/anycable/events?${query}`);
    onTestFinished(() => source.close());
    const events = new Mailbox<readonly [type: string, id: string, data: string]>();
    for (const type of ["welcome", "confirm_subscription", "message", "disconnect"])
      source.addEventListener(type, (event) => events.put([type, event.lastEventId, event.data]));
    return { source, events };
  }

  it("serves an EventSource with typed events and ids, and resumes it without a loss", async () => {
    const mock = await startMock();
    const { events } = await openEvents(mock, "stream=a/b");
    expect((await events.take())[0]).toBe("welcome");
    expect((await events.take())[0]).toBe("confirm_subscription");
    mock.publish("a/b", { n: 1 });
    const [, id, data] = await events.take();
    expect([id.replace(/^1\/\w{4}\//, ""), data]).toEqual(["a/b", '{"n":1}']);
    const headers = { "Last-Event-ID": id };
    mock.publish("a/b", "two\nlines");
    const response = await fetch(`${mock.origin}/anycable/events?stream=a/b&raw=1`, { headers });
    const reader = response.body?.getReader();
    onTestFinished(() => reader?.cancel());
    let text = "";
    while (!text.includes("\n\n")) text += new TextDecoder().decode((await reader?.read())?.value);
    expect(text.replace(/\/\w{4}\//, "/E/")).toBe("data: two\ndata: lines\nid: 2/E/a/b\n\n");
  });

  it("case 28: POST takes commands as JSON lines and sends whole envelopes", async () => {
    const mock = await startMock();
    const identifier = '{"channel":"ChatChannel","room":"a"}';
    const body = `${JSON.stringify({ command: "subscribe", identifier })}\n`;
    const response = await fetch(`${mock.origin}/anycable/events`, { method: "POST", body });
    const reader = response.body?.getReader();
    onTestFinished(() => reader?.cancel());
    await mock.when(({ topics }) => topics[0]?.subscribers === 1);
    mock.publish("chat:a", "hi");
    let text = "";
    while (!text.includes('"hi"')) text += new TextDecoder().decode((await reader?.read())?.value);
    expect(text).toContain(`data: ${JSON.stringify({ identifier, message: "hi" })}\n`);
  });

  it.each([
    ["no channel", "", 400],
    ["a rejected one", "channel=Nobody", 400],
    ["a bad position", "stream=a", 400],
  ])("answers %s with 400", async (_, query, status) => {
    const { origin } = await startMock();
    const response = await fetch(`${origin}/anycable/events?${query}`, { headers: { "Last-Event-ID": "x" } });
    expect(response.status).toBe(status);
  });
});
