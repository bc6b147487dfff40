/** The columns of the timeline: their order, heads and widths. Widths are in characters of the monospace font. */
import { css } from "lit";

export type TimeMode = "absolute" | "relative" | "delta";

export const columns = [
  "number",
  "time",
  "delta",
  "direction",
  "client",
  "kind",
  "channel",
  "event-id",
  "size",
  "summary",
] as const;
export type Column = (typeof columns)[number];

export function headOf(column: Column, time: TimeMode): { readonly text: string; readonly title: string } {
  switch (column) {
    case "number":
      return { text: "#", title: "Number of the entry in the capture" };
    case "time":
      return timeHeads[time];
    case "delta":
      return { text: "Δ", title: "Time since the row before it in the capture" };
    case "direction":
      return { text: "", title: "Direction" };
    case "client":
      return { text: "Client", title: "Number of the client, and the door that it came through" };
    case "kind":
      return { text: "Kind", title: "Kind of message or event" };
    case "channel":
      return { text: "Channel", title: "What it belongs to" };
    case "event-id":
      return { text: "Event id", title: "Event id or position" };
    case "size":
      return { text: "Size", title: "Bytes of the message on the wire" };
    case "summary":
      return { text: "Summary", title: "What it says" };
  }
}

const timeHeads = {
  absolute: { text: "Time", title: "Local time of day" },
  relative: { text: "Since start", title: "Time since the session started" },
  delta: { text: "Since above", title: "Time since the row above in this list, as filtered" },
} as const;

/**
 * One grid for head and rows. Where room is short, columns go that the details show as well: an empty width is no column.
 * `channel` stays a named line, since verdicts use all columns from there on.
 */
export const columnStyles = css`
  .row {
    --fs-delta-width: 6.2ch;
    --fs-client-width: ;
    --fs-kind-width: 15ch;
    --fs-channel-width: minmax(0, calc(17ch + var(--fs-channel-more, 0ch)));
    --fs-id-width: minmax(0, 11ch);
    --fs-size-width: 7.5ch;
    display: grid;
    align-items: center;
    column-gap: 8px;
    padding: 0 10px 0 12px;
    font-family: var(--fs-mono);
    font-size: var(--fs-mono-size);
    white-space: nowrap;
    grid-template-columns:
      var(--fs-number-width, 7ch) 12.5ch var(--fs-delta-width) 1.6ch var(--fs-client-width) minmax(0, var(--fs-kind-width))
      [channel] var(--fs-channel-width) var(--fs-id-width) var(--fs-size-width) minmax(0, 1fr);
  }
  .number,
  .delta,
  .size {
    text-align: right;
  }
  /* Only where the connections are those of many clients: the mock server's own timeline. */
  .client {
    display: none;
  }
  :host([clients]) .row {
    --fs-client-width: minmax(0, 12ch);
  }
  :host([clients]) .client {
    display: block;
  }
  /* The room for ids goes to the channel, and to the summary. */
  :host([without-ids]) .row {
    --fs-id-width: ;
    --fs-channel-more: 4ch;
  }
  :host([without-ids]) .event-id {
    display: none;
  }
  /* An editor beside the side bar of a laptop: Action Cable's longest kind, confirm_subscription, can be read. */
  @container list (min-width: 960px) {
    .row {
      --fs-kind-width: 21ch;
      --fs-channel-width: minmax(0, calc(20ch + var(--fs-channel-more, 0ch)));
    }
  }
  @container list (min-width: 1080px) {
    .row {
      --fs-channel-width: minmax(0, calc(22ch + var(--fs-channel-more, 0ch)));
      --fs-id-width: minmax(0, 14ch);
    }
  }
  @container list (max-width: 860px) {
    .row {
      --fs-kind-width: 14ch;
      --fs-id-width: minmax(0, 9ch);
      --fs-size-width: ;
      column-gap: 7px;
    }
    .size {
      display: none;
    }
  }
  @container list (max-width: 720px) {
    .row {
      --fs-delta-width: ;
      --fs-id-width: minmax(0, 8ch);
    }
    .delta {
      display: none;
    }
    /* The number stays; the door goes to a line below it, where nobody sees it. */
    :host([clients]) .row {
      --fs-client-width: 4ch;
    }
    .client {
      height: 100%;
      white-space: normal;
    }
    .head .client {
      visibility: hidden;
    }
  }
  @container list (max-width: 560px) {
    .row {
      --fs-channel-width: ;
      --fs-id-width: ;
    }
    .channel,
    .event-id {
      display: none;
    }
  }
`;
