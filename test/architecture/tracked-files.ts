/** The files of the project, from its top: what git tracks, and what it would. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

export function trackedFiles(): string[] {
  return execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" })
    .split("\n")
    .filter((file) => existsSync(file));
}
