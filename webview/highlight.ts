/** What of a row's words is to be marked, for a filter. Knows columns, and nothing of how marks are drawn. */
import type { FieldName } from "../src/filter/expression.ts";
import { type Highlights, highlightsOf } from "../src/filter/highlights.ts";
import { parseFilter } from "../src/filter/parse.ts";
import type { Column } from "./columns.ts";

export interface Marks {
  /** In texts and payloads; global. */
  readonly everywhere: RegExp | undefined;
  readonly columns: Partial<Readonly<Record<Column, RegExp | undefined>>>;
}

const fieldsOfColumns: Partial<Readonly<Record<Column, readonly FieldName[]>>> = {
  kind: ["kind", "verdict"],
  channel: ["channel", "stream"],
  "event-id": ["id"],
  summary: [],
};

let last: { readonly filter: string; readonly marks: Marks } = {
  filter: "",
  marks: { everywhere: undefined, columns: {} },
};

/** The same object as long as the filter is the same. */
export function marksOf(filter: string): Marks {
  if (last.filter !== filter) last = { filter, marks: read(highlightsOf(parseFilter(filter).expression)) };
  return last.marks;
}

function read({ everywhere, byField }: Highlights): Marks {
  const columns = Object.entries(fieldsOfColumns).map(([column, fields]) => {
    const own = fields.flatMap((field) => byField[field]?.source ?? []).map(butNotAll);
    const sources = [...(everywhere ? [everywhere.source] : []), ...own];
    return [column, sources.length > 0 ? new RegExp(sources.join("|"), "gi") : undefined] as const;
  });
  return { everywhere, columns: Object.fromEntries(columns) };
}

/** Where a column has what its field asks for and nothing else, every row would be marked, and no mark would tell anything. */
function butNotAll(source: string): string {
  return `(?!^(?:${source})$)(?:${source})`;
}
