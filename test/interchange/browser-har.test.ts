/** HAR that a real Chromium makes: by Playwright's recordHar, and out of its own protocol in the form of its DevTools. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Browser, BrowserContext, CDPSession } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { chromiumIsMissing, launchChromium } from "../chromium.ts";
import { newCapturesFolder, newEngine } from "../engine/engines.ts";
import { Mailbox } from "../mock-server/mailbox.ts";
import { servePage } from "../mock-server/own-page.ts";
import { type RunningMock, startMock } from "../mock-server/running-mock.ts";
import { imported, rowsOf, written } from "./transfers.ts";

const railsClient = readFileSync(createRequire(import.meta.url).resolve("@rails/actioncable"), "utf8");

describe.skipIf(chromiumIsMissing)("HAR made by Chromium", () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  }, 60_000);
  afterAll(() => browser?.close());

  it("by Playwright: Action Cable, Server-Sent Events and bytes", async () => {
    const mock = await startMock();
    const path = join(newCapturesFolder(), "recorded.har");
    const context = await browser.newContext({ recordHar: { path, content: "embed" } });
    await useTheApp(context, mock, async () => {});
    await context.close();
    await check(path);
  });

  it("by its own protocol, in the form of its DevTools", async () => {
    const mock = await startMock();
    const context = await browser.newContext();
    onTestFinished(() => context.close());
    const log = new DevToolsLog();
    await useTheApp(context, mock, (session) => log.follow(session));
    await check(written("devtools.har", { log: log.toHar() }));
  });
});

/** A page that listens to all three; resolves when it has heard all of it. */
async function useTheApp(
  context: BrowserContext,
  mock: RunningMock,
  follow: (session: CDPSession) => Promise<void>,
): Promise<void> {
  const { origin, publish, when } = mock;
  const script = `const ws = "${origin.replace("http", "ws")}";
    const source = new EventSource("${origin}/events?topic=chat");
    source.onmessage = ({ data }) => { source.close(); report("events " + data); };
    const raw = new WebSocket(ws + "/ws"); raw.binaryType = "arraybuffer";
    raw.onopen = () => raw.send(new Uint8Array([0, 1, 255]));
    raw.onmessage = ({ data }) => { report("raw " + new Uint8Array(data).join()); raw.close(1000, "enough"); };
    const subscription = ActionCable.createConsumer(ws + "/cable").subscriptions.create("ChatChannel", {
      connected: () => report("connected"),
      received: (data) => report("cable " + JSON.stringify(data)),
    });`;
  const address = await servePage(railsClient, script);
  const page = await context.newPage();
  await follow(await context.newCDPSession(page));
  const reports = new Mailbox<string>();
  await page.exposeFunction("report", reports.put);
  await page.goto(address);
  const heard = new Set([await reports.take(), await reports.take()]);
  expect(heard).toEqual(new Set(["connected", "raw 0,1,255"]));
  await when(({ topics }) => topics.find(({ topic }) => topic === "chat")?.subscribers === 2);
  publish("chat", { body: "grüße" });
  expect(new Set([await reports.take(), await reports.take()])).toEqual(
    new Set(['events {"body":"grüße"}', 'cable {"body":"grüße"}']),
  );
  await page.close();
}

async function check(path: string): Promise<void> {
  const under = newEngine();
  const report = await imported(under, path);
  const captures = new Map(report.captures.map((capture) => [capture.protocolTitle, capture]));
  expect([...captures.keys()].sort()).toEqual(["Action Cable", "Server-Sent Events", "WebSocket"]);
  const rows = async (title: string) => rowsOf(under, String(captures.get(title)?.session));
  const cable = (await rows("Action Cable")).filter(({ heartbeat }) => !heartbeat).map(({ kind }) => kind);
  expect(cable.slice(0, 6)).toEqual(["open", "welcome", "subscribe", "confirm_subscription", "subscribed", "message"]);
  const raw = await rows("WebSocket");
  expect(
    raw.filter(({ source }) => source === "message").map(({ direction, summary }) => `${direction} ${summary}`),
  ).toEqual(["sent 00 01 ff", "received 00 01 ff"]);
  expect((await rows("Server-Sent Events")).map(({ kind }) => kind)).toContain("open");
  // The page itself is no realtime traffic, and not silently gone.
  expect(report.notTaken.map(({ reason }) => reason)).toEqual([
    "an ordinary request, which carries no realtime traffic",
  ]);
}

