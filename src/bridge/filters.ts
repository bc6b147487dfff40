/** What a filter box offers: the words of a capture, and filters that the person had before. Plain data. */

/** What stands in a capture, to be completed; each list is short, the newest or most usual first. */
export interface CaptureWords {
  readonly kinds: readonly string[];
  /** As rows show them. */
  readonly channels: readonly string[];
  readonly streams: readonly string[];
  /** Kinds of events. */
  readonly verdicts: readonly string[];
  readonly statuses: readonly number[];
  readonly codes: readonly number[];
  /** Paths into payloads of late, such as `$.user.id`; those of the selected row first. */
  readonly paths: readonly string[];
}

export interface SavedFilter {
  readonly name: string;
  readonly filter: string;
}

/** Filters to be had back. */
export interface KeptFilters {
  /** Of this workspace, newest first. */
  readonly recent: readonly string[];
  /** Of this person, by name, in every workspace. */
  readonly saved: readonly SavedFilter[];
}

export type FilterChange =
  | { readonly kind: "used"; readonly filter: string }
  /** In place of one of the same name. */
  | { readonly kind: "saved"; readonly name: string; readonly filter: string }
  | { readonly kind: "removed"; readonly name: string };
