/** A message or a subscription that is kept ready: by the person, or told from an app's source. */
import type { Command } from "./form.ts";

export interface Prepared {
  /** A heading to stand under. */
  readonly group?: string | undefined;
  readonly name: string;
  /** A line about it, where more is known than its values say. */
  readonly detail?: string | undefined;
  readonly command: Command;
}
