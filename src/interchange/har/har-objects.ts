/** The small objects of a HAR entry, made of what a capture has. */
import type { Handshake, HeaderList, RequestHead, ResponseHead } from "../../model/frame.ts";
import { headerValue } from "../../protocols/kit/headers.ts";

export function requestOf({ method, url, httpVersion, headers }: RequestHead): object {
  const query = URL.canParse(url) ? [...new URL(url).searchParams].map(([name, value]) => ({ name, value })) : [];
  return {
    method,
    url,
    httpVersion: `HTTP/${httpVersion}`,
    headers: named(headers),
    queryString: query,
    cookies: [],
    headersSize: -1,
    bodySize: 0,
  };
}

export function responseOf(response: ResponseHead | undefined): object {
  const { status = 0, reason = "", httpVersion, headers = [] } = response ?? {};
  return {
    status,
    statusText: reason,
    httpVersion: httpVersion === undefined ? "" : `HTTP/${httpVersion}`,
    headers: named(headers),
    cookies: [],
    redirectURL: headerValue(headers, "location") ?? "",
    headersSize: -1,
    bodySize: -1,
  };
}

export function contentOf(response: ResponseHead | undefined, text: string | undefined): object {
  const mimeType = headerValue(response?.headers ?? [], "content-type") ?? "x-unknown";
  return text === undefined ? { mimeType } : { size: Buffer.byteLength(text), mimeType, text };
}

function named(headers: HeaderList): object[] {
  return headers.map(([name, value]) => ({ name, value }));
}

export function isEventStream(response: ResponseHead | undefined): boolean {
  return /^text\/event-stream\b/i.test(headerValue(response?.headers ?? [], "content-type") ?? "");
}

export function serverAddress(handshake: Handshake | undefined): object {
  const address = handshake?.remoteAddress?.replace(/:\d+$/, "");
  return address === undefined ? {} : { serverIPAddress: address };
}

/** To the microsecond, as moments are. */
export function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
