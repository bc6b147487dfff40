/** Numbers as people read them in a narrow place. */

/** `0/s`, `48/s`, `1.2k/s`. */
export function rateText(perSecond: number): string {
  if (perSecond < 1000) return `${Math.round(perSecond)}/s`;
  return `${(perSecond / 1000).toFixed(perSecond < 100_000 ? 1 : 0)}k/s`;
}

/** `512 B`, `12 kB`, `3.4 MB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** `once`, `3 times`. */
export function timesText(count: number): string {
  return count === 1 ? "once" : counted(count, "time");
}

/** `1 client`, `2 clients`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}
