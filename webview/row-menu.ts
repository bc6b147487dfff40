/** What can be done with a cell and its row, as a menu. Knows the store, and nothing of how rows are drawn. */
import type { Row } from "../src/bridge/rows.ts";
import { termOf, textOf, timeTerms } from "./cell-values.ts";
import { headOf } from "./columns.ts";
import type { MenuItem } from "./context-menu.ts";
import { formatCount } from "./format.ts";
import type { AskedCell } from "./row-cells.ts";
import type { TimelineStore } from "./timeline-store.ts";

/** Longer ones would push the labels aside. */
const hintLength = 40;
const mostCopied = 200;

export function rowMenu(store: TimelineStore, { row, column }: Pick<AskedCell, "row" | "column">): readonly MenuItem[] {
  const { filters, host } = store;
  const term = termOf(row, column);
  const text = textOf(row, column);
  const items: MenuItem[] = [];
  if (term !== undefined) {
    items.push(
      { label: "Filter by This Value", hint: shortened(term), run: () => void filters.by(term) },
      { label: "Exclude This Value", run: () => void filters.exclude(term) },
    );
  }
  if (column === "time") {
    const { from, until } = timeTerms(row);
    items.push(
      { label: "From This Time On", run: () => void filters.by(from) },
      { label: "Up to This Time", run: () => void filters.by(until) },
    );
  }
  if (text !== "") {
    const what = headOf(column, "absolute").text;
    const label = column === "number" ? "Copy Number" : what === "" ? "Copy Value" : `Copy ${what}`;
    items.push({ label, startsGroup: true, run: () => void store.attempt(() => host.copy(text)) });
  }
  items.push({
    label: "Copy Row as Markdown",
    ...(text === "" ? { startsGroup: true as const } : {}),
    run: () => void store.attempt(() => host.exportRows(seqsOf(row), "markdown")),
  });
  // Each row of the mock server's timeline may be of another protocol: the extension asks for which tool.
  if (store.session?.mock)
    items.push({
      label: "Copy Row as Command…",
      run: () => void store.attempt(() => host.exportRows([row.seq], "command")),
    });
  for (const tool of toolsOf(store))
    items.push({
      label: `Copy Row as ${tool}`,
      run: () => void store.attempt(() => host.exportRows([row.seq], tool)),
    });
  items.push({
    label: "Copy Row as Mock Scenario",
    run: () => void store.attempt(() => host.exportRows(seqsOf(row), "scenario")),
  });
  items.push(...compareItems(store, row.seq));
  if (store.options.filter.trim() !== "")
    items.push({
      label: "Show in Context",
      hint: "without the filter",
      startsGroup: true,
      run: () => void filters.showAll(),
    });
  return items;
}

function toolsOf({ session, protocol }: TimelineStore): readonly ("curl" | "wscat" | "websocat")[] {
  if (session?.mock) return [];
  return protocol?.transport === "http" ? ["curl"] : ["wscat", "websocat"];
}

/** As VS Code's explorer has it: one is chosen first, the other opens the diff. */
function compareItems({ comparison }: TimelineStore, seq: number): readonly MenuItem[] {
  const { chosen } = comparison;
  const choose: MenuItem = {
    label: "Select for Compare",
    hint: "or Ctrl+click",
    startsGroup: true,
    run: () => {
      comparison.chosen = seq;
    },
  };
  if (chosen === undefined || chosen === seq) return [choose];
  const { startsGroup: _, ...again } = choose;
  const open = () => comparison.open(chosen, seq);
  return [{ label: `Compare with #${formatCount(chosen)}`, startsGroup: true, run: open }, again];
}

function shortened(text: string): string {
  return text.length > hintLength ? `${text.slice(0, hintLength - 1)}…` : text;
}

/** All that a row stands for, where they are neighbours and few enough for a report. */
function seqsOf({ seq, fold }: Row): readonly number[] {
  if (!fold) return [seq];
  const first = fold.firstSeq ?? seq;
  const areNeighbours = fold.lastSeq - first + 1 === fold.count;
  return areNeighbours && fold.count <= mostCopied ? Array.from({ length: fold.count }, (_, at) => first + at) : [seq];
}
