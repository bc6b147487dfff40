/**
 * Numbers, sizes and moments as the timeline writes them: short, aligned, unmistakable.
 * Knows nothing of rows or components.
 */

const thinSpace = "\u2009";

/** `1 204 852`, with thin spaces. */
export function formatCount(value: number): string {
  return String(Math.trunc(value)).replace(/\B(?=(\d{3})+$)/g, thinSpace);
}

/** `1 row`, `3 rows`. */
export function countOf(value: number, noun: string): string {
  return `${formatCount(value)} ${noun}${value === 1 ? "" : "s"}`;
}

/** `214 B`, `12.3 kB`, `4.2 MB`; decimal units, as network tools count. */
export function formatSize(sizeBytes: number): string {
  if (sizeBytes < 1000) return `${sizeBytes} B`;
  const units = ["kB", "MB", "GB"];
  let value = sizeBytes / 1000;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value < 100 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** `0.3`, `48`, `48.2k`, `1.2M`. */
export function formatRate(perSecond: number): string {
  if (perSecond >= 999_950) return `${(perSecond / 1e6).toFixed(1)}M`;
  if (perSecond >= 999.5) return `${(perSecond / 1000).toFixed(1)}k`;
  return perSecond >= 10 || Number.isInteger(perSecond) ? String(Math.round(perSecond)) : perSecond.toFixed(1);
}

/** Six characters at most, for a narrow column: `+40µs`, `+0.4ms`, `+38ms`, `+0.3s`, `+15s`, `+3m`, `+2h`. */
export function formatDelta(deltaMs: number): string {
  const sign = deltaMs < 0 ? "−" : "+";
  const ms = Math.abs(deltaMs);
  if (ms < 0.0005) return "+0ms";
  if (ms < 0.0995) return `${sign}${Math.round(ms * 1000)}µs`;
  if (ms < 9.95) return `${sign}${trimZero(ms.toFixed(1))}ms`;
  if (ms < 99.5) return `${sign}${Math.round(ms)}ms`;
  if (ms < 9_950) return `${sign}${trimZero((ms / 1000).toFixed(1))}s`;
  if (ms < 99_500) return `${sign}${Math.round(ms / 1000)}s`;
  if (ms < 5_970_000) return `${sign}${Math.round(ms / 60_000)}m`;
  return `${sign}${Math.round(ms / 3_600_000)}h`;
}

/** For prose: `0.4 ms`, `38 ms`, `2.9 s`, `3 min 2 s`, `2 h 5 min`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 9.95) return `${trimZero(durationMs.toFixed(1))} ms`;
  if (durationMs < 999.5) return `${Math.round(durationMs)} ms`;
  if (durationMs < 59_950) return `${trimZero((durationMs / 1000).toFixed(durationMs < 9_995 ? 2 : 1))} s`;
  const seconds = Math.round(durationMs / 1000);
  if (seconds < 3600) return twoUnits(Math.floor(seconds / 60), "min", seconds % 60, "s");
  return twoUnits(Math.floor(seconds / 3600), "h", Math.round((seconds % 3600) / 60), "min");
}

/** How long ago, for beside a moment: `0.2 s ago`, `3 min ago`, `in 5 d`, `now`. */
export function formatAge(ageMs: number): string {
  const ms = Math.abs(ageMs);
  if (ms < 0.5) return "now";
  const days = ms / 86_400_000;
  const words =
    days >= 730 ? `${Math.round(days / 365.25)} y` : days >= 3 ? `${Math.round(days)} d` : shortDuration(ms);
  return ageMs < 0 ? `in ${words}` : `${words} ago`;
}

/** One unit, and one digit after the point at most. */
function shortDuration(ms: number): string {
  if (ms < 99.5) return `${Math.round(ms)} ms`;
  if (ms < 9_950) return `${trimZero((ms / 1000).toFixed(1))} s`;
  if (ms < 90_000) return `${Math.round(ms / 1000)} s`;
  return ms < 5_400_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 3_600_000)} h`;
}

/** Local time of day: `14:09:38.101`. */
export function formatClock(at: number): string {
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${three(date.getMilliseconds())}`;
}

/** Local date and time of day, for where there is room: `2026-11-25 14:09:38.101`. */
export function formatMoment(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${formatClock(at)}`;
}

/** Since a zero of one's own: `+00:12.345`, `+1:00:12.345`. */
export function formatElapsed(elapsedMs: number): string {
  const ms = Math.round(Math.abs(elapsedMs));
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor(ms / 60_000) % 60;
  const seconds = Math.floor(ms / 1000) % 60;
  const sign = elapsedMs < 0 ? "−" : "+";
  return `${sign}${hours > 0 ? `${hours}:` : ""}${two(minutes)}:${two(seconds)}.${three(ms % 1000)}`;
}

/** An event's kind as words: `wentStale` becomes `went stale`, `notAPoll` becomes `not a poll`. */
export function wordsOf(kind: string): string {
  return kind.replace(/(?<!^)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function twoUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

function trimZero(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function three(value: number): string {
  return String(value).padStart(3, "0");
}
