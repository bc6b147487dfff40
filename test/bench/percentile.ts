/** The value below which so large a share of the values lies: nearest rank. `share` in (0, 1]. Throws if there is none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.ceil(share * sorted.length) - 1];
  if (value === undefined) throw new Error("There is no percentile of nothing.");
  return value;
}
