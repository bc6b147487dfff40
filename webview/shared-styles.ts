/** Styles that several components share: scroll bars and quiet buttons. Colours come from `timeline.css`. */
import { css } from "lit";

/** For an element that scrolls in its own shadow root: the page's scroll bar styles do not reach in. */
export const scrollStyles = css`
  .scrolls {
    overflow: auto;
    scrollbar-color: auto;
  }
  .scrolls::-webkit-scrollbar {
    width: 10px;
    height: 10px;
  }
  .scrolls::-webkit-scrollbar-thumb {
    background: var(--vscode-scrollbarSlider-background, rgb(121 121 121 / 40%));
  }
  .scrolls::-webkit-scrollbar-thumb:hover {
    background: var(--vscode-scrollbarSlider-hoverBackground, rgb(100 100 100 / 70%));
  }
  .scrolls::-webkit-scrollbar-corner {
    background: transparent;
  }
`;

/** A button that reads as a link. */
export const linkStyles = css`
  .link {
    padding: 0;
    border: 0;
    background: none;
    color: var(--fs-link);
    font: inherit;
    text-align: inherit;
    cursor: pointer;
  }
  .link:hover {
    text-decoration: underline;
  }
  .link:focus-visible {
    outline: 1px solid var(--fs-focus);
    outline-offset: 1px;
  }
`;

/** Text exactly as it came, in the editor's font. */
export const monoStyles = css`
  .mono {
    font-family: var(--fs-mono);
    font-size: var(--fs-mono-size);
  }
`;
