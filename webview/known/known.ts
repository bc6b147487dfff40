/** What a recogniser found out about a value, in words for a card. Nothing in it is ever rendered as anything but text. */

export interface KnownLine {
  readonly label: string;
  readonly value: string;
  /** Dim words after the value. */
  readonly aside?: string | undefined;
}

export interface Known {
  /** `JSON Web Token`, `Signed stream name`. */
  readonly title: string;
  readonly lines: readonly KnownLine[];
  /** What one must not conclude from it. */
  readonly note?: string | undefined;
  /** Worth copying by itself: the decoded text. */
  readonly decoded?: string | undefined;
}

/** A stretch of a text that is known. */
export interface KnownPart {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  readonly known: Known;
}
