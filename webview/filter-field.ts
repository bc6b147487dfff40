/**
 * The field that a filter is typed into, and read while it is typed: coloured, with its faults underlined, and a list of
 * what may come next. Asks for a filter that can be read, and for no other. Knows no rows.
 *
 * It is the browser's own field, with its caret, selection, undo, composition and screen reader; only its text is
 * transparent, and drawn once more above it in colours.
 */
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { live } from "lit/directives/live.js";
import type { Completion, FilterWords } from "../src/filter/complete.ts";
import type { ParsedFilter } from "../src/filter/expression.ts";
import { parseFilter } from "../src/filter/parse.ts";
import { FilterCompletion } from "./filter-completion.ts";
import { filterFieldStyles } from "./filter-field-styles.ts";
import { piecesOf } from "./filter-pieces.ts";
import { scrollStyles } from "./shared-styles.ts";

/** A pause in typing, after which the filter is applied. */
const settleMs = 120;
/** Whoever has not typed for so long wants to know what is wrong. */
const faultAfterMs = 700;
/** As long after a key someone is still typing. */
const typingMs = 1_000;

/**
 * Emits `filter-changed` with a filter to apply, `filter-used` with one that the person was done with, `entered` when Enter
 * asked for what is applied already, `fault-told` with whether a fault is told (not only there), and `left`.
 */
export class FilterField extends LitElement {
  static override properties = {
    filter: {},
    words: { attribute: false },
    recent: { attribute: false },
    failure: {},
    text: { state: true },
    showsFault: { state: true },
  };
  static override styles = [scrollStyles, filterFieldStyles];

  /** As it is applied. */
  declare filter: string;
  declare words: FilterWords;
  /** Filters of before, the newest first. */
  declare recent: readonly string[];
  /** Why its search was given up; undefined: it was not. */
  declare failure: string | undefined;
  /** What stands in the field, applied or not. */
  declare text: string;
  declare showsFault: boolean;
  /** The filter that was asked for last. When another one comes from outside, it takes the place of what was typed. */
  #asked = "";
  #told = false;
  #parsed: ParsedFilter = parseFilter("");
  /** On the clock of events; long ago once the field has lost the focus. */
  #typedAt = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #faultTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #completion = new FilterCompletion(this);

  constructor() {
    super();
    this.filter = "";
    this.recent = [];
    this.failure = undefined;
    this.text = "";
    this.showsFault = false;
  }

  /** What stands there is typed over, unless someone is typing it just now: a command may come late, or twice. */
  override focus(): void {
    const isTyping = this.#input?.matches(":focus") && performance.now() - this.#typedAt < typingMs;
    if (isTyping) return;
    this.#input?.focus();
    this.#input?.select();
  }

  /** As if this were typed once the field has the focus. */
  focusTyping(text: string): void {
    this.focus();
    if (text !== "") document.execCommand("insertText", false, text);
  }

  offerRecent(): void {
    this.#input?.focus();
    this.#completion.offer(this.recent, this.text);
  }

