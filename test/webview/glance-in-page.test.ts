/** The capture at a glance, in a real browser: strip, lane, verdicts, channels and charts. */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { chromiumIsMissing } from "../chromium.ts";
import { errorsOf, type Harness, keepPicture, startHarness } from "./harness.ts";
import { callsOf, eventually, selectedOf, textIn, toolbarButton } from "./page-words.ts";
import type { Theme } from "./themes.ts";

const themes: readonly Theme[] = ["dark", "light", "high-contrast"];
/** Height of a mark in the lane, and of one of its slots. */
const markPx = 3;
const session = { protocolTitle: "AnyCable", subprotocol: "actioncable-v1-ext-json", verdicts: 3 };

describe.skipIf(chromiumIsMissing)("at a glance", { timeout: 60_000 }, () => {
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

  const strip = () => page.locator("time-strip");
  const verdicts = () => page.locator("verdicts-panel [role=option]:not(.waiting)");
  const filters = async () =>
    (await callsOf(page, "setView")).map(([options]) => (options as { filter: string }).filter);

  async function openTab(name: string): Promise<void> {
    await page.locator("timeline-toolbar").getByTitle("Verdicts, channels and charts").click();
    await page.locator("side-panel").getByRole("tab", { name }).click();
  }

  for (const theme of themes)
    it(`looks well, ${theme}`, async () => {
      page = await harness.open({ capture: "picture", theme, session });
      await strip().locator("g.blind").waitFor();
      await strip().locator("g.blind").hover({ force: true });
      await eventually(() => textIn(strip().locator(".tip"))).toContain("Blind window");
      await page.locator("timeline-toolbar .verdicts").click();
      await verdicts().first().click();
      await page.locator("verdicts-panel verdict-card").waitFor();
      await keepPicture(page, `glance-verdicts-${theme}`);
      await page.locator("side-panel").getByRole("tab", { name: "Channels" }).click();
      await page.locator("channels-panel tbody tr").first().waitFor();
      await keepPicture(page, `glance-channels-${theme}`);
      await page.close();
      page = await harness.open({ capture: "chat", theme, session });
      await openTab("Charts");
      await page.locator("charts-panel chart-view canvas").first().waitFor();
      await keepPicture(page, `glance-charts-${theme}`);
    });

  describe("the strip", () => {
    it("names what is at the pointer, and goes to its row when it is clicked", async () => {
      page = await harness.open({ capture: "picture", session });
      const mark = strip().locator("g.error").first();
      await mark.hover({ force: true });
      await eventually(() => textIn(strip().locator(".tip"))).toMatch(/Error: blind window.*at \d\d:\d\d:\d\d/);
      await mark.click({ force: true });
      await eventually(() => selectedOf(page)).toEqual([1204857]);
    });

    it("is walked by arrow keys from mark to mark, and Enter goes there", async () => {
      page = await harness.open({ capture: "picture", session });
      await strip().locator("g.error").first().waitFor();
      await strip().getByRole("listbox").focus();
      await page.keyboard.press("ArrowRight");
      await eventually(() => strip().locator("g[aria-selected=true]").getAttribute("aria-label")).toContain(
        "Warning: gap found",
      );
      await page.keyboard.press("End");
      await eventually(() => strip().locator("g[aria-selected=true]").getAttribute("aria-label")).toContain(
        "Error: gap found",
      );
      await page.keyboard.press("Enter");
      await eventually(() => selectedOf(page)).toEqual([1204863]);
    });

    it("filters by the time that is dragged over, in place of the one before, and a double click takes it away", async () => {
      page = await harness.open({ capture: "chat", session });
      await strip().locator("g.open").waitFor();
      const box = await strip().locator(".track").boundingBox();
      if (!box) throw new Error("no strip");
      const drag = async (from: number, to: number) => {
        await page.mouse.move(box.x + box.width * from, box.y + 12);
        await page.mouse.down();
        await page.mouse.move(box.x + box.width * to, box.y + 12, { steps: 4 });
        await page.mouse.up();
      };
      await drag(0.25, 0.5);
      await eventually(async () => (await filters()).at(-1)).toMatch(/^time:14:02:2\d\.\d+\.\.14:02:3\d\.\d+$/);
      await strip().locator(".brush").waitFor();
      await drag(0.75, 0.5);
      await eventually(async () => (await filters()).at(-1)).toMatch(/^time:14:02:3\d\.\d+\.\.14:02:4\d\.\d+$/);
      await strip()
        .locator(".track")
        .dblclick({ position: { x: 20, y: 3 } });
      await eventually(async () => (await filters()).at(-1)).toBe("");
    });
  });

  it("has verdicts in the lane beside the scroll bar, and goes where it is clicked", async () => {
    page = await harness.open({ capture: "chat", session });
    const lane = page.locator("verdict-lane");
    await lane.locator(".mark").nth(4).waitFor();
    expect(await lane.locator(".mark").count()).toBe(10);
    await lane.locator(".mark").nth(4).click();
    await eventually(() => selectedOf(page)).toEqual([485]);
  });

  it("keeps the lane as it is while paused, whatever verdicts come meanwhile", async () => {
    page = await harness.open({ capture: "chat", session });
    const marks = page.locator("verdict-lane .mark");
    const places = () => marks.evaluateAll((all) => all.map((mark) => mark.getBoundingClientRect().top));
    await eventually(() => marks.count()).toBe(10);
    const before = await places();
    await toolbarButton(page, "Pause").click();
    const asked = (await callsOf(page, "lane")).length;
    await page.evaluate(() => window.fake.push(1000));
    await eventually(async () => (await callsOf(page, "lane")).length).toBeGreaterThan(asked);
    const after = await places();
    // The lane of twice the rows is half as exact.
    expect(after.map((top, index) => Math.abs(top - (before[index] ?? 0)) <= 2 * markPx)).toEqual(
      before.map(() => true),
    );
    await toolbarButton(page, "Pause").click();
    await eventually(() => marks.count()).toBe(20);
  });

  describe("the verdicts", () => {
    it("are opened from the toolbar, chosen by keys, filtered by kind and level, and explained", async () => {
      page = await harness.open({ capture: "picture", session });
      await page.locator("timeline-toolbar").getByRole("button", { name: "3 verdicts" }).click();
      await eventually(() => verdicts().count()).toBe(3);
      await page.locator("verdicts-panel .list").focus();
      await page.keyboard.press("ArrowDown");
      await eventually(() => selectedOf(page)).toEqual([1204863]);
      await eventually(() => textIn(page.locator("verdicts-panel verdict-card"))).toContain(
        "Ask for history by stream position",
      );
      await page.locator("verdict-card").getByRole("button", { name: "What this means" }).click();
      await eventually(() => callsOf(page, "openVerdictDocs")).toEqual([["gapFound"]]);
      await page.locator("verdicts-panel").getByRole("radio", { name: "Warnings" }).click();
      await eventually(() => verdicts().count()).toBe(1);
      await page.locator("verdicts-panel").getByRole("radio", { name: "All" }).click();
      await page.locator("verdicts-panel select").selectOption("blindWindow");
      await eventually(() => verdicts().count()).toBe(1);
      expect(await verdicts().first().textContent()).toContain("2.9 s without a connection");
    });

    it("say so when there are none", async () => {
      page = await harness.open({ capture: "plain", session: { verdicts: 0 } });
      await openTab("Verdicts");
      await eventually(() => textIn(page.locator("verdicts-panel .nothing"))).toContain(
        "No verdicts: nothing went wrong so far",
      );
    });

    it("come in while one looks", async () => {
      page = await harness.open({ capture: "chat", session });
      await openTab("Verdicts");
      await eventually(() => verdicts().first().textContent()).toContain("1 missing at 970");
      await page.evaluate(() => window.fake.push(200));
      await eventually(() => verdicts().first().textContent()).toContain("1 missing at 1164");
    });
  });

  it("says nothing of gaps, repeats and ids of channels where messages have no ids", async () => {
    const heads = async (protocol: "cable" | "socket") => {
      page = await harness.open({ capture: "chat", protocol });
      await openTab("Channels");
      await page.locator("channels-panel tbody tr").first().waitFor();
      return (await page.locator("channels-panel th").allTextContents()).map((text) => text.trim());
    };
    const all = await heads("cable");
    await page.close();
    const aboutIds = ["Gaps", "Repeats", "Last id"];
    expect(all).toEqual(expect.arrayContaining(aboutIds));
    expect(await heads("socket")).toEqual(all.filter((head) => !aboutIds.includes(head)));
  });

  it("sorts channels by what is clicked, goes to the newest gap, and filters by a channel", async () => {
    page = await harness.open({ capture: "chat", session });
    await openTab("Channels");
    const table = page.locator("channels-panel");
    const first = () => table.locator("tbody tr").first().locator("td.channel").textContent();
    await eventually(first).toContain("ChatChannel 42");
    await table.getByRole("button", { name: "Messages" }).click();
    await eventually(first).toContain("(no channel)");
    expect(await table.getByRole("columnheader", { name: "Messages" }).getAttribute("aria-sort")).toBe("ascending");
    await table.getByRole("button", { name: "Messages" }).click();
    await table.locator("tbody tr").first().focus();
    await page.keyboard.press("f");
    await eventually(async () => (await filters()).at(-1)).toContain("channel:");
  });

  it("draws charts with their units, and says why there is none of pings", async () => {
    page = await harness.open({ capture: "chat", session });
    await openTab("Charts");
    const charts = page.locator("charts-panel");
    await eventually(() => charts.locator("canvas").count()).toBe(3);
    await eventually(() => textIn(charts)).toMatch(
      /Message rate.*\/s.*Size.*B.*Latency.*Ping round trip.*No ping of the client/s,
    );
    const over = await charts.locator(".u-over").first().boundingBox();
    if (!over) throw new Error("no chart");
    await page.mouse.move(over.x + 60, over.y + 40);
    await page.mouse.down();
    await page.mouse.move(over.x + 120, over.y + 40, { steps: 4 });
    await page.mouse.up();
    await eventually(async () => (await filters()).at(-1)).toMatch(/^time:14:02:/);
  });
});
