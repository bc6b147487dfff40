import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { chromiumIsMissing } from "../chromium.ts";
import { errorsOf, type Harness, startHarness } from "./harness.ts";
import { longLine, markup } from "./hostile.ts";
import { eventually, rowsOf, textIn } from "./page-words.ts";

const tabs = ["Message", "Raw", "Hex", "Frame"];

describe.skipIf(chromiumIsMissing)("a peer with bad intentions", { timeout: 60_000 }, () => {
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

  /** Elements of the page, in all shadow roots, that a payload could have made. */
  const foreign = () =>
    page.evaluate(() => {
      const inside = (root: Document | ShadowRoot): Element[] =>
        [...root.querySelectorAll("*")].flatMap((element) => [
          element,
          ...(element.shadowRoot ? inside(element.shadowRoot) : []),
        ]);
      const made = inside(document).filter(
        (element) => element.matches("img, iframe") || (element.localName === "b" && element.textContent === "bold"),
      );
      const scripts = inside(document).filter((element) => element.matches("script:not([src])"));
      return { made: made.length, scripts: scripts.length, pwned: "pwned" in window };
    });

  it("never becomes an element, in any tab", async () => {
    page = await harness.open({ capture: "hostile" });
    await eventually(() => rowsOf(page).count()).toBe(6);
    for (let index = 0; index < 6; index++) {
      await rowsOf(page).nth(index).click();
      await page.locator("message-view").or(page.locator("raw-view")).first().waitFor();
      for (const name of tabs) await page.locator("details-pane").getByRole("tab", { name }).click();
      await page.locator("details-pane").getByRole("tab", { name: "Message" }).click();
      await page.locator("message-view").waitFor();
    }
    expect(await foreign()).toEqual({ made: 0, scripts: 0, pwned: false });
  });

  it("shows markup as its text", async () => {
    page = await harness.open({ capture: "hostile" });
    await rowsOf(page).first().click();
    await eventually(() => textIn(page.locator("json-tree"))).toContain(markup);
    expect(await rowsOf(page).first().locator(".summary").textContent()).toBe(markup);
  });

  it("shows controls and turned directions as signs, and lets other scripts be", async () => {
    page = await harness.open({ capture: "hostile" });
    const summary = (index: number) => rowsOf(page).nth(index).locator(".summary").textContent();
    await eventually(() => summary(1)).toBe("user‹U+202E›gpj.exe");
    expect(await summary(2)).toBe("a␀b␛[31mred␇␍␊␉c‹U+200B›");
    expect(await summary(4)).toBe("שלום עולם, مرحبا");
    expect(await summary(5)).toBe("👩‍👩‍👧 ok");
  });

  it("does not stall the page with a line of a megabyte, and gives it in pieces", async () => {
    page = await harness.open({ capture: "hostile" });
    await rowsOf(page).nth(3).click();
    await page.locator("details-pane").getByRole("tab", { name: "Raw" }).click();
    const text = page.locator("raw-view text-view");
    await eventually(() =>
      text
        .locator("pre")
        .textContent()
        .then((shown) => shown?.length),
    ).toBe(50_000);
    await text.getByText("Show more").click();
    await eventually(() =>
      text
        .locator("pre")
        .textContent()
        .then((shown) => shown?.length),
    ).toBe(100_000);
    expect(await text.locator("p").textContent()).toContain("948\u2009576 more characters");
    expect(longLine).toHaveLength(1_048_576);
    const widest = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(widest).toBeLessThanOrEqual(0);
  });
});
