/**
 * How a chart looks. The rules for uPlot's own elements stand here too, and not in its style sheet: a page's sheets do not
 * reach into a shadow root, and the page allows no inline ones.
 */
import { css } from "lit";

export const chartStyles = css`
  :host {
    /* As plain colours: a canvas does not know custom properties. */
    --fs-chart-dim: var(--fs-dim);
    --fs-chart-line: var(--fs-line);
    display: block;
    font-family: var(--fs-ui);
  }
  h3 {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 12px;
    margin: 0;
    padding: 8px 12px 0;
    font-size: 12px;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .at,
  .value {
    color: var(--fs-dim);
    font-size: 11px;
    font-weight: 400;
  }
  .value b {
    color: var(--fs-fg);
    font-weight: 600;
  }
  .value i {
    display: inline-block;
    width: 18px;
    margin-right: 4px;
    border-top: 2px solid currentColor;
    vertical-align: middle;
  }
  .value.dashed i {
    border-top-style: dashed;
  }
  .uplot,
  .uplot * {
    box-sizing: border-box;
  }
  .u-wrap {
    position: relative;
    user-select: none;
  }
  .u-over,
  .u-under,
  .u-axis,
  .u-select,
  .u-cursor-x,
  .u-cursor-pt {
    position: absolute;
  }
  .u-under {
    overflow: hidden;
  }
  .u-over {
    cursor: crosshair;
  }
  .uplot canvas {
    position: relative;
    display: block;
    width: 100%;
    height: 100%;
  }
  .u-select {
    background: color-mix(in srgb, var(--fs-focus) 28%, transparent);
    pointer-events: none;
  }
  .u-cursor-x {
    top: 0;
    left: 0;
    height: 100%;
    border-right: 1px dashed var(--fs-dim);
    pointer-events: none;
  }
  .u-cursor-y {
    display: none;
  }
  .u-cursor-pt {
    top: 0;
    left: 0;
    border: 0 solid;
    border-radius: 50%;
    pointer-events: none;
  }
  .u-off {
    display: none;
  }
`;
