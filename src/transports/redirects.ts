/** Where a redirect leads and what may go along. Whether to follow it is the caller's choice. */
import type { HeaderList, TransportFailure } from "../model/frame.ts";
import { withoutCredentials } from "./headers.ts";

export interface Hop {
  readonly url: string;
  readonly headers: HeaderList;
}

/** As `ws` and browsers (fetch allows 20) would: more is a loop. */
const redirectLimit = 10;

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

export function isRedirect(status: number, location: string | undefined): location is string {
  return location !== undefined && redirectStatuses.has(status);
}

/** `count` is how many redirects were followed before this one. */
export function nextHop(from: URL, location: string, headers: HeaderList, count: number): Hop | TransportFailure {
  if (count >= redirectLimit) {
    return { stage: "handshake", code: "too-many-redirects", message: `Redirected more than ${redirectLimit} times.` };
  }
  if (!URL.canParse(location, from.href)) {
    return {
      stage: "handshake",
      code: "bad-redirect",
      message: `Redirected to "${location}", which is not an address.`,
    };
  }
  const to = new URL(location, from);
  const isLeaving = to.host !== from.host || (isSecure(from) && !isSecure(to));
  return { url: to.href, headers: isLeaving ? withoutCredentials(headers) : headers };
}

function isSecure(url: URL): boolean {
  return url.protocol === "https:" || url.protocol === "wss:";
}
