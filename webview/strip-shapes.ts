/** How the strip's parts look: each meaning has a shape of its own, and no colour speaks alone. */
import { css, svg } from "lit";
import type { StripShape } from "./strip-items.ts";

const middle = 12;

export function stripShape(shape: StripShape, fromPx: number, toPx: number) {
  const width = Math.max(2, toPx - fromPx);
  switch (shape) {
    case "opening":
      return svg`<line x1=${fromPx} x2=${fromPx + width} y1=${middle} y2=${middle}></line>`;
    case "open":
      return svg`<rect x=${fromPx} y=${middle - 2} width=${width} height="4" rx="1"></rect>`;
    case "blind":
      return svg`<rect x=${fromPx} y=${middle - 6} width=${Math.max(4, width)} height="12" fill="url(#hatch)"></rect>`;
    case "stale":
      return svg`<path d="M${fromPx} ${middle - 6} h${width} M${fromPx} ${middle + 6} h${width}"></path>`;
    case "reconnect":
      return svg`<circle cx=${fromPx} cy=${middle} r="4"></circle>`;
    case "warning":
      return svg`<path d="M${fromPx} ${middle - 6} l5.5 10 h-11 z"></path>`;
    case "error":
      return svg`<path d="M${fromPx} ${middle - 6} l6 6 l-6 6 l-6 -6 z"></path>`;
  }
}

export const stripStyles = css`
  :host {
    position: relative;
    display: flex;
    align-items: center;
    gap: 10px;
    height: 26px;
    box-sizing: border-box;
    padding: 0 12px;
    border-bottom: 1px solid var(--fs-line);
  }
  .end {
    min-width: 8ch;
    color: var(--fs-dim);
    font: 11px / 1 var(--fs-mono);
    font-variant-numeric: tabular-nums;
  }
  .end:last-of-type {
    text-align: right;
  }
  .track {
    position: relative;
    flex: 1;
    min-width: 0;
    height: 24px;
    outline: none;
    touch-action: none;
    cursor: crosshair;
  }
  .track:focus-visible {
    outline: 1px solid var(--fs-focus);
  }
  svg {
    display: block;
    overflow: visible;
  }
  .axis {
    stroke: var(--fs-line);
  }
  .open {
    fill: color-mix(in srgb, var(--vscode-charts-blue, #4daafc) 60%, var(--fs-bg));
  }
  .opening {
    stroke: var(--vscode-charts-blue, #4daafc);
    stroke-width: 2;
    stroke-dasharray: 2 2;
  }
  .hatch-ground {
    fill: color-mix(in srgb, var(--fs-err) 22%, var(--fs-bg));
  }
  .hatch-line {
    fill: var(--fs-err);
  }
  .stale {
    fill: none;
    stroke: var(--fs-warn);
    stroke-width: 2;
    stroke-dasharray: 3 2;
  }
  .reconnect {
    fill: var(--fs-bg);
    stroke: var(--fs-ok);
    stroke-width: 2;
  }
  .warning,
  .error {
    stroke: var(--fs-bg);
    stroke-width: 1;
    cursor: pointer;
  }
  .warning {
    fill: var(--fs-warn);
  }
  .error {
    fill: var(--fs-err);
  }
  .blind,
  .stale,
  .reconnect {
    cursor: pointer;
  }
  .active {
    stroke: var(--fs-focus);
    stroke-width: 2;
  }
  .brush {
    position: absolute;
    inset: 1px auto;
    box-sizing: border-box;
    border: solid var(--fs-focus);
    border-width: 0 1px;
    background: color-mix(in srgb, var(--fs-focus) 22%, transparent);
    pointer-events: none;
  }
  .tip {
    position: absolute;
    top: 25px;
    z-index: 3;
    display: grid;
    padding: 4px 8px;
    border: 1px solid var(--vscode-editorHoverWidget-border, var(--fs-line));
    border-radius: 3px;
    background: var(--vscode-editorHoverWidget-background, var(--fs-side));
    color: var(--vscode-editorHoverWidget-foreground, var(--fs-fg));
    font-size: 12px;
    font-variant-numeric: tabular-nums;
    line-height: 1.45;
    white-space: nowrap;
    pointer-events: none;
    box-shadow: 0 2px 8px var(--vscode-widget-shadow, rgb(0 0 0 / 36%));
  }
  .tip.left {
    transform: translateX(-100%);
  }
  .tip span + span {
    color: var(--fs-dim);
  }
`;
