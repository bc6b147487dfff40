/** Verdicts' titles must be read without opening anything: in an editor of a usual width none of them is cut. */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { chromiumIsMissing } from "../chromium.ts";
import { errorsOf, type Harness, keepPicture, startHarness } from "./harness.ts";
import { verdictRows } from "./verdict-rows.ts";

describe.skipIf(chromiumIsMissing)("titles of verdicts", { timeout: 60_000 }, () => {
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

  it.each(["dark", "light"] as const)("fit a row (%s)", async (theme) => {
    const session = { url: "https://app.test/cable", acceptsAnyCertificate: true };
    page = await harness.open({ capture: "verdicts", theme, size: [960, 960], session });
    const titles = page.locator("row-list .row.event .summary");
    await expect.poll(() => titles.count()).toBe(verdictRows.count);
    await page.evaluate(() => document.fonts.ready);
    await keepPicture(page, `verdict-titles-${theme}`);
    const cut = await titles.evaluateAll((cells) =>
      cells.filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent),
    );
    expect(cut).toEqual([]);
    await page.getByText("any certificate").waitFor();
  });
});
