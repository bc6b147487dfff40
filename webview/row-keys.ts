/** What a key means in the list. Knows indexes, and nothing of rows or the DOM. */

export interface KeyState {
  readonly count: number;
  /** The row that keys start from, if one is selected. */
  readonly from: number | undefined;
  readonly firstVisible: number;
  readonly lastVisible: number;
  /** Whole rows that fit. */
  readonly page: number;
}

export type KeyMeaning =
  | { readonly kind: "select"; readonly index: number }
  /** Select the newest row, and stay with it. */
  | { readonly kind: "end" }
  | { readonly kind: "open" }
  | { readonly kind: "close" };

/** Undefined: the key is not ours. */
export function meaningOfKey(key: string, state: KeyState): KeyMeaning | undefined {
  if (key === "Enter") return { kind: "open" };
  if (key === "Escape") return { kind: "close" };
  if (key === "End") return { kind: "end" };
  if (state.count === 0) return undefined;
  const index = targetOf(key, state);
  if (index === undefined) return undefined;
  return { kind: "select", index: Math.min(Math.max(0, index), state.count - 1) };
}

function targetOf(key: string, { from, firstVisible, lastVisible, page }: KeyState): number | undefined {
  switch (key) {
    case "ArrowDown":
      return from === undefined ? firstVisible : from + 1;
    case "ArrowUp":
      return from === undefined ? lastVisible : from - 1;
    case "PageDown":
      return (from ?? firstVisible) + page;
    case "PageUp":
      return (from ?? lastVisible) - page;
    case "Home":
      return 0;
    default:
      return undefined;
  }
}
