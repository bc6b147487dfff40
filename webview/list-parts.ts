/** The list's still parts: its head, and the button that says how many rows are new. Templates only. */
import { html, nothing } from "lit";
import { columns, headOf, type TimeMode } from "./columns.ts";
import { formatCount } from "./format.ts";

export function listHead(time: TimeMode, changeTime: () => void) {
  return html`<div class="row head" role="row" aria-rowindex="1">
    ${columns.map((column) => {
      const { text, title } = headOf(column, time);
      const label = text === "" ? title : nothing;
      if (column !== "time")
        return html`<span class=${column} role="columnheader" title=${title} aria-label=${label}>${text}</span>`;
      return html`<span role="columnheader" class="time-head"
        ><button class="time" tabindex="-1" title="${title}. Click to change." @click=${changeTime}>${text}</button></span
      >`;
    })}
  </div>`;
}

/** `held` counts rows that a pause holds back, `fresh` rows below what has been seen. */
export function newRowsButton(state: {
  readonly held: number | undefined;
  readonly fresh: number;
  readonly resume: () => void;
  readonly follow: () => void;
}) {
  const { held, fresh, resume, follow } = state;
  if (held !== undefined) {
    const label = held > 0 ? `Paused · ${formatCount(held)} new` : "Paused";
    return html`<button class="new" title="Go on" @click=${resume}>${label}</button>`;
  }
  if (fresh <= 0) return nothing;
  return html`<button class="new" title="Follow the newest rows" @click=${follow}>↓ ${formatCount(fresh)} new</button>`;
}
