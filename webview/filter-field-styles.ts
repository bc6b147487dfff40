/** How the filter's text, its faults and its list look. The text is drawn twice: see `filter-field.ts`. */
import { css } from "lit";

export const filterFieldStyles = css`
  :host {
    position: relative;
    display: block;
    flex: 1;
    min-width: 0;
  }
  .text {
    position: relative;
    overflow: hidden;
    height: 24px;
  }
  input,
  .drawn {
    box-sizing: border-box;
    width: 100%;
    height: 24px;
    padding: 0;
    border: 0;
    font: var(--fs-mono-size) / 24px var(--fs-mono);
    font-variant-ligatures: none;
    letter-spacing: 0;
    white-space: pre;
  }
  input {
    display: block;
    outline: none;
    background: none;
    color: transparent;
    caret-color: var(--vscode-editorCursor-foreground, var(--fs-fg));
  }
  input::placeholder {
    color: var(--vscode-input-placeholderForeground, #989898);
    opacity: 1;
  }
  input::selection {
    background: var(--vscode-editor-selectionBackground, #264f78);
    color: transparent;
  }
  .drawn {
    position: absolute;
    inset: 0;
    overflow: hidden;
    color: var(--vscode-input-foreground, var(--fs-fg));
    pointer-events: none;
  }
  /* With colours of its own, the system would draw the field's text over ours. */
  @media (forced-colors: active) {
    input {
      color: FieldText;
    }
    .drawn {
      visibility: hidden;
    }
  }
  .field,
  .path {
    color: var(--fs-key);
  }
  .operator,
  .not,
  .or,
  .parenthesis {
    color: var(--fs-sent);
  }
  .value,
  .pattern {
    color: var(--fs-string);
  }
  .faulty {
    text-decoration: underline wavy var(--fs-err) 1px;
    text-decoration-skip-ink: none;
    text-underline-offset: 3px;
  }
  .below {
    position: absolute;
    z-index: 3;
    top: calc(100% + 4px);
    left: -9px;
    box-sizing: border-box;
    max-width: min(560px, 100vw - 24px);
    margin: 0;
    border: 1px solid var(--vscode-editorSuggestWidget-border, var(--fs-line));
    border-radius: 3px;
    background: var(--vscode-editorSuggestWidget-background, var(--fs-side));
    color: var(--vscode-editorSuggestWidget-foreground, var(--fs-fg));
    box-shadow: 0 2px 8px var(--vscode-widget-shadow, rgb(0 0 0 / 36%));
  }
  ul {
    min-width: 240px;
    max-height: 266px;
    padding: 2px;
    list-style: none;
  }
  li {
    display: flex;
    gap: 18px;
    padding: 0 8px;
    border-radius: 3px;
    font: var(--fs-mono-size) / 22px var(--fs-mono);
    cursor: pointer;
  }
  li .label {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: pre;
  }
  li .detail {
    flex: 1;
    overflow: hidden;
    color: var(--fs-dim);
    font-family: var(--fs-ui);
    text-align: right;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  li:hover {
    background: var(--fs-hover);
  }
  li[aria-selected="true"] {
    outline: 1px solid var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
    background: var(--vscode-editorSuggestWidget-selectedBackground, var(--fs-selected));
    color: var(--vscode-editorSuggestWidget-selectedForeground, var(--fs-selected-fg));
  }
  li[aria-selected="true"] .detail {
    color: inherit;
  }
  .fault {
    padding: 4px 10px;
    border-color: var(--vscode-inputValidation-errorBorder, #be1100);
    background: var(--vscode-inputValidation-errorBackground, #5a1d1d);
    color: var(--vscode-inputValidation-errorForeground, var(--fs-fg));
    font: var(--fs-size) / 1.4 var(--fs-ui);
    text-align: left;
    cursor: pointer;
  }
  .fault b {
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
`;
