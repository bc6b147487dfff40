/** Whether redirects are followed: yes, no, or as the protocol's own clients do it. Words and order of that choice. */

/** Undefined leaves it to the protocol: an EventSource follows redirects, a browser's WebSocket never does. */
export type Redirects = boolean | undefined;

export function redirectsText(redirects: Redirects, protocolTitle: string): string {
  if (redirects === undefined) return `as ${protocolTitle} clients do by default`;
  return redirects ? "followed" : "shown, not followed";
}

/** What choosing the line changes it to. */
export function nextRedirects(redirects: Redirects): Redirects {
  if (redirects === undefined) return true;
  return redirects ? false : undefined;
}
