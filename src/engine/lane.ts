/** Where the verdicts are among the rows of a view: what the lane beside the scroll bar draws. */
import type { Lane, LaneMark } from "../bridge/overview.ts";
import type { VerdictList, WorstVerdict } from "../capture/verdict-list.ts";
import type { View } from "../capture/view.ts";

const maxSlots = 4_000;
/** In a filtered view each verdict has to be looked for; so many within one slot tell enough. */
const maxLookUps = 200;

export function buildLane(view: View, verdicts: VerdictList, slotsWished: number): Lane {
  const { rows } = view;
  const slots = Math.max(1, Math.min(Math.trunc(slotsWished) || 1, maxSlots));
  const marks: LaneMark[] = [];
  if (verdicts.length > 0) {
    for (let slot = 0; slot < slots; slot += 1) {
      const worst = worstOf(view, verdicts, Math.ceil((slot * rows) / slots), Math.ceil(((slot + 1) * rows) / slots));
      if (worst) marks.push({ slot, level: worst.level, seq: worst.seq, count: worst.count });
    }
  }
  return { generation: view.capture.generation, rows, slots, marks };
}

/** Of the rows from one up to another that does not belong to them. */
function worstOf(view: View, verdicts: VerdictList, from: number, end: number): WorstVerdict | undefined {
  const [first] = view.window(from, Math.min(1, end - from));
  const [last] = view.window(end - 1, Math.min(1, end - from));
  if (!first || !last) return undefined;
  if (view.options.filter === "") return verdicts.worstBetween(first.firstSeq, last.lastSeq);
  const shown = verdicts.between(first.firstSeq, last.lastSeq, maxLookUps).filter(({ seq }) => isShown(view, seq));
  const worst = shown.find(({ level }) => level === "error") ?? shown[0];
  return worst && { ...worst, count: shown.length };
}

function isShown(view: View, seq: number): boolean {
  const [row] = view.window(view.indexOf(seq), 1);
  return row !== undefined && seq >= row.firstSeq && seq <= row.lastSeq;
}
