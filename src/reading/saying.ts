/** What is said of a value that none of the alternatives takes: their own words would say nothing. */

/** Undefined leaves a value that is missing to the sentence for all of these. */
export function saying(sentence: string): {
  readonly error: (issue: { readonly input?: unknown }) => string | undefined;
} {
  return { error: ({ input }) => (input === undefined ? undefined : sentence) };
}
