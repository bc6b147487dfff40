/**
 * Brings a folder's node_modules to what its package-lock.json says, and finds the Node 24 that comes with them.
 * Runs before anything is installed, so it uses nothing but Node 20.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

/** Runs `npm ci` in the folder unless everything that its lock file names is there. Throws if npm fails. */
export async function installPackages(folder, what, say) {
  const missing = firstMissing(folder);
  if (!missing) return say(`${what}: up to date`);
  say(`${what}: ${missing}, so running npm ci …`);
  const startedAt = Date.now();
  const code = await npm(["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"], folder);
  if (code !== 0) throw new Error(`npm ci in ${folder} ended with exit code ${code}.`);
  say(`${what}: installed in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}

/** The Node 24 of the project's own packages. Throws, with what to do, if it cannot be run. */
export function node24In(root) {
  const node = join(root, "node_modules/.bin", process.platform === "win32" ? "node.cmd" : "node");
  const answer = spawnSync(node, ["--version"], { encoding: "utf8", shell: process.platform === "win32" });
  if (answer.status === 0 && Number.parseInt(answer.stdout.slice(1), 10) >= 24) return node;
  if (Number.parseInt(process.versions.node, 10) >= 24) return process.execPath;
  throw new Error(
    "Node 24 is missing from node_modules; delete node_modules and run this again, or use Node 24 itself.",
  );
}

/**
 * Why an install is needed, or undefined. npm writes what it installed to node_modules/.package-lock.json as its last
 * step, so a broken-off install shows as well as a stale one.
 */
function firstMissing(folder) {
  const installedFile = join(folder, "node_modules/.package-lock.json");
  if (!existsSync(installedFile)) return "nothing is installed";
  const wanted = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8")).packages;
  const installed = JSON.parse(readFileSync(installedFile, "utf8")).packages;
  for (const [path, entry] of Object.entries(wanted)) {
    if (!path.startsWith("node_modules/") || entry.optional || entry.link) continue;
    if (!installed[path]) return `${path} is missing`;
    if (installed[path].version !== entry.version)
      return `${path} is at ${installed[path].version}, not ${entry.version}`;
  }
  return undefined;
}

/** npm by the path that npm itself hands to its scripts, else from PATH. */
function npm(args, cwd) {
  const script = process.env.npm_execpath;
  const stdio = ["ignore", "inherit", "inherit"];
  const child = script?.endsWith(".js")
    ? spawn(process.execPath, [script, ...args], { cwd, stdio })
    : spawn("npm", args, { cwd, stdio, shell: process.platform === "win32" });
  return new Promise((resolve, reject) => {
    child.once("error", (cause) => reject(new Error(`npm could not be started: ${cause.message}`)));
    child.once("exit", (code) => resolve(code ?? 1));
  });
}
