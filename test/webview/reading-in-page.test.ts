import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { chromiumIsMissing } from "../chromium.ts";
import { errorsOf, type Harness, keepPicture, startHarness } from "./harness.ts";
import { callsOf, eventually, selectedOf, textIn } from "./page-words.ts";

describe.skipIf(chromiumIsMissing)("details worth reading", { timeout: 60_000 }, () => {
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

  async function openRow(text: string, theme: "dark" | "light" = "dark"): Promise<void> {
    page = await harness.open({ capture: "picture", theme });
    await row(text).click();
    await page.locator("message-view").waitFor();
  }

  /** By its number: the other cells have a button below the mouse. */
  const row = (text: string) => page.locator("row-list .row", { hasText: text }).locator(".number");
  const tree = () => page.locator("message-view > json-tree, message-view json-tree").first();
  const line = (name: string) => tree().getByRole("treeitem", { name });
  const tab = (name: string) => page.locator("details-pane").getByRole("tab", { name });
  const menuItem = (name: string) => page.getByRole("menuitem", { name });
  const card = () => tree().locator("known-card");

  it("a line's menu copies value, JSON and path, and filters by the value", async () => {
    await openRow("deploy finished");
    for (const label of ["Copy Value", "Copy as JSON", "Copy Path"]) {
      await line("body").click({ button: "right" });
      await menuItem(label).click();
    }
    await eventually(() => callsOf(page, "copy")).toEqual([
      ["deploy finished in 41 s"],
      ['"deploy finished in 41 s"'],
      ["$.body"],
    ]);
    await tree().locator(".tree").focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("i");
    await page.keyboard.press("Shift+F10");
    await menuItem("Filter by This Value").waitFor();
    await keepPicture(page, "tree-menu-dark");
    await page.keyboard.press("f");
    await page.keyboard.press("Enter");
    await eventually(async () => JSON.stringify(await callsOf(page, "setView"))).toContain("$.id = 88213");
  });

  it("a tree is expanded to a depth, wholly, and collapsed, and is walked by letters", async () => {
    await openRow("2 of 3 pods");
    const items = () => tree().getByRole("treeitem").count();
    const choose = async (label: string) => {
      await line("payload").click({ button: "right" });
      await menuItem(label).click();
    };
    await eventually(items).toBe(5);
    await choose("Expand All");
    await eventually(items).toBe(5 + 3 + 250);
    await choose("Collapse All");
    await eventually(items).toBe(5);
    await choose("Expand to Depth 2");
    await eventually(items).toBe(8);
    await tree().locator(".tree").focus();
    await page.keyboard.type("nu");
    await eventually(() => tree().locator(".active .key").textContent()).toBe("numbers");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await eventually(() => tree().locator(".active .key").textContent()).toBe("0 … 99");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowDown");
    await eventually(() => tree().locator(".active .key").textContent()).toBe("100 … 199");
  });

  it("a token is read in a card, by mouse and by keys, without its signature", async () => {
    await openRow("2 of 3 pods");
    await line("token").locator(".value").hover();
    await card().getByText("user-42").waitFor();
    const said = await textIn(card());
    for (const words of ["JSON Web Token", "HS256", "Not verified", "SflK… (43 characters)"])
      expect(said).toContain(words);
    expect(said).not.toContain("SflKxwRJSMe");
    await keepPicture(page, "hover-jwt-dark");
    await page.mouse.move(10, 10);
    await card().getByText("user-42").waitFor({ state: "hidden" });
    await tree().locator(".tree").focus();
    await page.keyboard.press("s");
    await page.keyboard.press("Enter");
    await card().getByText("demo:board").waitFor();
    await keepPicture(page, "hover-stream-dark");
    await page.keyboard.press("Escape");
    await card().getByText("demo:board").waitFor({ state: "hidden" });
    expect(await page.locator("details-pane").count()).toBe(1);
  });

  it("what is known within a fact has its card too, by Tab", async () => {
    await openRow("2 of 3 pods");
    const known = page.locator("message-view known-text .known");
    await known.focus();
    await page.locator("message-view known-text known-card").getByText("demo:board").waitFor();
    await known.blur();
    await page.locator("message-view dd").first().hover();
    await page.locator("message-view dd").first().locator("vscode-icon").click();
    await eventually(() => callsOf(page, "copy")).toEqual([["Turbo::StreamsChannel"]]);
  });

  it("moments have an age, seen from the row", async () => {
    await openRow("deploy finished");
    await eventually(() => textIn(line("at"))).toMatch(/"2026-11-25T13:09:41\.540Z"\s*0\.2 s ago/);
  });

  it("what the filter looks for is marked in the payload", async () => {
    page = await harness.open({ capture: "picture" });
    await page.keyboard.press("/");
    await page.keyboard.type("deploy");
    await page.keyboard.press("Enter");
    await page.locator("row-list .grid").focus();
    await page.keyboard.press("Home");
    await eventually(() => tree().locator("mark").allTextContents()).toEqual(["deploy"]);
  });

  it("bytes that look like a format are shown as a tree, with the reason", async () => {
    await openRow("2 of 3 pods");
    const guess = page.locator("guess-section");
    await eventually(() => textIn(guess)).toContain("Looks like MessagePack");
    expect(await textIn(guess)).toContain("$.blob");
    expect(await textIn(guess)).toContain("id: 9007199254740993");
    await guess.scrollIntoViewIfNeeded();
    await keepPicture(page, "guess-dark");
  });

  for (const theme of ["dark", "light"] as const)
    it(`the message before is compared with, ${theme}`, async () => {
      await openRow("rollback window", theme);
      await tab("Diff").click();
      const diff = page.locator("diff-view");
      await eventually(() => textIn(diff)).toContain("urgent: true");
      const said = await textIn(diff);
      expect(said).toContain("Against #1\u2009204\u2009862");
      expect(said).toMatch(/\d changed\s*\d added\s*\d removed/);
      expect(said).toContain("id: 88213");
      await keepPicture(page, `diff-${theme}`);
      await diff.getByRole("button", { name: "Open in the diff editor" }).click();
      await eventually(() => callsOf(page, "openDiff")).toEqual([[1_204_862, 1_204_866]]);
    });

  it("the first message of a channel has none before it", async () => {
    await openRow("deploy started");
    await tab("Diff").click();
    await eventually(() => textIn(page.locator("diff-view"))).toContain(
      "This is the first message on ChatChannel 42 in this capture.",
    );
  });

  it("any two rows are compared, by Ctrl+click and by the menu", async () => {
    await openRow("deploy finished");
    await row("assets precompiled").click({ modifiers: ["Control"] });
    await eventually(() => callsOf(page, "openDiff")).toEqual([[1_204_853, 1_204_862]]);
    expect(await selectedOf(page)).toEqual([1_204_862]);
    await row("deploy started").click({ button: "right" });
    await menuItem("Select for Compare").click();
    await row("rollback window").click({ button: "right" });
    await menuItem("Compare with #1\u2009204\u2009852").click();
    await eventually(() => callsOf(page, "openDiff")).toEqual([
      [1_204_853, 1_204_862],
      [1_204_852, 1_204_866],
    ]);
  });

  it("question and answer are linked, and go to each other", async () => {
    await openRow("deploy finished");
    const facts = page.locator("message-view dl");
    expect(await textIn(facts)).toMatch(/In answer to\s*speak · #1\u2009204\u2009861 · 38 ms\s*likely/);
    await facts.getByRole("button", { name: /speak/ }).click();
    await eventually(() => selectedOf(page)).toEqual([1_204_861]);
    await eventually(() => textIn(facts)).toContain("Answered by");
  });

  it("hex goes on beyond the excerpt as one scrolls, and is copied as bytes", async () => {
    await openRow("2 of 3 pods");
    await tab("Hex").click();
    const hex = page.locator("hex-view");
    await eventually(() => textIn(hex.locator("header"))).toContain("65.5 kB of 200.0 kB".replace("200.0", "200"));
    await eventually(() => hex.locator(".dump").count()).toBe(4);
    await hex.locator(".end").scrollIntoViewIfNeeded();
    await eventually(() => hex.locator(".dump").count()).toBeGreaterThan(4);
    expect((await callsOf(page, "bytes"))[0]).toEqual([1_204_854, 65_536, 16_384]);
    await hex
      .locator(".hex")
      .first()
      .evaluate((pre) => {
        const text = [...pre.childNodes].find((node) => node instanceof Text) as Text;
        getSelection()?.setBaseAndExtent(text, 0, text, 40);
      });
    await keepPicture(page, "hex-dark");
    await hex.locator("vscode-toolbar-button[title^='Copy as hex']").click();
    await eventually(async () => String((await callsOf(page, "copy")).at(-1))).toMatch(/^00 01 02 03/);
  });
});
