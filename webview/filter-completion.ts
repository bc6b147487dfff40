/**
 * The list below the filter box: what may be written at the caret, or filters of before. Keeps which one is chosen, and
 * draws the list. Knows neither keys nor the field.
 */
import { html, nothing, type ReactiveController, type ReactiveControllerHost } from "lit";
import { type Completion, type Completions, completeFilter, type FilterWords } from "../src/filter/complete.ts";

export class FilterCompletion implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #found: Completions | undefined;
  /** -1: none. Enter then means the filter, not the list. */
  #active = -1;
  /** What filters of before would replace, for as long as they are wanted; they may be on their way. */
  #offeredFor: string | undefined;
  /** Where something is completed, for as long as that is wanted; its words may be on their way. */
  #completedAt: { readonly text: string; readonly caret: number; readonly isAsked: boolean } | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#found = undefined;
  }

  get isOpen(): boolean {
    return this.#found !== undefined;
  }

  get active(): Completion | undefined {
    return this.#found?.items[this.#active];
  }

  get activeId(): string | undefined {
    return this.active ? `item-${this.#active}` : undefined;
  }

  /** What the chosen one replaces. */
  get place(): { readonly from: number; readonly to: number } {
    return this.#found ?? { from: 0, to: 0 };
  }

  /** While someone types: only where it has begun, and not to say what stands there already. */
  follow(text: string, caret: number, words: FilterWords): void {
    const found = completeFilter(text, caret, words);
    const written = text.slice(found.from, found.to);
    const begun = written !== "" || /[:,]$/.test(text.slice(0, caret));
    const news = found.items.some(({ insert }) => insert !== written);
    this.#show(begun && news ? found : undefined, -1);
    this.#completedAt = { text, caret, isAsked: false };
  }

  /** When someone asks. */
  ask(text: string, caret: number, words: FilterWords): void {
    this.#show(completeFilter(text, caret, words), 0);
    this.#completedAt = { text, caret, isAsked: true };
  }

  /** Other words have come. Where the same is still completed, it is with them, and the chosen one stays chosen. */
  reword(text: string, caret: number, words: FilterWords): void {
    const at = this.#completedAt;
    if (at?.text !== text || at.caret !== caret) return;
    const chosen = this.active?.insert;
    if (at.isAsked) this.ask(text, caret, words);
    else this.follow(text, caret, words);
    const index = this.#found?.items.findIndex(({ insert }) => insert === chosen) ?? -1;
    if (index >= 0) this.#active = index;
  }

  /** Whole filters, in place of the one that is there. */
  offer(filters: readonly string[], text: string): void {
    this.#showWhole(filters, text, 0);
  }

  /** Filters of before have come or changed. Where they are offered, the chosen one stays chosen. */
  refresh(filters: readonly string[]): void {
    if (this.#offeredFor === undefined) return;
    const chosen = filters.indexOf(this.active?.insert ?? "");
    this.#showWhole(filters, this.#offeredFor, Math.max(0, chosen));
  }

  close(): void {
    this.#show(undefined, -1);
  }

  move(by: 1 | -1): void {
    const count = this.#found?.items.length ?? 0;
    this.#active = this.#active < 0 && by < 0 ? count - 1 : (this.#active + by + count) % Math.max(1, count);
    this.#host.requestUpdate();
  }

  first(): Completion | undefined {
    return this.active ?? this.#found?.items[0];
  }

  render(accept: (item: Completion) => void) {
    if (!this.#found) return nothing;
    // A click must not take the focus from the field.
    return html`<ul id="list" class="below scrolls" role="listbox" aria-label="Suggestions" @mousedown=${keepFocus}>
      ${this.#found.items.map(
        ({ label, detail }, index) => html`<li
          id="item-${index}"
          role="option"
          aria-selected=${index === this.#active}
          @click=${() => accept(this.#found?.items[index] as Completion)}
        ><span class="label">${label}</span>${detail ? html`<span class="detail">${detail}</span>` : nothing}</li>`,
      )}
    </ul>`;
  }

  #showWhole(filters: readonly string[], text: string, active: number): void {
    const items = filters.map((filter): Completion => ({ insert: filter, label: filter, detail: "" }));
    this.#show({ from: 0, to: text.length, items }, active);
    this.#offeredFor = text;
  }

  #show(found: Completions | undefined, active: number): void {
    this.#offeredFor = undefined;
    this.#completedAt = undefined;
    this.#found = found && found.items.length > 0 ? found : undefined;
    this.#active = this.#found ? active : -1;
    this.#host.requestUpdate();
  }
}

function keepFocus(event: Event): void {
  event.preventDefault();
}
