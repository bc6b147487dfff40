/**
 * What `${…}` in a text stands for. Only names are read here; what they stand for is looked up when connecting, by whoever
 * connects. `$${` is a plain `${`.
 */
import { closest } from "../reading/faults.ts";

export type Variable =
  | { readonly kind: "env" | "secret" | "input"; readonly name: string }
  | { readonly kind: "workspaceFolder"; readonly name?: string | undefined };

export interface Lookup {
  env(name: string): string | undefined;
  /** Undefined: the person did not want to say. Rejects with a sentence where nobody can be asked. */
  secret(name: string): Promise<string | undefined>;
  input(prompt: string): Promise<string | undefined>;
  /** Its path; without a name that of the folder in which the endpoint was written. */
  folder(name: string | undefined): string | undefined;
  /** The absolute path of a file that is written relative to that folder. */
  file(path: string): string;
}

/** Something cannot be filled in: a sentence for the person that names the place. */
export class VariableError extends Error {}

const kinds = ["env", "secret", "input", "workspaceFolder"] as const;
const pattern = /\$?\$\{([^}]*)\}?/g;

/** What is wrong with the variables of a text, in order, each with where it begins. */
export function variableFaults(
  text: string,
): readonly { readonly message: string; readonly offset: number; readonly length: number }[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const message = match[0].startsWith("$$") ? undefined : faultOf(match[0], match[1] ?? "");
    return message === undefined ? [] : [{ message, offset: match.index, length: match[0].length }];
  });
}

/** Variables of a text that can be read, in order. */
export function variablesIn(text: string): readonly Variable[] {
  return [...text.matchAll(pattern)].flatMap(([all, inner = ""]) =>
    all.startsWith("$$") ? [] : (readVariable(inner) ?? []),
  );
}

/**
 * The text with each variable replaced; undefined as soon as one is dismissed. `stands`: `"url" of "Chat"`. Rejects with a
 * `VariableError` for what is no variable.
 */
export async function substitute(
  text: string,
  stands: string,
  lookUp: (variable: Variable, stands: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  let done = "";
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    const [all, inner = ""] = match;
    done += text.slice(from, match.index);
    from = match.index + all.length;
    if (all.startsWith("$$")) {
      done += all.slice(1);
      continue;
    }
    const variable = readVariable(inner);
    if (!variable || !all.endsWith("}")) throw new VariableError(`${stands}: ${faultOf(all, inner)}`);
    const value = await lookUp(variable, stands);
    if (value === undefined) return undefined;
    done += value;
  }
  return done + text.slice(from);
}

function readVariable(inner: string): Variable | undefined {
  const [, kind = "", name] = /^([^:]*)(?::(.*))?$/s.exec(inner) ?? [];
  if (kind === "workspaceFolder") return { kind, name: name?.trim() || undefined };
  if ((kind !== "env" && kind !== "secret" && kind !== "input") || !name?.trim()) return undefined;
  return { kind, name: name.trim() };
}

function faultOf(whole: string, inner: string): string | undefined {
  if (!whole.endsWith("}")) return `"${whole.slice(0, 40)}" has no closing brace. Write $\${ for a plain \${.`;
  if (readVariable(inner)) return undefined;
  const kind = inner.split(":", 1)[0] ?? "";
  if (kind === "env" || kind === "secret" || kind === "input")
    return `"${whole}" has no name: write \${${kind}:${examples[kind]}}.`;
  const meant = closest(kind, kinds);
  const help = meant
    ? `Did you mean \${${meant}${meant === "workspaceFolder" ? "" : ":…"}}?`
    : "There are ${env:…}, ${secret:…}, ${input:…} and ${workspaceFolder}.";
  return `"${whole}" is no variable. ${help}`;
}

const examples = { env: "NAME", secret: "Name", input: "What to ask" } as const;
