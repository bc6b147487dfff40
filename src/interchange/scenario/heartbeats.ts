/**
 * Takes out of what was said the heartbeats that kept coming: they go on by themselves in a replay, so that a client that
 * takes its time is not left without. Those that stopped while the connection went on are part of the story, and stay.
 */
import type { Said } from "./talk.ts";

export interface Beating {
  readonly afterMs: number;
  readonly everyMs: number;
  /** The first of them. */
  readonly said: Said;
}

export interface OpenTime {
  readonly from: number;
  /** The end of the connection, or of what is known of it. */
  readonly until: number;
  /** It was the server that ended it. */
  readonly isEnded: boolean;
}

export function takeHeartbeats(
  said: readonly Said[],
  open: OpenTime,
): { readonly heartbeats: readonly Beating[]; readonly rest: readonly Said[] } {
  const alike = new Map<string, Said[]>();
  for (const one of said) {
    if (!one.isHeartbeat || one.from !== "server" || typeof one.data !== "string") continue;
    alike.set(one.data, [...(alike.get(one.data) ?? []), one]);
  }
  const heartbeats: Beating[] = [];
  const taken = new Set<Said>();
  for (const beats of alike.values()) {
    const everyMs = periodOf(beats, open);
    const [first] = beats;
    if (everyMs === undefined || !first) continue;
    heartbeats.push({ afterMs: Math.max(0, Math.round(first.at - open.from)), everyMs, said: first });
    for (const beat of beats) taken.add(beat);
  }
  // What says only that the client is still there is nothing to wait for.
  const rest = said.filter((one) => !taken.has(one) && !(one.isHeartbeat && one.from === "client"));
  return { heartbeats, rest };
}

const usualMs = 3_000;

/** Undefined where they are no steady row up to the end. Rounded to what a person would have written. */
function periodOf(beats: readonly Said[], { until, isEnded }: OpenTime): number | undefined {
  const gaps = beats.slice(1).map(({ at }, index) => at - (beats[index]?.at ?? at));
  const middle = gaps.toSorted((a, b) => a - b)[gaps.length >> 1];
  const last = beats.at(-1);
  // One alone does not tell; if it came in the last few seconds, it is taken to have been Rails' and AnyCable's beat.
  if (beats.length === 1 && last && !isEnded && until - last.at < usualMs * 2) return usualMs;
  if (middle === undefined || !last || middle < 20) return undefined;
  const longest = Math.max(...gaps, until - last.at);
  if (longest > middle * 2.5) return undefined;
  const unit = middle >= 1_000 ? 100 : 10;
  return Math.max(unit, Math.round(middle / unit) * unit);
}
