/** What can be done with one line of a JSON tree, as a menu. Knows lines and the filter language, and nothing of the DOM. */
import { isRawNumber } from "../src/bridge/exact-json.ts";
import type { PlainValue } from "../src/filter/expression.ts";
import { printPath } from "../src/filter/path.ts";
import { pathTerm } from "../src/filter/terms.ts";
import type { MenuItem } from "./context-menu.ts";
import type { TreeLine } from "./json-lines.ts";
import { copyableText, jsonOf } from "./json-value.ts";
import type { Known } from "./known/known.ts";

/** Longer texts make no filter that anybody could read. */
const longestTerm = 300;

export interface LineActions {
  copy(text: string): void;
  filterBy(term: string): void;
  /** Shows so many levels below the line, all of them, or none. */
  expandTo(levels: number): void;
  describe(): void;
}

export interface LineFacts {
  readonly line: TreeLine;
  readonly known: Known | undefined;
  /** Whether paths of this tree mean something to the filter. */
  readonly filterable: boolean;
}

export function lineMenu({ line, known, filterable }: LineFacts, actions: LineActions): readonly MenuItem[] {
  const term = filterable ? filterTerm(line) : undefined;
  const path = printPath(line.steps);
  const items: MenuItem[] = [];
  if (line.kind !== "chunk") {
    items.push(
      { label: "Copy Value", hint: "Ctrl+C", run: () => actions.copy(copyableText(line.value)) },
      { label: "Copy as JSON", run: () => actions.copy(jsonOf(line.value)) },
      { label: "Copy Path", hint: path, run: () => actions.copy(path) },
    );
  }
  if (known)
    items.push({ label: `Show ${known.title}`, hint: "Enter", startsGroup: true, run: () => actions.describe() });
  const { decoded } = known ?? {};
  if (decoded !== undefined) items.push({ label: "Copy Decoded", run: () => actions.copy(decoded) });
  if (term !== undefined)
    items.push({ label: "Filter by This Value", startsGroup: true, run: () => actions.filterBy(term) });
  if (line.size > 0) {
    items.push(
      { label: "Expand All", startsGroup: true, run: () => actions.expandTo(Number.POSITIVE_INFINITY) },
      { label: "Collapse All", run: () => actions.expandTo(0) },
      ...[1, 2, 3].map((levels) => ({
        label: `Expand to Depth ${levels}`,
        run: () => actions.expandTo(levels),
      })),
    );
  }
  return items;
}

function filterTerm({ steps, value, kind }: TreeLine): string | undefined {
  if (steps.length === 0 || kind === "object" || kind === "list" || kind === "chunk") return undefined;
  if (isRawNumber(value)) return `${printPath(steps)} = ${value.rawJSON}`;
  const term = pathTerm(steps, (value ?? null) as PlainValue);
  return term.length > longestTerm ? undefined : term;
}
