/** One chart over time, drawn by uPlot in the theme's colours: what the pointer is at is said in its head. */
import { html, LitElement, type PropertyValues } from "lit";
import uPlot from "uplot";
import { chartStyles } from "./chart-styles.ts";
import { formatClock } from "./format.ts";
import type { TimeRange } from "./time-term.ts";

const heightPx = 132;

export interface ChartLine {
  readonly label: string;
  /** A custom property of the page: `--fs-link`. */
  readonly colour: string;
  readonly values: readonly (number | null)[];
  readonly isFilled?: boolean;
  /** Dashes tell a line from another without its colour. */
  readonly isDashed?: boolean;
}

export interface Chart {
  readonly title: string;
  readonly lines: readonly ChartLine[];
  /** With its unit: `48 ms`. */
  readonly format: (value: number) => string;
}

/** Emits `brushed` with a `TimeRange`, and `unbrushed`. */
export class ChartView extends LitElement {
  static override properties = {
    chart: { attribute: false },
    times: { attribute: false },
    widthPx: { type: Number },
    theme: {},
    pointed: { state: true },
  };
  static override styles = chartStyles;

  declare chart: Chart;
  /** Beginning of each point, ms since the epoch. */
  declare times: readonly number[];
  declare widthPx: number;
  /** Changes with the colours. */
  declare theme: string;
  declare pointed: number | undefined;
  #plot: uPlot | undefined;
  #drawn = "";

  override render() {
    const { chart, times, pointed } = this;
    const last = times.length - 1;
    const index = pointed ?? last;
    return html`<h3>
        ${chart.title}
        <span class="at">${pointed === undefined ? "newest" : formatClock(times[index] ?? 0)}</span>
        ${chart.lines.map((line) => this.#value(line, index))}
      </h3>
      <div class="plot" @dblclick=${() => this.dispatchEvent(new CustomEvent("unbrushed"))}></div>`;
  }

  #value({ label, values, isDashed }: ChartLine, index: number) {
    const value = values[index];
    const shown = value === null || value === undefined ? "–" : this.chart.format(value);
    return html`<span class="value ${isDashed ? "dashed" : ""}"><i></i>${label} <b>${shown}</b></span>`;
  }

  override updated(changed: PropertyValues<this>): void {
    if (this.widthPx <= 0) return;
    const kept = `${this.theme} ${this.chart.lines.length}`;
    if (!this.#plot || kept !== this.#drawn) this.#make();
    else if (changed.has("chart") || changed.has("times")) this.#plot.setData(this.#data);
    if (changed.has("widthPx")) this.#plot?.setSize({ width: this.widthPx, height: heightPx });
    this.#drawn = kept;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  get #data(): uPlot.AlignedData {
    return [[...this.times], ...this.chart.lines.map(({ values }) => [...values])];
  }

  #make(): void {
    this.#plot?.destroy();
    const colours = getComputedStyle(this);
    const colour = (name: string) => colours.getPropertyValue(name).trim();
    const font = `11px ${colours.fontFamily}`;
    const axis = {
      stroke: colour("--fs-chart-dim"),
      font,
      grid: { stroke: colour("--fs-chart-line"), width: 1 },
      ticks: { show: false },
    };
    this.#plot = new uPlot(
      {
        width: this.widthPx,
        height: heightPx,
        ms: 1,
        legend: { show: false },
        // Half of a time of day stands right of its tick, and the last tick may be at the end.
        padding: [8, 30, 0, 0],
        cursor: {
          y: false,
          drag: { x: true, y: false, setScale: false },
          points: { size: 6 },
          dataIdx: (_, __, at) => at,
        },
        scales: { y: { range: (_, __, highest) => [0, highest > 0 ? highest * 1.1 : 1] } },
        axes: [
          { ...axis, size: 26, space: 80, values: (_, splits) => splits.map((at) => formatClock(at).slice(0, 8)) },
          { ...axis, size: 64, space: 28, values: (_, splits) => splits.map((value) => this.chart.format(value)) },
        ],
        series: [{}, ...this.chart.lines.map((line) => seriesOf(line, colour))],
        hooks: {
          setCursor: [({ cursor }) => this.#point(cursor.idx ?? undefined)],
          setSelect: [(plot) => this.#tellBrush(plot)],
        },
      },
      this.#data,
      this.renderRoot.querySelector(".plot") as HTMLElement,
    );
  }

  #point(index: number | undefined): void {
    this.pointed = index;
  }

  #tellBrush(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width < 3) return;
    const detail: TimeRange = { fromAt: plot.posToVal(left, "x"), toAt: plot.posToVal(left + width, "x") };
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.dispatchEvent(new CustomEvent("brushed", { detail }));
  }
}

function seriesOf({ label, colour, isFilled, isDashed }: ChartLine, colourOf: (name: string) => string): uPlot.Series {
  const stroke = colourOf(colour);
  return {
    label,
    stroke,
    width: 1.5,
    spanGaps: true,
    ...(isFilled ? { fill: `color-mix(in srgb, ${stroke} 22%, transparent)` } : {}),
    ...(isDashed ? { dash: [4, 3] } : {}),
    points: { size: 4, fill: stroke },
  };
}

customElements.define("chart-view", ChartView);
