/** The words of every event about the rhythm and the cost of polls. Decides nothing. */
import type { ObserverEvent } from "../../model/event.ts";
import { formatBytes, formatDuration } from "../kit/words.ts";

type Evidence = readonly number[];

export function intervalDrifted(fromAt: number, toAt: number, usualMs: number, evidence: Evidence): ObserverEvent {
  const gapMs = toAt - fromAt;
  return {
    kind: "intervalDrifted",
    level: "warning",
    mark: "blind",
    title: `${formatDuration(gapMs)} between two polls, usually ${formatDuration(usualMs)}`,
    explanation: "Nobody asked in this time, so nothing could be delivered.",
    advice: [
      "A browser slows the timers of hidden tabs down to one a minute.",
      "Look whether the machine slept or the client was busy.",
    ],
    evidence,
    fromAt,
    toAt,
    measures: { gapMs, usualMs },
  };
}

export interface TrafficSum {
  readonly polls: number;
  readonly news: number;
  readonly headerBytes: number;
  readonly bodyBytes: number;
  readonly holdMs: number;
  readonly gapMs: number;
}

export function trafficSummed(sum: TrafficSum, isCompressed: boolean, evidence: Evidence): ObserverEvent {
  const { polls, news, headerBytes, bodyBytes, holdMs, gapMs } = sum;
  const share = headerBytes / Math.max(1, headerBytes + bodyBytes);
  const spanMs = holdMs + gapMs;
  return {
    kind: "trafficSummed",
    level: "note",
    title: `${polls} polls, ${news} with news; headers ${formatBytes(headerBytes)}, bodies ${formatBytes(bodyBytes)}`,
    explanation:
      `${Math.round(share * 100)} % of what was transferred are headers` +
      `${isCompressed ? ", counted as they are before HTTP/2 compresses them" : ""}. ` +
      `The server could deliver in ${spanMs > 0 ? Math.round((100 * holdMs) / spanMs) : 0} % of the time: while a poll was with it.`,
    evidence,
    measures: { polls, news, headerBytes, bodyBytes, meanHoldMs: holdMs / polls, headerShare: share },
  };
}
