/** What a timeline draws: windows of rows, and the details of one. */
import type { EntrySource } from "../model/capture.ts";
import type { Level } from "../model/event.ts";
import type { Direction, FrameKind, Handshake } from "../model/frame.ts";
import type { Description } from "../model/protocol.ts";

export interface ViewOptions {
  /** In the filter language (docs/filter.md); empty for everything. */
  readonly filter: string;
  /** Minutes to add to UTC for the clock of who reads it; the engine's own if it is not told. */
  readonly utcOffsetMinutes?: number | undefined;
  /** Runs of heartbeats with nothing between them become one row, and so does a cycle of polling that went well. */
  readonly foldHeartbeats: boolean;
}

export interface ViewState {
  readonly view: number;
  readonly session: string;
  readonly options: ViewOptions;
  /** Rows in this view: after filtering and folding. */
  readonly rows: number;
  /**
   * Rows that went at the front because the capture reached its largest size, since the rows became what they are: a row's
   * index plus this never changes.
   */
  readonly firstRow: number;
  /** Entries in the capture. */
  readonly entries: number;
  /** Entries that match; equals `entries` without a filter. */
  readonly matches: number;
  /** Entries looked at so far; smaller than `entries` while a scan is under way. */
  readonly scanned: number;
  /** Why the search was given up at that entry, as a sentence; it goes on with another filter. */
  readonly failure?: string | undefined;
  /** The search was stopped before its end: what was found stays, and nothing is added until it goes on. */
  readonly isStopped: boolean;
  /** How long the scan took so far. */
  readonly scanMs: number;
  /** Grows by one with each clear: row windows fetched before it are worthless. */
  readonly generation: number;
}

export interface Fold {
  readonly count: number;
  /** Undefined: the row's own `seq`. Of a cycle the reply is shown, and its opening came before it. */
  readonly firstSeq?: number | undefined;
  readonly lastSeq: number;
  readonly untilAt: number;
  /** One cycle of polling, of which the row is the reply. */
  readonly isCycle?: true | undefined;
  /** Their kinds, where they are of several (a poll that brought nothing: its opening, its answer, its end). */
  readonly kinds?: readonly string[] | undefined;
}

export interface RowClient {
  /** Of the connection: `session:3` finds it. */
  readonly number: number;
  /** `#3 /cable`. */
  readonly label: string;
  /** The peer as `host:port`, where it was recorded. */
  readonly address?: string | undefined;
}

export interface Row {
  readonly seq: number;
  readonly at: number;
  /** ms since the row above in the capture (not in the view); undefined for the first. */
  readonly deltaMs?: number | undefined;
  readonly source: EntrySource;
  readonly direction?: Direction | undefined;
  /** Whose connection it is, in the mock server's own timeline. */
  readonly client?: RowClient | undefined;
  readonly kind: string;
  readonly channelLabel?: string | undefined;
  readonly channel?: string | undefined;
  readonly eventId?: string | undefined;
  readonly sizeBytes?: number | undefined;
  readonly summary: string;
  /** An event's own; `error` for a `closed` row that was not meant (1006, a refusal). */
  readonly level?: Level | undefined;
  readonly heartbeat: boolean;
  /** A message that keeps the conversation going and brings the app nothing. */
  readonly isLifecycle?: true | undefined;
  /** Set on a row that stands for several. */
  readonly fold?: Fold | undefined;
}

export interface RowWindow {
  readonly view: number;
  readonly generation: number;
  /** As `ViewState.firstRow`, at the moment of this window. */
  readonly firstRow: number;
  readonly from: number;
  readonly rows: readonly Row[];
}

/** At most `limit` bytes of something larger. */
export interface Excerpt {
  readonly sizeBytes: number;
  readonly truncated: boolean;
  /** Present when it is text. */
  readonly text?: string | undefined;
  /** The first bytes, base64, for the hex view. */
  readonly base64: string;
}

export interface FrameDetails {
  readonly id: number;
  readonly at: number;
  readonly kind: FrameKind;
  readonly direction: Direction;
  readonly data: Excerpt;
}

/** A verdict's own words; only for events. */
export interface VerdictDetails {
  readonly title: string;
  readonly explanation: string;
  readonly advice: readonly string[];
  readonly level: Level;
  readonly evidence: readonly number[];
  readonly fromAt?: number | undefined;
  readonly toAt?: number | undefined;
  readonly measures: Readonly<Record<string, number>>;
}

/** Another row of the same exchange: a question and its answer. */
export interface EntryLink {
  /** What this row is to the other one. */
  readonly relation: "inAnswerTo" | "answeredBy" | "ends";
  /** What people call the other row: `speak`, `confirm_subscription`. */
  readonly name: string;
  readonly seq: number;
  /** Between the two, ms. */
  readonly elapsedMs: number;
  /** `likely`: nothing on the wire says so; it is the first that came soon after. */
  readonly certainty: "certain" | "likely";
}

/** What bytes look like that no protocol has decoded. */
export interface Guess {
  /** `MessagePack`, `PNG image, 640 × 480`. */
  readonly title: string;
  /** Where the bytes are: the whole message if undefined, else a path into the payload such as `$.data`. */
  readonly path?: string | undefined;
  readonly sizeBytes: number;
  /** What speaks for it, as a sentence. */
  readonly why: string;
  /** Decoded, as JSON text for a tree; undefined for formats that are only named. */
  readonly json?: string | undefined;
}

export interface EntryDetails {
  readonly row: Row;
  readonly verdict?: VerdictDetails | undefined;
  readonly facts: Description["facts"];
  /** The payload as JSON text, so that it crosses as one string; cut at 1 MiB (`payloadTruncated`), then not valid JSON. */
  readonly payloadJson?: string | undefined;
  readonly payloadTruncated: boolean;
  readonly texts: NonNullable<Description["texts"]>;
  readonly raw: Excerpt;
  /** The first and last few frames that it came from. */
  readonly frames: readonly FrameDetails[];
  readonly frameCount: number;
  /** For `open` rows. */
  readonly handshake?: Handshake | undefined;
  readonly links: readonly EntryLink[];
  readonly guesses: readonly Guess[];
}

/** Part of an entry's own bytes. */
export interface ByteWindow {
  readonly from: number;
  /** Of the whole. */
  readonly sizeBytes: number;
  readonly base64: string;
}

/** The message before another one on its channel, of the same kind and direction. */
export interface EarlierMessage {
  /** Undefined: none was found. */
  readonly seq?: number | undefined;
  /** How many entries were looked at; fewer than there are before it where the search has been given up. */
  readonly searched: number;
  /** Whether the search has come to the oldest entry. */
  readonly complete: boolean;
}

/** A payload as a document for an editor. */
export interface PayloadDocument {
  readonly text: string;
  /** A VS Code language id. */
  readonly language: "json" | "html" | "xml" | "javascript" | "plaintext";
  /** The name's ending for this content, without the dot: `json`, `hex`. */
  readonly extension: string;
}
