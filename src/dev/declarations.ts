/**
 * Makes one self-contained declaration file of many: what an entry gives away, and all that those declarations need.
 * Reads declaration files only (no default exports, no namespaces), and refuses what it does not understand: a file that
 * lies about types is worse than none.
 */
import { posix } from "node:path";
import { parseSync } from "oxc-parser";

/** Text of a declaration file; `path` as the entry's, with its imports resolved. */
export type ReadDeclarations = (path: string) => string;

interface Module {
  readonly path: string;
  /** Name to the declaration's text, without `export`. */
  readonly declared: ReadonlyMap<string, string>;
  /** Name here to where it is declared. */
  readonly imported: ReadonlyMap<string, string>;
}

/** Throws with a sentence when two files declare the same name, or an import is none that it can follow. */
export function rollUp(entry: string, read: ReadDeclarations): string {
  const modules = new Map<string, Module>();
  const load = (path: string): Module => {
    const known = modules.get(path);
    if (known) return known;
    const module = readModule(path, read(path));
    modules.set(path, module);
    return module;
  };
  const entryModule = load(entry);
  const given = new Set([...entryModule.declared.keys(), ...entryModule.imported.keys()]);
  const owners = new Map<string, string>();
  const written: string[] = [];
  const write = (path: string, name: string): void => {
    const { declared, imported } = load(path);
    const elsewhere = imported.get(name);
    if (elsewhere !== undefined) {
      write(elsewhere, name);
      return;
    }
    const text = declared.get(name);
    if (text === undefined) throw new Error(`${path} declares no ${name}.`);
    const owner = owners.get(name);
    if (owner === path) return;
    if (owner !== undefined) throw new Error(`${owner} and ${path} both declare ${name}: one file cannot hold both.`);
    owners.set(name, path);
    for (const needed of wordsOf(text))
      if (needed !== name && (declared.has(needed) || imported.has(needed))) write(path, needed);
    written.push(given.has(name) ? publicly(text) : text);
  };
  for (const name of given) write(entry, name);
  // Without an export of its own, everything in a declaration file would be public.
  return `${written.join("\n")}\nexport {};\n`;
}

function readModule(path: string, source: string): Module {
  const { program, comments } = parseSync(path, source);
  const declared = new Map<string, string>();
  const imported = new Map<string, string>();
  for (const statement of program.body) {
    const at = `${path}: ${source.slice(statement.start, statement.end).split("\n", 1)[0]}`;
    if (statement.type === "ImportDeclaration" || (statement.type === "ExportNamedDeclaration" && statement.source)) {
      const from = resolved(path, statement.source?.value ?? "");
      if (from === undefined) throw new Error(`${at}: only files beside it can be rolled up.`);
      for (const specifier of statement.specifiers) {
        const local = "local" in specifier ? textOf(specifier.local) : "";
        const other = "imported" in specifier ? specifier.imported : "exported" in specifier ? specifier.exported : {};
        if (local === "" || textOf(other) !== local) throw new Error(`${at}: names cannot change on the way.`);
        imported.set(local, from);
      }
      continue;
    }
    if (statement.type === "ExportNamedDeclaration" && !statement.declaration && statement.specifiers.length === 0)
      continue;
    const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    const name = declaration ? nameOf(declaration) : "";
    if (!declaration || name === "") throw new Error(`${at}: this kind of declaration cannot be rolled up.`);
    const comment = comments.findLast(
      ({ end }) => source.slice(end, statement.start).trim() === "" && end <= statement.start,
    );
    const doc = comment?.type === "Block" ? `/*${comment.value}*/\n` : "";
    declared.set(name, doc + source.slice(declaration.start, declaration.end));
  }
  return { path, declared, imported };
}

function nameOf(declaration: object): string {
  if ("id" in declaration) return textOf(declaration.id);
  if ("declarations" in declaration && Array.isArray(declaration.declarations) && declaration.declarations.length === 1)
    return textOf(declaration.declarations[0].id);
  return "";
}

function textOf(node: unknown): string {
  return typeof node === "object" && node !== null && "name" in node && typeof node.name === "string" ? node.name : "";
}

function resolved(path: string, specifier: string): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  return posix.join(posix.dirname(path), specifier).replace(/\.ts$/, ".d.ts");
}

/** Comments and texts as well: a name too many only brings a declaration too many. */
function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.match(/[\w$]+/g));
}

/** After its comment. A function or a constant is declared already. */
function publicly(text: string): string {
  return text.replace(/^(\/\*[\s\S]*?\*\/\n)?/, (comment) => `${comment}export `);
}
