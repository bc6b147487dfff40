/** Looks up host names, with `localhost` as browsers have it. */
import { type LookupAddress, lookup } from "node:dns";
import type { LookupFunction } from "node:net";

/**
 * `localhost` is both loopback addresses whatever the hosts file says (RFC 6761 section 6.3): many systems list only one
 * of them, and many development servers listen only on the other.
 */
export const lookUpHost: LookupFunction = (host, options, callback) => {
  if (host !== "localhost" && !host.endsWith(".localhost")) {
    lookup(host, options, callback);
    return;
  }
  const both: LookupAddress[] = [
    { address: "127.0.0.1", family: 4 },
    { address: "::1", family: 6 },
  ];
  process.nextTick(() => (options.all ? callback(null, both) : callback(null, "127.0.0.1", 4)));
};
