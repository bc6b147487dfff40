/**
 * Keys that were typed into nothing, for the field that is about to have the focus: a palette command comes by way of the
 * extension, and whoever types on at once is faster than it on a busy machine. Knows no field.
 */

/** Longer ago, they were not meant for it. */
const keptMs = 2_000;

export class KeyAhead {
  #typed = "";
  #lastAt = 0;

  /** What a key does to what was typed so far; `isTyping`: it went into a field. */
  hear(event: Pick<KeyboardEvent, "key" | "timeStamp" | "ctrlKey" | "metaKey" | "altKey">, isTyping: boolean): void {
    if (event.timeStamp - this.#lastAt > keptMs) this.#typed = "";
    this.#lastAt = event.timeStamp;
    if (event.key === "Shift") return;
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) this.#typed = "";
    else if (event.key === "Backspace") this.#typed = this.#typed.slice(0, -1);
    else this.#typed = [...event.key].length === 1 ? this.#typed + event.key : "";
  }

  forget(): void {
    this.#typed = "";
  }

  /** Once; `now` is on the clock of events. */
  take(now: number): string {
    const typed = now - this.#lastAt > keptMs ? "" : this.#typed;
    this.#typed = "";
    return typed;
  }
}
