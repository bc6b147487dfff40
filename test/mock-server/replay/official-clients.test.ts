/** What real servers were recorded to say is said again, and each protocol's official client takes it. */
import { EventSource } from "eventsource";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { chromiumIsMissing, launchChromium } from "../../chromium.ts";
import { AnyCableClient } from "../anycable-client.ts";
import { Mailbox } from "../mailbox.ts";
import { openPage } from "../message-bus-page.ts";
import { RailsClient } from "../rails-client.ts";
import { startMock } from "../running-mock.ts";
import { openSocket } from "../socket-client.ts";
import { replayOfTranscript, scenarioWith } from "./replays.ts";

const fast = { speed: 0 } as const;

describe("@rails/actioncable", () => {
  it.each(["rails61-async-happy", "rails72-async-happy", "rails81-async-happy"])(
    "hears what %s said, in its order and with what it says itself",
    async (name) => {
      const mock = await startMock();
      mock.play(scenarioWith(replayOfTranscript("action-cable", name, fast)));
      const client = new RailsClient(`${mock.origin.replace(/^http/, "ws")}/cable?user=bob`);
      // As the app writes it next time: the order of its members is another.
      const { subscription, callbacks } = client.subscribe({ greet: true, room: "lobby", channel: "ChatChannel" });
      expect([await callbacks.take(), await callbacks.take()]).toEqual([
        { kind: "received", data: { welcome: "to lobby", user: "bob" } },
        { kind: "connected", reconnected: false },
      ]);
      subscription.perform("speak", { body: "hi there" });
      expect(await callbacks.take()).toEqual({ kind: "received", data: { user: "bob", body: "hi there" } });
      subscription.perform("echo", { n: 1, nested: { a: [1, 2, null] } });
      expect([await callbacks.take(), await callbacks.take()]).toEqual([
        { kind: "received", data: { action: "echo", n: 1, nested: { a: [1, 2, null] } } },
        { kind: "received", data: { from: "server" } },
      ]);
    },
  );

  it("is cut as it was when the server went down, and comes back to what was said then", async () => {
    const mock = await startMock();
    mock.play(scenarioWith(replayOfTranscript("action-cable", "client-rails-puma-restart", fast)));
    const client = new RailsClient(`${mock.origin.replace(/^http/, "ws")}/cable`);
    const { callbacks } = client.subscribe({ channel: "ChatChannel", room: "pr" });
    expect(await callbacks.take()).toEqual({ kind: "connected", reconnected: false });
    expect(await callbacks.take()).toEqual({ kind: "disconnected", willAttemptReconnect: true });
    client.hurry();
    expect(await callbacks.takeUntil(({ kind }) => kind === "connected")).toEqual({
      kind: "connected",
      reconnected: true,
    });
  });

  it("is rejected as it was", async () => {
    const mock = await startMock();
    mock.play(scenarioWith(replayOfTranscript("action-cable", "rails81-async-reject", fast)));
    const { callbacks } = new RailsClient(`${mock.origin.replace(/^http/, "ws")}/cable?user=alice`).subscribe({
      channel: "ChatChannel",
      room: "secret",
    });
    expect((await callbacks.take()).kind).toBe("rejected");
  });
});

describe("@anycable/core", () => {
  it("subscribes with history, is present and hears of it", async () => {
    const mock = await startMock();
    mock.play(scenarioWith(replayOfTranscript("anycable", "client-anycable-ext-stub", fast)));
    const client = new AnyCableClient(`${mock.origin}/cable`);
    const plain = client.stream("chat/1");
    const signed = new Mailbox<unknown>();
    client.cable.streamFromSigned("InNpZ25lZCI=--abc").on("message", signed.put);
    expect(await plain.told.takeUntil(({ kind }) => kind === "message")).toEqual({
      kind: "message",
      data: { hi: 1 },
      position: "ep1/1",
    });
    expect(await signed.take()).toEqual({ hi: 1 });
    plain.channel.presence.join("u1", { name: "Bobby" });
    expect(await plain.told.takeUntil(({ kind }) => kind === "presence")).toMatchObject({
      event: { type: "join", id: "u1", info: { name: "Bobby" } },
    });
    plain.channel.whisper({ typing: true });
    // The second connection was one that brought the first one's session id and positions.
    mock.command({ kind: "drop", values: { door: "/cable" } });
    expect(await plain.told.takeUntil(({ kind }) => kind === "connect")).toEqual({ kind: "connect", restored: true });
  });
});