  /** Half a term is no fault to be told while its other half is offered. */
  get #tellsFault(): boolean {
    return this.#isFaulty && this.showsFault && !this.#completion.isOpen;
  }

  /** Only while the filter that failed stands there. */
  get #toldFailure(): string | undefined {
    return this.text === this.filter && !this.#completion.isOpen ? this.failure : undefined;
  }

  get #isFaulty(): boolean {
    return this.#parsed.faults.length > 0;
  }

  override firstUpdated(): void {
    const input = this.#input as HTMLInputElement;
    new ResizeObserver(() => {
      // The end of what is typed stays in sight when what was found takes some of the room.
      if (input.selectionEnd === input.value.length && input.matches(":focus")) input.scrollLeft = input.scrollWidth;
      this.#align();
    }).observe(input);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("filter") && this.filter !== this.#asked) {
      this.#asked = this.filter;
      this.text = this.filter;
      this.#forgetTimers();
      this.#completion.close();
    }
    if (changed.has("text")) this.#parsed = parseFilter(this.text);
    if (changed.has("recent")) this.#completion.refresh(this.recent);
    if (changed.has("words") && this.#input)
      this.#completion.reword(this.text, this.#input.selectionStart ?? this.text.length, this.words);
  }

  override render() {
    const { faults } = this.#parsed;
    const completion = this.#completion;
    const isInvalid = this.#tellsFault;
    const failure = this.#toldFailure;
    const isWrong = isInvalid || failure !== undefined;
    return html`<div class="text">
        <input
          type="text"
          role="combobox"
          aria-label="Filter rows"
          aria-autocomplete="list"
          aria-expanded=${completion.isOpen}
          aria-controls="list"
          aria-activedescendant=${completion.activeId ?? nothing}
          aria-invalid=${isWrong}
          aria-describedby=${isWrong ? "fault" : nothing}
          title=${isInvalid ? (faults[0]?.message ?? "") : nothing}
          placeholder="Filter: words, /patterns/, kind:message, $.user.id = 42"
          autocomplete="off"
          spellcheck="false"
          .value=${live(this.text)}
          @input=${this.#onInput}
          @compositionend=${this.#onInput}
          @keydown=${this.#onKey}
          @scroll=${this.#align}
          @blur=${this.#onBlur}
        />
        <div class="drawn" aria-hidden="true">${piecesOf(this.text, this.#parsed).map(
          ({ text, token, faulty }) =>
            html`<span class="${token ?? ""} ${faulty && isInvalid ? "faulty" : ""}">${text}</span>`,
        )}</div>
      </div>
      ${completion.render((item) => this.#accept(item))}
      ${isInvalid ? this.#fault() : failure === undefined ? html`<span id="list" hidden></span>` : failureLine(failure)}`;
  }

  override updated(): void {
    this.#tellState();
    this.#align();
    this.renderRoot.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }

  #fault() {
    const { faults } = this.#parsed;
    const [fault, ...others] = faults;
    if (!fault) return nothing;
    const go = () => this.#input?.setSelectionRange(fault.from, fault.to);
    const more = others.length === 0 ? "" : ` (${others.length} more)`;
    return html`<div id="fault" class="below fault" role="status" @mousedown=${keepFocus} @click=${go}>
      <b>Character ${fault.from + 1}:</b> ${fault.message}${more}
    </div>`;
  }

  get #input(): HTMLInputElement | null {
    return this.renderRoot.querySelector("input");
  }

  /** The drawn text stands where the field's own is. */
  #align(): void {
    const drawn = this.renderRoot.querySelector(".drawn");
    if (drawn && this.#input) drawn.scrollLeft = this.#input.scrollLeft;
  }

  #onInput(event: Event): void {
    const input = event.target as HTMLInputElement;
    this.text = input.value;
    this.#parsed = parseFilter(this.text);
    this.#typedAt = event.timeStamp;
    this.#forgetTimers();
    this.showsFault = false;
    // Half a word that is being composed is not meant yet.
    if (event instanceof InputEvent && event.isComposing) return;
    this.#completion.follow(this.text, input.selectionStart ?? this.text.length, this.words);
    this.#timer = setTimeout(() => this.#apply(), settleMs);
    this.#faultTimer = setTimeout(() => {
      this.showsFault = true;
    }, faultAfterMs);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (this.#completion.isOpen ? this.#inList(event) : this.#inField(event)) event.preventDefault();
  }

  /** Whether the key was for the list. */
  #inList(event: KeyboardEvent): boolean {
    const completion = this.#completion;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp":
        completion.move(event.key === "ArrowDown" ? 1 : -1);
        return true;
      case "Tab":
      case "Enter": {
        const item = event.key === "Tab" ? completion.first() : completion.active;
        if (event.shiftKey || !item) break;
        this.#accept(item);
        return true;
      }
      case "Escape":
        completion.close();
        event.stopPropagation();
        return true;
      case "ArrowLeft":
      case "ArrowRight":
      case "Home":
      case "End":
        completion.close();
        return false;
    }
    return this.#inField(event);
  }

  /** Whether the key was for the filter. */
  #inField(event: KeyboardEvent): boolean {
    const input = event.currentTarget as HTMLInputElement;
    if (event.key === " " && event.ctrlKey)
      this.#completion.ask(this.text, input.selectionStart ?? this.text.length, this.words);
    else if (event.key === "Enter") this.#enter();
    else if (event.key === "ArrowDown") this.#emit("left");
    else if (event.key === "ArrowUp" && this.text === "") this.#completion.offer(this.recent, "");
    else if (event.key !== "Escape") return false;
    else if (this.text === "") this.#emit("left");
    else this.#replace({ from: 0, to: this.text.length }, "");
    return true;
  }

  #enter(): void {
    this.#completion.close();
    this.showsFault = this.#isFaulty;
    if (this.text === this.filter) this.#emit("entered");
    this.#apply();
    if (!this.#isFaulty) this.#emit("filter-used", this.text);
  }

  #accept(item: Completion): void {
    const { from, to } = this.#completion.place;
    const isWhole = from === 0 && to === this.text.length;
    this.#replace({ from, to }, item.insert);
    if (item.insert.endsWith(":")) return;
    this.#completion.close();
    if (isWhole && !this.#isFaulty) this.#emit("filter-used", this.text);
  }

  /** As if it were typed, so that it can be undone; and applied at once. */
  #replace({ from, to }: { readonly from: number; readonly to: number }, text: string): void {
    this.#input?.focus();
    this.#input?.setSelectionRange(from, to);
    if (text !== "") document.execCommand("insertText", false, text);
    else document.execCommand("delete");
    if (!text.endsWith(":")) this.#apply();
  }

  #apply(): void {
    this.#forgetTimers();
    if (this.#isFaulty) this.#faultTimer = setTimeout(() => this.#onFaultDue(), faultAfterMs);
    else if (this.text !== this.filter) this.#ask(this.text);
  }

  #onFaultDue(): void {
    this.showsFault = true;
  }

  #ask(filter: string): void {
    this.#asked = filter;
    this.#forgetTimers();
    this.#emit("filter-changed", filter);
  }

  #onBlur(): void {
    this.#completion.close();
    this.#typedAt = Number.NEGATIVE_INFINITY;
    if (this.#timer !== undefined) this.#apply();
    if (this.text === this.filter && this.text !== "") this.#emit("filter-used", this.text);
  }

  #forgetTimers(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#faultTimer);
    this.#timer = undefined;
  }

  #tellState(): void {
    const isFaulty = this.#tellsFault || this.#toldFailure !== undefined;
    if (isFaulty === this.#told) return;
    this.#told = isFaulty;
    this.dispatchEvent(new CustomEvent("fault-told", { detail: isFaulty }));
  }

  #emit(name: string, detail?: string): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function failureLine(failure: string) {
  return html`<div id="fault" class="below fault" role="status" @mousedown=${keepFocus}>${failure}</div>`;
}

function keepFocus(event: Event): void {
  event.preventDefault();
}

customElements.define("filter-field", FilterField);
