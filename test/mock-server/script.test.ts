/** What a scenario decides for the clients of each protocol: who may connect and hear what, and what they are answered. */
import { describe, expect, it } from "vitest";
import type { MockScript } from "../../mock-server/client-connection.ts";
import type { Refusal } from "../../src/model/server-script.ts";
import { startMock } from "./running-mock.ts";
import { openSocket, refusedUpgrade } from "./socket-client.ts";

function script(over: Partial<MockScript>): MockScript {
  return { connecting: () => undefined, subscribing: () => undefined, answer: () => false, ...over };
}

const whenNobody =
  (refusal: Refusal): MockScript["connecting"] =>
  ({ url }) =>
    url.includes("user=mallory") ? refusal : undefined;

const chat = JSON.stringify({ channel: "ChatChannel", room: "lobby" });
const secret = JSON.stringify({ channel: "ChatChannel", room: "secret" });
const command = (command: string, identifier: string, data?: object) =>
  JSON.stringify({ command, identifier, ...(data && { data: JSON.stringify(data) }) });

describe("a connection that may not be", () => {
  it.each(["actioncable-v1-json", "actioncable-v1-ext-json"])(
    "is told why in a disconnect message: %s",
    async (name) => {
      const connecting = whenNobody({ reason: "banned", reconnect: true });
      const { origin } = await startMock({ script: script({ connecting }) });
      const { messages } = await openSocket(`${origin}/cable?user=mallory`, [name]);
      expect(JSON.parse(String(await messages.take()))).toEqual({
        type: "disconnect",
        reason: "banned",
        reconnect: true,
      });
    },
  );

  it.each([
    ["/events?topic=a&user=mallory", 401],
    ["/poll/a?user=mallory", 401],
    ["/long-poll/a?user=mallory", 401],
    ["/message-bus/client-1/poll?user=mallory", 401],
    ["/anycable/events?channel=ChatChannel&user=mallory", 401],
  ])("gets a plain answer where HTTP is spoken: %s", async (path, status) => {
    const { origin } = await startMock({ script: script({ connecting: whenNobody({ reason: "Not you." }) }) });
    const response = await fetch(origin + path);
    expect(response.status).toBe(status);
    expect((await response.text()).trim()).toBe("Not you.");
    // Else a browser shows a page from elsewhere neither status nor reason.
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
  });

  it("has the status that the script wants", async () => {
    const { origin } = await startMock({ script: script({ connecting: whenNobody({ status: 418 }) }) });
    expect((await fetch(`${origin}/events?topic=a&user=mallory`)).status).toBe(418);
    expect((await refusedUpgrade(`${origin}/ws?user=mallory`)).status).toBe(418);
  });
});

describe("a topic that may not be heard", () => {
  const subscribing: MockScript["subscribing"] = ({ topic }) => (topic.includes("secret") ? {} : undefined);

  it.each(["actioncable-v1-json", "actioncable-v1-ext-json"])("is a rejected subscription: %s", async (name) => {
    const { origin } = await startMock({ script: script({ subscribing }) });
    const { socket, messages } = await openSocket(`${origin}/cable`, [name]);
    await messages.takeUntil((text) => String(text).includes("welcome"));
    socket.send(command("subscribe", secret));
    const answer = await messages.takeUntil((text) => String(text).includes("subscription"));
    expect(JSON.parse(String(answer))).toEqual({ type: "reject_subscription", identifier: secret });
  });

  it.each(["/events?topic=open&topic=secret", "/poll/secret", "/long-poll/secret"])(
    "is a 403 over HTTP, by the topic's name, to pages from elsewhere too: %s",
    async (path) => {
      const { origin } = await startMock({ script: script({ subscribing }) });
      const response = await fetch(origin + path);
      expect([response.status, await response.text()]).toEqual([403, "This client may not hear secret.\n"]);
      expect(response.headers.get("access-control-allow-origin")).toBe("*");
    },
  );

  it("is silent on MessageBus, where the others are heard", async () => {
    const { origin, publish } = await startMock({ script: script({ subscribing }) });
    publish("secret", "no");
    publish("open", "yes");
    const body = new URLSearchParams({ "/secret": "0", "/open": "0", __seq: "1" });
    const response = await fetch(`${origin}/message-bus/client-1/poll?dlp=t`, { method: "POST", body });
    const items = (await response.json()) as { readonly channel: string; readonly data: unknown }[];
    expect(items.map(({ channel, data }) => [channel, data])).toEqual([["/open", "yes"]]);
  });
});

describe("an answer to what a client said", () => {
  const answer: MockScript["answer"] = (client, { topic, action, data }) => {
    client.tell(topic, { answers: action ?? "nothing", to: data });
    return true;
  };

  it.each(["actioncable-v1-json", "actioncable-v1-ext-json"])("goes to its sender alone: %s", async (name) => {
    const { origin } = await startMock({ script: script({ answer }) });
    const clients = await Promise.all([1, 2].map(() => openSocket(`${origin}/cable`, [name])));
    for (const { socket, messages } of clients) {
      await messages.takeUntil((text) => String(text).includes("welcome"));
      socket.send(command("subscribe", chat));
      await messages.takeUntil((text) => String(text).includes("confirm"));
    }
    const [sender, other] = clients;
    sender?.socket.send(command("message", chat, { action: "speak", body: "hi" }));
    const told = await sender?.messages.takeUntil((text) => String(text).includes("answers"));
    expect(JSON.parse(String(told))).toEqual({ identifier: chat, message: { answers: "speak", to: { body: "hi" } } });
    expect(other?.messages.all.filter((text) => String(text).includes("answers"))).toEqual([]);
  });

  it("takes the place of a WebSocket's echo", async () => {
    const { origin } = await startMock({ script: script({ answer }) });
    const { socket, messages } = await openSocket(`${origin}/ws`);
    socket.send('{"n":1}');
    expect(JSON.parse(String(await messages.take()))).toEqual({ answers: "nothing", to: { n: 1 } });
  });

  it("leaves what it does not answer to the session", async () => {
    const { origin } = await startMock({ script: script({}) });
    const { socket, messages } = await openSocket(`${origin}/ws`);
    socket.send("as ever");
    expect(await messages.take()).toBe("as ever");
  });
});
