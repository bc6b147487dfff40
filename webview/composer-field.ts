/** One field of the composer: the control that fits its type. Checks nothing but what can be wrong before sending. */
import "@vscode-elements/elements/dist/vscode-single-select/index.js";
import "@vscode-elements/elements/dist/vscode-textfield/index.js";
import type { VscodeTextfield } from "@vscode-elements/elements/dist/vscode-textfield/index.js";
import { css, html, LitElement } from "lit";
import { live } from "lit/directives/live.js";
import type { Field } from "../src/model/form.ts";
import type { ChannelStatus } from "../src/model/session.ts";
import { visibleLine } from "./visible-text.ts";

/** Why a value cannot be sent; undefined when it can. */
export function faultOf(field: Field, value: string): string | undefined {
  if (value.trim() === "") return field.required ? `${field.label} is needed.` : undefined;
  if (field.type !== "json") return undefined;
  try {
    JSON.parse(value);
    return undefined;
  } catch (error) {
    return `${field.label} is not valid JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** A text of several lines grows with them so far. */
const rowsAtMost = 8;

interface Option {
  readonly label: string;
  readonly value: string;
}

/** Emits `value-changed` with the text, and `submitted`. */
export class ComposerField extends LitElement {
  static override properties = {
    field: { attribute: false },
    value: {},
    channels: { attribute: false },
    invalid: { type: Boolean },
  };
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  declare field: Field;
  declare value: string;
  declare channels: readonly ChannelStatus[];
  declare invalid: boolean;
  /** The same list as long as it says the same: the control takes each new one for a change. */
  #options: readonly Option[] = [];

  static override styles = css`
    :host {
      display: block;
      min-width: 0;
    }
    vscode-single-select,
    vscode-textfield {
      display: block;
      width: 100%;
    }
    vscode-textfield {
      --vscode-font-family: var(--fs-mono);
      --vscode-font-size: var(--fs-mono-size);
    }
    /* Not vscode-textarea: one line of it is lower than the controls beside it, and its grip is an inline image. */
    textarea {
      display: block;
      width: 100%;
      box-sizing: border-box;
      padding: 3px 4px;
      border: 1px solid var(--vscode-settings-textInputBorder, var(--fs-line));
      border-radius: 4px;
      outline: none;
      background: var(--vscode-settings-textInputBackground, var(--fs-input));
      color: var(--vscode-settings-textInputForeground, var(--fs-fg));
      font: var(--fs-mono-size) / 18px var(--fs-mono);
      resize: none;
    }
    textarea:focus {
      border-color: var(--fs-focus);
    }
    textarea[aria-invalid="true"] {
      border-color: var(--vscode-inputValidation-errorBorder, #be1100);
    }
    textarea::placeholder {
      color: var(--vscode-input-placeholderForeground, #989898);
    }
  `;

  override render() {
    const { field } = this;
    const title = field.help ? `${field.label}. ${field.help}` : field.label;
    const hint = (field.placeholder ?? field.label).split("\n", 1)[0] ?? "";
    switch (field.type) {
      case "channel":
      case "choice":
        return html`<vscode-single-select
          title=${title}
          label=${field.label}
          position="above"
          .options=${this.#choices()}
          .value=${live(this.value)}
          @change=${this.#onChange}
        ></vscode-single-select>`;
      case "multiline":
      case "list":
        return html`<textarea
          title="${title}. Ctrl+Enter sends"
          aria-label=${field.label}
          aria-invalid=${this.invalid}
          placeholder=${hint}
          rows=${Math.min(this.value.split("\n").length, rowsAtMost)}
          spellcheck="false"
          .value=${live(this.value)}
          @input=${this.#onChange}
          @keydown=${this.#onKey}
        ></textarea>`;
      default:
        return html`<vscode-textfield
          title=${title}
          .label=${field.label}
          placeholder=${hint}
          ?invalid=${this.invalid}
          .value=${live(this.value)}
          @input=${this.#onChange}
          @focus=${this.#onFocus}
          @keydown=${this.#onKey}
        ></vscode-textfield>`;
    }
  }

  #choices(): readonly Option[] {
    const { field, channels } = this;
    const offered =
      field.type === "choice"
        ? (field.choices ?? []).map((choice) => ({ label: choice, value: choice }))
        : channels.map(({ channel, label }) => ({ label: visibleLine(label), value: channel }));
    const options = offered.length > 0 ? offered : [{ label: "No channel yet", value: "" }];
    if (JSON.stringify(options) !== JSON.stringify(this.#options)) this.#options = options;
    return this.#options;
  }

  #onChange(event: Event): void {
    this.value = (event.target as HTMLElement & { value: string }).value;
    this.dispatchEvent(new CustomEvent("value-changed", { detail: this.value }));
  }

  /** What was only suggested is typed over. */
  #onFocus(event: Event): void {
    const { wrappedElement } = event.currentTarget as VscodeTextfield;
    // The click that gave the focus places the cursor after this event. In a busy page something may be typed by then.
    requestAnimationFrame(() => {
      if (this.value === this.field.initial) wrappedElement.select();
    });
  }

  #onKey(event: KeyboardEvent): void {
    const multiline = this.field.type === "multiline" || this.field.type === "list";
    if (event.key !== "Enter" || event.isComposing || (multiline && !event.ctrlKey && !event.metaKey)) return;
    event.preventDefault();
    this.dispatchEvent(new CustomEvent("submitted"));
  }
}

customElements.define("composer-field", ComposerField);
