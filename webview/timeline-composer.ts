/** The composer: sends what the session's protocol can send, by the protocol's own forms. Knows no protocol. */
import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import "@vscode-elements/elements/dist/vscode-single-select/index.js";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { live } from "lit/directives/live.js";
import type { ProtocolInfo, SessionSummary } from "../src/bridge/engine-api.ts";
import type { Command, CommandForm, Field, Values } from "../src/model/form.ts";
import type { Prepared } from "../src/model/prepared.ts";
import { type ComposerField, faultOf } from "./composer-field.ts";
import "./composer-field.ts";
import "./prepared-menu.ts";

/** Emits `action` with `reconnect`, and `saved` with the command that the form says. */
export class TimelineComposer extends LitElement {
  static override properties = {
    protocol: { attribute: false },
    session: { attribute: false },
    send: { attribute: false },
    prepared: { attribute: false },
    kind: { state: true },
    fault: { state: true },
    sending: { state: true },
  };

  declare protocol: ProtocolInfo | undefined;
  declare session: SessionSummary | undefined;
  /** Rejects with a sentence. */
  declare send: (command: Command) => Promise<void>;
  declare prepared: readonly Prepared[];
  declare kind: string;
  declare fault: { readonly field: string; readonly message: string } | undefined;
  declare sending: boolean;
  /** What was typed, by form and field: another form and back loses nothing. */
  readonly #typed = new Map<string, string>();
  #kinds: readonly { readonly label: string; readonly value: string }[] = [];

  static override styles = css`
    :host {
      display: block;
      border-top: 1px solid var(--fs-line);
    }
    .line {
      display: flex;
      align-items: flex-end;
      gap: 8px;
      min-height: 26px;
      padding: 8px 12px;
    }
    .kind {
      flex: 0 0 auto;
      width: 118px;
    }
    composer-field {
      flex: 1 1 90px;
    }
    .choice,
    .channel {
      flex: 0 1 180px;
    }
    .json,
    .multiline,
    .bytes {
      flex: 4 1 120px;
    }
    .send {
      flex: 0 0 auto;
      height: 26px;
    }
    .quiet {
      align-items: center;
      color: var(--fs-dim);
    }
    .quiet span {
      flex: 1;
      min-width: 0;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .fault {
      margin: -3px 12px 7px;
      color: var(--vscode-errorForeground, #f85149);
      font-size: 12px;
      overflow-wrap: anywhere;
    }
  `;

  constructor() {
    super();
    this.prepared = [];
    this.kind = "";
    this.sending = false;
  }

