/** Framescope's own version, which exports name as their creator. */
import { readFileSync } from "node:fs";

const inSources = import.meta.url.endsWith(".ts");

export const versionOfThis: string = readVersion();

/** The manifest lies beside the bundle's folder, or two above the sources. */
function readVersion(): string {
  try {
    const manifest = readFileSync(
      new URL(inSources ? "../../package.json" : "../package.json", import.meta.url),
      "utf8",
    );
    return String((JSON.parse(manifest) as { version: unknown }).version);
  } catch {
    return "unknown";
  }
}
