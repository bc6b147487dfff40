/** The single values of what one side said: of JSON, of addresses and forms, of lines as event streams have them. */
import { addressParts, formParts, isForm } from "../../scenario/holes/addresses.ts";
import { jsonLeaves, type Leaf } from "../../scenario/holes/json-leaves.ts";

export type Wording = "address" | "body" | "message";

/** `isQuoted`: within JSON, so that in its place a hole has quotes. */
export interface SaidValue extends Leaf {
  readonly isQuoted: boolean;
}

export function saidValues(text: string, wording: Wording): SaidValue[] {
  if (wording === "address") return addressParts(text).map((part) => unquoted(part));
  const leaves = jsonLeaves(text);
  if (leaves) return leaves.map((leaf) => ({ ...leaf, isQuoted: true }));
  if (wording === "body" && isForm(text)) return formParts(text).map((part) => unquoted(part));
  return valuesOfLines(text);
}

/** `data: {"n":1}`, `id: 4`, or a list of messages on a line of its own. A text of one line is no such thing. */
function valuesOfLines(text: string): SaidValue[] {
  const values: SaidValue[] = [];
  if (!/[\r\n]/.test(text)) return values;
  for (const match of text.matchAll(/[^\r\n]+/g)) {
    const [, head = "", rest = ""] = /^((?:[\w-]+: ?)?)(.*)$/s.exec(match[0]) ?? [];
    const from = match.index + head.length;
    const leaves = jsonLeaves(rest);
    if (leaves)
      for (const leaf of leaves) values.push({ ...leaf, from: from + leaf.from, to: from + leaf.to, isQuoted: true });
    else if (head !== "")
      values.push(unquoted({ key: head.replace(/: ?$/, ""), value: rest, from, to: from + rest.length }));
  }
  return values;
}

function unquoted(part: Pick<Leaf, "key" | "from" | "to"> & { readonly value: string }): SaidValue {
  return { ...part, depth: 0, isJson: false, isQuoted: false };
}
