/** A timeline in its tab, read and used through what it shows. */
import type { FrameLocator, Locator, Page } from "playwright-core";

export class Timeline {
  readonly #page: Page;
  readonly #frame: FrameLocator;

  constructor(page: Page, frame: FrameLocator) {
    this.#page = page;
    this.#frame = frame;
  }

  /** Rows in sight whose kind is this, and whose text has all of these. */
  rows(kind: string, ...texts: readonly string[]): Locator {
    let rows = this.#frame.locator(".row:visible").filter({ has: this.#page.locator(".kind", { hasText: kind }) });
    for (const hasText of texts) rows = rows.filter({ hasText });
    return rows;
  }

  async sees(kind: string, ...texts: readonly string[]): Promise<void> {
    await this.rows(kind, ...texts)
      .first()
      .waitFor();
  }

  /** Waits at most this long: for what a protocol's own timers decide. */
  async comesToSee(limitMs: number, kind: string, ...texts: readonly string[]): Promise<void> {
    await this.rows(kind, ...texts)
      .first()
      .waitFor({ timeout: limitMs });
  }

  async openDetails(kind: string, ...texts: readonly string[]): Promise<Locator> {
    // At its beginning: in the cell under the mouse there is a button that filters by it.
    await this.rows(kind, ...texts)
      .last()
      .click({ position: { x: 6, y: 8 } });
    const details = this.#frame.locator("details-pane");
    await details.waitFor();
    return details;
  }

  /** A part of its page, whose text has this. */
  part(selector: string, hasText?: string): Locator {
    const part = this.#frame.locator(selector);
    return hasText === undefined ? part : part.filter({ hasText });
  }

  async filter(text: string): Promise<void> {
    const box = this.#frame.getByRole("combobox", { name: "Filter rows" });
    await box.fill(text);
    await box.press("Enter");
  }

  /** Fills in the composer's fields by their labels, and sends. */
  async compose(fields: Readonly<Record<string, string>>): Promise<void> {
    const composer = this.#frame.locator("timeline-composer");
    for (const [label, text] of Object.entries(fields)) await composer.getByRole("textbox", { name: label }).fill(text);
    await composer.getByRole("button", { name: "Send" }).click();
  }

  /** Fills in the composer's fields, and sends nothing. */
  async fill(fields: Readonly<Record<string, string>>): Promise<void> {
    const composer = this.#frame.locator("timeline-composer");
    for (const [label, text] of Object.entries(fields)) await composer.getByRole("textbox", { name: label }).fill(text);
  }

  async openPrepared(): Promise<void> {
    await this.#frame.locator("prepared-menu vscode-button").click();
    await this.#frame.locator("prepared-menu").getByRole("menu").waitFor();
  }

  /** Fills the form with a prepared message of the open menu, or takes its last item. */
  async takePrepared(name: string): Promise<void> {
    await this.hasPrepared(name);
    await this.#prepared(name).click();
  }

  async hasPrepared(name: string): Promise<void> {
    await this.#prepared(name).waitFor();
  }

  async usePrepared(name: string): Promise<void> {
    await this.openPrepared();
    await this.takePrepared(name);
  }

  #prepared(name: string): Locator {
    return this.#frame.locator("prepared-menu .fill", { hasText: name }).first();
  }

  /** Waits until it is the one of this session. */
  async isOf(title: string): Promise<void> {
    await this.#frame.locator("timeline-toolbar .title", { hasText: title }).waitFor();
  }

  async statusSays(word: string): Promise<void> {
    await this.#frame.locator("timeline-toolbar .state", { hasText: word }).waitFor();
  }
}
