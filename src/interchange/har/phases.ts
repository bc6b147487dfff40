/** The phases of an exchange as HAR writes them (`timings`): -1 and null mean that one does not apply. */
import type { ExchangeTiming } from "../../model/frame.ts";
import { asNumber, isRecord } from "../loose-values.ts";

export interface HarPhases {
  /** From the start of the entry to the head of its answer. */
  readonly untilAnswerMs: number;
  /** Undefined where it is not said how long the server took. */
  readonly timing: ExchangeTiming | undefined;
}

/** `connect` includes `ssl`. The wait for a connection to be free (`blocked`) counts as part of connecting. */
export function readPhases(timings: unknown): HarPhases {
  if (!isRecord(timings)) return { untilAnswerMs: 0, timing: undefined };
  const phase = (name: string): number | undefined => {
    const ms = asNumber(timings[name]);
    return ms === undefined || ms < 0 ? undefined : ms;
  };
  const [blocked = 0, dnsMs, connect, tlsMs, requestMs, wait] = (
    ["blocked", "dns", "connect", "ssl", "send", "wait"] as const
  ).map(phase);
  const connectMs = blocked + (dnsMs ?? 0) + (connect ?? 0);
  const tcpMs = connect === undefined ? undefined : Math.max(0, connect - (tlsMs ?? 0));
  return {
    untilAnswerMs: connectMs + (requestMs ?? 0) + (wait ?? 0),
    timing: wait === undefined ? undefined : { connectMs, dnsMs, tcpMs, tlsMs, requestMs, holdMs: wait },
  };
}
