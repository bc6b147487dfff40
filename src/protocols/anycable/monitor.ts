/** When @anycable/core (1.1) looks for a stale connection and when it connects again. Knows no socket. */

const pingIntervalMs = 3000;

/** Nothing received for longer: stale. Two pings may be missing. */
export const staleAfterMs = 2 * pingIntervalMs;

export const policyTitle = "AnyCable back-off";

/** 3 s, 25 % more or less. `random` is in [0, 1). */
export function lookAfterMs(random: number): number {
  return pingIntervalMs * (1 + (random - 0.5) * 0.5);
}

/**
 * `backoffWithJitter(3000)`: between 3·2ⁿ and 3·2ⁿ⁺¹ s, then up to half of it more or less; no cap and no last attempt. Both
 * chances are in [0, 1).
 */
export function reconnectAfterMs(attempts: number, random: number, jitter: number): number {
  const left = pingIntervalMs * 2 ** attempts;
  return (left + left * random) * (1 + (jitter - 0.5));
}
