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
    await this.rows(kind, ...texts)
      .last()
      .click();
    const details = this.#frame.locator("timeline-details, row-details").first();
    await details.waitFor();
    return details;
  }

  async filter(text: string): Promise<void> {
    const box = this.#frame.getByRole("textbox", { name: "Filter rows" });
    await box.fill(text);
    await box.press("Enter");
  }

  status(): Locator {
    return this.#frame.locator("timeline-toolbar [role=status]");
  }

  frame(): FrameLocator {
    return this.#frame;
  }
}
