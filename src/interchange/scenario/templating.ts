/**
 * Finds what the two sides of a recorded conversation have in common, and makes holes of it: what the client chose and
 * the server repeats, what the server made and the client brings back, what is made by chance, masked, or the time.
 * Pure; knows JSON, forms and addresses, and no protocol.
 */
import { quoteAt } from "../../scenario/holes/json-leaves.ts";
import { HoleNames } from "./hole-names.ts";
import { type SaidValue, saidValues, type Wording } from "./said-values.ts";
import { clockOf, isByChance, isMasked, isTelling, tellsWhat } from "./value-kinds.ts";

/** One thing that was said, in the order in which it was. Bytes are not looked into. */
export interface Utterance {
  readonly from: "client" | "server";
  readonly wording: Wording;
  readonly at: number;
  readonly text: string;
  /** Says only that its side is still there. */
  readonly isHeartbeat?: boolean | undefined;
}

export interface Templated {
  /** In the same order. */
  readonly texts: readonly string[];
  readonly recorded: Readonly<Record<string, string | number>>;
}

export function templated(utterances: readonly Utterance[]): Templated {
  const said = utterances.map(({ text, wording }) => saidValues(text, wording));
  const shared = sharedValues(utterances, said);
  const names = new HoleNames(utterances.map(({ text }) => text));
  const texts = utterances.map((utterance, index) => {
    const holes = chosen(utterance, said[index] ?? [], shared);
    return withHoles(utterance.text, holes, (value, clock) => clock ?? names.of(value));
  });
  const recorded = names.recorded((text) => {
    const inner = saidValues(text, "message").filter(({ value }) => isMasked(value) || isByChance(value));
    return withHoles(text, outermost(inner), (value) => names.of(value));
  });
  return { texts, recorded };
}

interface Shared {
  /** The client said it first, and the server repeats it. */
  readonly repeated: ReadonlySet<string>;
  /** The server said it first, and the client brings it back. */
  readonly broughtBack: ReadonlySet<string>;
}

interface First {
  readonly from: Utterance["from"];
  readonly type: string;
  readonly keys: Set<string | undefined>;
}

function sharedValues(utterances: readonly Utterance[], said: readonly (readonly SaidValue[])[]): Shared {
  const firstBy = new Map<string, First>();
  const repeated = new Set<string>();
  const broughtBack = new Set<string>();
  for (const [index, { from }] of utterances.entries()) {
    for (const { value, key } of said[index] ?? []) {
      const text = String(value);
      const first = firstBy.get(text);
      if (!first) firstBy.set(text, { from, type: typeof value, keys: new Set([key]) });
      else if (first.from === from) first.keys.add(key);
      else if (from === "server") {
        // A form's "132" is not the number that the server says: what stands for one cannot be written for the other.
        if (isTelling(value) && first.type === typeof value) repeated.add(text);
      } else if (isTelling(value) || (key !== undefined && first.keys.has(key))) broughtBack.add(text);
    }
  }
  return { repeated, broughtBack };
}

interface Hole {
  readonly said: SaidValue;
  readonly clock?: "now_seconds" | "now_ms" | undefined;
}

function chosen(utterance: Utterance, said: readonly SaidValue[], { repeated, broughtBack }: Shared): Hole[] {
  const { from, at, isHeartbeat } = utterance;
  const holes: Hole[] = [];
  let end = 0;
  for (const value of said) {
    // What is within a hole is no hole of this text.
    if (value.from < end) continue;
    const text = String(value.value);
    const clock = from === "client" || isHeartbeat ? clockOf(value.value, at) : undefined;
    const isWhole = value.isJson && repeated.has(text);
    const isShared = repeated.has(text) || (from === "client" && broughtBack.has(text));
    const isOwn = from === "client" && (isMasked(value.value) || isByChance(value.value));
    if (!(clock || isWhole || isOwn || (isShared && !value.isJson && !tellsWhat(value.key)))) continue;
    if (value.isJson && !isWhole) continue;
    holes.push({ said: value, clock });
    end = value.to;
  }
  return holes;
}

function outermost(said: readonly SaidValue[]): Hole[] {
  let end = 0;
  return said.flatMap((value) => {
    if (value.isJson || value.from < end) return [];
    end = value.to;
    return [{ said: value }];
  });
}

function withHoles(
  text: string,
  holes: readonly Hole[],
  nameOf: (value: SaidValue, clock: Hole["clock"]) => string | undefined,
): string {
  let result = "";
  let copied = 0;
  for (const { said, clock } of holes) {
    const name = nameOf(said, clock);
    if (name === undefined) continue;
    const isNumber = said.isQuoted && typeof said.value === "number";
    const quote = isNumber ? quoteAt(said.depth) : "";
    result += `${text.slice(copied, said.from)}${quote}{{${name}}}${quote}`;
    copied = said.to;
  }
  return result + text.slice(copied);
}