  /** Puts the cursor into a form, for the empty state that advises it. */
  async choose(kind: string): Promise<void> {
    this.kind = kind;
    await this.updateComplete;
    const field = this.renderRoot.querySelector<ComposerField>("composer-field");
    await field?.updateComplete;
    field?.focus();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("protocol") || !this.protocol) return;
    const { commandForms } = this.protocol;
    this.#kinds = commandForms.map(({ kind, title }) => ({ label: title, value: kind }));
    this.kind = commandForms[0]?.kind ?? "";
  }

  override render() {
    const { protocol, session } = this;
    if (!protocol || !session) return nothing;
    if (session.recorded) return this.#quiet("This is a recording: there is nobody to send to", "archive");
    const form = protocol.commandForms.find(({ kind }) => kind === this.kind);
    if (!form) return this.#quiet(protocol.readOnlyReason ?? `${protocol.title} clients send nothing.`, "lock");
    if (session.state !== "open") return this.#quiet(closedReason(session), "debug-disconnect", true);
    return html`<div class="line" role="group" aria-label="Send">
        <vscode-single-select
          class="kind"
          title="What to send"
          label="What to send"
          position="above"
          .options=${this.#kinds}
          .value=${live(this.kind)}
          @change=${this.#onKind}
        ></vscode-single-select>
        ${form.fields.map((field) => this.#field(form, field))}
        <prepared-menu
          .prepared=${this.prepared}
          @filled=${({ detail }: CustomEvent<Prepared>) => this.#fill(detail)}
          @sent=${({ detail }: CustomEvent<Prepared>) => this.#give(detail.command)}
          @saved=${() => this.dispatchEvent(new CustomEvent("saved", { detail: this.#written(form) }))}
        ></prepared-menu>
        <vscode-button class="send" ?disabled=${this.sending} @click=${() => this.#submit(form)}>Send</vscode-button>
      </div>
      ${this.fault ? html`<div class="fault" role="alert">${this.fault.message}</div>` : nothing}`;
  }

  #field(form: CommandForm, field: Field) {
    const change = ({ detail }: CustomEvent<string>) => {
      this.#typed.set(keyOf(form, field), detail);
      if (this.fault) this.fault = undefined;
    };
    return html`<composer-field
      class=${field.type}
      .field=${field}
      .value=${this.#valueOf(form, field)}
      .channels=${this.#channels()}
      .invalid=${this.fault?.field === field.name}
      @value-changed=${change}
      @submitted=${() => this.#submit(form)}
    ></composer-field>`;
  }

  #quiet(reason: string, icon: string, reconnect = false) {
    const again = () => this.dispatchEvent(new CustomEvent("action", { detail: "reconnect" }));
    return html`<div class="line quiet" role="note">
      <vscode-icon name=${icon}></vscode-icon><span title=${reason}>${reason}</span>
      ${reconnect ? html`<vscode-button secondary class="send" @click=${again}>Reconnect</vscode-button>` : nothing}
    </div>`;
  }

  #channels() {
    return (this.session?.channels ?? []).filter(({ state }) => state !== "rejected");
  }

  #valueOf(form: CommandForm, field: Field): string {
    const typed = this.#typed.get(keyOf(form, field));
    if (field.type !== "channel") return typed ?? field.initial ?? field.choices?.[0] ?? "";
    const channels = this.#channels();
    return channels.find(({ channel }) => channel === typed)?.channel ?? channels[0]?.channel ?? "";
  }

  #onKind(event: Event): void {
    this.kind = (event.target as HTMLElement & { value: string }).value;
    this.fault = undefined;
  }

  async #submit(form: CommandForm): Promise<void> {
    if (this.sending) return;
    const { kind, values } = this.#written(form);
    for (const field of form.fields) {
      const message = faultOf(field, values[field.name] ?? "");
      this.fault = message ? { field: field.name, message } : undefined;
      if (message) return;
    }
    await this.#give({ kind, values });
  }

  #written(form: CommandForm): { readonly kind: string; readonly values: Values } {
    const values = Object.fromEntries(form.fields.map((field) => [field.name, this.#valueOf(form, field)]));
    return { kind: form.kind, values };
  }

  /** A channel that is not subscribed cannot be shown in its field, so it is said. */
  #fill({ command }: Prepared): void {
    const form = this.protocol?.commandForms.find(({ kind }) => kind === command.kind);
    if (!form) return;
    this.kind = form.kind;
    this.fault = undefined;
    for (const field of form.fields) {
      const value = command.values[field.name] ?? "";
      this.#typed.set(keyOf(form, field), value);
      if (field.type === "channel" && value !== "" && this.#valueOf(form, field) !== value)
        this.fault = {
          field: field.name,
          message: `Not subscribed to ${value}. Subscribe first, or choose another channel.`,
        };
    }
    this.requestUpdate();
  }

  async #give(command: Command): Promise<void> {
    this.sending = true;
    try {
      await this.send(command);
      this.fault = undefined;
    } catch (error) {
      this.fault = { field: "", message: error instanceof Error ? error.message : String(error) };
    } finally {
      this.sending = false;
    }
  }
}

function keyOf(form: CommandForm, field: Field): string {
  return `${form.kind}/${field.name}`;
}

function closedReason({ state, detail }: SessionSummary): string {
  const words =
    state === "connecting" ? "Nothing can be sent before it is connected" : "Nothing can be sent: not connected";
  return detail ? `${words} · ${detail}` : words;
}

customElements.define("timeline-composer", TimelineComposer);
