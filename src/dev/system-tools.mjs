/**
 * What the tests need besides npm packages: a browser and real servers. On Debian as root they are installed; anywhere
 * else it is said what is missing and what will be skipped. Nothing that is installed here is left running.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";

const tools = {
  chromium: {
    packages: ["chromium", "fonts-liberation"],
    present: () =>
      ["chromium", "chromium-browser", "google-chrome"].some(onPath) || existsSync(process.env.CHROMIUM ?? ""),
    without: "tests in a browser, and the bench's comparison with one",
  },
  rails: {
    packages: ["ruby", "ruby-actioncable", "ruby-railties", "puma"],
    present: () => onPath("puma") && succeeds("ruby", ["-e", 'require "rails"; require "action_cable"']),
    without: "tests against a real Rails",
  },
  redis: {
    packages: ["redis-server", "ruby-redis"],
    present: () => onPath("redis-server") && succeeds("ruby", ["-e", 'require "redis"']),
    without: "tests against a real Redis, and Rails on it",
  },
  nchan: {
    packages: ["nginx-light", "libnginx-mod-nchan"],
    present: () => onPath("nginx") && existsSync("/usr/lib/nginx/modules/ngx_nchan_module.so"),
    without: "tests against a real nginx with nchan",
  },
  mitmproxy: {
    packages: ["mitmproxy"],
    present: () => onPath("mitmdump"),
    without: "tests of what a real mitmproxy writes",
  },
  proxies: {
    packages: ["tinyproxy-bin", "microsocks"],
    present: () => onPath("tinyproxy") && onPath("microsocks"),
    without: "tests against a real tinyproxy and microsocks",
  },
};

/** Installs those of the named tools that are missing, where that can be done. Never throws: the tests say what they miss. */
export async function installTools(names, say) {
  const missing = names.filter((name) => !tools[name].present());
  if (names.length > 0 && missing.length === 0) say(`${names.join(", ")}: present`);
  if (missing.length === 0) return;
  if (!existsSync("/etc/debian_version") || process.getuid?.() !== 0) {
    const why = existsSync("/etc/debian_version") ? "not root" : "not Debian";
    for (const name of missing)
      say(
        `${name} is missing (${tools[name].packages.join(" ")}) and cannot be installed here (${why}): skipping ${tools[name].without}`,
      );
    return;
  }
  const packages = missing.flatMap((name) => tools[name].packages);
  say(`installing Debian's ${packages.join(" ")} …`);
  const nginxRan = existsSync("/run/nginx.pid");
  await withoutDaemons(async () => {
    await apt(["update", "-q"]);
    await apt(["install", "-y", "-q", "--no-install-recommends", ...packages]);
  });
  if (!nginxRan) stopNginx(say);
  for (const name of missing)
    say(
      tools[name].present() ? `${name}: installed` : `${name} could not be installed: skipping ${tools[name].without}`,
    );
}

/** Debian's packages start their daemons when installed (nginx on port 80, all addresses) unless a policy forbids it. */
async function withoutDaemons(task) {
  const policy = "/usr/sbin/policy-rc.d";
  const ours = !existsSync(policy);
  if (ours) writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    await task();
  } finally {
    if (ours) rmSync(policy, { force: true });
  }
}

function stopNginx(say) {
  if (!existsSync("/run/nginx.pid")) return;
  process.kill(Number.parseInt(readFileSync("/run/nginx.pid", "utf8"), 10), "SIGQUIT");
  say("stopped the nginx that its package started");
}

function apt(args) {
  const env = { ...process.env, RUNLEVEL: "1", DEBIAN_FRONTEND: "noninteractive" };
  const child = spawn("apt-get", ["-o", "DPkg::Lock::Timeout=120", ...args], {
    env,
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((resolve) => {
    child.once("error", () => resolve());
    child.once("exit", () => resolve());
  });
}

function onPath(command) {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => folder !== "" && existsSync(join(folder, command)));
}

function succeeds(command, args) {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}
