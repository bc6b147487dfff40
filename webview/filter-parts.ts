/** The filter's line on the page, with what it asks of the store. Template only. */
import "./filter-box.ts";
import { html } from "lit";
import type { TimelineStore } from "./timeline-store.ts";

/** `left`: the person is done with it. */
export function filterBox(store: TimelineStore, left: () => void) {
  const { filters } = store;
  const telling = (act: (detail: string) => unknown) => (event: CustomEvent<string>) => void act(event.detail);
  return html`<filter-box
    .filter=${store.options.filter}
    .view=${store.view}
    .words=${filters.words}
    .kept=${filters.kept}
    .back=${store.options.filter === "" ? filters.back : undefined}
    @prepared=${() => filters.prepare()}
    @filter-changed=${telling((filter) => filters.apply(filter))}
    @filter-used=${telling((filter) => filters.remember(filter))}
    @filter-saved=${telling((name) => filters.save(name))}
    @filter-removed=${telling((name) => filters.remove(name))}
    @term-toggled=${telling((term) => filters.toggle(term))}
    @search-stopped=${() => store.stopSearch()}
    @search-resumed=${() => store.goOnSearching()}
    @back=${() => filters.goBack()}
    @left=${left}
  ></filter-box>`;
}
