/** Tells names of this very machine from all others. Asks no resolver: a name that only resolves to loopback is foreign. */

/** For a Host header, with or without a port. RFC 6761 section 6.3 keeps `localhost` for loopback. */
export function isLoopback(host: string | undefined): boolean {
  return host !== undefined && /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d+)?$/i.test(host);
}
