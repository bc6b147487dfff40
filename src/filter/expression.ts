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

/** How a value is compared. `contains` ignores case; `matches` is a regular expression. */
export type Comparison = "is" | "contains" | "matches" | "less" | "atMost" | "greater" | "atLeast" | "between";

export type FieldName =
  | "dir"
  | "kind"
  | "channel"
  | "stream"
  | "id"
  | "size"
  | "time"
  | "session"
  | "verdict"
  | "status"
  | "code";

export type Expression = Place &
  (
    | { readonly kind: "all" | "any"; readonly parts: readonly Expression[] }
    | { readonly kind: "not"; readonly part: Expression }
    /** A word or "phrase" anywhere in kind, channel, event id or payload; case is ignored. */
    | { readonly kind: "text"; readonly text: string }
    /** `/source/flags` in the same places. */
    | { readonly kind: "pattern"; readonly source: string; readonly flags: string }
    | { readonly kind: "field"; readonly field: FieldName; readonly test: FieldTest }
    /** `$.user.id = 42`: a path into the JSON payload. */
    | { readonly kind: "path"; readonly path: readonly (string | number)[]; readonly test: FieldTest | undefined }
  );

/** Numbers are in the unit that the capture has: bytes, ms since the epoch. `to` only for `between`, inclusive. */
export interface FieldTest {
  readonly comparison: Comparison;
  readonly value: FilterValue;
  readonly to?: FilterValue | undefined;
}

export type FilterValue = string | number | boolean | null;

/** For colours in the box. */
export interface FilterToken extends Place {
  readonly kind: "text" | "pattern" | "field" | "path" | "operator" | "value" | "not" | "or" | "parenthesis";
}

export interface ParsedFilter {
  /** Undefined for an empty filter and for one with faults. */
  readonly expression: Expression | undefined;
  readonly faults: readonly FilterFault[];
  readonly tokens: readonly FilterToken[];
}
