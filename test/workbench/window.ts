/** The workbench's window as a person handles it: palette, quick inputs, views, notifications, the timeline's tab. */
import { mkdirSync } from "node:fs";
import path from "node:path";
import type { BrowserContext, FrameLocator, Locator, Page } from "playwright-core";
import { pageUrl, type WorkbenchServer, workbenchRoot } from "./server.ts";
import { Timeline } from "./timeline.ts";

const screenshots = path.join(workbenchRoot, "screenshots");
/** A loaded machine opens a window slowly; everything after that is quick. */
const openLimitMs = 60_000;
const limitMs = 20_000;
const attemptMs = 3_000;
const menuClosesMs = 500;
/** Built-in extensions that are not there, and the account that nobody is signed in to. */
const noise = /^Activating extension .vscode\.|authentication provider|404 \(Not Found\)|ServiceWorker/;
const viewsTitle = { x: 200, y: 52 };

export class WorkbenchWindow {
  readonly page: Page;

  /** Errors that the window's console showed; only worth a look when a step fails. */
  readonly complaints: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on("console", (message) => {
      if (message.type() === "error" && !noise.test(message.text())) this.complaints.push(message.text());
    });
    page.on("pageerror", (error) => this.complaints.push(error.message));
  }

  static async open(context: BrowserContext, server: WorkbenchServer): Promise<WorkbenchWindow> {
    const page = await context.newPage();
    page.setDefaultTimeout(limitMs);
    const window = new WorkbenchWindow(page);
    await page.goto(pageUrl(server));
    await window.#ready();
    return window;
  }

  /** How far each webview has come: VS Code nests a page in a page in a page. */
  async frames(): Promise<readonly string[]> {
    const inner = this.page.frames().filter((frame) => /\/pre\/(?:index|fake)\.html/.test(frame.url()));
    return Promise.all(
      inner.map((frame) =>
        frame.evaluate(() => {
          const frames = [...document.querySelectorAll("iframe")].map(({ id, style }) => `${id} ${style.visibility}`);
          const { controller } = navigator.serviceWorker;
          const page = location.pathname.replace(/.*\//, "");
          return `${page} ${document.readyState}: ${frames.join(", ") || `${document.body.childElementCount} elements`}, worker ${controller?.state}`;
        }),
      ),
    ).catch((error) => [String(error)]);
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.#ready();
  }

  /** Runs a Framescope command by its title, as a person would. */
  async run(title: string): Promise<void> {
    await this.#palette(`>Framescope: ${title}`, async (timeout) => {
      await this.item(`Framescope: ${title}`).first().click({ timeout });
    });
  }

  /** Whether the palette offers it: it hides commands that make no sense. */
  async offers(title: string): Promise<boolean> {
    await this.#palette(`>Framescope: ${title}`, (timeout) =>
      this.page.locator(".quick-input-list .monaco-list-row").first().waitFor({ timeout }),
    );
    const offered = await this.item(`Framescope: ${title}`).count();
    await this.page.keyboard.press("Escape");
    return offered > 0;
  }

  /** By its label for screen readers: the list uses its elements again, and hides what an earlier item said in them. */
  item(text: string): Locator {
    return this.page.locator(`.quick-input-list .monaco-list-row[aria-label*=${JSON.stringify(text)}]`);
  }

  /** Takes the item of the quick pick that is open. */
  async choose(text: string): Promise<void> {
    // Where the mouse was left, a tooltip of what lies behind the list may cover the item.
    await this.page.mouse.move(viewsTitle.x, viewsTitle.y);
    await this.item(text).first().click();
  }

  /**
   * Takes an item of a row's menu, until it is seen to have done its work: in its first 100 ms a menu takes no click, and it
   * closes by itself when something else takes the focus.
   */
  async chooseFromMenu(
    row: string,
    text: string,
    seen: Locator,
    state: "visible" | "hidden" = "visible",
  ): Promise<void> {
    const item = this.page.locator(".monaco-menu .action-menu-item", { hasText: text }).first();
    await this.#insist(async (timeout) => {
      if (!(await item.isVisible())) await this.treeItem(row).first().click({ button: "right", timeout });
      await item.click({ timeout });
      await item.waitFor({ state: "hidden", timeout: menuClosesMs });
      await seen.waitFor({ state, timeout });
    });
  }

  /** Types into the quick input that asks for this (a part of its title, placeholder or message), and presses Enter. */
  async answer(question: string, text: string): Promise<void> {
    await this.asked(question);
    await this.#input.fill(text);
    await this.page.keyboard.press("Enter");
  }

  /** Names a file in the dialog with this title. It looks into folders as one types, and takes Enter for theirs meanwhile. */
  async chooseFile(title: string, button: string, file: string): Promise<void> {
    await this.asked(title);
    // It proposes a path of its own as soon as it has looked into that folder.
    await this.#insist(async () => {
      if ((await this.#input.inputValue({ timeout: attemptMs })) === "") throw new Error("Nothing is proposed yet.");
    });
    await this.#insist(async (timeout) => {
      await this.#input.fill(file, { timeout });
      const shown = this.page.locator(".quick-input-list .monaco-list-row", { hasText: ".." });
      await shown.first().waitFor({ timeout });
      if ((await this.#input.inputValue({ timeout })) !== file) throw new Error("The path was changed meanwhile.");
      await this.page
        .locator(".quick-input-widget:visible")
        .getByRole("button", { name: button, exact: true })
        .click({ timeout });
      await this.#input.waitFor({ state: "hidden", timeout });
    });
  }

  /** Types into the quick input that is open. */
  async type(text: string): Promise<void> {
    await this.#input.fill(text);
  }

  /** Waits until a quick input with this text is there. */
  async asked(question: string): Promise<void> {
    const widget = this.page.locator(".quick-input-widget:visible");
    await widget
      .filter({ hasText: question })
      .or(widget.filter({ has: this.page.getByPlaceholder(question) }))
      .first()
      .waitFor();
  }

  async enter(): Promise<void> {
    await this.page.keyboard.press("Enter");
  }

  /** Leaves whatever question is open. */
  async escape(): Promise<void> {
    await this.page.keyboard.press("Escape");
  }

  async showViews(): Promise<void> {
    const tab = this.page.getByRole("tab", { name: "Framescope", exact: true });
    if ((await tab.getAttribute("aria-selected")) !== "true") await tab.click();
    await this.page.locator(".pane-header", { hasText: "Mock Server" }).waitFor();
  }

  /** A row of one of the views. */
  treeItem(text: string): Locator {
    return this.page.locator(".pane-body .monaco-list-row").filter({ hasText: text });
  }

  statusBar(): Locator {
    return this.page.locator(".statusbar-item", { has: this.page.locator(".codicon-pulse") });
  }

  notification(text: string): Locator {
    return this.page.locator(".notifications-toasts .notification-toast").filter({ hasText: text });
  }

  async dismissNotifications(): Promise<void> {
    const toasts = this.page.locator(".notifications-toasts .notification-toast");
    for (let left = await toasts.count(); left > 0; left--) {
      await toasts.first().hover();
      await toasts.first().locator(".codicon-notifications-clear").click();
    }
  }

  /** The timeline whose tab is in front. */
  timeline(): Timeline {
    return new Timeline(this.page, this.webview());
  }

  /**
   * VS Code puts an extension's page into a frame in a frame; tabs in the background stay in the document. Where several are
   * in sight, side by side, it is told by the group of tabs that it stands in, from 0.
   */
  webview(group?: number): FrameLocator {
    const inSight = this.page.locator("iframe.webview.ready").filter({ visible: true });
    const outer = group === undefined ? inSight : inSight.nth(group);
    return outer.contentFrame().locator("iframe#active-frame").contentFrame();
  }

  /** Of what is told apart by its tab's title, only what is opened from now on is left. */
  async closeTabs(): Promise<void> {
    await this.#palette(">View: Close All Editors", async (timeout) => {
      await this.item("View: Close All Editors").first().click({ timeout });
    });
    await this.page.locator(".tabs-container .tab").first().waitFor({ state: "detached" });
  }

  async tab(title: string): Promise<void> {
    await this.page.locator(".tabs-container .tab", { hasText: title }).first().click();
  }

  /** Opens a file of the workspace by its name. */
  async openFile(name: string): Promise<void> {
    await this.#input.waitFor({ state: "hidden" });
    await this.#insist(async (timeout) => {
      await this.page.keyboard.press("Control+P");
      await this.#input.fill(name, { timeout });
      await this.item(name).first().click({ timeout });
    });
    await this.page.locator(".tab", { hasText: name }).waitFor();
  }

  /** Puts the cursor into the editor that is in front. */
  async goTo(line: number, column: number): Promise<void> {
    await this.#input.waitFor({ state: "hidden" });
    // A tab that was just chosen may take the focus late, which closes the question.
    await this.#insist(async (timeout) => {
      await this.page.keyboard.press("Control+G");
      await this.#input.fill(`:${line}:${column}`, { timeout });
      // Enter before it is offered would do nothing.
      await this.page.locator(".quick-input-list .monaco-list-row", { hasText: `line ${line}` }).waitFor({ timeout });
      await this.enter();
      await this.#input.waitFor({ state: "hidden", timeout });
      await this.page.locator(".statusbar-item", { hasText: `Ln ${line}, ` }).waitFor({ timeout });
    });
  }

  /** Asks the editor what may stand at the cursor, until this is offered: a language server may still be starting. */
  async complete(name: string): Promise<void> {
    const offered = this.page.locator(".suggest-widget.visible .monaco-list-row", { hasText: name });
    await this.#insist(async (timeout) => {
      await this.page.keyboard.press("Control+Space");
      await offered.waitFor({ timeout });
    });
  }

  async useTheme(theme: "dark" | "light"): Promise<void> {
    await this.#palette(">Preferences: Toggle between Light/Dark Themes", async (timeout) => {
      await this.item("Toggle between Light/Dark Themes").first().click({ timeout });
    });
    await this.page.locator(`.monaco-workbench.${theme === "dark" ? "vs-dark" : "vs"}`).waitFor();
  }

  async screenshot(name: string): Promise<void> {
    mkdirSync(screenshots, { recursive: true });
    // Away from everything that would show a tooltip.
    await this.page.mouse.move(viewsTitle.x, viewsTitle.y);
    await this.page.screenshot({ path: path.join(screenshots, `${name}.png`) });
  }

  get #input(): Locator {
    return this.page.locator(".quick-input-widget:visible input[type=text]");
  }

  /**
   * A question that was just answered is still closing, and would close the palette with it; and a tab that is still
   * loading takes the focus, which closes the palette too.
   */
  async #palette(text: string, act: (timeout: number) => Promise<void>): Promise<void> {
    await this.#input.waitFor({ state: "hidden" });
    await this.#insist(async (timeout) => {
      await this.page.keyboard.press("F1");
      await this.#input.fill(text, { timeout });
      await act(timeout);
    });
  }

  /** Tries again what depends on the workbench's own pace, for as long as anything else may take. */
  async #insist(attempt: (timeout: number) => Promise<void>): Promise<void> {
    const deadline = performance.now() + limitMs;
    for (;;) {
      try {
        return await attempt(attemptMs);
      } catch (error) {
        if (performance.now() > deadline) throw error;
      }
    }
  }

  async #ready(): Promise<void> {
    await this.page.getByRole("tab", { name: "Framescope", exact: true }).waitFor({ timeout: openLimitMs });
  }
}
