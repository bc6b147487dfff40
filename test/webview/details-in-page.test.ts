import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { chromiumIsMissing } from "../chromium.ts";
import { errorsOf, type Harness, startHarness } from "./harness.ts";
import { callsOf, eventually, numbersOf, selectedOf, textIn } from "./page-words.ts";

describe.skipIf(chromiumIsMissing)("the details in a browser", { timeout: 60_000 }, () => {
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

  async function openRow(text: string, size: readonly [number, number] = [1280, 800]): Promise<void> {
    page = await harness.open({ capture: "picture", size });
    await page.locator("row-list .row", { hasText: text }).click();
    await page.locator("message-view").waitFor();
  }

  const tab = (name: string) => page.locator("details-pane").getByRole("tab", { name });

  it("show a message's facts and its payload as a tree", async () => {
    await openRow("deploy finished");
    const view = page.locator("message-view");
    expect(await textIn(view.locator("dl"))).toContain('{"channel":"ChatChannel","room":42}');
    const tree = page.locator("json-tree");
    expect(await textIn(tree)).toContain('body: "deploy finished in 41 s"');
    expect(await textIn(tree)).toContain('name: "log.txt"');
    await tree.getByRole("treeitem", { name: "attachments" }).click();
    await eventually(() => textIn(tree)).not.toContain("log.txt");
  });

  it("are walked by keys, and give a value away", async () => {
    await openRow("deploy finished");
    await page.locator("json-tree .tree").focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Control+c");
    await eventually(() => callsOf(page, "copy")).toEqual([["deploy finished in 41 s"]]);
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    await eventually(() => page.locator("json-tree").getByRole("treeitem").count()).toBe(1);
    await page.keyboard.press("ArrowRight");
    await eventually(() => page.locator("json-tree").getByRole("treeitem").count()).toBeGreaterThan(5);
  });

  it("show the raw text, wrapped or not, the bytes, and the frames", async () => {
    await openRow("deploy finished");
    await tab("Raw").click();
    const raw = page.locator("raw-view");
    expect(await raw.locator("pre").textContent()).toContain('"identifier":"{\\"channel\\":\\"ChatChannel\\"');
    const lineCount = () => raw.locator("pre").evaluate((pre) => Math.round((pre.clientHeight - 16) / 18));
    await eventually(lineCount).toBeGreaterThan(3);
    await raw.locator("vscode-toolbar-button[title='Wrap lines']").click();
    await eventually(lineCount).toBe(1);
    await raw.locator("vscode-toolbar-button[title='Open in an editor']").click();
    await eventually(() => callsOf(page, "openPayload")).toHaveLength(1);
    await tab("Hex").click();
    await eventually(() => page.locator("hex-view .offsets").textContent()).toMatch(/^0000\n0008\n/);
    expect(await page.locator("hex-view .ascii").textContent()).toContain('{"identi');
    await tab("Frame").click();
    expect(await textIn(page.locator("frames-view"))).toContain("text");
    // The tab stays from row to row.
    await page.locator("row-list .row", { hasText: "rollback window" }).click();
    await eventually(() => tab("Frame").getAttribute("aria-selected")).toBe("true");
  });

  it("show what was said when the connection opened, and only there", async () => {
    await openRow("attempt 2");
    await tab("Handshake").click();
    const said = await textIn(page.locator("handshake-view"));
    for (const words of ["GET ws://localhost:3000/cable HTTP/1.1", "HTTP/1.1 101 Switching Protocols", "(masked)"])
      expect(said).toContain(words);
    await page.locator("row-list .row", { hasText: "deploy finished" }).click();
    await eventually(() => tab("Handshake").count()).toBe(0);
    expect(await tab("Message").getAttribute("aria-selected")).toBe("true");
  });

  it("put a verdict in plain words first, and go to its evidence", async () => {
    await openRow("3 never arrived");
    const card = page.locator("verdict-card");
    expect(await textIn(card)).toContain("this client resumed with since only");
    expect(await card.locator("li").count()).toBe(2);
    const cardTop = (await card.boundingBox())?.y ?? 0;
    expect(cardTop).toBeLessThan((await page.locator("message-view .headline").boundingBox())?.y ?? 0);
    await card.getByRole("button", { name: /862/ }).click();
    await eventually(() => selectedOf(page)).toEqual([1_204_862]);
  });

  it("stand beside the rows, and below them where it is narrow; the line between is dragged and moved by keys", async () => {
    await openRow("deploy finished");
    const pane = page.locator("details-pane");
    const width = async () => (await pane.boundingBox())?.width;
    expect(await width()).toBe(360);
    const line = (await page.locator("pane-splitter").boundingBox()) ?? { x: 0, y: 0 };
    await page.mouse.move(line.x, 400);
    await page.mouse.down();
    await page.mouse.move(line.x - 100, 400);
    await page.mouse.up();
    await eventually(width).toBe(460);
    await page.keyboard.press("ArrowRight");
    await eventually(width).toBe(440);
    await page.setViewportSize({ width: 700, height: 600 });
    await eventually(width).toBe(700);
    // Kept over a reload.
    await page.reload();
    await page.setViewportSize({ width: 1280, height: 800 });
    await pane.waitFor();
    await eventually(width).toBe(440);
    expect(await selectedOf(page)).toEqual([1_204_862]);
  });

  it("say why when they cannot be had", async () => {
    await openRow("deploy finished");
    await page.evaluate(() => {
      window.fake.failing.details = "The entry was dropped.";
    });
    await page.locator("row-list .row", { hasText: "rollback window" }).click();
    await eventually(() => textIn(page.locator("details-pane"))).toContain("The entry was dropped.");
    expect((await numbersOf(page)).length).toBe(17);
  });
});
