/** A row's question or answer, as lines among the facts: `In answer to speak · #1 204 866 · 38 ms`. */
import { html, nothing } from "lit";
import type { EntryLink } from "../src/bridge/rows.ts";
import { formatCount, formatDuration } from "./format.ts";
import { visibleLine } from "./visible-text.ts";

const labels: Readonly<Record<EntryLink["relation"], string>> = {
  inAnswerTo: "In answer to",
  answeredBy: "Answered by",
  ends: "Ends",
};

export function entryLinks(links: readonly EntryLink[], jump: (seq: number) => void) {
  return links.map(
    ({ relation, name, seq, elapsedMs, certainty }) =>
      html`<dt>${labels[relation]}</dt>
        <dd>
          <button class="link" title="Go to this row" @click=${() => jump(seq)}>
            ${visibleLine(name)} · #${formatCount(seq)} · ${formatDuration(elapsedMs)}</button
          >
          ${certainty === "likely" ? html`<span class="aside" title="Nothing on the wire says so: it is the first one soon after.">likely</span>` : nothing}
        </dd>`,
  );
}
