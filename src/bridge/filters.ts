/** Filters that the person had before, to be had again. Plain data. */

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