describe.skipIf(chromiumIsMissing)(
  `message-bus-client${chromiumIsMissing ? " (skipped: there is no Chromium)" : ""}`,
  () => {
    let browser: Browser;

    beforeAll(async () => {
      browser = await launchChromium();
    }, 60_000);
    afterAll(() => browser?.close());

    const quick = "{ callbackInterval: 50, backgroundCallbackInterval: 50, minPollInterval: 20 }";

    it("streams in chunks", async () => {
      const mock = await startMock();
      mock.play(scenarioWith(replayOfTranscript("message-bus", "client-mb-memory-chunked", fast)));
      const { heard } = await openPage(browser, mock.origin, quick, 'hear("/client-mb-memory/a/29227", 0);');
      const taken = [];
      for (let count = 0; count < 7; count += 1) taken.push(await heard.take());
      expect(taken.map((line) => line.split(" ")[1])).toEqual(['"b1"', '"b2"', '"b3"', '"live"', '"x"', '"y"', '"z"']);
    });

    it.each([
      ["long", "client-mb-memory-longpoll_nochunk", "c", ["m1", "m2", "m3"], "enableChunkedEncoding: false"],
      ["plain", "client-mb-memory-polling", "d", ["p1", "p2"], "enableLongPolling: false"],
    ])("polls: %s", async (_, name, channel, messages, option) => {
      const mock = await startMock();
      mock.play(scenarioWith(replayOfTranscript("message-bus", name, fast)));
      const options = `{ ...${quick}, ${option} }`;
      const { heard, polls } = await openPage(
        browser,
        mock.origin,
        options,
        `hear("/client-mb-memory/${channel}/29227", 0);`,
      );
      for (const message of messages) expect((await heard.take()).split(" ")[1]).toBe(JSON.stringify(message));
      // It goes on from there.
      expect((await polls.takeUntil(({ seq }) => seq > 1)).positions).not.toMatch(/ 0$/);
    });
  },
);

describe("eventsource", () => {
  it("hears events with their ids, is cut, and comes back for what was said then", async () => {
    const mock = await startMock();
    mock.play(scenarioWith(replayOfTranscript("sse", "sse-fastify", { speed: 0, door: "/events" })));
    const source = new EventSource(`${mock.origin}/events`);
    onTestFinished(() => source.close());
    const events = new Mailbox<string>();
    for (const type of ["message", "update"])
      source.addEventListener(type, ({ lastEventId, data }) => events.put(`${type} ${lastEventId} ${data}`));
    const first = [
      'update 1 {"n":1}',
      'message  "plain\\ntwo"',
      "message  string",
      'message 2 {"i":2}',
      'message 3 {"i":3}',
    ];
    const taken = [];
    for (let count = 0; count < 11; count += 1) taken.push((await events.take()).replace(/^(message) 1 /, "$1  "));
    expect(taken).toEqual([...first, 'message 4 {"i":4}', ...first]);
  }, 20_000);
});

describe("ws", () => {
  it("has the subprotocol, text and bytes as they were", async () => {
    const mock = await startMock();
    mock.play(scenarioWith(replayOfTranscript("websocket", "ws-py-websockets", fast)));
    // The recorded path has no door of its own.
    const { socket, messages } = await openSocket(`${mock.origin}/path`, ["chat.v1", "chat.v2"]);
    expect(socket.protocol).toBe("chat.v1");
    socket.send("text");
    expect([await messages.take(), await messages.take()]).toEqual(["hello /path", "text"]);
    socket.send("ünïcode 😀");
    expect(await messages.take()).toBe("ünïcode 😀");
    socket.send(Buffer.from([0, 1, 254, 255]));
    expect(await messages.take()).toEqual(Buffer.from([0, 1, 254, 255]));
  });
});

describe("fetch", () => {
  it("polls as it was answered, 408 and positions included", async () => {
    const mock = await startMock();
    mock.play(scenarioWith(replayOfTranscript("polling", "nchan-longpoll", fast)));
    const answers = [];
    for (let count = 0; count < 4; count += 1) {
      const response = await fetch(`${mock.origin}/lp/lp25339`);
      answers.push([response.status, await response.text(), response.headers.get("etag")]);
    }
    expect(answers).toEqual([
      [408, "", null],
      [200, "first", "0"],
      [200, "second", "1"],
      [200, "third", "2"],
    ]);
  });
});
