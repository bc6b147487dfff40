/**
 * What stands where rows are not: what is being waited for, what usually goes wrong, and a button that does the next thing.
 * Knows the session's state, and no protocol.
 */
import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-progress-ring/index.js";
import { css, html, LitElement, nothing } from "lit";
import type { ProtocolInfo, SessionSummary } from "../src/bridge/engine-api.ts";
import type { ViewState } from "../src/bridge/rows.ts";
import { isScanning } from "./scanning.ts";

interface Picture {
  readonly title: string;
  readonly text?: string | undefined;
  readonly causes?: readonly string[];
  /** Name of the action, and the button's words. The first one is the next thing to do. */
  readonly buttons?: readonly (readonly [action: string, label: string])[];
  readonly busy?: boolean;
}

/** Emits `action` with the name of what was asked for. */
export class EmptyState extends LitElement {
  static override properties = {
    session: { attribute: false },
    protocol: { attribute: false },
    view: { attribute: false },
    mockRunning: { type: Boolean },
    failure: {},
  };

  declare session: SessionSummary | undefined;
  declare protocol: ProtocolInfo | undefined;
  declare view: ViewState | undefined;
  declare mockRunning: boolean;
  declare failure: string | undefined;

  static override styles = css`
    :host {
      display: block;
      max-width: 440px;
      padding: 24px;
      box-sizing: border-box;
      text-align: center;
    }
    h2 {
      margin: 0 0 6px;
      font-size: 14px;
      font-weight: 600;
      overflow-wrap: anywhere;
    }
    p {
      margin: 0;
      color: var(--fs-dim);
      overflow-wrap: anywhere;
    }
    ul {
      display: inline-block;
      margin: 12px 0 0;
      padding-left: 18px;
      color: var(--fs-dim);
      text-align: left;
      line-height: 1.5;
    }
    vscode-progress-ring {
      margin: 0 auto 10px;
    }
    .buttons {
      display: flex;
      justify-content: center;
      gap: 8px;
      margin-top: 16px;
    }
  `;

  override render() {
    const picture = this.#picture();
    if (!picture) return nothing;
    const { title, text, causes = [], buttons = [], busy } = picture;
    return html`
      ${busy ? html`<vscode-progress-ring aria-label="Working"></vscode-progress-ring>` : nothing}
      <h2>${title}</h2>
      ${text ? html`<p>${text}</p>` : nothing}
      ${causes.length > 0 ? html`<ul>${causes.map((cause) => html`<li>${cause}</li>`)}</ul>` : nothing}
      ${buttons.length > 0 ? html`<div class="buttons">${buttons.map(([action, label], index) => this.#button(action, label, index))}</div>` : nothing}
    `;
  }

  #button(action: string, label: string, index: number) {
    const act = () => this.dispatchEvent(new CustomEvent("action", { detail: action }));
    return html`<vscode-button ?secondary=${index > 0} @click=${act}>${label}</vscode-button>`;
  }

  #picture(): Picture | undefined {
    const { session, view, failure } = this;
    if (failure !== undefined) return failed(failure);
    if (!session || !view) return undefined;
    if (view.rows === 0 && view.options.filter !== "")
      return isScanning(view) ? undefined : filteredOut(view.options.filter);
    if (session.mock) return mockPicture(session, view.rows);
    switch (session.state) {
      case "connecting":
        return { title: `Connecting to ${session.url}`, text: session.detail, busy: true };
      case "waiting":
        return {
          title: "Not connected, trying again",
          text: session.detail,
          busy: true,
          buttons: [["reconnect", "Reconnect Now"], showLog],
        };
      case "stopped":
        return view.rows > 0
          ? undefined
          : { title: "Disconnected", text: session.detail, buttons: [["reconnect", "Reconnect"], connect] };
      case "open":
        return this.#quiet(session);
    }
  }

  #quiet(session: SessionSummary): Picture {
    const subscribe = this.protocol?.commandForms.find(({ kind }) => kind === "subscribe");
    const lacksChannel = subscribe !== undefined && session.channels.every(({ state }) => state === "rejected");
    const causes = [
      ...(lacksChannel ? ["No channel is subscribed: the server has nowhere to send to."] : []),
      ...(session.channels.some(({ state }) => state === "pending")
        ? ["The server has not confirmed a subscription yet."]
        : []),
      "Nothing has been published since the connection opened.",
      "The publisher uses another channel, topic or environment than this connection.",
    ];
    const next = lacksChannel ? ([["compose:subscribe", "Subscribe…"]] as const) : [];
    const publish = this.mockRunning ? ([["publishToMock", "Publish to Mock Server…"]] as const) : [];
    return { title: "Connected. Nothing has arrived yet.", causes, buttons: [...next, ...publish] };
  }
}

const connect = ["connect", "Connect to Another Endpoint…"] as const;
const showLog = ["showLog", "Show Log"] as const;

/** The mock server's own timeline. */
function mockPicture({ state, detail }: SessionSummary, rows: number): Picture | undefined {
  if (state === "open")
    return {
      title: "Nobody is connected yet",
      text: "What the mock server's clients are told and say shows here as it goes over the wire, with what faults do to it.",
      buttons: [["connect", "Connect to Endpoint…"]],
    };
  return rows > 0 ? undefined : { title: "The mock server has stopped", text: detail ?? "Nobody was connected to it." };
}

function failed(reason: string): Picture {
  return { title: "There is nothing to show", text: reason, buttons: [["connect", "Connect to Endpoint…"], showLog] };
}

function filteredOut(filter: string): Picture {
  const short = filter.length > 60 ? `${filter.slice(0, 60)}…` : filter;
  return {
    title: `No row matches “${short}”`,
    text: "Kind, channel, event id and payload were searched, in either case.",
    buttons: [["clearFilter", "Clear Filter"]],
  };
}

customElements.define("empty-state", EmptyState);
