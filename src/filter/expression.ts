/**
 * The words of the filter language: what a filter means once it is read, and what is to be said of its text. Types only;
 * knows neither the capture that is searched nor the box that is typed into.
 */

/** A stretch of the filter's text, in UTF-16 code units; `to` is exclusive. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

/** What cannot be understood, and where. `message` is a sentence that says what to do. */
export interface FilterFault extends Place {
  readonly message: string;
}

export const fieldNames = [
  "dir",
  "kind",
  "channel",
  "stream",
  "id",
  "size",
  "time",
  "session",
  "verdict",
  "status",
  "code",
] as const;

export type FieldName = (typeof fieldNames)[number];

/**
 * How a value is compared. `is` ignores case and takes `*` for any characters; `has` looks for characters within,
 * whatever their case; `matches` is a regular expression. Between numbers `is`, `not` and the others are arithmetic.
 */
export type Comparison = "is" | "not" | "has" | "matches" | "<" | "<=" | ">" | ">=" | "between";

/** A moment as it was written: on any day, in the reader's own zone (`ms` as if that were UTC), or so long ago. */
export type Moment =
  | { readonly kind: "clock"; readonly ms: number }
  | { readonly kind: "local"; readonly ms: number }
  | { readonly kind: "at"; readonly ms: number }
  | { readonly kind: "ago"; readonly ms: number };

export type PlainValue = string | number | boolean | null;

export interface PatternValue {
  readonly source: string;
  readonly flags: string;
}

/**
 * One comparison. Sizes are in bytes. `to` only for `between`, and belongs to it. `written` (`writtenTo`): a number's
 * characters, where strings are compared with it too, or where a JavaScript number cannot hold it.
 */
export type FieldTest =
  | { readonly comparison: "matches"; readonly value: PatternValue }
  | {
      readonly comparison: Exclude<Comparison, "matches">;
      readonly value: PlainValue;
      readonly to?: PlainValue | undefined;
      readonly written?: string | undefined;
      readonly writtenTo?: string | undefined;
    };

export interface TimeTest {
  readonly comparison: "<" | "<=" | ">" | ">=" | "between";
  readonly value: Moment;
  readonly to?: Moment | undefined;
}

/** A name, an index, or every element (`[*]`, `.*`). */
export type PathStep = string | number | { readonly every: true };

export type Expression = Place &
  (
    | { readonly kind: "all" | "any"; readonly parts: readonly Expression[] }
    | { readonly kind: "not"; readonly part: Expression }
    /** A word or "phrase" anywhere in kind, channel, event id or payload, whatever its case. */
    | { readonly kind: "text"; readonly text: string }
    /** `/source/flags` in the same places. */
    | { readonly kind: "pattern"; readonly pattern: PatternValue }
    /** One of these comparisons holds. */
    | { readonly kind: "field"; readonly field: Exclude<FieldName, "time">; readonly tests: readonly FieldTest[] }
    | { readonly kind: "time"; readonly tests: readonly TimeTest[] }
    /** `$.user.id = 42`: a path into the JSON payload; without a test it is enough that something is there. */
    | { readonly kind: "path"; readonly path: readonly PathStep[]; readonly test: FieldTest | undefined }
  );

/** For colours in the box, in order and without overlap. */
export interface FilterToken extends Place {
  readonly kind: "text" | "pattern" | "field" | "path" | "operator" | "value" | "not" | "or" | "parenthesis";
}

export interface ParsedFilter {
  /** Undefined for an empty filter and for one with faults. */
  readonly expression: Expression | undefined;
  readonly faults: readonly FilterFault[];
  readonly tokens: readonly FilterToken[];
}
