/** What the mock server itself says over HTTP, outside of any door. Nothing that a client sent is ever repeated in it. */
import type { ServerResponse } from "node:http";
import type { MockDoor } from "../src/model/mock.ts";

export function answerText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" });
  response.end(`${text}\n`);
}

export function answerJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" });
  response.end(`${JSON.stringify(value)}\n`);
}

/** The page at `/`: which doors there are and how to knock. */
export function answerDoorPage(response: ServerResponse, doors: readonly MockDoor[]): void {
  response.writeHead(200, {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Cache-Control": "no-store",
  });
  response.end(doorPage(doors));
}

export function doorList(doors: readonly MockDoor[]): string {
  return [...new Set(doors.map(({ path }) => path))].join(", ");
}

function doorPage(doors: readonly MockDoor[]): string {
  const rows = doors.map(
    ({ hint, sample }) => `<dt><code>${escapeHtml(sample.url)}</code></dt><dd>${escapeHtml(hint)}</dd>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<title>Framescope mock server</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 42rem; margin: 3rem auto; padding: 0 1rem }
  dt { margin-top: 1rem }
  dd { margin: 0; opacity: 0.75 }
</style>
<h1>Framescope mock server</h1>
<p>These doors share their topics: what is published to one reaches the clients of all.</p>
<dl>
${rows.join("\n")}
</dl>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
