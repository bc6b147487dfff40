import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { chromiumIsMissing } from "../chromium.ts";
import { errorsOf, type Harness, startHarness, type TimelineOptions } from "./harness.ts";
import { callsOf, eventually, rowsOf, selectedOf, textIn, toolbarButton } from "./page-words.ts";

describe.skipIf(chromiumIsMissing)("the page's states", { timeout: 60_000 }, () => {
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

  const open = async (options: TimelineOptions) => {
    page = await harness.open(options);
  };
  const empty = () => page.locator("empty-state");
  const press = (name: string) => empty().getByText(name, { exact: true }).click();

  it("connecting: says to where", async () => {
    await open({ capture: "empty", session: { state: "connecting" } });
    await eventually(() => textIn(empty())).toContain("Connecting to ws://localhost:3000/cable");
    expect(await page.locator("timeline-toolbar .state").textContent()).toContain("Connecting");
  });

  it("connected with no channel: says what usually goes wrong, and leads to Subscribe", async () => {
    await open({ capture: "quiet", session: { channels: [] } });
    await eventually(() => textIn(empty())).toContain("No channel is subscribed");
    await press("Subscribe…");
    await page.keyboard.type("ChatChannel");
    await page.keyboard.press("Enter");
    await eventually(() => callsOf(page, "command")).toEqual([
      [{ kind: "subscribe", values: { channel: "ChatChannel" } }],
    ]);
  });

  it("connected and quiet with the mock running: offers to publish, until a real row comes", async () => {
    await open({ capture: "quiet" });
    await page.evaluate(() =>
      window.fake.events?.mockChanged({ running: true, doors: [], topics: [], clients: [], faults: [] }),
    );
    await press("Publish to Mock Server…");
    await eventually(() => callsOf(page, "run")).toEqual([["publishToMock"]]);
    await page.evaluate(() => window.fake.push(1));
    await eventually(() => rowsOf(page).count()).toBe(3);
    await eventually(() => page.locator("row-list .hint").count()).toBe(0);
  });

  it("the mock server's timeline: says whose each row is, in a column that no other has, and has nothing to connect", async () => {
    const client = () => rowsOf(page).first().locator(".client");
    await open({ capture: "clients", session: { mock: true, title: "Mock server :4010" } });
    await eventually(() => textIn(client())).toBe("#1 /cable");
    expect(await toolbarButton(page, "Reconnect").count()).toBe(0);
    await client().click({ button: "right" });
    await page.getByText("Filter by This Value").click();
    await eventually(() => callsOf(page, "setView").then((calls) => JSON.stringify(calls.at(-1)))).toContain(
      "session:1",
    );
    await page.close();
    await open({ capture: "clients" });
    await eventually(() => rowsOf(page).count()).toBe(3);
    expect(await client().isVisible()).toBe(false);
  });

  it("the mock server's timeline with nobody there: says what will show", async () => {
    await open({ capture: "empty", session: { mock: true } });
    await eventually(() => textIn(empty())).toContain("Nobody is connected yet");
  });

  it("asked by somebody else to show some rows only: does so", async () => {
    await open({ capture: "chat" });
    await eventually(() => rowsOf(page).count()).toBeGreaterThan(20);
    await page.evaluate(() => window.fake.events?.filterAsked("kind:nowhere"));
    await eventually(() => textIn(empty())).toContain("No row matches “kind:nowhere”");
  });

  it("filtered to nothing: offers to clear the filter", async () => {
    await open({ capture: "chat" });
    await page.keyboard.press("/");
    await page.keyboard.type("nowhere");
    await eventually(() => textIn(empty())).toContain("No row matches “nowhere”");
    await press("Clear Filter");
    await eventually(() => rowsOf(page).count()).toBeGreaterThan(20);
  });

  it("stopped: says why, and offers to reconnect", async () => {
    await open({ capture: "empty", session: { state: "stopped", detail: "404 Not Found" } });
    await eventually(() => textIn(empty())).toContain("404 Not Found");
    await empty().getByText("Reconnect", { exact: true }).click();
    await eventually(() => callsOf(page, "command")).toEqual([[{ kind: "reconnect", values: {} }]]);
  });

  it("palette commands reach the page", async () => {
    await open({ capture: "chat" });
    await page.evaluate(() => window.fake.events?.act("toggleFold"));
    await eventually(() => callsOf(page, "setView")).toMatchObject([[{ filter: "", foldHeartbeats: false }]]);
    await page.evaluate(() => window.fake.events?.act("focusFilter"));
    const field = page.locator("filter-box").getByRole("combobox");
    await eventually(() => field.evaluate((element) => element.matches(":focus"))).toBe(true);
    await field.pressSequentially("row 500");
    // A pause between two keys would apply what was typed so far, too.
    await eventually(async () => (await callsOf(page, "setView")).at(-1)).toMatchObject([
      { filter: "row 500", foldHeartbeats: false },
    ]);
  });

  it("disconnects and reconnects from the toolbar", async () => {
    await open({ capture: "chat" });
    await toolbarButton(page, "Disconnect").click();
    await toolbarButton(page, "Reconnect").click();
    await eventually(async () => (await callsOf(page, "command")).map(([command]) => command)).toEqual([
      { kind: "disconnect", values: {} },
      { kind: "reconnect", values: {} },
    ]);
    await page.evaluate(() => window.fake.setSession({ state: "stopped" }));
    await eventually(() => toolbarButton(page, "Disconnect").getAttribute("inert")).toBe("");
  });

  it("a recording offers nothing that needs a connection", async () => {
    await open({ capture: "chat", session: { state: "stopped", recorded: { path: "/tmp/customer.har" } } });
    await eventually(() => page.locator("timeline-toolbar .state").textContent()).toContain("Recorded");
    for (const name of ["Disconnect", "Reconnect", "Clear all rows"])
      expect(await toolbarButton(page, name).count(), name).toBe(0);
    expect(await page.locator("timeline-toolbar .rate").count()).toBe(0);
    expect(await textIn(page.locator("timeline-composer"))).toContain("This is a recording");
    expect(await page.locator("timeline-composer vscode-button").count()).toBe(0);
  });

  it("comes back after a reload as it was", async () => {
    await open({ capture: "chat" });
    await page.keyboard.press("/");
    await page.keyboard.type("row 77");
    await page.locator("row-list .row", { hasText: "hello from row 774" }).click();
    await eventually(() => selectedOf(page)).toEqual([774]);
    await page.reload();
    await eventually(() => selectedOf(page)).toEqual([774]);
    await eventually(() => page.locator("filter-box").getByRole("combobox").inputValue()).toBe("row 77");
    await page.locator("details-pane").waitFor();
  });
});
