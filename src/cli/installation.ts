/** Where the other parts of this installation lie: seen from the bundle in dist/, or from the sources themselves. */
import { readFileSync } from "node:fs";

const inSources = import.meta.url.endsWith(".ts");

/** The worker thread's entry. */
export const engineFile = new URL(inSources ? "../engine/worker.ts" : "./engine.mjs", import.meta.url);

export function versionText(): string {
  const manifest = readFileSync(new URL(inSources ? "../../package.json" : "../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}
