/** How the list looks. Colour never speaks alone: direction, level and selection have a sign or an edge as well. */
import { css } from "lit";

export const rowListStyles = css`
  :host {
    position: relative;
    display: block;
    min-width: 0;
    min-height: 0;
    container: list / inline-size;
  }
  .grid {
    position: absolute;
    inset: 0;
    display: grid;
    grid-template: "head head" 22px "rows lane" minmax(0, 1fr) / minmax(0, 1fr) 12px;
    outline: none;
  }
  .head {
    grid-area: head;
    margin-right: 24px;
    border-bottom: 1px solid var(--fs-line);
    color: var(--fs-dim);
  }
  .head > * {
    font: 11px / 21px var(--fs-ui);
  }
  .head .time {
    appearance: none;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    text-align: left;
    cursor: pointer;
  }
  .head .time:hover {
    color: var(--fs-fg);
  }
  verdict-lane {
    grid-area: lane;
  }
  .scroller {
    grid-area: rows;
    overflow: hidden scroll;
    overflow-anchor: none;
    overscroll-behavior: contain;
    scrollbar-color: auto;
  }
  .scroller::-webkit-scrollbar {
    width: 12px;
    background: var(--fs-side);
  }
  .scroller::-webkit-scrollbar-thumb {
    min-height: 32px;
    background: var(--vscode-scrollbarSlider-background, rgb(121 121 121 / 40%));
    border: solid transparent;
    border-width: 0 2px;
    background-clip: padding-box;
  }
  .scroller::-webkit-scrollbar-thumb:hover {
    background-color: var(--vscode-scrollbarSlider-hoverBackground, rgb(100 100 100 / 70%));
  }
  .scroller::-webkit-scrollbar-thumb:active {
    background-color: var(--vscode-scrollbarSlider-activeBackground, rgb(191 191 191 / 40%));
  }
  .viewport {
    position: sticky;
    top: 0;
    overflow: hidden;
    contain: strict;
    user-select: none;
    cursor: default;
  }
  .row > * {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    unicode-bidi: isolate;
  }
  .viewport .row {
    height: 22px;
    line-height: 22px;
    box-sizing: border-box;
    contain: strict;
  }
  .row[hidden] {
    display: none;
  }
  .number,
  .time,
  .delta,
  .size {
    color: var(--fs-dim);
    font-variant-numeric: tabular-nums;
  }
  .direction {
    overflow: visible;
    text-align: center;
  }
  .sent .direction {
    color: var(--fs-sent);
  }
  .received .direction {
    color: var(--fs-received);
  }
  .message .kind {
    color: var(--fs-kind);
  }
  .transport .kind,
  .lifecycle .kind,
  .good .kind,
  .good .direction {
    color: var(--fs-ok);
  }
  .transport .direction,
  .transport.closed .kind {
    color: inherit;
  }
  .rows .client {
    color: var(--fs-channel, inherit);
  }
  .rows .event-id {
    color: var(--fs-id);
  }
  .row.heartbeat > * {
    color: var(--fs-faint);
  }
  .row.note > * {
    color: var(--fs-dim);
  }
  .row:hover {
    background: var(--fs-hover);
  }
  .head:hover {
    background: none;
  }
  .row.warning,
  .row.error {
    --fs-level: var(--fs-warn);
    padding-left: 9px;
    border-left: 3px solid var(--fs-level);
    background: color-mix(in srgb, var(--fs-level) 9%, transparent);
  }
  .row.error {
    --fs-level: var(--fs-err);
  }
  .row.warning:hover,
  .row.error:hover {
    background: color-mix(in srgb, var(--fs-level) 15%, transparent);
  }
  .row.warning .direction,
  .row.error.event .direction {
    color: var(--fs-level);
    font-weight: bold;
  }
  .row.warning .kind,
  .row.error .kind {
    color: inherit;
  }
  .row.wide > :is(.channel, .event-id, .size) {
    display: none;
  }
  .row.wide .summary {
    grid-column: channel / -1;
  }
  .row.selected,
  .row.selected:hover {
    background: var(--fs-selected);
    color: var(--fs-selected-fg);
    outline: 1px solid var(--fs-selected-outline);
    outline-offset: -1px;
  }
  .grid:focus-visible .row.selected {
    outline-color: var(--fs-focus);
  }
  .grid:focus-visible:not([aria-activedescendant]) .viewport {
    outline: 1px solid var(--fs-focus);
    outline-offset: -1px;
  }
  .row > .on {
    outline: 1px dotted var(--fs-focus);
    outline-offset: -1px;
  }
  .grid:focus-visible .row > .on {
    outline-style: solid;
  }
  .filter-cell {
    position: absolute;
    display: grid;
    place-items: center;
    width: 18px;
    height: 18px;
    padding: 0;
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 3px;
    background: var(--vscode-editorWidget-background, var(--fs-side));
    color: var(--fs-dim);
    cursor: pointer;
  }
  .filter-cell:hover {
    color: var(--fs-fg);
  }
  .filter-cell[hidden] {
    display: none;
  }
  b {
    font-weight: 600;
  }
  mark {
    background: var(--fs-hit);
    color: inherit;
  }
  .waiting .summary {
    width: 60%;
    height: 8px;
    border-radius: 2px;
    background: var(--fs-line);
    animation: appear 0s 150ms both;
  }
  @keyframes appear {
    from {
      visibility: hidden;
    }
  }
  .new {
    position: absolute;
    left: 50%;
    bottom: 14px;
    transform: translateX(-50%);
    padding: 0 14px;
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 13px;
    background: var(--vscode-button-background, #0078d4);
    color: var(--vscode-button-foreground, #fff);
    font: 12px / 24px var(--fs-ui);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
    cursor: pointer;
    box-shadow: 0 2px 8px var(--vscode-widget-shadow, rgb(0 0 0 / 36%));
  }
  .new:hover {
    background: var(--vscode-button-hoverBackground, #026ec1);
  }
  .new:focus-visible {
    outline: 1px solid var(--fs-focus);
    outline-offset: 2px;
  }
  .hint {
    position: absolute;
    inset: calc(22px + var(--fs-rows-height, 0px)) 24px 0 0;
    display: grid;
    place-items: center;
    overflow: auto;
    pointer-events: none;
  }
  ::slotted(*) {
    pointer-events: auto;
  }
`;
