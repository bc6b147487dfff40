/** Styles that several components share: scroll bars, quiet buttons, bars above a text. Colours come from `timeline.css`. */
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

/** The bar above a tab's text: it stays while the text scrolls under it, and its first words push the buttons aside. */
export const paneHeaderStyles = css`
  header {
    position: sticky;
    top: 0;
    z-index: 1;
    display: flex;
    align-items: center;
    gap: 4px;
    padding: 3px 10px 3px 14px;
    background: var(--fs-bg);
    color: var(--fs-dim);
    font-size: 11px;
  }
  header span {
    flex: 1;
  }
`;

/** Text exactly as it came, in the editor's font. */
export const monoStyles = css`
  .mono {
    font-family: var(--fs-mono);
    font-size: var(--fs-mono-size);
  }
`;
