/** The row that says that a capture has reached its largest size. */
import type { ObserverEvent } from "../model/event.ts";

/** `count`: all rows that went so far. Its kind, `oldestRowsDropped`, has a page in docs/verdicts. */
export function oldestRowsDropped(count: number, maxBytes: number): ObserverEvent {
  return {
    kind: "oldestRowsDropped",
    level: "note",
    title: `the oldest ${count} rows went: the capture has reached ${sizeText(maxBytes)}`,
    explanation:
      "A capture has a largest size. Once it is reached, the oldest rows are deleted while new ones come in; the connection and what is judged of it are not touched.",
    advice: [
      "Save the capture before what you need goes.",
      "A larger capture: the setting framescope.captures.maxSizeMb.",
    ],
    measures: { rows: count },
  };
}

function sizeText(bytes: number): string {
  if (bytes >= 1e9) return `${Number((bytes / 1e9).toFixed(1))} GB`;
  return bytes >= 1e6 ? `${Math.round(bytes / 1e6)} MB` : `${Math.round(bytes / 1000)} kB`;
}
