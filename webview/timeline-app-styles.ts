/** The page's layout: one column of bars around rows and details. */
import { css } from "lit";

export const appStyles = css`
  :host {
    display: grid;
    grid-template:
      "toolbar" auto
      "filter" auto
      "strip" auto
      "main" minmax(0, 1fr)
      "notice" auto
      "composer" auto / minmax(0, 1fr);
    height: 100vh;
    overflow: hidden;
  }
  timeline-toolbar {
    grid-area: toolbar;
  }
  filter-box {
    grid-area: filter;
  }
  time-strip {
    grid-area: strip;
  }
  main {
    grid-area: main;
    display: flex;
    min-width: 0;
    min-height: 0;
  }
  row-list {
    flex: 1 1 0;
  }
  pane-splitter {
    flex: 0 0 1px;
  }
  side-panel {
    flex: 0 0 var(--fs-details);
    max-width: 75%;
  }
  :host([narrow]) main {
    flex-direction: column;
  }
  :host([narrow]) side-panel {
    max-width: none;
    max-height: 70%;
  }
  .unchosen {
    margin: 0;
    padding: 14px;
    color: var(--fs-dim);
  }
  timeline-composer {
    grid-area: composer;
  }
  .notice {
    grid-area: notice;
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 5px 12px;
    border-top: 1px solid var(--fs-line);
    background: var(--vscode-inputValidation-infoBackground, var(--fs-side));
  }
  .notice span {
    flex: 1;
    overflow-wrap: anywhere;
  }
  .alone {
    grid-row: 1 / -1;
    place-self: center;
  }
`;
