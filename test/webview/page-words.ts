/** How tests read a timeline's page: what stands where, as a person sees it. */
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";

/** Expects of what a page comes to, however slow the machine is. */
export function eventually<Value>(read: () => Value | Promise<Value>): ReturnType<typeof expect.poll<Value>> {
  return expect.poll(read, { timeout: 15_000, interval: 40 });
}

/** Numbers of the rows that are to be seen, from the top. */
export function numbersOf(page: Page): Promise<number[]> {
  return rowsOf(page).evaluateAll((rows) => {
    const around = rows[0]?.closest(".viewport")?.getBoundingClientRect();
    const seen = rows.filter((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return around && bottom > around.top + 1 && top < around.bottom - 1;
    });
    return seen.map((row) => Number(row.querySelector(".number")?.textContent?.replaceAll("\u2009", "")));
  });
}

export async function lastNumberOf(page: Page): Promise<number | undefined> {
  return (await numbersOf(page)).at(-1);
}

export function rowsOf(page: Page): Locator {
  return page.locator("row-list .rows > .row:not([hidden])");
}

/** Numbers of the rows that are marked as selected. */
export function selectedOf(page: Page): Promise<number[]> {
  return page
    .locator("row-list .row.selected:not([hidden]) .number")
    .evaluateAll((cells) => cells.map((cell) => Number(cell.textContent?.replaceAll("\u2009", ""))));
}

export function toolbarButton(page: Page, label: string): Locator {
  return page.locator("timeline-toolbar").locator(`vscode-toolbar-button[title^="${label}"]`);
}

/** Whether the newest rows are followed, as the toolbar shows it. */
export function isFollowing(page: Page): Promise<boolean> {
  return toolbarButton(page, "Follow").evaluate((button) => (button as HTMLElement & { checked: boolean }).checked);
}

/** Scrolls by the wheel over the list. */
export async function wheel(page: Page, deltaY: number): Promise<void> {
  await page.locator("row-list .scroller").hover({ position: { x: 300, y: 200 } });
  await page.mouse.wheel(0, deltaY);
}

export function callsOf(page: Page, name: string): Promise<unknown[][]> {
  return page.evaluate(
    (wanted) => window.fake.calls.filter((call) => call.name === wanted).map(({ args }) => [...args]),
    name,
  );
}

/** Where the fixed parts of the page stand: bars, heads of columns, and the cells of the first row. */
export function placesOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const app = document.querySelector("timeline-app")?.shadowRoot;
    const inside = (name: string) => [...(app?.querySelector(name)?.shadowRoot?.querySelectorAll("*") ?? [])];
    const list = inside("row-list").filter((part) => part.matches(".head *, .scroller, .rows > :nth-child(2) > *"));
    const actions = inside("timeline-toolbar").filter((part) => part.matches(".title, .actions > *"));
    return [...(app?.children ?? []), ...list, ...actions].map((part) => {
      const { x, y, width, height } = part.getBoundingClientRect();
      return `${part.className || part.localName} ${x} ${y} ${width} ${height}`;
    });
  });
}

/** All text of an element as a person reads it, through every shadow root. Empty as long as it is not there. */
export async function textIn(locator: Locator): Promise<string> {
  if ((await locator.count()) === 0) return "";
  return locator.first().evaluate((element) => {
    const read = (node: Node): string => {
      if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? "";
      const inside = node instanceof Element && node.shadowRoot ? node.shadowRoot : node;
      return [...inside.childNodes].map(read).join("");
    };
    return read(element);
  });
}
