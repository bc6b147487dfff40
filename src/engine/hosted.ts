/**
 * What the engine shows in a timeline: a capture with what reads it, whether it is being recorded by a live session or
 * was opened from a file. Views and details need no more than this.
 */
import type { SessionSummary } from "../bridge/engine-api.ts";
import type { Capture } from "../capture/store.ts";
import type { Command } from "../model/form.ts";
import type { MessageReader } from "./message-reader.ts";

export interface Hosted {
  readonly id: string;
  readonly capture: Capture;
  readonly reader: MessageReader;
  summary(): SessionSummary;
  /** Throws with a sentence when the command is wrong, or when there is nobody to give it to. */
  command(command: Command): void;
  /** Deletes all entries so far. Throws with a sentence where that may not be done. */
  clear(): void;
  /** Ends it; the file stays. */
  stop(): Promise<void>;
  /** Ends it, and deletes the file if it is the engine's own. */
  delete(): Promise<void>;
}
