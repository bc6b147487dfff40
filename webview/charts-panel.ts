/** Rate, size, latency and ping over the whole time, one chart each; and why, where there is nothing to draw. */
import "./chart-view.ts";
import { css, html, LitElement, nothing } from "lit";
import type { Series } from "../src/bridge/overview.ts";
import type { TransportName } from "../src/model/transport.ts";
import type { Chart } from "./chart-view.ts";
import { formatDuration, formatRate, formatSize } from "./format.ts";
import { scrollStyles } from "./shared-styles.ts";

interface Section {
  readonly chart: Chart;
  /** Why there may be nothing. */
  readonly reason: string;
}

/** Lets `brushed` and `unbrushed` of its charts through. */
export class ChartsPanel extends LitElement {
  static override properties = {
    series: { attribute: false },
    transport: {},
    widthPx: { state: true },
    theme: { state: true },
  };

  /** Undefined until it is here. */
  declare series: Series | undefined;
  declare transport: TransportName | undefined;
  declare widthPx: number;
  declare theme: string;
  #watching: MutationObserver | undefined;

  static override styles = [
    scrollStyles,
    css`
      :host {
        display: flex;
        min-height: 0;
      }
      .scrolls {
        flex: 1;
        min-width: 0;
        padding-bottom: 12px;
      }
      section + section {
        border-top: 1px solid var(--fs-line);
      }
      h3 {
        margin: 0;
        padding: 8px 12px 0;
        font-size: 12px;
        font-weight: 600;
      }
      p {
        margin: 0;
        padding: 2px 12px 12px;
        color: var(--fs-dim);
        font-size: 12px;
        line-height: 1.5;
      }
    `,
  ];

  constructor() {
    super();
    this.widthPx = 0;
    this.theme = "";
  }

  /** VS Code changes the page's custom properties and the body's class with the theme. */
  override connectedCallback(): void {
    super.connectedCallback();
    const read = () => {
      this.theme = `${document.body.className} ${getComputedStyle(document.body).getPropertyValue("--vscode-editor-background")}`;
    };
    read();
    this.#watching = new MutationObserver(read);
    this.#watching.observe(document.body, { attributes: true, attributeFilter: ["class"] });
    this.#watching.observe(document.documentElement, { attributes: true, attributeFilter: ["style"] });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#watching?.disconnect();
  }

  override firstUpdated(): void {
    const around = this.renderRoot.querySelector(".scrolls") as HTMLElement;
    new ResizeObserver(() => {
      this.widthPx = around.clientWidth;
    }).observe(around);
  }

  override render() {
    return html`<div class="scrolls">${this.series ? this.#sections(this.series) : nothing}</div>`;
  }

  #sections(series: Series) {
    const times = series.messages.map((_, index) => series.fromAt + index * series.widthMs);
    return sectionsOf(series, this.transport).map(({ chart, reason }) => {
      const measured = chart.lines.some(({ values }) => values.some((value) => value !== null && value > 0));
      if (!measured) return html`<section><h3>${chart.title}</h3><p>${reason}</p></section>`;
      return html`<section>
        <chart-view
          .chart=${chart}
          .times=${times}
          .widthPx=${this.widthPx}
          .theme=${this.theme}
          @brushed=${(event: CustomEvent) => this.dispatchEvent(new CustomEvent("brushed", { detail: event.detail }))}
          @unbrushed=${() => this.dispatchEvent(new CustomEvent("unbrushed"))}
        ></chart-view>
      </section>`;
    });
  }
}

function sectionsOf(series: Series, transport: TransportName | undefined): readonly Section[] {
  const { messages, bytes, largestBytes, widthMs } = series;
  const perPoint = (sums: readonly number[]) =>
    sums.map((sum, index) => (messages[index] ? sum / (messages[index] ?? 1) : null));
  return [
    {
      chart: {
        title: "Message rate",
        format: (value) => `${formatRate(value)}/s`,
        lines: [
          {
            label: "messages",
            colour: "--fs-link",
            values: messages.map((count) => count / (widthMs / 1000)),
            isFilled: true,
          },
        ],
      },
      reason: "No messages yet.",
    },
    {
      chart: {
        title: "Size",
        format: (value) => formatSize(Math.round(value)),
        lines: [
          { label: "mean", colour: "--fs-link", values: perPoint(bytes) },
          {
            label: "largest",
            colour: "--fs-sent",
            values: largestBytes.map((size) => (size > 0 ? size : null)),
            isDashed: true,
          },
        ],
      },
      reason: "No messages yet.",
    },
    {
      chart: {
        title: "Latency",
        format: formatDuration,
        lines: [
          { label: "mean", colour: "--fs-link", values: series.latencyMs },
          { label: "worst", colour: "--fs-sent", values: series.worstLatencyMs, isDashed: true },
        ],
      },
      reason:
        "Nothing was measured: there is a latency where a question of the client has an answer of its own, as a subscription and its confirmation have.",
    },
    {
      chart: {
        title: "Ping round trip",
        format: formatDuration,
        lines: [
          { label: "mean", colour: "--fs-link", values: series.pingMs },
          { label: "worst", colour: "--fs-sent", values: series.worstPingMs, isDashed: true },
        ],
      },
      reason:
        transport === "http"
          ? "An exchange over HTTP has no pings."
          : "No ping of the client was answered. Only WebSocket pings that the client sends have a round trip: a server's pings have none here, and neither have a protocol's own that ask for no answer.",
    },
  ];
}

customElements.define("charts-panel", ChartsPanel);
