import { type Mock, startMock } from "framescope/mock";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { chromiumIsMissing, launchChromium } from "../chromium.ts";
import { type RunningApp, serveChat } from "./chat-app.ts";

describe.skipIf(chromiumIsMissing)("the chat", () => {
  let mock: Mock;
  let app: RunningApp;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    mock = await startMock();
    app = await serveChat();
    browser = await launchChromium();
  });

  beforeEach(async () => {
    page = await browser.newPage();
    await page.clock.install();
    await page.goto(app.url(mock.url("action-cable")));
    await mock.expect({ on: "subscribe", topic: "chat:lobby" });
  });

  afterEach(async () => {
    await page.close();
    await mock.reset();
  });

  afterAll(async () => {
    await browser?.close();
    app?.stop();
    await mock?.stop();
  });

  it("shows what others say", async () => {
    await mock.publish("chat:lobby", "<li>Ann: hello</li>");
    await page.getByText("Ann: hello").waitFor();
  });

  it("sends what is typed", async () => {
    await page.getByLabel("Message").fill("hi there");
    await page.getByRole("button", { name: "Send" }).click();
    const said = await mock.expect({ action: "speak" });
    expect(said.data).toEqual({ body: "hi there" });
  });

  it("says that it reconnects, and comes back", async () => {
    await page.getByText("Connected").waitFor();
    const restarting = await mock.fault({ door: "/cable", times: 100, does: { kind: "cut" } });
    await page.getByText("Reconnecting…").waitFor();
    await restarting.remove();
    await page.clock.runFor("00:30");
    await page.getByText("Connected").waitFor();
  });
});
