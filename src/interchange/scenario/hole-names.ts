/** Gives each value that becomes a hole one name, after what it is called where it was first said. */

import { isClock } from "../../scenario/holes/holes.ts";
import { parseStructured } from "../../scenario/holes/json-leaves.ts";
import type { SaidValue } from "./said-values.ts";

/** More would be read by nobody: what comes later stays as it was recorded. */
const mostNames = 500;

export class HoleNames {
  readonly #names = new Map<string, string>();
  readonly #values = new Map<string, string | number>();
  /** What the recording itself says between two braces is text, and no name of ours. */
  readonly #taken: ReadonlySet<string>;

  constructor(texts: readonly string[]) {
    this.#taken = new Set(
      texts.flatMap((text) => [...text.matchAll(/\{\{\s*([a-z]\w*)\s*\}\}/g)].map((match) => match[1] ?? "")),
    );
  }

  /** Undefined where there are too many already. */
  of({ value, key }: SaidValue): string | undefined {
    const text = String(value);
    const known = this.#names.get(text);
    if (known !== undefined || this.#names.size >= mostNames) return known;
    const name = this.#free(wordFor(value, key));
    this.#names.set(text, name);
    this.#values.set(name, value);
    return name;
  }

  /** `within` makes holes within texts that are JSON themselves. */
  recorded(within: (text: string) => string): Record<string, string | number> {
    const recorded: Record<string, string | number> = {};
    // Some may be added on the way.
    for (const [name, value] of this.#values)
      recorded[name] = typeof value === "string" && parseStructured(value) ? within(value) : value;
    return recorded;
  }

  #free(word: string): string {
    for (let count = 1; ; count += 1) {
      const name = count === 1 ? word : `${word}_${count}`;
      if (!isClock(name) && !this.#taken.has(name) && !this.#values.has(name)) return name;
    }
  }
}

function wordFor(value: string | number, key: string | undefined): string {
  const structured = typeof value === "string" ? parseStructured(value) : undefined;
  const channel = structured && (structured as { readonly channel?: unknown }).channel;
  const word = typeof channel === "string" ? channel : (key ?? "value");
  const snake = word
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .toLowerCase()
    .slice(0, 30);
  return /^[a-z]/.test(snake) ? snake : `value${snake === "" ? "" : `_${snake}`}`;
}
