/** What goes out of a capture and into one: the formats, the choices, and how far it is. Plain data only. */

/** `scope` of rows: all of a capture, what a view shows, or these entries. */
export type ExportRange =
  | { readonly kind: "all" }
  | { readonly kind: "view"; readonly view: number }
  | { readonly kind: "rows"; readonly seqs: readonly number[] };

/** `scenario`: for the mock server, which says again what the server said. */
export const exportFormats = ["har", "ndjson", "csv", "markdown", "scenario"] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Formats for the clipboard; the commands reproduce the connection of the first of the rows. */
export const textFormats = ["markdown", "csv", "ndjson", "scenario", "wscat", "websocat", "curl"] as const;
export type TextFormat = (typeof textFormats)[number];

export const findingKinds = ["jwt", "signedName", "secret", "email", "ip"] as const;
export type FindingKind = (typeof findingKinds)[number];

/** What is masked unless a person says otherwise: an address of a machine is rarely private, and often the point. */
export const maskedByDefault: readonly FindingKind[] = ["jwt", "signedName", "secret", "email"];

export interface ExportRequest {
  readonly format: ExportFormat;
  readonly range: ExportRange;
  /** Kinds to mask; empty for none. */
  readonly redact: readonly FindingKind[];
  /** An absolute path; a file that is there is replaced. */
  readonly path: string;
}

/** What masking would find in a range. */
export interface Finding {
  readonly kind: FindingKind;
  readonly count: number;
  readonly distinct: number;
  /** The first few, masked so that their owner knows them and nobody else does. */
  readonly examples: readonly { readonly placeholder: string; readonly hint: string; readonly seq: number }[];
}

/** What of an imported file became no row, and why. */
export interface NotTaken {
  readonly reason: string;
  readonly count: number;
  /** The first few addresses, masked. */
  readonly examples: readonly string[];
}

export interface ImportedCapture {
  readonly session: string;
  readonly title: string;
  readonly protocolTitle: string;
  readonly connections: number;
  readonly entries: number;
  readonly verdicts: number;
}

export interface ImportReport {
  readonly captures: readonly ImportedCapture[];
  readonly notTaken: readonly NotTaken[];
  /** What is in the captures but not as it was on the wire: cut bodies, times that were put right. Sentences. */
  readonly remarks: readonly string[];
}

export interface ExportReport {
  readonly path: string;
  readonly entries: number;
  readonly sizeBytes: number;
  /** Values that were masked. */
  readonly masked: number;
}

export type TransferOutcome =
  | { readonly kind: "exported"; readonly report: ExportReport }
  | { readonly kind: "saved"; readonly path: string; readonly entries: number; readonly sizeBytes: number }
  | { readonly kind: "imported"; readonly report: ImportReport }
  | { readonly kind: "found"; readonly findings: readonly Finding[] }
  /** With a sentence. */
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "cancelled" };

/** Told while a transfer is under way, at most 20 times a second, and once with its outcome. */
export interface TransferState {
  readonly transfer: string;
  /** 0 to 1. */
  readonly progress: number;
  readonly outcome?: TransferOutcome | undefined;
}
