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
  parseDocument,
  visit,
} from "yaml";
import type { Path } from "../reading/faults.ts";

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
      this.#document = parseDocument(text, { prettyErrors: false, merge: true, logLevel: "silent" });
      const braces = unquotedTemplates(this.#document);
      const syntax = syntaxFaults(this.#document, text);
      // Text behind braces without quotes is a second fault to YAML, and the same one to people.
      faults.push(...braces, ...syntax.filter(({ message }) => braces.length === 0 || message !== unquoted));
      if (faults.some(({ message }) => message === noAnchor)) return;
      this.value = this.#document.toJS({ maxAliasCount: mostAliases });
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

const unquoted = 'To YAML this is a map. A text that begins with {{ stands in quotes: "{{ … }}".';

function syntaxFaults(document: Document.Parsed, text: string): readonly SyntaxFault[] {
  const found: SyntaxFault[] = [];
  const add = (message: string, from: number, to: number) => found.push({ message, from, to: Math.max(to, from + 1) });
  for (const { code, message, pos } of [...document.errors, ...document.warnings]) {
    // What the first one on a line leads to would only confuse.
    if (found.some(({ from }) => isOnOneLine(text, from, pos[0]))) continue;
    add(sentence(code, message, lineAt(text, pos[0])), pos[0], pos[1]);
  }
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) === undefined && alias.range) add(noAnchor, alias.range[0], alias.range[1]);
    },
  });
  return found;
}

const tooManyAliases = "Aliases (*name) make this file far larger than it is. Write it out.";
const tooDeep = "This file is nested too deeply.";
const noAnchor = "There is no such anchor (&name) before this. A text that begins with * stands in quotes.";

function isOnOneLine(text: string, first: number, second: number): boolean {
  return !text.slice(Math.min(first, second), Math.max(first, second)).includes("\n");
}

function lineAt(text: string, offset: number): string {
  const from = text.lastIndexOf("\n", offset - 1) + 1;
  const to = text.indexOf("\n", offset);
  return text.slice(from, to < 0 ? undefined : to);
}

const sentences: Readonly<Record<string, string>> = {
  ALIAS_PROPS: "An alias (*name) can have no anchor or tag of its own.",
  BAD_ALIAS: "An alias is * and the name of an anchor. A text that begins with * stands in quotes.",
  BAD_COLLECTION_TYPE: "This tag does not go with what follows. Remove it.",
  BAD_DIRECTIVE: "YAML has no such directive. Remove it, or put the text in quotes.",
  BAD_DQ_ESCAPE: "There is no such escape in double quotes: write \\\\ for a backslash, or use single quotes.",
  BAD_INDENT: "This is indented differently from what it belongs to.",
  BAD_SCALAR_START: "A text cannot begin with this character. Put the text in quotes.",
  BLOCK_AS_IMPLICIT_KEY: "There is a second colon on this line. Put the text in quotes.",
  BLOCK_IN_FLOW: "Within { } and [ ] everything stands on its own, with commas between.",
  DUPLICATE_KEY: "This name stands here already. Remove one of them.",
  KEY_OVER_1024_CHARS: "A name can have 1024 characters at most.",
  MULTILINE_IMPLICIT_KEY: "A name stands on one line, with a colon behind it.",
  MULTIPLE_ANCHORS: "One anchor is enough.",
  MULTIPLE_DOCS: "A file holds one scenario: remove what follows ---.",
  RESOURCE_EXHAUSTION: tooDeep,
  MULTIPLE_TAGS: "One tag is enough.",
  TAB_AS_INDENT: "YAML is indented with blanks, not with tabs.",
  TAG_RESOLVE_FAILED: "YAML knows no such tag here. A text that begins with ! stands in quotes.",
};

function sentence(code: string, message: string, line: string): string {
  if (/(?:^|[-:[,]\s*)\{\{/.test(line)) return unquoted;
  return (
    sentences[code] ?? `This is not YAML: ${message.charAt(0).toLowerCase()}${message.slice(1).replace(/\.$/, "")}.`
  );
}
