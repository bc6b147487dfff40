/** The Handshake tab: what both sides said when the connection opened, names spelled as on the wire. */
import { css, html, LitElement, nothing } from "lit";
import type { Handshake, HeaderList } from "../src/model/frame.ts";
import { monoStyles } from "./shared-styles.ts";
import { visibleLine } from "./visible-text.ts";

export class HandshakeView extends LitElement {
  static override properties = { handshake: { attribute: false } };

  declare handshake: Handshake;

  static override styles = [
    monoStyles,
    css`
      :host {
        display: block;
        padding-bottom: 10px;
      }
      h3 {
        margin: 0;
        padding: 10px 14px 2px;
        color: var(--fs-dim);
        font-size: 11px;
        font-weight: normal;
      }
      dl {
        display: grid;
        grid-template-columns: fit-content(45%) minmax(0, 1fr);
        gap: 1px 12px;
        margin: 0;
        padding: 2px 14px;
        line-height: 18px;
      }
      dt {
        color: var(--fs-key);
      }
      dd {
        margin: 0;
      }
      dt,
      dd,
      .start {
        overflow-wrap: anywhere;
        unicode-bidi: isolate;
      }
      .start {
        padding: 0 14px;
        line-height: 18px;
        font-weight: 600;
      }
    `,
  ];

  override render() {
    const { request, response, redirects = [] } = this.handshake;
    return html`
      <h3>Agreed on</h3>
      ${pairs(this.#agreement())} ${redirects.length > 0 ? html`<h3>Redirects</h3>` : nothing}
      ${pairs(redirects.map(({ status, from, to }) => [`${status} ${from}`, to] as const))}
      <h3>Request</h3>
      <div class="start mono">${visibleLine(`${request.method} ${request.url} HTTP/${request.httpVersion}`)}</div>
      ${pairs(request.headers)}
      <h3>Response</h3>
      <div class="start mono">${visibleLine(`HTTP/${response.httpVersion} ${response.status} ${response.reason}`)}</div>
      ${pairs(response.headers)}
    `;
  }

  #agreement(): HeaderList {
    const { offered, subprotocol, extensions, remoteAddress } = this.handshake;
    const rows: (readonly [string, string])[] = [];
    if (offered.length > 0) rows.push(["Offered", offered.join(", ")]);
    if (offered.length > 0 || subprotocol) rows.push(["Chosen", subprotocol ?? "none"]);
    rows.push(["Extensions", extensions || "none"]);
    if (remoteAddress) rows.push(["Peer", remoteAddress]);
    return rows;
  }
}

function pairs(list: HeaderList) {
  if (list.length === 0) return nothing;
  return html`<dl class="mono">
    ${list.map(([name, value]) => html`<dt>${visibleLine(name)}</dt><dd>${visibleLine(value)}</dd>`)}
  </dl>`;
}

customElements.define("handshake-view", HandshakeView);
