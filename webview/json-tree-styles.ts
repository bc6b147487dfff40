/** How the JSON tree looks: keys, and values by their kind, in the editor's font. */
import { css } from "lit";

export const treeStyles = css`
  :host {
    display: block;
  }
  .tree {
    line-height: 20px;
    outline: none;
  }
  .line {
    position: relative;
    display: flex;
    padding-right: 46px;
    content-visibility: auto;
    contain-intrinsic-height: auto 20px;
    white-space: pre;
    cursor: default;
  }
  .line:hover {
    background: var(--fs-hover);
  }
  .tree:focus-visible .active {
    outline: 1px solid var(--fs-focus);
    outline-offset: -1px;
  }
  .twist {
    display: inline-block;
    flex: none;
    width: 2ch;
    color: var(--fs-dim);
  }
  .indent,
  .key,
  .colon {
    flex: none;
  }
  .key {
    max-width: 60%;
    overflow: hidden;
    text-overflow: ellipsis;
    color: var(--fs-key);
    unicode-bidi: isolate;
  }
  .value {
    min-width: 0;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    unicode-bidi: isolate;
    user-select: text;
    cursor: text;
  }
  .string {
    color: var(--fs-string);
  }
  .number {
    color: var(--fs-number);
  }
  .boolean,
  .null {
    color: var(--fs-boolean);
  }
  .size {
    margin-left: 1ch;
    color: var(--fs-dim);
  }
  .known {
    text-decoration: underline dotted var(--fs-dim);
    text-underline-offset: 3px;
  }
  .age {
    flex: none;
    margin-left: 1ch;
    color: var(--fs-dim);
  }
  mark {
    background: var(--fs-hit);
    color: inherit;
  }
  .key.chunk {
    color: var(--fs-dim);
  }
  .icons {
    position: absolute;
    right: 2px;
    top: -1px;
    display: flex;
    line-height: normal;
    white-space: normal;
    opacity: 0;
  }
  .line:hover .icons,
  .tree:focus-visible .icons {
    opacity: 1;
  }
  .note {
    padding-top: 4px;
    color: var(--fs-dim);
  }
`;
