/** The filter box as a person uses it: colours, faults, what may come next, filters of before, and those saved. */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { chromiumIsMissing } from "../chromium.ts";
import { errorsOf, type Harness, keepPicture, startHarness, type TimelineOptions } from "./harness.ts";
import { callsOf, eventually, rowsOf, textIn } from "./page-words.ts";

describe.skipIf(chromiumIsMissing)("the filter box", { timeout: 60_000 }, () => {
  let harness: Harness;
  let page: Page;
  beforeAll(async () => {
    harness = await startHarness();
  }, 60_000);
  afterAll(() => harness?.stop());
  afterEach(async () => {
    expect(await errorsOf(page)).toEqual([]);
    await page.evaluate(() => sessionStorage.clear());
    await page.close();
  });

  const open = async (options: TimelineOptions) => {
    page = await harness.open(options);
  };
  const box = () => page.locator("filter-box").getByRole("combobox", { name: "Filter rows" });
  const options = () => page.locator("filter-box").getByRole("option");
  const button = (name: string) => page.locator("filter-box").getByRole("button", { name, exact: true });
  const type = async (text: string) => {
    await page.keyboard.press("/");
    await page.keyboard.type(text);
  };
  const applied = async () => ((await callsOf(page, "setView")).at(-1)?.[0] as { filter: string } | undefined)?.filter;
  /** What is drawn over the field, as `class:text`. */
  const drawn = () =>
    page
      .locator("filter-box .drawn span")
      .evaluateAll((spans) => spans.map((span) => `${span.className.trim()}:${span.textContent}`));

  it("draws what is typed in colours, exactly where the field's own text is", async () => {
    await open({ capture: "chat" });
    await type('channel:ChatChannel $.body ~ "deploy" -kind:ping');
    await eventually(drawn).toEqual([
      "field:channel:",
      "value:ChatChannel",
      ": ",
      "path:$.body",
      ": ",
      "operator:~",
      ": ",
      'value:"deploy"',
      ": ",
      "not:-",
      "field:kind:",
      "value:ping",
    ]);
    await page.keyboard.press("Home");
    // Longer than the box: both scroll together.
    await page.keyboard.type(`${"word ".repeat(60)}`);
    const scrolled = () => page.locator("filter-box .drawn").evaluate((element) => element.scrollLeft);
    const own = () => box().evaluate((element) => element.scrollLeft);
    await eventually(async () => (await scrolled()) - (await own())).toBe(0);
    expect(await own()).toBeGreaterThan(100);
    const widths = await page.locator("filter-box .drawn").evaluate((element) => {
      const input = element.parentElement?.querySelector("input");
      return [element.scrollWidth, input?.scrollWidth];
    });
    expect(Math.abs((widths[0] ?? 0) - (widths[1] ?? 0))).toBeLessThan(2);
  });

  it("does not apply what it cannot read, and says where and why", async () => {
    await open({ capture: "chat" });
    await type("hello");
    await eventually(applied).toBe("hello");
    const rows = await rowsOf(page).count();
    await page.keyboard.type(" (kind:ping");
    await eventually(() => textIn(page.locator("filter-box #fault"))).toContain("Character 7: This parenthesis");
    expect(await drawn()).toContain("parenthesis faulty:(");
    expect(await box().getAttribute("aria-invalid")).toBe("true");
    expect(await box().getAttribute("aria-describedby")).toBe("fault");
    expect(await applied()).toBe("hello");
    expect(await rowsOf(page).count()).toBe(rows);
    await keepPicture(page, "filter-fault-dark");
    await page.keyboard.type(")");
    await eventually(applied).toBe("hello (kind:ping)");
    await eventually(() => box().getAttribute("aria-invalid")).toBe("false");
  });

  it("completes fields, values and paths by keys, and can be undone", async () => {
    await open({ capture: "chat" });
    await type("ki");
    await eventually(() => options().count()).toBe(1);
    expect(await box().getAttribute("aria-expanded")).toBe("true");
    expect(await box().getAttribute("aria-activedescendant")).toBeNull();
    await page.keyboard.press("Tab");
    await eventually(() => box().inputValue()).toBe("kind:");
    await eventually(() => options().allTextContents()).toContain("confirm_subscription");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await eventually(() => box().getAttribute("aria-activedescendant")).toBe("item-1");
    await keepPicture(page, "filter-completion-dark");
    await page.keyboard.press("Enter");
    await eventually(applied).toBe("kind:message");
    await eventually(() => options().count()).toBe(0);
    await page.keyboard.type(" $.us");
    await page.keyboard.press("Control+Space");
    await eventually(() => options().allTextContents()).toEqual(
      expect.arrayContaining([expect.stringContaining("$.user.id")]),
    );
    await options().filter({ hasText: "$.user.id" }).click();
    await eventually(() => box().inputValue()).toBe("kind:message $.user.id");
    await page.keyboard.press("Control+z");
    await eventually(() => box().inputValue()).not.toContain("$.user.id");
  });

  it("completes with words that come while someone types", async () => {
    await open({ capture: "chat" });
    await page.evaluate(() => {
      window.fake.answerAfterMs = 1_000;
    });
    await type("kind:");
    await eventually(() => options().allTextContents()).toContain("confirm_subscription");
  });

  it("takes Enter for the filter as long as nothing in the list is chosen, and Esc for the list first", async () => {
    await open({ capture: "chat" });
    await type("si");
    await eventually(() => options().count()).toBeGreaterThan(0);
    await page.keyboard.press("Enter");
    await eventually(applied).toBe("si");
    await eventually(() => options().count()).toBe(0);
    await page.keyboard.type("z");
    await eventually(() => options().count()).toBe(1);
    await page.keyboard.press("Escape");
    await eventually(() => options().count()).toBe(0);
    expect(await box().inputValue()).toBe("siz");
    await page.keyboard.press("Escape");
    await eventually(() => box().inputValue()).toBe("");
    await eventually(applied).toBe("");
  });

  it("waits for a word that is being composed, and draws it meanwhile", async () => {
    await open({ capture: "chat" });
    await page.keyboard.press("/");
    const devtools = await page.context().newCDPSession(page);
    for (const text of ["n", "ni", "に"])
      await devtools.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    await eventually(drawn).toEqual(["text:に"]);
    // Longer than the pause after which what is typed is applied.
    await page.waitForFunction(
      (startedAt) => performance.now() - startedAt > 400,
      await page.evaluate(() => performance.now()),
    );
    expect(await applied()).toBeUndefined();
    await devtools.send("Input.insertText", { text: "日本" });
    await eventually(applied).toBe("日本");
    await eventually(drawn).toEqual(["text:日本"]);
  });

  it("keeps the caret where it is while a filter in the middle is mended", async () => {
    await open({ capture: "chat" });
    await type("hello world");
    await eventually(applied).toBe("hello world");
    for (let times = 0; times < 6; times++) await page.keyboard.press("ArrowLeft");
    await page.keyboard.type("X");
    await eventually(applied).toBe("helloX world");
    await page.evaluate(() => window.fake.push(5));
    await page.keyboard.type("Y");
    await eventually(applied).toBe("helloXY world");
  });

  it("says why a search was given up, until another filter is typed", async () => {
    await open({ capture: "chat" });
    await type("/a*a*a*a*a*a*a*b/");
    await eventually(applied).toBe("/a*a*a*a*a*a*a*b/");
    const sentence = "A regular expression does not come to an end on row 31: write it with fewer * and +.";
    await page.evaluate((words) => window.fake.givingUp(30, words), sentence);
    await eventually(() => textIn(page.locator("filter-box #fault"))).toBe(sentence);
    expect(await box().getAttribute("aria-invalid")).toBe("true");
    expect(await box().getAttribute("aria-describedby")).toBe("fault");
    expect(await page.locator("filter-box progress").count()).toBe(0);
    await keepPicture(page, "filter-given-up-dark");
    await page.keyboard.type("x");
    await eventually(() => page.locator("filter-box #fault").count()).toBe(0);
  });

  it("shows how far a search has come, stops it where it is, and goes on by the button and by Enter", async () => {
    await open({ capture: "chat" });
    await type("hello");
    await eventually(applied).toBe("hello");
    await page.evaluate(() => window.fake.scanning(400));
    const bar = page.locator("filter-box").getByRole("progressbar", { name: "Searching" });
    await eventually(() => bar.evaluate((element: HTMLProgressElement) => element.position)).toBe(0.4);
    await keepPicture(page, "filter-searching-dark");
    const found = () => textIn(page.locator("filter-box .found"));
    const frozen = /^\d+ in the first 400 of 1\s000$/;
    await button("Stop searching").click();
    await eventually(found).toMatch(frozen);
    expect([await box().inputValue(), await bar.count()]).toEqual(["hello", 0]);
    await keepPicture(page, "filter-stopped-dark");
    await button("Go on searching (Enter)").click();
    await eventually(found).not.toMatch(frozen);
    await page.evaluate(() => window.fake.scanning(400));
    await button("Stop searching").click();
    await eventually(found).toMatch(frozen);
    await box().press("Enter");
    await eventually(found).not.toMatch(frozen);
    expect(await callsOf(page, "goOnSearching")).toHaveLength(2);
    await eventually(applied).toBe("hello");
  });

  it("offers filters of before, newest first, by ↑ in the empty box and by the clock", async () => {
    await open({ capture: "chat" });
    await page.keyboard.press("/");
    for (const text of ["first", "second"]) {
      await page.keyboard.type(text);
      await page.keyboard.press("Enter");
      await eventually(applied).toBe(text);
      await page.keyboard.press("Escape");
      await eventually(applied).toBe("");
    }
    await page.keyboard.press("ArrowUp");
    await eventually(() => options().allTextContents()).toEqual(["second", "first"]);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await eventually(applied).toBe("first");
    await button("Recent filters").click();
    await eventually(() => options().allTextContents()).toEqual(["first", "second"]);
    await options().last().click();
    await eventually(applied).toBe("second");
  });

  it("offers filters of before that are still on their way", async () => {
    await open({ capture: "chat" });
    const before = JSON.stringify({ recent: ["newer", "older"], saved: [] });
    await page.evaluate((kept) => {
      sessionStorage.setItem("framescope-filters", kept);
      window.fake.answerAfterMs = 400;
    }, before);
    await button("Recent filters").click();
    await eventually(() => options().allTextContents()).toEqual(["newer", "older"]);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await eventually(applied).toBe("older");
  });

  it("saves a filter under a name, picks it after a reload, and removes it", async () => {
    await open({ capture: "chat" });
    await type("kind:message hello");
    await eventually(applied).toBe("kind:message hello");
    await button("Saved filters").click();
    await page.keyboard.type("Greetings");
    await page.keyboard.press("Enter");
    await eventually(() => page.locator("saved-filters").count()).toBe(0);
    // It is kept.
    await page.locator("filter-box vscode-icon[name=star-full]").waitFor();
    await page.reload();
    await box().waitFor();
    await page.keyboard.press("/");
    await page.keyboard.press("Escape");
    await button("Saved filters").click();
    const pick = page.locator("saved-filters .pick");
    await eventually(() => pick.allTextContents()).toEqual([
      expect.stringMatching(/^\s*Greetings\s*kind:message hello$/),
    ]);
    await keepPicture(page, "filter-saved-dark");
    await pick.click();
    await eventually(applied).toBe("kind:message hello");
    await button("Saved filters").click();
    await eventually(() => pick.count()).toBe(1);
    await button("Saved filters").click();
    await eventually(() => page.locator("saved-filters").count()).toBe(0);
    await page.keyboard.type("other");
    await eventually(applied).toBe("other");
    await button("Saved filters").click();
    await page.keyboard.type("Another");
    await page.keyboard.press("Enter");
    await button("Saved filters").click();
    await eventually(() => pick.count()).toBe(2);
    for (const [name, left] of [
      ["Another", 1],
      ["Greetings", 0],
    ] as const) {
      await page
        .locator("saved-filters")
        .getByRole("button", { name: `Remove ${name}` })
        .click();
      await eventually(() => pick.count()).toBe(left);
    }
    await page.keyboard.press("Escape");
    await eventually(() => page.locator("saved-filters").count()).toBe(0);
  });

  for (const theme of ["dark", "light", "high-contrast"] as const)
    for (const width of [1280, 700, 420])
      it(`keeps within its line: ${theme}, ${width} px`, async () => {
        await open({ capture: "picture", theme, size: [width, 560] });
        await type('channel:ChatChannel $.body ~ "deploy" -kind:ping');
        await eventually(applied).toContain("-kind:ping");
        await eventually(() => textIn(page.locator("filter-box .found"))).toContain(" of ");
        // The caret is at the end, and in sight.
        await eventually(() =>
          box().evaluate((input) => input.scrollWidth - input.clientWidth - input.scrollLeft),
        ).toBeLessThan(2);
        await keepPicture(page, `filter-line-${theme}-${width}`);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
        const { width: fieldPx = 0 } = (await page.locator("filter-field").boundingBox()) ?? {};
        expect(fieldPx).toBeGreaterThan(150);
        await page.keyboard.type(" ");
        await page.keyboard.press("Control+Space");
        await page.keyboard.press("ArrowDown");
        const list = await page.locator("filter-box [role=listbox]").boundingBox();
        expect((list?.x ?? 0) + (list?.width ?? 0)).toBeLessThanOrEqual(width);
        await keepPicture(page, `filter-list-${theme}-${width}`);
      });

  it("toggles verdicts and directions, one direction at a time", async () => {
    await open({ capture: "chat" });
    await button("Sent").click();
    await eventually(applied).toBe("dir:sent");
    await button("Received").click();
    await eventually(applied).toBe("dir:received");
    await eventually(() => button("Received").getAttribute("aria-pressed")).toBe("true");
    expect(await button("Sent").getAttribute("aria-pressed")).toBe("false");
    await button("Verdicts").click();
    await eventually(applied).toBe("dir:received verdict:any");
    await button("Received").click();
    await eventually(applied).toBe("verdict:any");
    expect(await box().inputValue()).toBe("verdict:any");
  });
});
