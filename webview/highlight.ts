/**
 * What is to be marked in rows and details, for a filter: what it looks for anywhere. What a field has to be (a kind, a
 * channel) would be marked in every row, and tell nothing.
 */
import { highlightsOf, type Marks } from "../src/filter/highlights.ts";
import { parseFilter } from "../src/filter/parse.ts";

let last: { readonly filter: string; readonly marks: Marks } = { filter: "", marks: [] };

/** The same object as long as the filter is the same. */
export function marksOf(filter: string): Marks {
  if (last.filter !== filter) last = { filter, marks: highlightsOf(parseFilter(filter).expression).everywhere };
  return last.marks;
}
