/** A real page in a real browser against every door: `EventSource`, `WebSocket` and `@rails/actioncable`, cross-origin. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { chromiumIsMissing, launchChromium } from "../chromium.ts";
import { Mailbox } from "./mailbox.ts";
import { servePage } from "./own-page.ts";
import { startMock } from "./running-mock.ts";

const railsClient = readFileSync(createRequire(import.meta.url).resolve("@rails/actioncable"), "utf8");

/** A page on an origin of its own, as an app's page has; what it calls `report` with lands in the mailbox. */
async function openPage(browser: Browser, script: string): Promise<{ page: Page; reports: Mailbox<unknown> }> {
  const address = await servePage(railsClient, script);
  const page = await browser.newPage();
  onTestFinished(() => page.close());
  const reports = new Mailbox<unknown>();
  await page.exposeFunction("report", reports.put);
  await page.goto(address);
  return { page, reports };
}

describe.skipIf(chromiumIsMissing)("a browser page", () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  }, 60_000);
  afterAll(() => browser?.close());

  it("with EventSource receives events, and goes on after its last id when it was cut", async () => {
    const { origin, publish, command, when } = await startMock();
    const { reports } = await openPage(
      browser,
      `const source = new EventSource("${origin}/events?topic=chat&retry=20");
      source.onmessage = ({ lastEventId, data }) => report(lastEventId + " " + data);
      source.onerror = () => report(source.readyState);`,
    );
    await when(({ topics }) => topics[0]?.subscribers === 1);
    publish("chat", "seen");
    expect(await reports.take()).toBe("1 seen");
    command({ kind: "drop", values: { door: "/events" } });
    expect(await reports.take()).toBe(0);
    publish("chat", "missed");
    expect(await reports.takeUntil((report) => typeof report === "string")).toBe("2 missed");
  });

  it("with WebSocket is echoed, and sees the code of a close", async () => {
    const { origin, command } = await startMock();
    const { reports } = await openPage(
      browser,
      `const socket = new WebSocket("${origin.replace("http", "ws")}/ws", ["mine"]);
      socket.onopen = () => { report(socket.protocol + socket.extensions); socket.send("grüße"); };
      socket.onmessage = ({ data }) => report(data);
      socket.onclose = ({ code, reason, wasClean }) => report({ code, reason, wasClean });`,
    );
    expect([await reports.take(), await reports.take()]).toEqual(["mine", "grüße"]);
    command({ kind: "kick", values: { door: "/ws" } });
    expect(await reports.take()).toEqual({ code: 1008, reason: "kicked", wasClean: true });
  });

  it("with @rails/actioncable subscribes, performs, receives and is told of a restart", async () => {
    const { origin, publish, command } = await startMock();
    const { page, reports } = await openPage(
      browser,
      `const consumer = ActionCable.createConsumer("${origin}/cable");
      const subscription = consumer.subscriptions.create({ channel: "ChatChannel", room: "lobby" }, {
        connected: (event) => report({ connected: event }),
        disconnected: (event) => report({ disconnected: event }),
        received: (data) => report({ received: data }),
      });`,
    );
    expect(await reports.take()).toEqual({ connected: { reconnected: false } });
    publish("chat:lobby", "hello");
    expect(await reports.take()).toEqual({ received: "hello" });
    await page.evaluate('subscription.perform("speak", { text: "hi" })');
    expect(await reports.take()).toEqual({ received: { text: "hi" } });
    command({ kind: "restart", values: { door: "/cable" } });
    expect(await reports.take()).toEqual({ disconnected: { willAttemptReconnect: true } });
  });

  it("sees what is published once through all three", async () => {
    const { origin, publish, when } = await startMock();
    const { reports } = await openPage(
      browser,
      `const ws = "${origin.replace("http", "ws")}";
      new EventSource("${origin}/events?topic=chat").onmessage = ({ data }) => report("events " + data);
      new WebSocket(ws + "/ws?topic=chat").onmessage = ({ data }) => report("ws " + data);
      ActionCable.createConsumer(ws + "/cable").subscriptions.create("ChatChannel", {
        received: (data) => report("cable " + JSON.stringify(data)),
      });`,
    );
    await when(({ topics }) => topics[0]?.subscribers === 3);
    publish("chat", { n: 1 });
    const seen = [await reports.take(), await reports.take(), await reports.take()];
    expect(seen.sort()).toEqual(['cable {"n":1}', 'events {"n":1}', 'ws {"n":1}']);
  });

  it("reads the mock server's own page, which loads and runs nothing", async () => {
    const { origin, state } = await startMock();
    const { page } = await openPage(browser, "");
    const requests: string[] = [];
    page.on("request", (request) => requests.push(new URL(request.url()).pathname));
    await page.goto(`${origin}/`);
    expect(await page.locator("dt").allTextContents()).toEqual(state().doors.map(({ sample }) => sample.url));
    expect(await page.title()).toBe("Framescope mock server");
    expect(requests.filter((path) => path !== "/favicon.ico")).toEqual(["/"]);
  });
});
