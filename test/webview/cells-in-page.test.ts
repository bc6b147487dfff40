/** Cells of the list: filtered by, by mouse and keys, copied, and a row shown among its neighbours. */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { chromiumIsMissing } from "../chromium.ts";
import { errorsOf, type Harness, keepPicture, startHarness, type TimelineOptions } from "./harness.ts";
import { callsOf, eventually, lastNumberOf, rowsOf, selectedOf } from "./page-words.ts";

describe.skipIf(chromiumIsMissing)("cells of the list", { timeout: 60_000 }, () => {
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
  const applied = async () => ((await callsOf(page, "setView")).at(-1)?.[0] as { filter: string } | undefined)?.filter;
  const row = (text: string) => page.locator("row-list .row:not([hidden])", { hasText: text }).first();
  const cell = (text: string, column: string) => row(text).locator(`.${column}`);
  const menu = () => page.getByRole("menu");
  const item = (label: string) => menu().getByRole("menuitem", { name: label });
  const labels = () => menu().locator(".label").allTextContents();

  it("offer to filter by their value, to exclude and to copy it", async () => {
    await open({ capture: "chat" });
    await cell("hello from row 989", "channel").click({ button: "right" });
    await item("Filter by This Value").waitFor();
    await keepPicture(page, "cell-menu-dark");
    expect((await labels()).slice(0, 3)).toEqual(["Filter by This Value", "Exclude This Value", "Copy Channel"]);
    expect(await page.locator("details-pane").count()).toBe(0);
    await item("Filter by This Value").click();
    await eventually(applied).toBe('channel:"ChatChannel 42"');
    await cell("speak", "kind").click({ button: "right" });
    await item("Exclude This Value").click();
    await eventually(applied).toBe('channel:"ChatChannel 42" -kind:perform');
    await cell("hello from row 989", "channel").click({ button: "right" });
    await item("Copy Channel").click();
    await eventually(() => callsOf(page, "copy")).toEqual([['{"channel":"ChatChannel","room":42}']]);
    await cell("hello from row 989", "time").click({ button: "right" });
    await item("From This Time On").click();
    await eventually(applied).toMatch(/-kind:perform time:>=2026-11-25T14:02:50\.560$/);
  });

  it("are reached by arrow keys, and their menu by Shift+F10", async () => {
    await open({ capture: "chat" });
    await page.locator("row-list .grid").focus();
    await page.keyboard.press("End");
    await eventually(() => selectedOf(page)).toEqual([1000]);
    await page.keyboard.press("Escape");
    const active = () => page.locator("row-list .grid").getAttribute("aria-activedescendant");
    for (let times = 0; times < 5; times++) await page.keyboard.press("ArrowRight");
    await eventually(active).toMatch(/^row-\d+-kind$/);
    await page.keyboard.press("ArrowUp");
    await eventually(() => selectedOf(page)).toEqual([999]);
    await eventually(active).toMatch(/^row-\d+-kind$/);
    await page.keyboard.press("Shift+F10");
    await item("Filter by This Value").waitFor();
    await page.keyboard.press("Enter");
    await eventually(applied).toBe("kind:message");
    await eventually(() => page.locator("row-list .grid").evaluate((grid) => grid.matches(":focus"))).toBe(true);
    for (let times = 0; times < 5; times++) await page.keyboard.press("ArrowLeft");
    await eventually(active).toMatch(/^row-\d+$/);
  });

  it("have a button below the mouse that filters at once", async () => {
    await open({ capture: "chat" });
    await cell("hello from row 989", "kind").hover({ position: { x: 4, y: 8 } });
    const button = page.locator("row-list .filter-cell");
    await eventually(() => button.getAttribute("title")).toBe("Filter by kind:message");
    await keepPicture(page, "cell-hover-dark");
    await button.click();
    await eventually(applied).toBe("kind:message");
    expect(await selectedOf(page)).toEqual([]);
    for (const column of ["delta", "direction"]) {
      // Where it would cover the text there is none.
      await cell("hello from row 989", "channel").hover({ position: { x: 4, y: 8 } });
      await eventually(() => button.isVisible()).toBe(true);
      await cell("hello from row 989", column).hover();
      await eventually(() => button.isVisible()).toBe(false);
    }
    await cell("hello from row 989", "channel").hover({ position: { x: 4, y: 8 } });
    await button.click({ button: "right" });
    await item("Copy Channel").waitFor();
  });

  it("and values in the payload's tree filter alike, and what is found is marked there too", async () => {
    await open({ capture: "chat" });
    await page.keyboard.press("/");
    await page.keyboard.type("hello");
    await eventually(applied).toBe("hello");
    await row("hello from row 989").locator(".time").click();
    await eventually(() => page.locator("json-tree mark").first().textContent()).toBe("hello");
    await page.locator("json-tree").getByRole("treeitem", { name: "room" }).first().click({ button: "right" });
    await item("Filter by This Value").click();
    await eventually(applied).toBe("hello $.room = 42");
  });

  it("show their row in context, where it stands, and the way back", async () => {
    await open({ capture: "chat" });
    await page.keyboard.press("/");
    await page.keyboard.type("kind:perform");
    await eventually(applied).toBe("kind:perform");
    await eventually(() => rowsOf(page).count()).toBe(20);
    await cell('speak {"n":500}', "kind").click({ button: "right" });
    await eventually(() => selectedOf(page)).toEqual([500]);
    const height = async () => (await page.locator("row-list .row.selected").boundingBox())?.y;
    const before = await height();
    await item("Show in Context").click();
    await eventually(applied).toBe("");
    await eventually(() => row("hello from row 499").isVisible()).toBe(true);
    await eventually(() => selectedOf(page)).toEqual([500]);
    expect(await height()).toBe(before);
    await keepPicture(page, "in-context-dark");
    await page.locator("filter-box").getByRole("button", { name: "Back to Filter" }).click();
    await eventually(applied).toBe("kind:perform");
    await eventually(() => rowsOf(page).count()).toBe(20);
    await eventually(() => selectedOf(page)).toEqual([500]);
    await eventually(() => page.locator("filter-box .back").count()).toBe(0);
  });

  it("keep the selected row where it is while the filter changes, also when rows pour in", async () => {
    await open({ capture: "chat" });
    await eventually(() => lastNumberOf(page)).toBe(1000);
    await row("hello from row 989").click();
    await eventually(() => selectedOf(page)).toEqual([989]);
    await page.evaluate(() => {
      window.fake.pour(400);
    });
    const height = async () => (await page.locator("row-list .row.selected").boundingBox())?.y;
    const before = await height();
    await page.keyboard.press("/");
    for (const filter of ["hello", "kind:message", ""]) {
      await page.keyboard.press("Control+a");
      if (filter === "") await page.keyboard.press("Delete");
      else await page.keyboard.type(filter);
      await eventually(applied).toBe(filter);
      await eventually(() => selectedOf(page)).toEqual([989]);
      await eventually(height).toBe(before);
    }
  });
});
