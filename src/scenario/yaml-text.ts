/**
 * A YAML text as plain data, with what is wrong in its syntax and the place of everything in it. Knows nothing of
 * scenarios; bounded, since a file can be made to grow without end.
 */
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Pair,
  visit,
  type YAMLMap,
} from "yaml";
import type { Path } from "../reading/faults.ts";
import { type GivenUp, mostFaults, readYaml } from "./yaml-document.ts";
import { noAnchor, oneDocument, syntaxSentence, tooDeep, tooManyAliases, twice, unquoted } from "./yaml-sentences.ts";

/** Characters. */
const longestText = 4 * 1024 * 1024;

/** How often one anchor may be written out. Bombs need far more, people far less. */
const mostAliases = 200;

/** In UTF-16 units from the start of the text. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface SyntaxFault extends Stretch {
  readonly message: string;
}

export class YamlText {
  readonly faults: readonly SyntaxFault[];
  /** Plain data; undefined for an empty text, and for one that cannot be read at all. */
  readonly value: unknown;
  readonly #text: string;
  readonly #document: Document.Parsed | undefined;

  constructor(text: string) {
    this.#text = text;
    const faults: SyntaxFault[] = [];
    this.faults = faults;
    if (text.length > longestText) {
      faults.push({
        message: `This file has more than ${longestText / 1024 / 1024} MiB. Make it smaller.`,
        from: 0,
        to: 1,
      });
      return;
    }
    try {
      const { document, givenUp } = readYaml(text);
      this.#document = document;
      const braces = unquotedTemplates(document);
      const syntax = syntaxFaults(document, text, givenUp?.at);
      // Text behind braces without quotes is a second fault to YAML, and the same one to people.
      faults.push(...braces, ...syntax.filter(({ message }) => braces.length === 0 || message !== unquoted));
      if (givenUp) faults.push(...unread(givenUp, faults.length > 0));
      const isWhole = givenUp === undefined || givenUp.because === "documents";
      if (!isWhole || faults.some(({ message }) => message === noAnchor)) return;
      this.value = document.toJS({ maxAliasCount: mostAliases });
    } catch (error) {
      // What the package throws where something is written out too often, and the engine where it is nested too deeply.
      if (!(error instanceof ReferenceError || error instanceof RangeError)) throw error;
      faults.push({ message: error instanceof RangeError ? tooDeep : tooManyAliases, from: 0, to: 1 });
    }
  }

  /** Where a value stands, or its name; of what is not there, where it is missing from. Undefined in an empty text. */
  place(path: Path, part: "name" | "value"): Stretch | undefined {
    let node: unknown = this.#document?.contents;
    let name: unknown;
    for (const step of path) {
      const pair = stepInto(this.#resolved(node), step);
      if (pair === undefined) return shown(name, this.#resolved(node), "name");
      name = isPair(pair) ? pair.key : undefined;
      node = isPair(pair) ? pair.value : pair;
    }
    return shown(name, node, part);
  }

  isOnOneLine(first: number, second: number): boolean {
    return isOnOneLine(this.#text, first, second);
  }

  #resolved(node: unknown): unknown {
    return isAlias(node) && this.#document ? node.resolve(this.#document) : node;
  }
}

/** The pair of a map, or the item of a list. */
function stepInto(node: unknown, step: PropertyKey): unknown {
  if (isSeq(node)) return node.items[Number(step)];
  if (!isMap(node)) return undefined;
  return node.items.find(({ key }) => (isScalar(key) ? String(key.value) : key) === String(step));
}

/** Of something large only its name or its first one, so that the mark does not cover everything in it. */
function shown(name: unknown, node: unknown, part: "name" | "value"): Stretch | undefined {
  const named = stretchOf(name);
  if (named && (part === "name" || isCollection(node) || isEmpty(node))) return named;
  if (isMap(node) && node.items[0]) return stretchOf((node.items[0] as Pair).key);
  if (isSeq(node) && node.items[0]) return shown(undefined, node.items[0], "value");
  return stretchOf(node);
}

function isEmpty(node: unknown): boolean {
  const stretch = stretchOf(node);
  return stretch === undefined || stretch.to <= stretch.from;
}

function stretchOf(node: unknown): Stretch | undefined {
  const range = (node as { readonly range?: readonly [number, number, number] | null } | undefined | null)?.range;
  return range ? { from: range[0], to: range[1] } : undefined;
}

/** `{{ name }}` without quotes is a map within a map to YAML, and never what is meant. */
function unquotedTemplates(document: Document.Parsed): readonly SyntaxFault[] {
  const found: SyntaxFault[] = [];
  visit(document, {
    Map(_, map) {
      const isBraces = map.flow && map.items.length === 1 && isMap(map.items[0]?.key);
      const place = stretchOf(map);
      if (!isBraces || !place) return undefined;
      found.push({ message: unquoted, ...place });
      return visit.SKIP;
    },
  });
  return found;
}

/** What follows from faults before the place where reading was given up is not told once more. */
function unread({ because, at }: GivenUp, isExplained: boolean): readonly SyntaxFault[] {
  if (because === "documents") return [{ message: oneDocument, from: at, to: at + "---".length }];
  return because === "depth" && !isExplained ? [{ message: tooDeep, from: at, to: at + 1 }] : [];
}

/** Those before `until`: what is missing behind it was not read. */
function syntaxFaults(
  document: Document.Parsed,
  text: string,
  until = Number.POSITIVE_INFINITY,
): readonly SyntaxFault[] {
  const found: SyntaxFault[] = [];
  const add = (message: string, from: number, to: number) => found.push({ message, from, to: Math.max(to, from + 1) });
  for (const { code, message, pos } of [...document.errors, ...document.warnings].slice(0, mostFaults)) {
    // What the first one on a line leads to would only confuse.
    if (pos[0] >= until || found.some(({ from }) => isOnOneLine(text, from, pos[0]))) continue;
    add(syntaxSentence(code, message, lineAt(text, pos[0])), pos[0], pos[1]);
  }
  const anchors = new Set<string>();
  visit(document, {
    Node(_, node) {
      if (isAlias(node)) {
        if (!anchors.has(node.source) && node.range) add(noAnchor, node.range[0], node.range[1]);
      } else if (node.anchor !== undefined) anchors.add(node.anchor);
      if (isMap(node)) for (const { from, to } of repeatedNames(node)) add(twice, from, to);
      return found.length < mostFaults ? undefined : visit.BREAK;
    },
  });
  return found;
}

/** The package reads the `<<` of a merge as a symbol: a map may take in several others. */
function repeatedNames({ items }: YAMLMap): readonly Stretch[] {
  const names = new Set<string>();
  return items.flatMap(({ key }) => {
    const place = stretchOf(key);
    if (!place || !isScalar(key) || typeof key.value === "symbol") return [];
    const name = String(key.value);
    if (names.has(name)) return [place];
    names.add(name);
    return [];
  });
}

function isOnOneLine(text: string, first: number, second: number): boolean {
  const end = text.indexOf("\n", Math.min(first, second));
  return end < 0 || end >= Math.max(first, second);
}

function lineAt(text: string, offset: number): string {
  const from = text.lastIndexOf("\n", offset - 1) + 1;
  const to = text.indexOf("\n", offset);
  return text.slice(from, to < 0 ? undefined : to);
}
