/** The filter's text cut into pieces of one look each: what a token is, and whether a fault lies on it. Pure. */
import type { FilterFault, FilterToken, ParsedFilter } from "../src/filter/expression.ts";

export interface Piece {
  readonly text: string;
  /** Undefined between tokens. */
  readonly token: FilterToken["kind"] | undefined;
  readonly faulty: boolean;
}

/** Together the pieces are the text again. */
export function piecesOf(text: string, { tokens, faults }: Pick<ParsedFilter, "tokens" | "faults">): readonly Piece[] {
  const marked = faults.map((fault) => placeToMark(text, fault));
  const cuts = new Set([0, text.length]);
  for (const { from, to } of [...tokens, ...marked]) cuts.add(from).add(to);
  const edges = [...cuts].filter((at) => at >= 0 && at <= text.length).sort((a, b) => a - b);
  return edges.slice(0, -1).map((from, index) => ({
    text: text.slice(from, edges[index + 1]),
    token: tokens.find((token) => token.from <= from && from < token.to)?.kind,
    faulty: marked.some((fault) => fault.from <= from && from < fault.to),
  }));
}

/** Where something is missing, the character before it is marked: an empty place cannot be seen. */
function placeToMark(text: string, { from, to }: FilterFault): { readonly from: number; readonly to: number } {
  if (to > from && from < text.length) return { from, to };
  const at = Math.max(0, Math.min(from, text.length) - 1);
  return { from: at, to: at + 1 };
}
