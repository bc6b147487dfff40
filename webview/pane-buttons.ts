/** Buttons of the bar above a tab's text; the bar itself is `paneHeaderStyles`. */
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import { html } from "lit";
import { tell } from "./telling.ts";

/** Tells `payload-opened`. */
export function openButton(from: EventTarget) {
  return html`<vscode-toolbar-button
    icon="go-to-file"
    title="Open in an editor"
    .label=${"Open in an editor"}
    @click=${() => tell(from, "payload-opened")}
  ></vscode-toolbar-button>`;
}
