/** The one empty list that pure code returns when nothing came of an input, so that the hot path allocates none. */
export const nothing: readonly never[] = Object.freeze([]);
