/** Numbers as people read them, for titles and details. */

/** `40 ms`, `1.2 s`, `3 s`, `2 min 5 s`. Negative spans are shown as 0. */
export function formatDuration(ms: number): string {
  if (ms < 1) return ms > 0.05 ? `${ms.toFixed(1)} ms` : "0 ms";
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${trimZero((ms / 1000).toFixed(ms < 10_000 ? 2 : 1))} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** `812 B`, `1.4 kB`, `50 MB`; powers of 1000. */
export function formatBytes(sizeBytes: number): string {
  if (sizeBytes < 1000) return `${sizeBytes} B`;
  const units = ["kB", "MB", "GB"];
  let value = sizeBytes / 1000;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${trimZero(value.toFixed(value < 10 ? 1 : 0))} ${units[unit]}`;
}

/** `1 message`, `12 messages`. */
export function formatCount(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** Cuts at `maxLength` characters with an ellipsis; line breaks become spaces. */
export function oneLine(text: string, maxLength: number): string {
  const head = text.length > maxLength * 2 ? text.slice(0, maxLength * 2) : text;
  const line = head.replace(/\s*[\r\n]\s*/g, " ").trim();
  return line.length > maxLength || head.length < text.length ? `${line.slice(0, maxLength - 1)}…` : line;
}

function trimZero(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
