/**
 * The capture at a glance, as far as the page shows it: overview and lane always, channels and series while their tab is
 * open. Asks again when the engine says that there is more, and for one answer of a kind at a time.
 */
import type { ChannelSummary, Lane, Overview, OverviewTick, Series } from "../src/bridge/overview.ts";
import type { TimelineHost } from "../src/bridge/timeline-api.ts";

type Part = "overview" | "lane" | "channels" | "series";

export class Glance {
  overview: Overview | undefined;
  lane: Lane | undefined;
  channels: readonly ChannelSummary[] | undefined;
  series: Series | undefined;
  /** Grows with each change that was told: whoever pages through verdicts asks again. */
  tick: OverviewTick | undefined;
  readonly #host: TimelineHost;
  readonly #changed: () => void;
  readonly #slots = { overview: 0, lane: 0 };
  readonly #asking = new Set<Part>();
  readonly #again = new Set<Part>();
  #shown: "channels" | "series" | undefined;

  constructor(host: TimelineHost, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
  }

  /** There is more, or something else. */
  ticked(tick: OverviewTick): void {
    this.tick = tick;
    void this.#ask("overview");
    void this.#ask("lane");
    if (this.#shown) void this.#ask(this.#shown);
    this.#changed();
  }

  /** Rows have moved. */
  rowsChanged(): void {
    void this.#ask("lane");
  }

  /** How many marks there is room for. */
  resize(part: "overview" | "lane", slots: number): void {
    if (slots === this.#slots[part]) return;
    this.#slots[part] = slots;
    void this.#ask(part);
  }

  /** What is to be seen besides overview and lane. */
  show(part: "channels" | "series" | undefined): void {
    if (part === this.#shown) return;
    this.#shown = part;
    if (part) void this.#ask(part);
  }

  async #ask(part: Part): Promise<void> {
    if (this.#asking.has(part)) {
      this.#again.add(part);
      return;
    }
    this.#asking.add(part);
    do {
      this.#again.delete(part);
      try {
        await this.#load(part);
      } catch {
        // What is asked several times a second may fail once; the next change asks again.
      }
    } while (this.#again.has(part));
    this.#asking.delete(part);
    this.#changed();
  }

  async #load(part: Part): Promise<void> {
    const { overview, lane } = this.#slots;
    if (part === "overview" && overview > 0) this.overview = await this.#host.overview(overview);
    else if (part === "lane" && lane > 0) this.lane = await this.#host.lane(lane);
    else if (part === "channels") this.channels = await this.#host.channels();
    else if (part === "series") this.series = await this.#host.series();
  }
}
