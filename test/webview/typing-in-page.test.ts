/** Typing into the filter box while the page has other things to do: no key may be lost, and none be typed over. */
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { chromiumIsMissing } from "../chromium.ts";
import { errorsOf, type Harness, startHarness, type TimelineOptions } from "./harness.ts";
import { callsOf, eventually } from "./page-words.ts";

describe.skipIf(chromiumIsMissing)("typing in a busy page", { timeout: 60_000 }, () => {
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

  const field = () => page.locator("filter-box input");
  const lastFilter = async () => ((await callsOf(page, "setView")).at(-1)?.[0] as { filter: string })?.filter;

  const open = async (options: TimelineOptions) => {
    page = await harness.open(options);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: 8 });
  };
  const focusByPalette = () => page.evaluate(() => window.fake.events?.act("focusFilter"));

  it("keeps the keys that come before the palette's command does", async () => {
    await open({ capture: "chat" });
    // The command is under way to the page, and the keys do not wait for it.
    await page.evaluate(() => setTimeout(() => window.fake.events?.act("focusFilter"), 300));
    await page.keyboard.type("row 500");
    await eventually(lastFilter).toBe("row 500");
    expect(await field().inputValue()).toBe("row 500");
  });

  it("goes on where the keys went meanwhile", async () => {
    await open({ capture: "chat" });
    await focusByPalette();
    await page.keyboard.type("row 500", { delay: 5 });
    await eventually(lastFilter).toBe("row 500");
  });

  it("keeps what is typed while a view changes and answers come late", async () => {
    await open({ capture: "chat" });
    await page.evaluate(() => {
      window.fake.answerAfterMs = 400;
      window.fake.pour(2_000);
    });
    await focusByPalette();
    await page.evaluate(() => window.fake.events?.act("toggleFold"));
    let typed = "";
    for (const part of ["row", " 5", "0", "0"]) {
      typed += part;
      await page.keyboard.type(part);
      // Applied, and not answered yet.
      await eventually(lastFilter).toBe(typed);
    }
    await eventually(lastFilter).toBe("row 500");
    expect(await field().inputValue()).toBe("row 500");
  });

  it("does not type over what was typed between two commands", async () => {
    await open({ capture: "chat" });
    await page.evaluate(() => {
      for (const afterMs of [0, 150, 300]) setTimeout(() => window.fake.events?.act("focusFilter"), afterMs);
    });
    await page.keyboard.type("row 500", { delay: 60 });
    await eventually(lastFilter).toBe("row 500");
  });

  it("selects what is there when it is asked for twice, and types over it", async () => {
    await open({ capture: "chat" });
    await focusByPalette();
    await page.keyboard.type("first");
    await eventually(lastFilter).toBe("first");
    // As the palette takes the focus away.
    await field().blur();
    await focusByPalette();
    await focusByPalette();
    await eventually(() =>
      field().evaluate((input: HTMLInputElement) => input.selectionEnd === 5 && input.selectionStart),
    ).toBe(0);
    await page.keyboard.type("row 7");
    await eventually(lastFilter).toBe("row 7");
  });

  it("keeps what is typed as soon as the page is there, and what was restored is typed over", async () => {
    await open({ capture: "chat" });
    await page.keyboard.press("/");
    await page.keyboard.type("restored");
    await eventually(lastFilter).toBe("restored");
    await page.reload({ waitUntil: "commit" });
    await field().waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("row 7");
    await eventually(lastFilter).toBe("row 7");
    expect(await field().inputValue()).toBe("row 7");
  });
});
