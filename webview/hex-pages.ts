/** A message's bytes as far as they have been fetched, page after page. Knows no element. */
import type { Excerpt } from "../src/bridge/rows.ts";
import type { TimelineHost } from "../src/bridge/timeline-api.ts";
import { bytesOf } from "./hex-text.ts";

const pageBytes = 16_384;
/** So many lines are as much as a page should hold; an editor shows more. */
const shownAtMost = 4_194_304;

export interface HexPage {
  readonly from: number;
  readonly bytes: Uint8Array;
}

export class HexPages {
  readonly pages: HexPage[] = [];
  readonly sizeBytes: number;
  readonly #fetch: (from: number, count: number) => ReturnType<TimelineHost["bytes"]>;
  #fetching = false;

  constructor(
    { base64, sizeBytes }: Excerpt,
    fetch: (from: number, count: number) => ReturnType<TimelineHost["bytes"]>,
  ) {
    this.sizeBytes = sizeBytes;
    this.#fetch = fetch;
    const first = bytesOf(base64);
    for (let from = 0; from < first.length; from += pageBytes)
      this.pages.push({ from, bytes: first.subarray(from, from + pageBytes) });
  }

  /** Bytes that are here. */
  get fetched(): number {
    const last = this.pages.at(-1);
    return last ? last.from + last.bytes.length : 0;
  }

  /** Whether more of them can be had here. */
  get hasMore(): boolean {
    return this.fetched < this.sizeBytes && this.fetched < shownAtMost;
  }

  /** Resolves to whether a page came. Rejects with a sentence. */
  async more(): Promise<boolean> {
    if (this.#fetching || !this.hasMore) return false;
    this.#fetching = true;
    try {
      const from = this.fetched;
      const { base64 } = await this.#fetch(from, pageBytes);
      const bytes = bytesOf(base64);
      if (bytes.length === 0) return false;
      this.pages.push({ from, bytes });
      return true;
    } finally {
      this.#fetching = false;
    }
  }
}
