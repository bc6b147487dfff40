/**
 * Reads a YAML text into the package's document, and gives up where going on would take minutes and tell nothing: whoever
 * opens another kind of file under a scenario's name must not wait for it. Knows nothing of scenarios.
 */
import { Composer, type CST, type Document, Lexer, Parser } from "yaml";

/** Maps and lists within each other. The package takes quadratic time by it; what people write has a tenth of it. */
const deepest = 200;

/** Of syntax. More are not looked for: whoever has so many will look again after the first. */
export const mostFaults = 100;

/** The package compares each key of a map with all before it; we look for those that are there twice ourselves. */
const parsing = { prettyErrors: false, merge: true, logLevel: "silent", uniqueKeys: false } as const;

export interface YamlReading {
  /** Of what stands before the place where it was given up. */
  readonly document: Document.Parsed;
  readonly givenUp?: GivenUp | undefined;
}

/** Nothing behind this place was read: it is nested too deeply, there were faults enough, or a second document begins. */
export interface GivenUp {
  readonly because: "depth" | "faults" | "documents";
  /** In UTF-16 units from the start of the text. */
  readonly at: number;
}

export function readYaml(text: string): YamlReading {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let faults = 0;
  let second: number | undefined;
  const take = (token: CST.Token) => {
    if (token.type === "document" && tokens.some(({ type }) => type === "document")) second ??= token.offset;
    else tokens.push(token);
    if (token.type === "error") faults += 1;
  };
  const givenUp = (): GivenUp | undefined => {
    if (second !== undefined) return { because: "documents", at: second };
    if (parser.stack.length > deepest) return { because: "depth", at: parser.offset };
    return faults < mostFaults ? undefined : { because: "faults", at: parser.offset };
  };
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) take(token);
    if (givenUp()) break;
  }
  const early = givenUp();
  for (const token of parser.end()) take(token);
  const [document] = new Composer(parsing).compose(tokens, true, text.length);
  return { document: document as Document.Parsed, givenUp: early ?? givenUp() };
}
