/** Which real servers this machine has. Where CI is set they must be there: then nothing is skipped, and the test fails. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import process from "node:process";

const nchanModule = "/usr/lib/nginx/modules/ngx_nchan_module.so";

/** Version 8 exports HAR by a script that its package brings along; from 10.1 on it is built in. */
export const harDumpScript = "/usr/share/doc/mitmproxy/examples/contrib/har_dump.py";

const isStrict = process.env.CI !== undefined && process.env.CI !== "" && process.env.CI !== "false";

/** Debian: apt-get install ruby ruby-actioncable ruby-railties puma. */
export const railsIsMissing =
  !isStrict &&
  !(succeeds("puma", ["--version"]) && succeeds("ruby", ["-e", 'require "rails"; require "action_cable"']));

/** Debian: apt-get install nginx-light. */
export const nginxIsMissing = !isStrict && !succeeds("nginx", ["-v"]);

/** Debian: apt-get install nginx-light libnginx-mod-nchan. */
export const nchanIsMissing = !isStrict && !(succeeds("nginx", ["-v"]) && existsSync(nchanModule));

/** Debian: apt-get install tinyproxy-bin. */
export const tinyproxyIsMissing = !isStrict && !succeeds("tinyproxy", ["-v"]);

/** Debian: apt-get install microsocks. It has no way to say its version: that it takes no such option is enough. */
export const microsocksIsMissing =
  !isStrict && spawnSync("microsocks", ["-h"], { stdio: "ignore" }).error !== undefined;

/** Debian: apt-get install mitmproxy. */
export const mitmproxyIsMissing = !isStrict && !(succeeds("mitmdump", ["--version"]) && existsSync(harDumpScript));

/** Debian: apt-get install redis-server. */
export const redisIsMissing = !isStrict && !succeeds("redis-server", ["--version"]);

/** Debian: apt-get install redis-server ruby-redis. */
export const railsRedisIsMissing =
  redisIsMissing || railsIsMissing || (!isStrict && !succeeds("ruby", ["-e", 'require "redis"']));

function succeeds(command: string, args: readonly string[]): boolean {
  return spawnSync(command, [...args], { stdio: "ignore" }).status === 0;
}
