/** Puts strip, verdicts, channels and charts on the page: what each is given, and what its events do. Templates only. */
import "./channels-panel.ts";
import "./charts-panel.ts";
import "./time-strip.ts";
import "./verdicts-panel.ts";
import { html } from "lit";
import { addTerm, fieldTerm } from "../src/filter/terms.ts";
import { type TimeRange, timeRangeOf, withoutTimeRange, withTimeRange } from "./time-term.ts";
import type { TimelineStore } from "./timeline-store.ts";

export function timeStrip(store: TimelineStore) {
  const { glance, options } = store;
  const { fromAt, toAt } = glance.overview ?? {};
  const range = fromAt === undefined || toAt === undefined ? undefined : timeRangeOf(options.filter, { fromAt, toAt });
  return html`<time-strip
    .overview=${glance.overview}
    .range=${range}
    @resized=${({ detail }: CustomEvent<number>) => glance.resize("overview", detail)}
    @jumped=${({ detail }: CustomEvent<number>) => store.jump(detail)}
    @brushed=${({ detail }: CustomEvent<TimeRange>) => brush(store, detail)}
    @unbrushed=${() => unbrush(store)}
  ></time-strip>`;
}

/** The tab beside the details that is open. */
export function glancePanel(store: TimelineStore) {
  const { glance, host, protocol } = store;
  switch (store.panel) {
    case "verdicts":
      return html`<verdicts-panel
        slot="verdicts"
        .kinds=${glance.overview?.kinds ?? []}
        .version=${`${glance.tick?.generation} ${glance.tick?.verdicts}`}
        .load=${host.verdicts}
        .loadDetails=${host.details}
        @jumped=${({ detail }: CustomEvent<number>) => store.jump(detail)}
      ></verdicts-panel>`;
    case "channels":
      return html`<channels-panel
        slot="channels"
        .channels=${glance.channels}
        .withoutIds=${protocol?.hasNoEventIds === true}
        @jumped=${({ detail }: CustomEvent<number>) => store.jump(detail)}
        @channel-wanted=${({ detail }: CustomEvent<string>) =>
          store.setOptions({ filter: addTerm(store.options.filter, fieldTerm("channel", detail)) })}
      ></channels-panel>`;
    default:
      return html`<charts-panel
        slot="charts"
        .series=${glance.series}
        .transport=${protocol?.transport}
        @brushed=${({ detail }: CustomEvent<TimeRange>) => brush(store, detail)}
        @unbrushed=${() => unbrush(store)}
      ></charts-panel>`;
  }
}

function brush(store: TimelineStore, range: TimeRange): void {
  void store.setOptions({ filter: withTimeRange(store.options.filter, range) });
}

function unbrush(store: TimelineStore): void {
  const filter = withoutTimeRange(store.options.filter);
  if (filter !== store.options.filter) void store.setOptions({ filter });
}
