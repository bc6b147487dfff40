/** The phases of one HTTP exchange in words: for the details all of them, for a row those that are long enough to matter. */
import type { ExchangeTiming } from "../../model/frame.ts";
import type { Fact } from "../../model/protocol.ts";
import { formatDuration } from "./words.ts";

/** A phase of this length is felt; shorter ones would only fill the row. */
const toldFromMs = 1000;

/** `held for 25 s, after a gap of 5 s`; empty when neither was long. */
export function summarizePhases({ holdMs, gapMs }: ExchangeTiming): string {
  const parts: string[] = [];
  if (holdMs >= toldFromMs) parts.push(`held for ${formatDuration(holdMs)}`);
  if (gapMs !== undefined && gapMs >= toldFromMs) parts.push(`after a gap of ${formatDuration(gapMs)}`);
  return parts.join(", ");
}

/** In their order. `isReused`: on a connection that was open already. */
export function phaseFacts(timing: ExchangeTiming, isReused: boolean): Fact[] {
  const facts: Fact[] = [];
  if (timing.gapMs !== undefined)
    facts.push({ label: "Gap", value: formatDuration(timing.gapMs), aside: "since the exchange before: nobody asked" });
  facts.push({
    label: "Connect",
    value: formatDuration(timing.connectMs),
    aside: isReused ? "connection used again" : stepsOf(timing),
  });
  if (timing.requestMs !== undefined)
    facts.push({ label: "Request", value: formatDuration(timing.requestMs), aside: "until all of it was sent" });
  facts.push({
    label: "Hold",
    value: formatDuration(timing.holdMs),
    aside: "from the request to the head of the answer",
  });
  return facts;
}

export function bodyFacts(bodyMs: number | undefined): Fact[] {
  if (bodyMs === undefined) return [];
  return [{ label: "Response", value: formatDuration(bodyMs), aside: "from the head of the answer to its end" }];
}

function stepsOf({ dnsMs, tcpMs, proxyMs, tlsMs }: ExchangeTiming): string | undefined {
  const steps = [
    ["DNS", dnsMs],
    ["TCP", tcpMs],
    ["proxy", proxyMs],
    ["TLS", tlsMs],
  ] as const;
  const told = steps.flatMap(([name, ms]) => (ms === undefined ? [] : [`${name} ${formatDuration(ms)}`]));
  return told.length === 0 ? undefined : told.join(", ");
}
