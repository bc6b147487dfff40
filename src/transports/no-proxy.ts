/**
 * Whether a host is to be reached without the proxy, by a list as in NO_PROXY: names with all below them, `*`, addresses,
 * ranges (`10.0.0.0/8`), each with a port if it counts for that port only. There is no standard; this takes what curl, Go
 * and VS Code take.
 */
import { BlockList, isIP } from "node:net";

export function isExempt(list: string, host: string, port: number): boolean {
  return list
    .split(/[\s,]+/)
    .filter((rule) => rule !== "")
    .some((rule) => matches(rule.toLowerCase(), host.toLowerCase(), port));
}

function matches(rule: string, host: string, port: number): boolean {
  if (rule === "*") return true;
  const [name, only] = splitPort(rule);
  if (only !== undefined && only !== port) return false;
  const [address = "", bits] = name.split("/");
  const family = isIP(address);
  if (family !== 0) return isIP(host) === family && isWithin(host, address, bits, family);
  // `.example.com`, `*.example.com` and `example.com` all mean the name and what is below it.
  const domain = name.replace(/^\*?\./, "");
  return host === domain || host.endsWith(`.${domain}`);
}

function isWithin(host: string, address: string, bits: string | undefined, family: number): boolean {
  const type = family === 6 ? "ipv6" : "ipv4";
  const longest = family === 6 ? 128 : 32;
  const prefix = bits === undefined ? longest : Number(bits);
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > longest) return false;
  const list = new BlockList();
  list.addSubnet(address, prefix, type);
  return list.check(host, type);
}

/** `[::1]:8443`, `example.com:8443`; an IPv6 address without brackets has no port. */
function splitPort(rule: string): [name: string, port: number | undefined] {
  const [, bracketed, afterBrackets] = /^\[([^\]]*)\](?::(\d+))?$/.exec(rule) ?? [];
  if (bracketed !== undefined) return [bracketed, afterBrackets === undefined ? undefined : Number(afterBrackets)];
  const [, name, port] = /^([^:]+):(\d+)$/.exec(rule) ?? [];
  return name === undefined ? [rule, undefined] : [name, Number(port)];
}
