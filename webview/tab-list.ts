/** What all bars of tabs have in common: how they look, what a tab is, and what arrow keys do in them. */
import { css, html, type LitElement } from "lit";

export const tabStyles = css`
  .bar {
    display: flex;
    flex: none;
    align-items: stretch;
    height: 30px;
    box-sizing: border-box;
    padding: 0 8px 0 14px;
    border-bottom: 1px solid var(--fs-line);
  }
  [role="tablist"] {
    display: flex;
    flex: 1;
    gap: 16px;
    min-width: 0;
    overflow: hidden;
  }
  [role="tab"] {
    flex: none;
    padding: 0;
    border: 0;
    border-bottom: 2px solid transparent;
    background: none;
    color: var(--fs-dim);
    font: 12px var(--fs-ui);
    cursor: pointer;
  }
  [role="tab"]:hover {
    color: var(--fs-fg);
  }
  [role="tab"][aria-selected="true"] {
    border-bottom-color: var(--vscode-panelTitle-activeBorder, var(--fs-focus));
    color: var(--fs-fg);
  }
  [role="tab"]:focus-visible {
    outline: 1px solid var(--fs-focus);
    outline-offset: -2px;
  }
  .bar vscode-toolbar-button {
    align-self: center;
  }
`;

export interface TabButton {
  readonly label: unknown;
  readonly isSelected: boolean;
  choose(): void;
}

/** For a bar whose panel has the id `panel`. */
export function tabButton({ label, isSelected, choose }: TabButton) {
  return html`<button
    role="tab"
    aria-selected=${isSelected}
    aria-controls="panel"
    tabindex=${isSelected ? 0 : -1}
    @click=${choose}
  >
    ${label}
  </button>`;
}

/** The focus follows a choice that was made by a key, once it is drawn. */
export async function focusSelected(bar: LitElement): Promise<void> {
  await bar.updateComplete;
  bar.renderRoot.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
}

/** The tab that an arrow key goes to, round and round; undefined for another key. */
export function nextTab<Tab>(event: KeyboardEvent, tabs: readonly Tab[], shown: Tab): Tab | undefined {
  const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (step === 0) return undefined;
  event.preventDefault();
  return tabs[(tabs.indexOf(shown) + step + tabs.length) % tabs.length];
}
