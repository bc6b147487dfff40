/** Keeps pictures of the page in every theme and size, and checks what a picture cannot show: names, and nothing cut off. */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { chromiumIsMissing } from "../chromium.ts";
import { errorsOf, type Harness, keepPicture, startHarness } from "./harness.ts";
import { toolbarButton } from "./page-words.ts";
import type { Theme } from "./themes.ts";

const themes: readonly Theme[] = ["dark", "light", "high-contrast"];
const sizes = [
  [1280, 800],
  [900, 700],
  [700, 600],
] as const;
const session = {
  protocolTitle: "AnyCable",
  subprotocol: "actioncable-v1-ext-json",
  entries: 1_204_881,
  ratePerSecond: 48_200,
  verdicts: 3,
};

describe.skipIf(chromiumIsMissing)("the picture", { timeout: 60_000 }, () => {
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

  /** Whether everything stays within the page, and the toolbar's parts beside each other. */
  async function fits(): Promise<boolean> {
    return page.evaluate(() => {
      const bar = document.querySelector("timeline-app")?.shadowRoot?.querySelector("timeline-toolbar")?.shadowRoot;
      const parts = [...(bar?.children ?? [])]
        .map((part) => part.getBoundingClientRect())
        .filter(({ width }) => width > 0);
      const beside = parts.every((part, index) => index === 0 || part.left >= (parts[index - 1]?.right ?? 0) - 1);
      return (
        beside &&
        document.documentElement.scrollWidth <= innerWidth &&
        document.documentElement.scrollHeight <= innerHeight
      );
    });
  }

  for (const theme of themes)
    for (const size of sizes)
      it(`${theme}, ${size.join(" by ")}`, async () => {
        page = await harness.open({ capture: "picture", theme, size, session });
        await page.locator("row-list .row", { hasText: "deploy finished" }).click();
        await page.locator("json-tree").waitFor();
        await page.evaluate(() => document.fonts.ready);
        await keepPicture(page, `message-${theme}-${size[0]}`);
        expect(await fits()).toBe(true);
        await page.locator("row-list .row", { hasText: "blind window" }).click();
        await page.locator("verdict-card").waitFor();
        await keepPicture(page, `verdict-${theme}-${size[0]}`);
        expect(await fits()).toBe(true);
      });

  it("has a name for everything that can be pressed or filled in", async () => {
    page = await harness.open({ capture: "picture", session });
    await page.locator("row-list .row", { hasText: "deploy finished" }).click();
    await page.locator("json-tree").waitFor();
    const tree = await page.locator("timeline-app").ariaSnapshot();
    for (const line of [
      'grid "Timeline"',
      'columnheader "Summary"',
      'switch "Follow the newest rows"',
      'switch "Pause the list"',
      'switch "Fold heartbeats and polls into one row each" [checked]',
      'button "Clear all rows"',
      'button "Reconnect"',
      'button "Disconnect"',
      'combobox "Filter rows"',
      'separator "Size of the details"',
      'tab "Message" [selected]',
      'tree "Payload"',
      'combobox "What to send"',
      'textbox "Data"',
    ])
      expect(tree).toContain(line);
    // A control without a name stands at the end of its line.
    expect(tree.match(/^\s*- (button|switch|textbox|combobox|tab|link|separator)( \[[^\]]*\])*:?$/m)).toBeNull();
  });

  it("shows the longest kind and the whole title in an editor beside the side bar", async () => {
    page = await harness.open({
      capture: "picture",
      size: [1043, 700],
      session: { ...session, title: "Mock /events" },
    });
    const isWhole = (selector: string, text?: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((element, words) => {
          if (words !== undefined) element.textContent = words;
          return element.scrollWidth <= element.clientWidth;
        }, text);
    expect(await isWhole("row-list .row.message .kind", "confirm_subscription")).toBe(true);
    expect(await isWhole("timeline-toolbar .title")).toBe(true);
  });

  it("is as calm with a filter, a pause and a fault", async () => {
    page = await harness.open({ capture: "chat", session });
    await page.keyboard.press("/");
    await page.keyboard.type("deploy");
    await page.locator("empty-state h2").waitFor();
    await keepPicture(page, "filtered-out");
    await page.keyboard.press("Escape");
    await toolbarButton(page, "Pause").click();
    await page.evaluate(() => window.fake.push(1203));
    await page.locator("timeline-composer").getByLabel("Data").fill("{");
    await page.keyboard.press("Enter");
    await page.locator("timeline-composer").getByRole("alert").waitFor();
    await keepPicture(page, "paused");
    expect(await fits()).toBe(true);
  });
});
