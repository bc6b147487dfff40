/** How the list of verdicts looks: two lines each, a shape for the level, and the chosen one's card below. */
import { css } from "lit";

export const verdictsPanelStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  .filters {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 10px;
    padding: 7px 12px;
    border-bottom: 1px solid var(--fs-line);
  }
  [role="radiogroup"] {
    display: flex;
    gap: 6px;
  }
  [role="radio"] {
    padding: 0 8px;
    border: 1px solid var(--fs-line);
    border-radius: 10px;
    background: none;
    color: var(--fs-dim);
    font: 11px / 18px var(--fs-ui);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
    cursor: pointer;
  }
  [role="radio"]:hover {
    color: var(--fs-fg);
  }
  [role="radio"][aria-checked="true"] {
    border-color: var(--fs-focus);
    background: color-mix(in srgb, var(--fs-focus) 18%, transparent);
    color: var(--fs-fg);
  }
  [role="radio"] b {
    font-weight: 600;
  }
  select {
    flex: 1;
    min-width: 110px;
    max-width: 220px;
    height: 22px;
    border: 1px solid var(--vscode-dropdown-border, var(--fs-line));
    border-radius: 2px;
    background: var(--vscode-dropdown-background, var(--fs-input));
    color: var(--vscode-dropdown-foreground, var(--fs-fg));
    font: 12px var(--fs-ui);
  }
  :is([role="radio"], select, .list):focus-visible {
    outline: 1px solid var(--fs-focus);
    outline-offset: -1px;
  }
  .list {
    flex: 1 1 0;
    min-height: 84px;
    outline: none;
  }
  .spacer {
    position: relative;
  }
  .item {
    position: absolute;
    inset: 0 0 auto;
    display: grid;
    grid-template: "sign title time" 19px "sign about seq" 17px / 12px minmax(0, 1fr) auto;
    gap: 0 8px;
    height: 42px;
    box-sizing: border-box;
    padding: 3px 12px;
    border-bottom: 1px solid var(--fs-line);
    cursor: pointer;
  }
  .item > * {
    overflow: hidden;
    line-height: 18px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .item:hover {
    background: var(--fs-hover);
  }
  .item[aria-selected="true"] {
    background: var(--fs-selected);
    color: var(--fs-selected-fg);
    outline: 1px solid var(--fs-selected-outline);
    outline-offset: -1px;
  }
  .title {
    grid-area: title;
    font-size: 12.5px;
  }
  .title::first-letter {
    text-transform: uppercase;
  }
  .time {
    grid-area: time;
    font: 11px / 18px var(--fs-mono);
  }
  .about {
    grid-area: about;
    font-size: 11px;
  }
  .about b {
    font-weight: 600;
  }
  .seq {
    grid-area: seq;
    font: 11px / 18px var(--fs-mono);
    text-align: right;
  }
  .item:not([aria-selected="true"]) :is(.time, .about, .seq) {
    color: var(--fs-dim);
  }
  i {
    display: inline-block;
    width: 8px;
    height: 8px;
  }
  .item i {
    grid-area: sign;
    align-self: start;
    margin: 6px 0 0 2px;
    overflow: visible;
  }
  [role="radio"] i {
    margin-right: 5px;
  }
  .error i {
    background: var(--fs-err);
    transform: rotate(45deg) scale(0.85);
  }
  .warning i {
    background: var(--fs-warn);
    clip-path: polygon(50% 0, 100% 100%, 0 100%);
  }
  .nothing {
    margin: 0;
    padding: 16px 14px;
    color: var(--fs-dim);
    line-height: 1.5;
  }
  .chosen {
    flex: none;
    max-height: 50%;
    padding: 10px 12px;
    border-top: 1px solid var(--fs-line);
    box-sizing: border-box;
  }
`;
