/** How the filter's line looks: the box with its field, what was found, and the quick filters beside it. */
import { css } from "lit";

export const filterBoxStyles = css`
  :host {
    position: relative;
    z-index: 2;
    display: flex;
    align-items: center;
    gap: 10px;
    padding: 6px 12px;
    border-bottom: 1px solid var(--fs-line);
    container: filter / inline-size;
  }
  .box {
    position: relative;
    display: flex;
    flex: 1;
    align-items: center;
    gap: 4px;
    min-width: 0;
    height: 24px;
    padding: 0 3px 0 8px;
    border: 1px solid var(--vscode-settings-textInputBorder, var(--vscode-input-border, var(--fs-line)));
    border-radius: 4px;
    background: var(--vscode-settings-textInputBackground, var(--fs-input));
  }
  .box:focus-within {
    border-color: var(--fs-focus);
  }
  .box.faulty {
    border-color: var(--vscode-inputValidation-errorBorder, #be1100);
  }
  .found {
    padding: 0 4px;
    color: var(--fs-dim);
    font: 11px / 18px var(--fs-mono);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  progress {
    position: absolute;
    right: 0;
    bottom: -1px;
    left: 0;
    width: 100%;
    height: 2px;
    appearance: none;
    border: 0;
    background: none;
  }
  progress::-webkit-progress-bar {
    background: none;
  }
  progress::-webkit-progress-value {
    background: var(--vscode-progressBar-background, #0e70c0);
  }
  vscode-icon[aria-pressed="true"] {
    color: var(--fs-focus);
  }
  .chips {
    display: flex;
    gap: 6px;
  }
  .chip {
    padding: 0 10px;
    border: 1px solid var(--fs-line);
    border-radius: 11px;
    background: none;
    color: var(--fs-dim);
    font: 11px / 20px var(--fs-ui);
    white-space: nowrap;
    cursor: pointer;
  }
  .chip:hover {
    background: var(--fs-hover);
    color: var(--fs-fg);
  }
  .chip[aria-pressed="true"] {
    border-color: var(--fs-focus);
    background: color-mix(in srgb, var(--fs-focus) 18%, transparent);
    color: var(--fs-fg);
  }
  .chip:focus-visible {
    outline: 1px solid var(--fs-focus);
    outline-offset: 1px;
  }
  .back {
    margin: 0 2px;
    line-height: 16px;
    border-color: var(--fs-focus);
    color: var(--fs-fg);
  }
  saved-filters {
    position: absolute;
    z-index: 3;
    top: calc(100% + 4px);
    right: -1px;
  }
  @container filter (max-width: 640px) {
    .took {
      display: none;
    }
  }
  @container filter (max-width: 560px) {
    .chips {
      display: none;
    }
  }
`;
