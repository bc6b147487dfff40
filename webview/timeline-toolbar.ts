/** The toolbar: how the session stands, in one line, and what can be done with it. Draws what it is given. */
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import { css, html, LitElement, nothing } from "lit";
import { live } from "lit/directives/live.js";
import type { SessionSummary } from "../src/bridge/engine-api.ts";
import type { SessionState } from "../src/model/session.ts";
import type { TimeMode } from "./columns.ts";
import { countOf, formatCount, formatRate } from "./format.ts";

const stateWords: Readonly<Record<SessionState, string>> = {
  connecting: "Connecting",
  open: "Connected",
  waiting: "Waiting",
  stopped: "Disconnected",
};

/** A title made of the address itself. */
function saysNoMore({ title, url }: SessionSummary): boolean {
  return title === url || title === url.replace(/^\w+:\/\//, "");
}

/** Emits `action` with the name of what was asked for. */
export class TimelineToolbar extends LitElement {
  static override properties = {
    session: { attribute: false },
    follow: { type: Boolean },
    paused: { type: Boolean },
    folding: { type: Boolean },
    time: {},
  };

  declare session: SessionSummary | undefined;
  declare follow: boolean;
  declare paused: boolean;
  declare folding: boolean;
  declare time: TimeMode;

  static override styles = css`
    :host {
      display: flex;
      align-items: center;
      gap: 8px;
      min-width: 0;
      height: 34px;
      padding: 0 12px;
      border-bottom: 1px solid var(--fs-line);
      container: toolbar / inline-size;
      white-space: nowrap;
    }
    .state {
      display: flex;
      align-items: center;
      gap: 6px;
      /* As wide as its longest word, so that the title stands still. */
      min-width: 82px;
      color: var(--fs-dim);
      font-size: 11px;
    }
    .dot {
      width: 8px;
      height: 8px;
      box-sizing: border-box;
      border-radius: 50%;
      background: var(--fs-dim);
    }
    .open .dot {
      background: var(--fs-ok);
    }
    .connecting .dot,
    .waiting .dot {
      background: none;
      border: 2px solid var(--fs-warn);
    }
    .stopped .dot {
      background: none;
      border: 2px solid var(--fs-dim);
    }
    .title {
      flex: 0 1 auto;
      min-width: 4em;
      overflow: hidden;
      text-overflow: ellipsis;
      font-weight: 600;
    }
    .url {
      /* Gives way long before the title does. */
      flex: 0 1000 auto;
      min-width: 0;
      overflow: hidden;
      text-overflow: ellipsis;
      color: var(--fs-dim);
      font: var(--fs-mono-size) / 1 var(--fs-mono);
      line-height: 18px;
    }
    .pills {
      display: flex;
      flex: 0 0 auto;
      gap: 8px;
    }
    .pill {
      padding: 0 8px;
      border: 1px solid var(--fs-line);
      border-radius: 10px;
      color: var(--fs-dim);
      font-size: 11px;
      line-height: 18px;
      font-variant-numeric: tabular-nums;
    }
    .pill b {
      color: var(--fs-fg);
      font-weight: 600;
    }
    .rate {
      min-width: 34px;
      text-align: center;
    }
    .unchecked,
    .verdicts {
      border-color: var(--fs-warn);
      background: none;
      color: var(--fs-warn);
      font-family: inherit;
      cursor: pointer;
    }
    .verdicts:hover {
      background: color-mix(in srgb, var(--fs-warn) 15%, transparent);
    }
    .verdicts:focus-visible {
      outline: 1px solid var(--fs-focus);
      outline-offset: 1px;
    }
    .actions {
      display: flex;
      flex: 1 0 auto;
      justify-content: flex-end;
      gap: 4px;
    }
    @container toolbar (max-width: 960px) {
      .url {
        display: none;
      }
    }
    @container toolbar (max-width: 760px) {
      .protocol b,
      .rate {
        display: none;
      }
    }
    @container toolbar (max-width: 600px) {
      .protocol,
      .state span:last-child {
        display: none;
      }
      .state {
        min-width: 0;
      }
    }
  `;

  override render() {
    const { session } = this;
    return html`${session ? this.#status(session) : nothing}
      <div class="actions" role="toolbar" aria-label="Timeline actions">
        ${this.#toggle("toggleFollow", "arrow-circle-down", "Follow the newest rows", this.follow)}
        ${this.#toggle("togglePause", this.paused ? "debug-continue" : "debug-pause", "Pause the list", this.paused)}
        ${this.#toggle("toggleFold", "pulse", "Fold heartbeats and polls into one row each", this.folding)}
        ${this.#button("showCharts", "graph-line", "Verdicts, channels and charts")}
        ${this.#button("time", "clockface", `Time: ${this.time}. Click for the next`)}
        ${session?.recorded ? nothing : this.#liveButtons(session)}
      </div>`;
  }

  /** What makes no sense with a recording. */
  #liveButtons(session: SessionSummary | undefined) {
    const clear = this.#button("clear", "clear-all", "Clear all rows");
    // A mock server's clients come and go by themselves.
    if (session?.mock) return clear;
    return html`${clear}
      ${this.#button("reconnect", "debug-restart", "Reconnect")}
      ${this.#button("disconnect", "debug-disconnect", "Disconnect", session?.state === "stopped")}`;
  }

  #status(session: SessionSummary) {
    const { state, detail, verdicts, entries, subprotocol, recorded, mock } = session;
    const stateWord = recorded ? "Recorded" : mock && state === "open" ? "Running" : stateWords[state];
    return html`
      <span class="state ${state}" role="status" title=${detail ?? stateWord}>
        <span class="dot"></span><span>${stateWord}</span>
      </span>
      <span class="title" title=${session.title}>${session.title}</span>
      <span class="url" title=${session.url}>${saysNoMore(session) ? nothing : session.url}</span>
      <span class="pills">
        <span class="pill protocol" title="Protocol${subprotocol ? ", and the subprotocol that the server chose" : ""}"
          >${session.protocolTitle}${subprotocol ? html` <b>${subprotocol}</b>` : nothing}</span
        >
        ${session.acceptsAnyCertificate ? html`<span class="pill unchecked" title=${anyCertificate}>any certificate</span>` : nothing}
        <span class="pill"><b>${formatCount(entries)}</b> ${entries === 1 ? "row" : "rows"}</span>
        ${
          recorded
            ? nothing
            : html`<span class="pill rate" title="Rows in the last second"><b>${formatRate(session.ratePerSecond)}</b>/s</span>`
        }
        ${
          verdicts > 0
            ? html`<button class="pill verdicts" title="Show the verdicts" @click=${() => this.#act("showVerdicts")}>
              ${countOf(verdicts, "verdict")}
            </button>`
            : nothing
        }
      </span>
    `;
  }

  #toggle(action: string, icon: string, label: string, on: boolean) {
    return html`<vscode-toolbar-button
      toggleable
      icon=${icon}
      title=${label}
      .label=${label}
      .checked=${live(on)}
      @change=${() => this.#act(action)}
    ></vscode-toolbar-button>`;
  }

  /** `idle`: there is nothing that it could do now. */
  #button(action: string, icon: string, label: string, idle = false) {
    return html`<vscode-toolbar-button
      ?disabled=${idle}
      ?inert=${idle}
      icon=${icon}
      title=${label}
      .label=${label}
      @click=${() => this.#act(action)}
    ></vscode-toolbar-button>`;
  }

  #act(action: string): void {
    this.dispatchEvent(new CustomEvent("action", { detail: action }));
  }
}

const anyCertificate =
  "The server's certificate is not checked (insecure): whoever stands between here and the server could read and change everything.";

customElements.define("timeline-toolbar", TimelineToolbar);
