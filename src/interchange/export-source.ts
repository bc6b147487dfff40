/** What a writer is given: the capture, what of it is meant, and what masks it. Writers yield text, piece by piece. */
import type { BulkReader } from "../capture/bulk-reader.ts";
import type { CaptureReader, StoredEntry } from "../capture/reader.ts";
import type { Redactor } from "./redaction/redactor.ts";
import type { Selection } from "./selection.ts";

export interface ExportSource {
  readonly reader: CaptureReader;
  readonly bulk: BulkReader;
  readonly selection: Selection;
  readonly redactor: Redactor;
  readonly session: SessionWords;
  readonly teller: EntryTeller;
  /** Told of each entry that is done with. */
  readonly passed: (entries: number) => void;
}

/** Masked as a summary is. */
export interface SessionWords {
  readonly title: string;
  readonly url: string;
  readonly protocol: string;
  readonly protocolTitle: string;
  readonly subprotocol?: string | undefined;
  readonly startedAt: number;
  /** Framescope's own. */
  readonly version: string;
}

/** Reads entries as the timeline does. */
export interface EntryTeller {
  summary(entry: StoredEntry): string;
  channelLabel(entry: StoredEntry): string | undefined;
  payload(entry: StoredEntry): { readonly text: string; readonly language: string };
  /** Its own level, or that of an ending that was not meant. */
  level(entry: StoredEntry): StoredEntry["level"];
}
