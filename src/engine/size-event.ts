/** The row that says that a capture has reached its largest size, and when it is said again. */
import type { ObserverEvent } from "../model/event.ts";

const toldEveryMs = 60_000;

/** Said when it begins, and again while it goes on, but not with every few rows that go. */
export class DroppedRows {
  readonly #maxBytes: () => number;
  #count = 0;
  #tellAgainAt = 0;

  constructor(maxBytes: () => number) {
    this.#maxBytes = maxBytes;
  }

  /** `at` is in ms since the epoch. Undefined where it need not be said now. */
  dropped(count: number, at: number): ObserverEvent | undefined {
    this.#count += count;
    if (at < this.#tellAgainAt) return undefined;
    this.#tellAgainAt = at + toldEveryMs;
    return oldestRowsDropped(this.#count, this.#maxBytes());
  }
}

/** `count`: all rows that went so far. Its kind, `oldestRowsDropped`, has a page in docs/verdicts. */
function oldestRowsDropped(count: number, maxBytes: number): ObserverEvent {
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
