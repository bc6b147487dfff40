import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { chromiumIsMissing } from "../chromium.ts";
import { errorsOf, type Harness, startHarness, type TimelineOptions } from "./harness.ts";
import {
  callsOf,
  eventually,
  isFollowing,
  lastNumberOf,
  numbersOf,
  placesOf,
  rowsOf,
  selectedOf,
  toolbarButton,
  wheel,
} from "./page-words.ts";

describe.skipIf(chromiumIsMissing)("the list in a browser", { timeout: 60_000 }, () => {
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

  async function open(options: TimelineOptions): Promise<void> {
    page = await harness.open(options);
  }

  const newRows = () => page.locator("row-list .new");

  describe("at the tail", () => {
    it("starts at the newest row and follows", async () => {
      await open({ capture: "plain" });
      await eventually(() => lastNumberOf(page)).toBe(1000);
      await page.evaluate(() => window.fake.push(500));
      await eventually(() => lastNumberOf(page)).toBe(1500);
      expect(await isFollowing(page)).toBe(true);
    });

    it("stops following when the person scrolls up, and a button brings them back", async () => {
      await open({ capture: "plain" });
      await eventually(() => lastNumberOf(page)).toBe(1000);
      const { length } = await numbersOf(page);
      // Ten rows. The browser takes its time over it, so that only the place where it ends is sure.
      await wheel(page, -220);
      await eventually(() => isFollowing(page)).toBe(false);
      const before = Array.from({ length }, (_, index) => 991 - length + index);
      await eventually(() => numbersOf(page)).toEqual(before);
      await page.evaluate(() => window.fake.push(1932));
      await eventually(() => newRows().textContent()).toContain("↓ 1\u2009932 new");
      expect(await numbersOf(page)).toEqual(before);
      await newRows().click();
      await eventually(() => lastNumberOf(page)).toBe(2932);
      expect(await isFollowing(page)).toBe(true);
      expect(await newRows().count()).toBe(0);
    });

    it("follows again when the person scrolls down to the end", async () => {
      await open({ capture: "chat" });
      await eventually(() => lastNumberOf(page)).toBe(1000);
      await wheel(page, -500);
      await eventually(() => isFollowing(page)).toBe(false);
      await wheel(page, 5000);
      await eventually(() => isFollowing(page)).toBe(true);
    });

    it("never shows an empty row nor moves a column while 50 000 rows a second come in", async () => {
      await open({ capture: "huge" });
      await eventually(() => lastNumberOf(page)).toBe(10_000_000);
      const waiting = await page.evaluate(async () => {
        const stop = window.fake.pour(50_000);
        const root = document.querySelector("timeline-app")?.shadowRoot?.querySelector("row-list")?.shadowRoot;
        let seen = 0;
        for (let frame = 0; frame < 60; frame++) {
          await new Promise(requestAnimationFrame);
          seen += root?.querySelectorAll(".row.waiting:not([hidden])").length ?? 0;
        }
        stop();
        return seen;
      });
      expect(waiting).toBe(0);
      expect(await lastNumberOf(page)).toBeGreaterThan(10_000_000);
    });

    it("spends a column on event ids only where the protocol has them, at any width", async () => {
      for (const [protocol, expected] of [
        ["socket", false],
        ["stream", true],
      ] as const) {
        await open({ capture: "plain", protocol });
        await eventually(() => lastNumberOf(page)).toBe(1000);
        for (const width of [1280, 900, 700]) {
          await page.setViewportSize({ width, height: 600 });
          await eventually(() => page.locator("row-list .head .event-id").isVisible()).toBe(expected);
          // Whatever columns there are, the last one ends where the row ends.
          const [head, summary] = await page
            .locator("row-list .head, row-list .head .summary")
            .evaluateAll((parts) => parts.map((part) => Math.round(part.getBoundingClientRect().right)));
          expect(Number(head) - Number(summary)).toBe(10);
        }
        if (expected) continue;
        await page.close();
      }
    });

    it("moves nothing else on the page when rows arrive", async () => {
      await open({ capture: "plain" });
      await eventually(() => lastNumberOf(page)).toBe(1000);
      const before = await placesOf(page);
      for (let seq = 1100; seq <= 1500; seq += 100) {
        await page.evaluate(() => window.fake.push(100));
        await eventually(() => lastNumberOf(page)).toBe(seq);
        expect(await placesOf(page)).toEqual(before);
      }
    });

    it("stands still while paused, and says how much is new", async () => {
      await open({ capture: "plain" });
      await eventually(() => lastNumberOf(page)).toBe(1000);
      await toolbarButton(page, "Pause").click();
      await eventually(() => newRows().textContent()).toContain("Paused");
      await page.evaluate(() => window.fake.push(1203));
      await eventually(() => newRows().textContent()).toContain("Paused · 1\u2009203 new");
      expect(await lastNumberOf(page)).toBe(1000);
      await newRows().click();
      await eventually(() => lastNumberOf(page)).toBe(2203);
    });
  });

  describe("at ten million rows", () => {
    it("reaches the first and the last row exactly, by keys", async () => {
      await open({ capture: "huge" });
      await page.locator("row-list .grid").focus();
      await page.keyboard.press("Home");
      await eventually(() => selectedOf(page)).toEqual([1]);
      await eventually(async () => (await numbersOf(page))[0]).toBe(1);
      await page.keyboard.press("ArrowDown");
      await eventually(() => selectedOf(page)).toEqual([2]);
      await page.keyboard.press("PageDown");
      await eventually(async () => (await selectedOf(page))[0] ?? 0).toBeGreaterThan(20);
      await page.keyboard.press("End");
      await eventually(() => selectedOf(page)).toEqual([10_000_000]);
      await eventually(() => lastNumberOf(page)).toBe(10_000_000);
      await page.keyboard.press("ArrowUp");
      await eventually(() => selectedOf(page)).toEqual([9_999_999]);
    });

    it("moves by exactly the wheel's pixels, and reaches both ends", async () => {
      await open({ capture: "huge" });
      await eventually(() => lastNumberOf(page)).toBe(10_000_000);
      await wheel(page, -220);
      await eventually(() => lastNumberOf(page)).toBe(9_999_990);
      await wheel(page, -22);
      await eventually(() => lastNumberOf(page)).toBe(9_999_989);
      await wheel(page, -300_000_000);
      await eventually(async () => (await numbersOf(page))[0]).toBe(1);
      await wheel(page, 44);
      await eventually(async () => (await numbersOf(page))[0]).toBe(3);
      await wheel(page, 300_000_000);
      await eventually(() => lastNumberOf(page)).toBe(10_000_000);
      await eventually(() => isFollowing(page)).toBe(true);
    });

    it("goes where the scroll bar is dragged, to the very ends", async () => {
      await open({ capture: "huge" });
      const drag = (share: number) =>
        page.locator("row-list .scroller").evaluate((element, to) => {
          element.scrollTop = (element.scrollHeight - element.clientHeight) * to;
        }, share);
      await eventually(() => lastNumberOf(page)).toBe(10_000_000);
      await drag(0.5);
      await eventually(async () => Math.abs(((await numbersOf(page))[0] ?? 0) - 5_000_000)).toBeLessThan(100);
      await drag(0);
      await eventually(async () => (await numbersOf(page))[0]).toBe(1);
      await drag(1);
      await eventually(() => lastNumberOf(page)).toBe(10_000_000);
    });

    it("makes no more elements than there are rows to be seen", async () => {
      await open({ capture: "huge" });
      await eventually(() => lastNumberOf(page)).toBe(10_000_000);
      await wheel(page, -50_000);
      await eventually(async () => (await lastNumberOf(page)) ?? 0).toBeLessThan(9_999_000);
      expect(await page.locator("row-list .rows > .row").count()).toBeLessThan(50);
    });
  });

  describe("a selected row", () => {
    it("keeps its number when rows arrive, when heartbeats are unfolded and when the filter changes", async () => {
      await open({ capture: "chat" });
      await eventually(() => lastNumberOf(page)).toBe(1000);
      await page.locator("row-list .row", { hasText: "hello from row 989" }).click();
      await eventually(() => selectedOf(page)).toEqual([989]);
      const height = async () => (await page.locator("row-list .row.selected").boundingBox())?.y;
      const before = await height();
      await page.evaluate(() => window.fake.push(7));
      await toolbarButton(page, "Fold").click();
      await eventually(() => callsOf(page, "setView")).toHaveLength(1);
      await eventually(() => selectedOf(page)).toEqual([989]);
      await eventually(height).toBe(before);
      await page.keyboard.press("/");
      await page.keyboard.type('"row 98"');
      await eventually(() => rowsOf(page).count()).toBe(11);
      await eventually(() => selectedOf(page)).toEqual([989]);
    });

    it("is named to screen readers as the active one", async () => {
      await open({ capture: "chat" });
      await page.locator("row-list .grid").focus();
      await page.keyboard.press("Home");
      await eventually(() => selectedOf(page)).toEqual([1]);
      const active = await page.locator("row-list .grid").getAttribute("aria-activedescendant");
      expect(await page.locator(`row-list #${active}`).getAttribute("aria-rowindex")).toBe("2");
    });

    it("opens its details, Esc closes them, Enter opens them again", async () => {
      await open({ capture: "chat" });
      await page.locator("row-list .grid").focus();
      await page.keyboard.press("Home");
      await page.locator("details-pane").waitFor();
      await page.keyboard.press("Escape");
      await eventually(() => page.locator("details-pane").count()).toBe(0);
      await page.keyboard.press("Enter");
      await page.locator("details-pane").waitFor();
    });
  });

  describe("of a capture that has reached its largest size", () => {
    it("stays where it is while the oldest rows go, with its selected row", async () => {
      await open({ capture: "plain" });
      await page.locator("row-list .grid").press("Home");
      await eventually(() => numbersOf(page).then((numbers) => numbers[0])).toBe(1);
      await page.mouse.move(400, 400);
      await page.mouse.wheel(0, 22 * 500);
      await eventually(() => numbersOf(page).then((numbers) => numbers[0])).toBe(501);
      await rowsOf(page).nth(5).click();
      await eventually(() => selectedOf(page)).toEqual([506]);
      const before = await numbersOf(page);
      for (const count of [137, 1, 100]) {
        await page.evaluate((rows) => window.fake.drop(rows), count);
        await page.evaluate(() => window.fake.push(10));
      }
      await eventually(() => page.locator("row-list .grid").getAttribute("aria-rowcount")).toBe("793");
      expect(await numbersOf(page)).toEqual(before);
      expect(await selectedOf(page)).toEqual([506]);
      await page.locator("row-list .grid").press("ArrowDown");
      await eventually(() => selectedOf(page)).toEqual([507]);
      await page.locator("row-list .grid").press("Home");
      await eventually(() => numbersOf(page).then((numbers) => numbers[0])).toBe(239);
    });

    it("follows its tail, stands still while paused, and shows what is left when its place is gone", async () => {
      await open({ capture: "plain" });
      await page.evaluate(() => {
        window.fake.push(50);
        window.fake.drop(300);
      });
      await eventually(() => lastNumberOf(page)).toBe(1050);
      await toolbarButton(page, "Pause").click();
      await page.evaluate(() => {
        window.fake.drop(100);
        window.fake.push(70);
      });
      await eventually(() => page.locator("row-list").getByText("70 new").count()).toBe(1);
      // Rows that were on their way when others went at the front are asked for once more.
      await eventually(() => lastNumberOf(page)).toBe(1050);
      await toolbarButton(page, "Pause").click();
      await eventually(() => lastNumberOf(page)).toBe(1120);
      await page.locator("row-list .grid").press("Home");
      await eventually(() => numbersOf(page).then((numbers) => numbers[0])).toBe(401);
      await page.evaluate(() => window.fake.drop(200));
      await eventually(() => numbersOf(page).then((numbers) => numbers[0])).toBe(601);
    });
  });

  describe("the filter", () => {
    it("is reached by /, says how much matches, and is emptied and left by Esc", async () => {
      await open({ capture: "plain" });
      await page.keyboard.press("/");
      await page.keyboard.type('"row 77"');
      const found = page.locator("filter-box .found");
      await eventually(() => found.textContent()).toMatch(/11 of 1\u2009000 · 61 ms/);
      await eventually(() => page.locator("row-list mark").first().textContent()).toBe("row 77");
      await page.keyboard.press("Escape");
      await eventually(() => lastNumberOf(page)).toBe(1000);
      await page.keyboard.press("Escape");
      await page.keyboard.press("Home");
      await eventually(() => selectedOf(page)).toEqual([1]);
    });

    it("keeps what is being typed while rows come in", async () => {
      await open({ capture: "plain" });
      await page.keyboard.press("/");
      const box = page.locator("filter-box").getByRole("combobox");
      for (const typed of ['"', '"row', '"row ', '"row 7', '"row 77', '"row 77"']) {
        await page.keyboard.type(typed.slice((await box.inputValue()).length));
        await page.evaluate(() => window.fake.push(1));
        await page.evaluate(() => new Promise(requestAnimationFrame));
        expect(await box.inputValue()).toBe(typed);
      }
      await eventually(() => page.locator("filter-box .found").textContent()).toMatch(/11 of 1\u2009006/);
    });

    it("says that it searches while it does", async () => {
      await open({ capture: "chat" });
      await page.keyboard.press("/");
      await page.keyboard.type("hello");
      await eventually(() => page.locator("filter-box .found").textContent()).toContain(" of 1");
      await page.evaluate(() => window.fake.scanning(400));
      await page.locator("filter-box progress").waitFor();
      await page.evaluate(() => window.fake.scanning(1000));
      await eventually(() => page.locator("filter-box progress").count()).toBe(0);
    });
  });

  it("folds heartbeats into one row, and unfolds them", async () => {
    await open({ capture: "chat" });
    await page.locator("row-list .grid").focus();
    await page.keyboard.press("Home");
    // The first beats may be below what the page has room for.
    for (let times = 0; times < 2; times++) await page.keyboard.press("PageDown");
    const ping = page.locator("row-list .row.heartbeat:not([hidden])");
    await eventually(() => ping.first().textContent()).toContain("ping ×4");
    await toolbarButton(page, "Fold").click();
    await eventually(() => ping.first().textContent()).not.toContain("×");
    expect(await ping.count()).toBeGreaterThan(1);
  });

  it("shows time of day, time since the start, or time since the row above", async () => {
    await open({ capture: "chat" });
    await page.locator("row-list .grid").focus();
    await page.keyboard.press("Home");
    const time = page.locator("row-list .row:has(.number:text-is('3')) .time");
    await eventually(() => time.textContent()).toBe("14:02:11.120");
    await toolbarButton(page, "Time").click();
    await eventually(() => time.textContent()).toBe("+00:00.120");
    await page.locator("row-list .head button", { hasText: "Since start" }).click();
    await eventually(() => time.textContent()).toBe("+00:00.040");
  });

  it("starts anew with number after number when it is cleared", async () => {
    await open({ capture: "chat" });
    await page.locator("row-list .row", { hasText: "hello from row 989" }).click();
    await page.locator("details-pane").waitFor();
    await toolbarButton(page, "Clear").click();
    await eventually(() => rowsOf(page).count()).toBe(0);
    expect(await page.locator("details-pane").count()).toBe(0);
    await page.evaluate(() => window.fake.push(3));
    await eventually(() => numbersOf(page)).toEqual([1001, 1002, 1003]);
  });

  it("tells when rows cannot be had", async () => {
    await open({ capture: "chat" });
    await eventually(() => lastNumberOf(page)).toBe(1000);
    await page.evaluate(() => {
      window.fake.failing.rows = "The capture is closed.";
    });
    await wheel(page, -9000);
    await eventually(() => page.locator(".notice").textContent()).toContain("The capture is closed.");
  });
});
