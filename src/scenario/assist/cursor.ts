/**
 * Where in a YAML text somebody writes: at which path, and whether a name or a value comes there. What is written is seldom
 * whole, so a mark is put in its place, once as a name and once as a value, and looked for in what YAML makes of it.
 */
import { type Document, isMap, isPair, isScalar, isSeq, type Pair, visit } from "yaml";
import type { Path } from "../../reading/faults.ts";
import { readYaml } from "../yaml-document.ts";

export interface Cursor {
  /** Of the object that gets a name, or of the value. */
  readonly path: Path;
  readonly expects: "name" | "value";
  /** Names that stand beside it. */
  readonly present: readonly string[];
  /** The word that is being written, in UTF-16 units. */
  readonly from: number;
  readonly to: number;
  /** Within `{ … }` everything stays on one line. */
  readonly isFlow: boolean;
  /** How far names stand in. */
  readonly indent: number;
}

const mark = "FrAmEsCoPe";

/** At the start of a list's item both a name and a value may come: then there are two. */
export function cursorsAt(text: string, offset: number): readonly Cursor[] {
  const lineFrom = text.lastIndexOf("\n", offset - 1) + 1;
  const before = text.slice(lineFrom, offset);
  if (/^\s*#|\s#/.test(before)) return [];
  const word = /[^\s{}[\],:"']*(?::[^\s{}[\],"']+)*$/.exec(before)?.[0] ?? "";
  const from = offset - word.length;
  const to = offset + (/^[^\s{}[\],:"'#]*/.exec(text.slice(offset))?.[0].length ?? 0);
  const lead = text.slice(lineFrom, from);
  const isFlow = openBrackets(text.slice(0, from)) > 0;
  const startsItem = /^\s*(?:-\s+)*$/.test(lead);
  const mayBeName = isFlow ? /[{,]\s*$/.test(text.slice(0, from)) : startsItem;
  const mayBeValue = !mayBeName || /-\s+$/.test(lead) || (isFlow && /[[,]\s*$/.test(text.slice(0, from)));
  const place = { from, to, isFlow, indent: lead.length };
  const hasColon = /^\s*:(?:\s|$)/.test(text.slice(to, to + 40));
  return [
    ...(mayBeName ? marked(text, place, hasColon ? mark : `${mark}: `, "name") : []),
    ...(mayBeValue && !hasColon ? marked(text, place, mark, "value") : []),
  ];
}

/** The path to the name or value that stands at the offset; undefined where nothing does. */
export function pathAt(
  text: string,
  offset: number,
): { readonly path: Path; readonly from: number; readonly to: number } | undefined {
  const { document } = readYaml(text);
  return find(document, (from, to) => offset >= from && offset <= to)?.found;
}

type Found = { readonly path: Path; readonly from: number; readonly to: number };

function marked(
  text: string,
  place: Omit<Cursor, "path" | "expects" | "present">,
  inserted: string,
  expects: Cursor["expects"],
): readonly Cursor[] {
  const changed = text.slice(0, place.from) + inserted + text.slice(place.to);
  const { document } = readYaml(changed);
  const hit = find(document, (from, _, value) => from >= place.from - 1 && from <= place.from && isMark(value));
  if (!hit || hit.isName !== (expects === "name")) return [];
  const path = hit.isName ? hit.found.path.slice(0, -1) : hit.found.path;
  return [{ ...place, path, expects, present: hit.present.filter((name) => !name.includes(mark)) }];
}

function isMark(value: unknown): boolean {
  return typeof value === "string" && value.startsWith(mark);
}

interface Hit {
  readonly found: Found;
  readonly isName: boolean;
  readonly present: readonly string[];
}

function find(document: Document, fits: (from: number, to: number, value: unknown) => boolean): Hit | undefined {
  let hit: Hit | undefined;
  visit(document, {
    Scalar(key, scalar, ancestors) {
      const range = scalar.range;
      if (!range || !fits(range[0], range[1], scalar.value)) return undefined;
      const isName = key === "key";
      const owner = ancestors.at(-2);
      const present = isName && isMap(owner) ? owner.items.map(nameOf) : [];
      hit = { found: { path: pathOf(ancestors, scalar), from: range[0], to: range[1] }, isName, present };
      return visit.BREAK;
    },
  });
  return hit;
}

function pathOf(ancestors: readonly unknown[], last: unknown): Path {
  const path: (string | number)[] = [];
  for (const [index, ancestor] of ancestors.entries()) {
    const inner = ancestors[index + 1] ?? last;
    if (isSeq(ancestor)) path.push(ancestor.items.indexOf(inner));
    else if (isPair(ancestor)) path.push(nameOf(ancestor));
  }
  return path;
}

function nameOf({ key }: Pair<unknown, unknown>): string {
  return isScalar(key) ? String(key.value) : String(key);
}

/** Brackets that are open, as far as quotes and comments let it be told; plain texts hold few of them. */
function openBrackets(text: string): number {
  const plain = text
    .replace(/'(?:[^'\n]|'')*'|"(?:[^"\\\n]|\\.)*"/g, "")
    .replace(/(^|\s)#.*$/gm, "")
    .replace(/\{\{.*?\}\}|\{%.*?%\}/g, "");
  let open = 0;
  for (const character of plain) {
    if (character === "{" || character === "[") open += 1;
    else if ((character === "}" || character === "]") && open > 0) open -= 1;
  }
  return open;
}