interface Seen {
  url: string;
  type: string;
  startedAt: number;
  request: object[];
  response: { status: number; headers: object[] };
  frames: object[];
  events: object[];
}

/** As front_end/models/har/Log.ts of devtools-frontend does it: frames dated in seconds, no body of an event stream. */
class DevToolsLog {
  readonly #seen = new Map<string, Seen>();
  /** Chromium dates events by a clock of its own. */
  #wallOffset = 0;

  async follow(session: CDPSession): Promise<void> {
    session.on("Network.requestWillBeSent", ({ requestId, request, type, wallTime, timestamp }) => {
      this.#wallOffset = wallTime - timestamp;
      this.#add(requestId, request.url, (type ?? "other").toLowerCase(), wallTime, request.headers);
    });
    session.on("Network.responseReceived", ({ requestId, response }) => {
      const seen = this.#seen.get(requestId);
      if (seen) seen.response = { status: response.status, headers: named(response.headers) };
    });
    session.on("Network.eventSourceMessageReceived", ({ requestId, timestamp, eventName, eventId, data }) =>
      this.#seen.get(requestId)?.events.push({ time: timestamp + this.#wallOffset, eventName, eventId, data }),
    );
    session.on("Network.webSocketCreated", ({ requestId, url }) => this.#add(requestId, url, "websocket", 0, {}));
    session.on("Network.webSocketWillSendHandshakeRequest", ({ requestId, request, wallTime, timestamp }) => {
      this.#wallOffset = wallTime - timestamp;
      const seen = this.#seen.get(requestId);
      if (seen) Object.assign(seen, { startedAt: wallTime, request: named(request.headers) });
    });
    session.on("Network.webSocketHandshakeResponseReceived", ({ requestId, response }) => {
      const seen = this.#seen.get(requestId);
      if (seen) seen.response = { status: response.status, headers: named(response.headers) };
    });
    session.on("Network.webSocketFrameSent", ({ requestId, timestamp, response }) =>
      this.#frame(requestId, "send", timestamp, response),
    );
    session.on("Network.webSocketFrameReceived", ({ requestId, timestamp, response }) =>
      this.#frame(requestId, "receive", timestamp, response),
    );
    await session.send("Network.enable");
  }

  toHar(): object {
    const entries = [...this.#seen.values()].map(({ url, type, startedAt, request, response, frames, events }) => ({
      _resourceType: type,
      ...(type === "websocket" && { _webSocketMessages: frames }),
      ...(type === "eventsource" && { _eventSourceMessages: events }),
      request: { method: "GET", url, httpVersion: "http/1.1", headers: request },
      response: { statusText: "", httpVersion: "http/1.1", ...response, content: { size: 0, mimeType: "x-unknown" } },
      startedDateTime: new Date(startedAt * 1000).toJSON(),
      time: 1000,
      timings: { blocked: 0, dns: -1, ssl: -1, connect: -1, send: 0, wait: 1, receive: 999 },
    }));
    return { version: "1.2", creator: { name: "WebInspector", version: "537.36" }, pages: [], entries };
  }

  #add(id: string, url: string, type: string, startedAt: number, headers: object): void {
    const response = { status: 0, headers: [] };
    this.#seen.set(id, { url, type, startedAt, request: named(headers), response, frames: [], events: [] });
  }

  #frame(
    id: string,
    type: string,
    timestamp: number,
    { opcode, payloadData }: { opcode: number; payloadData: string },
  ): void {
    this.#seen.get(id)?.frames.push({ type, time: timestamp + this.#wallOffset, opcode, data: payloadData });
  }
}

function named(headers: object): object[] {
  return Object.entries(headers).map(([name, value]) => ({ name, value: String(value) }));
}
