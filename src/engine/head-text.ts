/** Shows an HTTP head as it looks on the wire. Heads are stored as JSON, since that is how they are masked. */
import type { RequestHead, ResponseHead } from "../model/frame.ts";

export function headText(head: RequestHead | ResponseHead): string {
  const start =
    "method" in head
      ? `${head.method} ${head.url} HTTP/${head.httpVersion}`
      : `HTTP/${head.httpVersion} ${head.status} ${head.reason}`.trimEnd();
  return `${[start, ...head.headers.map(([name, value]) => `${name}: ${value}`)].join("\n")}\n`;
}
