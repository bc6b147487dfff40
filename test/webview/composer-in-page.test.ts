import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { chromiumIsMissing } from "../chromium.ts";
import { chat42 } from "./captures.ts";
import { errorsOf, type Harness, keepPicture, startHarness, type TimelineOptions } from "./harness.ts";
import { callsOf, eventually } from "./page-words.ts";

describe.skipIf(chromiumIsMissing)("the composer in a browser", { timeout: 60_000 }, () => {
  let harness: Harness;
  let page: Page;
  beforeAll(async () => {
    harness = await startHarness();
  }, 60_000);
  afterAll(() => harness?.stop());
  afterEach(async () => {
    expect(await errorsOf(page)).toEqual([]);
    await page.close();
  });

  const open = async (options: Partial<TimelineOptions> = {}) => {
    page = await harness.open({ capture: "chat", ...options });
  };
  const composer = () => page.locator("timeline-composer");
  const fault = () => composer().getByRole("alert");
  const choose = async (label: string, option: string) => {
    await composer().getByRole("combobox", { name: label }).click();
    await composer().getByRole("option", { name: option, exact: true }).click();
  };

  it("sends what the form says, by Enter", async () => {
    await open();
    await composer().getByLabel("Action").fill("speak");
    await composer().getByLabel("Data").fill('{"body":"hello"}');
    await page.keyboard.press("Enter");
    const values = { channel: chat42, action: "speak", data: '{"body":"hello"}' };
    await eventually(() => callsOf(page, "command")).toEqual([[{ kind: "perform", values }]]);
    // Ready to send once more.
    expect(await composer().getByLabel("Action").inputValue()).toBe("speak");
  });

  it("offers the session's channels, and keeps the chosen one while the session is told again and again", async () => {
    await open();
    await choose("Channel", "PresenceChannel");
    await page.evaluate(() => window.fake.push(5));
    await composer().getByText("Send", { exact: true }).click();
    const values = { channel: '{"channel":"PresenceChannel"}', action: "", data: "{}" };
    await eventually(() => callsOf(page, "command")).toEqual([[{ kind: "perform", values }]]);
  });

  it("checks JSON before it sends, and says where it is wrong", async () => {
    await open();
    await composer().getByLabel("Data").fill('{"body":');
    await page.keyboard.press("Enter");
    await eventually(() => fault().textContent()).toMatch(/^Data is not valid JSON: /);
    expect(await callsOf(page, "command")).toEqual([]);
    await page.keyboard.type('"x"}');
    await eventually(() => fault().count()).toBe(0);
  });

  it("shows the host's sentence in place", async () => {
    await open();
    await page.evaluate(() => {
      window.fake.failing.command = "“Chat” is not a class name.";
    });
    await choose("What to send", "Subscribe");
    await composer().getByLabel("Channel").fill("Chat");
    await page.keyboard.press("Enter");
    await eventually(() => fault().textContent()).toBe("“Chat” is not a class name.");
  });

  it("wants what is required", async () => {
    await open();
    await choose("What to send", "Subscribe");
    await page.locator("composer-field").getByLabel("Channel").press("Enter");
    await eventually(() => fault().textContent()).toBe("Channel is needed.");
  });

  it("takes Enter as a new line where there are several, and Ctrl+Enter as Send", async () => {
    await open();
    await choose("What to send", "Send text");
    await composer().getByLabel("Text").fill("a");
    await page.keyboard.press("Enter");
    await page.keyboard.type("b");
    await page.keyboard.press("Control+Enter");
    await eventually(() => callsOf(page, "command")).toEqual([[{ kind: "send", values: { text: "a\nb" } }]]);
  });

  it("loses nothing that was typed when another form is chosen, or the connection goes", async () => {
    await open();
    await composer().getByLabel("Action").fill("speak");
    await choose("What to send", "Unsubscribe");
    await choose("What to send", "Perform");
    expect(await composer().getByLabel("Action").inputValue()).toBe("speak");
    await page.evaluate(() => window.fake.setSession({ state: "waiting", detail: "next try in 3 s" }));
    await eventually(() => composer().getByRole("note").textContent()).toContain("next try in 3 s");
    await composer().getByText("Reconnect", { exact: true }).click();
    await eventually(() => callsOf(page, "command")).toEqual([[{ kind: "reconnect", values: {} }]]);
    await page.evaluate(() => window.fake.setSession({ state: "open", detail: undefined }));
    await eventually(() => composer().getByLabel("Action").inputValue()).toBe("speak");
  });

  it("offers what is prepared: fills the form, or sends at once", async () => {
    await open();
    const menu = composer().locator("prepared-menu");
    await menu.getByText("Prepared", { exact: true }).click();
    await menu.getByRole("menu").waitFor();
    await keepPicture(page, "prepared-dark");
    await menu.getByRole("menuitem", { name: /^Say hello/ }).click();
    expect(await composer().getByLabel("Action").inputValue()).toBe("speak");
    expect(await composer().getByLabel("Data").inputValue()).toBe('{"body":"hello"}');
    expect(await callsOf(page, "command")).toEqual([]);
    await menu.getByText("Prepared", { exact: true }).click();
    await menu.getByRole("menuitem", { name: "Send Ping by hand now" }).click();
    await eventually(() => callsOf(page, "command")).toEqual([[{ kind: "send", values: { text: '{"type":"ping"}' } }]]);
    await eventually(() => menu.getByRole("menu").count()).toBe(0);
  });

  it("goes through what is prepared by keys, and says which channel is missing", async () => {
    await open({ theme: "light" });
    const menu = composer().locator("prepared-menu");
    await menu.getByText("Prepared", { exact: true }).click();
    await menu.getByRole("menu").waitFor();
    await keepPicture(page, "prepared-light");
    // Past the one without a group, which stands first, and those of the chat.
    for (let step = 0; step < 3; step += 1) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await eventually(() => fault().textContent()).toContain("Not subscribed to DoorChannel.");
    await menu.getByText("Prepared", { exact: true }).click();
    await page.keyboard.press("Escape");
    await eventually(() => menu.getByRole("menu").count()).toBe(0);
  });

  it("hands what the form says to be kept as prepared", async () => {
    await open();
    await composer().getByLabel("Action").fill("wave");
    await composer().locator("prepared-menu").getByText("Prepared", { exact: true }).click();
    await composer().getByRole("menuitem", { name: "Save as prepared…" }).click();
    const values = { channel: chat42, action: "wave", data: "{}" };
    await eventually(() => callsOf(page, "savePrepared")).toEqual([[{ kind: "perform", values }]]);
  });

  it("says why a client cannot send", async () => {
    await open({ protocol: "stream" });
    expect(await composer().getByRole("note").textContent()).toContain("Server-Sent Events flow one way");
    expect(await composer().getByText("Send", { exact: true }).count()).toBe(0);
  });
});
