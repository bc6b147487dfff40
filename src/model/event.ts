/**
 * What was concluded: events, past tense. Made by observers and, for what a client decides itself, by client sessions.
 * An event is never a frame: it is our reading, with its evidence.
 */

/** `note` and `good` inform; `warning` and `error` are counted as verdicts. */
export type Level = "note" | "good" | "warning" | "error";

/**
 * What an event is in the overview of a capture, whatever its protocol calls it: a time in which nothing could arrive, a
 * time in which a sign of life was overdue, messages that are missing, messages that came more than once, or a
 * position that counts no more because the server began anew.
 */
export type Mark = "blind" | "stale" | "gap" | "duplicate" | "reset";

export interface ObserverEvent {
  /** camelCase, past tense: `subscribed`, `gapFound`, `wentStale`. */
  readonly kind: string;
  readonly level: Level;
  /** One line for the row, without the channel: `never confirmed within 3 s`. */
  readonly title: string;
  /** Plain words for a person in the middle of a bug: what this means. */
  readonly explanation: string;
  /** What to check or try, most likely first. */
  readonly advice?: readonly string[] | undefined;
  readonly channel?: string | undefined;
  readonly eventId?: string | undefined;
  /** Sequence numbers of the entries that it rests on, oldest first. */
  readonly evidence?: readonly number[] | undefined;
  /** Set on what the overview draws and counts. `blind` and `stale` come with `fromAt` and `toAt`. */
  readonly mark?: Mark | undefined;
  /** The time it covers, in ms since the epoch, where it covers one (a blind window). */
  readonly fromAt?: number | undefined;
  readonly toAt?: number | undefined;
  /** True for a record of routine, such as a poll that brought nothing; the timeline can fold it. */
  readonly heartbeat?: boolean | undefined;
  /** Numbers worth a chart, in the unit that the name says: `latencyMs`, `missing`. */
  readonly measures?: Readonly<Record<string, number>> | undefined;
}
